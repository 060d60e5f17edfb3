"""Writing a claim from a passage of the text, and without one."""

import pytest
from tests.helpers import desk, quoted_desk
from tests.helpers.markup import parse
from tests.helpers.quoted_desk import TEXT, anchors, place, take
from tests.helpers.rows import for_each

from factdesk.models import Claim

NEW = "/articles/a-tale/claims/new"
WORDS = "the keeper 👩‍👩‍👧 sold the salt"
FILLED = {"statement": "The keeper sold salt", "hedge": "rumoured", "type": "fact"}


@pytest.fixture
def at_text(at_work):
    take(at_work.engine, at_work.who["ed"])
    return at_work.sign_in("ed")


def at(words, text=TEXT, **but):
    found = place(words, text, **but)
    return f"{NEW}?version={found['text_version']}&start={found['start']}&end={found['end']}"


def values_of(page):
    form = page.one("form", id="form-claim")
    found = {one.attributes["name"]: one.attributes.get("value", "") for one in form.all("input", type_="hidden")}
    ticked = [one for one in form.all("input", type_="radio") if "checked" in one.attributes]
    return found | {one.attributes["name"]: one.attributes["value"] for one in ticked}


def test_the_form_shows_the_passage_apart_in_its_paragraph_and_carries_it(at_text):
    page = at_text.page(at(WORDS))
    figure = page.one("figure", class_="passage")
    assert figure.one("mark").text() == WORDS
    assert figure.one("blockquote").text() == TEXT.split("\n\n")[2]
    values = values_of(page)
    assert {name: values[name] for name in ("chosen", "start", "text_version", "paragraph")} == {
        "chosen": WORDS, "start": str(TEXT.index(WORDS)), "text_version": "1", "paragraph": "3",
    }  # fmt: skip
    assert not page.one("form", id="form-claim").all("textarea", name="quote")


def test_hedge_and_type_are_filled_in_only_where_the_wording_is_plain(at_text):
    plain = at_text.page(at("It is rumoured that the keeper"))
    assert values_of(plain)["hedge"] == "rumoured"
    assert "Read from the wording, “rumoured”" in plain.text()
    caused = values_of(at_text.page(at("rose in spring because of the rain")))
    assert (caused["hedge"], caused["type"]) == ("asserted", "causal")
    cut = at_text.page(at(WORDS))
    assert "hedge" not in values_of(cut)
    assert "does not make it plain" in cut.text()


def test_a_claim_is_written_from_a_passage(at_text):
    answer = at_text.send_form(at_text.page(at(WORDS)), "form-claim", **FILLED)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/claims/TALE-4")
    claim = desk.the(at_text.engine, Claim, ref="TALE-4")
    assert (claim.quote, claim.paragraph, claim.statement) == (WORDS, 3, "The keeper sold salt")
    found = anchors(at_text.engine)["TALE-4", 1]
    assert (TEXT[found.start : found.end], found.settled) == (WORDS, True)


def test_a_passage_over_paragraphs_keeps_its_break(at_text):
    words = "coast.\n\nThe river rose"
    page = at_text.page(at(words))
    assert at_text.send_form(page, "form-claim", **FILLED).status_code == 303
    assert desk.the(at_text.engine, Claim, ref="TALE-4").quote == words


def test_a_refused_form_keeps_passage_and_text(at_text):
    with desk.nothing_stored(at_text.engine):
        answer = at_text.send_form(at_text.page(at(WORDS)), "form-claim", topics="salt, trade", statement="")
    assert answer.status_code == 422
    page = parse(answer.text)
    assert page.one("mark").text() == WORDS
    assert page.one("input", id="claim-topics").attributes["value"] == "salt, trade"
    assert at_text.send_form(page, "form-claim", **FILLED).status_code == 303


@for_each("wrong", [{"chosen": "Other words"}, {"start": "1"}, {"end": "x"}, {"text_version": ""}])
def test_words_that_do_not_stand_at_the_place_are_refused_and_nothing_typed_is_lost(at_text, wrong):
    with desk.nothing_stored(at_text.engine):
        answer = at_text.send_form(at_text.page(at(WORDS)), "form-claim", **FILLED | wrong)
    assert answer.status_code == 422
    assert "The keeper sold salt" in parse(answer.text).one("textarea", id="claim-statement").text()


