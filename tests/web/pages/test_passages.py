"""Settling passages: what is listed, where a passage stands, and what is no longer said."""

import pytest
from tests.helpers import desk, quoted_desk
from tests.helpers.markup import parse
from tests.helpers.quoted_desk import CHANGED, anchors, place, take
from tests.helpers.rows import for_each

from factdesk.commands import articles, claims, passages
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.vocabulary import AnchorState

OPEN, THIRD = "/articles/a-tale/passages", "/claims/TALE-3/passages/1"
LIKE = "the keeper 👩‍👩‍👧 sold all of her salt to the merchant from the north"


@pytest.fixture
def at_text(at_work):
    """Give the desk with a text whose second version changed one passage and lost another."""
    quoted_people = at_work.who
    for ref, quote in quoted_desk.QUOTES.items():
        change = desk.changed_claim(statement=f"Statement {ref[-1]}", quote=quote)
        desk.run(at_work.engine, claims.revise, quoted_people["ed"], ref, change)
    take(at_work.engine, at_work.who["ed"])
    take(at_work.engine, at_work.who["ed"], CHANGED)
    return at_work.sign_in("ed")


def sent(words, text=CHANGED, **but):
    return {name: str(value) for name, value in place(words, text, text_version=2, **but).items()}


def shown(answer, status):
    assert answer.status_code == status, answer.text[:600]
    return parse(answer.text)


def test_what_changed_or_was_lost_is_listed_with_what_it_was_and_what_was_found(at_text):
    page = at_text.page(OPEN)
    listed = {one.attributes["id"]: one for one in page.one("ol", class_="settling").all("li")}
    assert list(listed) == ["TALE-1-1", "TALE-3-1"]
    lost, changed = listed.values()
    assert [one.text() for one in lost.all("mark")] == [quoted_desk.QUOTES["TALE-1"]]
    assert [one.text() for one in changed.all("mark")] == [quoted_desk.QUOTES["TALE-3"], LIKE]
    assert [one.text() for one in changed.all("ins")] == ["all of her", "the"]
    assert "for a hundred coins" in changed.text()
    assert "Changed" in changed.one("p", class_="state").text()
    assert [one.attributes["id"] for one in lost.all("form")] == []
    assert [one.attributes["id"] for one in changed.all("form")] == ["form-TALE-3-1"]


def test_a_found_place_is_confirmed_by_its_button(at_text):
    answer = at_text.send_form(at_text.page(OPEN), "form-TALE-3-1", csrf=form_token(at_text))
    assert (answer.status_code, answer.headers["Location"]) == (303, OPEN)
    found = anchors(at_text.engine, 2)["TALE-3", 1]
    assert (found.state, found.exact, found.settled) == (AnchorState.EXACT, LIKE, True)
    assert "TALE-3-1" not in str(at_text.page(OPEN).one("ol", class_="settling").text())


def form_token(at_text):
    return at_text.page(OPEN).one("main").all("input", type_="hidden")[0].attributes["value"]


def test_the_second_editor_gets_the_stale_answer_with_both_wordings_and_may_send_again(at_text):
    at_text.send(f"{THIRD}/settlement", sent(LIKE) | {"version": "1"})
    at_text.sign_in("ada")
    page = shown(at_text.send(f"{THIRD}/settlement", sent("in every village") | {"version": "1"}), 409)
    problem = page.one("div", class_="problem")
    assert LIKE in problem.text()
    assert "in every village" in problem.text()
    answer = at_text.send_form(page, "form-place")
    assert answer.status_code == 303
    assert anchors(at_text.engine, 2)["TALE-3", 1].exact == "in every village"


def test_the_same_form_twice_counts_once(at_text):
    fields = sent(LIKE) | {"version": "1", "once": "a-key"}
    assert [at_text.send(f"{THIRD}/settlement", fields).status_code for _ in range(2)] == [303, 303]
    assert anchors(at_text.engine, 2)["TALE-3", 1].version == 2


def test_a_passage_that_stands_elsewhere_is_chosen_in_the_text_or_by_its_words(at_text):
    page = at_text.page("/claims/TALE-1/passages/1")
    assert quoted_desk.QUOTES["TALE-1"] in page.one("p", class_="waiting-quote").text()
    text = page.one("div", class_="article-text")
    assert (text.attributes["data-version"], text.attributes["data-slug"]) == ("2", "a-tale")
    starts = [int(one.attributes["data-start"]) for one in text.all("p")]
    assert [CHANGED[start:][:9] for start in starts] == ["The river", "It is rum"]
    confirm = at_text.page("/claims/TALE-1/passages/1?words=in++every+village")
    assert [one.text() for one in confirm.all("mark")][-1] == "in every village"
    assert at_text.send_form(confirm, "form-place").status_code == 303
    assert anchors(at_text.engine, 2)["TALE-1", 1].exact == "in every village"


@for_each(
    ("query", "status", "told"),
    [
        ("words=No+such+words", 422, "do not stand in the text"),
        ("words=The+river", 422, "2 places of the text"),
        ("words=the&paragraph=2", 422, "places of paragraph 2"),
        ("words=The+river&paragraph=9", 422, "has 2 paragraphs"),
        ("version=1&start=0&end=9", 409, "newest text is version 2"),
        ("version=2&start=9000&end=9009", 422, "no words"),
        ("version=2&start=9&end=3", 422, "no words"),
    ],
)
def test_what_points_at_no_place_is_said_and_what_was_typed_stays(at_text, query, status, told):
    page = at_text.page(f"{THIRD}?{query}", status)
    assert told in page.one("p", class_="error").text()
    if query.startswith("words"):
        assert page.one("textarea", id="passage-words").text().strip() in query.replace("+", " ")
    assert page.one("div", class_="article-text").all("p")


@for_each(
    "query",
    ["start=1", "version=2&start=1", "version=x&start=1&end=2", "foo=1", "start=-1&end=1&version=2", "words=%00",
     "version=2&start=99999999&end=1", "paragraph=0", "words=" + "x" * 20_001],
)  # fmt: skip
@for_each("path", ["/articles/a-tale/claims/new", THIRD, "/claims/TALE-3/passages/new"])
def test_a_pointer_that_is_none_is_refused(at_text, path, query):
    assert at_text.client.get(f"{path}?{query}").status_code == 422


def test_a_settlement_of_words_that_do_not_stand_there_keeps_what_was_chosen(at_text):
    with desk.nothing_stored(at_text.engine):
        answer = at_text.send(f"{THIRD}/settlement", sent(LIKE, start=0) | {"version": "1"})
    page = shown(answer, 422)
    assert "do not stand at this place" in page.one("div", class_="problem").text()
    assert [one.text() for one in page.all("mark")][-1] == LIKE


def test_a_settlement_in_an_old_text_is_offered_in_the_new_one(at_text):
    fields = {name: str(value) for name, value in place("in every village").items()} | {"version": "1"}
    page = shown(at_text.send("/claims/TALE-1/passages/1/settlement", fields), 409)
    assert "newest text is version 2" in page.one("div", class_="problem").text()
    assert at_text.send_form(page, "form-place").status_code == 303
    lost = fields | {"chosen": quoted_desk.QUOTES["TALE-1"], "start": "0", "end": "24", "version": "2"}
    page = shown(at_text.send("/claims/TALE-1/passages/1/settlement", lost), 409)
    assert page.one("textarea", id="passage-words").text().strip() == quoted_desk.QUOTES["TALE-1"]


def test_a_passage_is_no_longer_said(at_text):
    page = at_text.page("/claims/TALE-1/passages/1/withdrawal")
    refused = shown(at_text.send_form(page, "form-withdrawal"), 422)
    assert "This is needed" in refused.text()
    answer = at_text.send_form(page, "form-withdrawal", reason="The beginning was cut")
    assert (answer.status_code, answer.headers["Location"]) == (303, OPEN)
    assert anchors(at_text.engine, 2)["TALE-1", 1].withdrawn_reason == "The beginning was cut"
    assert at_text.client.get("/claims/TALE-1/passages/1").status_code == 409
    assert "The beginning was cut" in at_text.page("/claims/TALE-1").one("details", id="passages").text()