def test_after_a_newer_text_the_passage_is_offered_where_it_stands_now(at_text):
    page = at_text.page(at(WORDS))
    take(at_text.engine, at_text.who["ed"], "A new beginning.\n\n" + TEXT)
    answer = at_text.send_form(page, "form-claim", **FILLED)
    assert answer.status_code == 409
    again = parse(answer.text)
    assert "newest text is version 2" in again.one("div", class_="problem").text()
    assert again.one("mark").text() == WORDS
    assert at_text.send_form(again, "form-claim", **FILLED).status_code == 303
    assert anchors(at_text.engine, 2)["TALE-4", 1].start == TEXT.index(WORDS) + 18


def test_after_a_text_without_the_words_they_are_kept_as_a_quote(at_text):
    page = at_text.page(at(WORDS))
    take(at_text.engine, at_text.who["ed"], "Nothing of it.")
    again = parse(at_text.send_form(page, "form-claim", **FILLED).text)
    assert again.one("textarea", id="claim-quote").text().strip() == WORDS
    assert at_text.send_form(again, "form-claim", **FILLED, quote=WORDS).status_code == 303


def test_without_scripts_a_passage_is_found_by_its_words(at_text):
    page = at_text.page(f"{NEW}?paragraph=3")
    assert [one.text() for one in page.one("div", class_="article-text").all("p")] == [TEXT.split("\n\n")[2]]
    found = at_text.page(f"{NEW}?paragraph=3&words=sold+the++salt%0D%0Ato")
    assert found.one("mark").text() == "sold the salt to"
    refused = at_text.page(f"{NEW}?words=The+river", 422)
    assert "2 places of the text" in refused.one("p", class_="error").text()
    assert refused.one("textarea", id="passage-words").text().strip() == "The river"
    assert at_text.page(f"{NEW}?words=The+river&paragraph=1", 422)


def test_a_passage_of_an_older_text_is_chosen_anew(at_text):
    take(at_text.engine, at_text.who["ed"], TEXT + "\n\nThe end.")
    page = at_text.page(at(WORDS), 409)
    assert "newest text is version 2" in page.text()


def test_a_passage_may_be_added_to_another_claim_instead(at_text):
    page = at_text.page(at(WORDS))
    offered = {one.attributes["value"]: one.text() for one in page.one("datalist", id="claims-offered").all("option")}
    assert offered == {f"TALE-{number}": f"Statement {number}" for number in (1, 2, 3)}
    answer = at_text.send_form(page, "form-addition", ref="TALE-2")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/claims/TALE-2#passages")
    assert anchors(at_text.engine)["TALE-2", 1].exact == WORDS


def test_without_a_passage_the_form_is_as_ever(at_text):
    page = at_text.page(NEW)
    assert {name: values_of(page)[name] for name in ("hedge", "type")} == {"hedge": "asserted", "type": "fact"}
    assert "Choose its passage in the text" in page.text()
    answer = at_text.send_form(page, "form-claim", **FILLED, quote="every village", paragraph="2")
    assert answer.status_code == 303
    assert anchors(at_text.engine)["TALE-4", 1].settled is False


def test_where_no_text_is_held_there_is_nothing_to_choose(at_work):
    at_work.sign_in("ed")
    assert "Choose its passage" not in at_work.page(NEW).text()
    for query in ("version=1&start=0&end=3", "paragraph=1", "words=salt"):
        assert at_work.client.get(f"{NEW}?{query}").status_code == 409
    answer = at_work.send("/articles/a-tale/claims", FILLED | {n: str(v) for n, v in place("river").items()})
    assert answer.status_code == 409
    assert parse(answer.text).one("textarea", id="claim-quote").text().strip() == "river"


@for_each(("name", "status"), [(None, 401), ("ann", 403)])
def test_only_those_who_write_see_the_form(at_text, name, status):
    at_text.sign_in(name)
    for path in (NEW, at(WORDS), f"{NEW}?paragraph=1"):
        assert at_text.client.get(path).status_code == status
    assert "Choose a passage" not in at_text.page("/articles/a-tale").text()


def test_the_tools_stand_beside_the_newest_text_only(at_text):
    page = at_text.page("/articles/a-tale")
    assert page.one("div", id="choosing").attributes["data-goes"] == NEW
    take(at_text.engine, at_text.who["ed"], TEXT + "\n\nThe end.")
    assert not at_text.page("/articles/a-tale/versions/1").all("div", id="choosing")


def test_quoted_words_are_never_markup(at_text):
    take(at_text.engine, at_text.who["ed"], 'A <b>bold</b> claim & "more"')
    page = at_text.client.get(f"{NEW}?version=2&start=2&end=14").text
    assert "<mark>&lt;b&gt;bold&lt;/b&gt;</mark>" in page
    assert quoted_desk.QUOTES