def test_a_passage_is_added_to_a_claim_of_the_article(at_text):
    answer = at_text.send(OPEN, sent("in every village") | {"ref": "tale-2 "})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/claims/TALE-2#passages")
    assert anchors(at_text.engine, 2)["TALE-2", 2].exact == "in every village"
    confirm = at_text.page("/claims/TALE-2/passages/new?words=hundred+coins")
    assert at_text.send_form(confirm, "form-place").status_code == 303
    assert anchors(at_text.engine, 2)["TALE-2", 3].exact == "hundred coins"


def test_a_passage_is_added_to_no_other_claim_and_stays_chosen(at_text):
    desk.run(at_text.engine, articles.add, at_text.who["ed"], desk.new_article())
    desk.run(at_text.engine, claims.add, at_text.who["ed"], "second", desk.new_claim())
    for ref in ("", "SEC-1", "TALE-99", "<b>", "x" * 3000):
        with desk.nothing_stored(at_text.engine):
            page = shown(at_text.send(OPEN, sent("in every village") | {"ref": ref}), 422)
        assert "no claim of this article" in page.one("div", class_="problem").text(), ref
        assert [one.text() for one in page.all("mark")] == ["in every village"], ref
        page_form = page.one("form", id="form-place")
        assert page_form.one("input", id="place-ref").attributes["value"] == ref


def test_nothing_is_left_to_settle(at_text):
    desk.run(
        at_text.engine, passages.withdraw, at_text.who["ed"], "TALE-1", 1, quoted_desk.a_withdrawal(text_version=2)
    )
    desk.run(at_text.engine, claims.withdraw, at_text.who["ed"], "TALE-3", WithdrawalDraft(reason="Gone", version=2))
    assert "Nothing has to be settled" in at_text.page(OPEN).text()
    desk.run(at_text.engine, articles.add, at_text.who["ed"], desk.new_article())
    assert "not held here" in at_text.page("/articles/second/passages").text()
    assert at_text.client.get("/claims/TALE-3/passages/1").status_code in (200, 409)


def test_how_much_waits_is_said_to_those_who_settle(at_text):
    for path in ("/articles", "/articles/a-tale"):
        assert "2 passages to settle" in at_text.page(path).text()
    assert "changed" in at_text.page("/claims/TALE-3").one("details", id="passages").text()
    at_text.sign_in("ann")
    for path in ("/articles", "/articles/a-tale"):
        assert "to settle" not in at_text.page(path).text()
    assert not at_text.page("/claims/TALE-3").all("details", id="passages")


def test_a_claim_leads_to_its_place_in_the_text_and_says_no_more_of_it(at_text):
    at_text.sign_in(None)
    quote = at_text.page("/claims/TALE-3").one("figure", class_="quote")
    assert [one.attributes["href"] for one in quote.all("a")] == ["/articles/a-tale#TALE-3"]
    assert not at_text.page("/claims/TALE-1").one("figure", class_="quote").all("a")
    assert at_text.page("/articles/a-tale").all("mark", id="TALE-3")
    for ref in ("TALE-1", "TALE-2", "TALE-3"):
        text = at_text.client.get(f"/claims/{ref}").text
        assert "for a hundred coins" not in text
        assert "told on the coast" not in text


@for_each(("name", "status"), [(None, 401), ("ann", 403)])
def test_only_those_who_write_settle(at_text, name, status):
    at_text.sign_in(name)
    for path in (OPEN, THIRD, f"{THIRD}/withdrawal", "/claims/TALE-3/passages/new"):
        assert at_text.client.get(path).status_code == status, path
    with desk.nothing_stored(at_text.engine):
        for path in (OPEN, f"{THIRD}/settlement", f"{THIRD}/withdrawal"):
            assert at_text.send(path, sent(LIKE) | {"ref": "TALE-3", "version": "1"}).status_code == status, path


@for_each("path", ["/claims/TALE-9/passages/1", "/claims/TALE-3/passages/7", "/articles/x/passages",
                                  "/claims/TALE-3/passages/0", "/claims/TALE-9/passages/new"])  # fmt: skip
def test_there_is_no_such_passage(at_text, path):
    assert at_text.client.get(path).status_code == 404
