import pytest
from tests.helpers import article_texts, desk, with_drafts
from tests.helpers.markup import Node

from factdesk.commands import articles, claims
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.models import Article, Claim

PAGE, PREVIEW = "/articles/second", "/articles/second/publication"
BADGE = {"class_": "draft-badge"}


@pytest.fixture
def editing(at_work):
    """Give an editor's browser on a draft article: one claim published, two drafts, one of them with a passage."""
    ed = at_work.who["ed"]
    desk.run(at_work.engine, articles.add, ed, desk.new_article())
    for number, quote in ((1, "water"), (2, "salt"), (3, None)):
        words = desk.new_claim(statement=f"Number {number}", quote=quote)
        desk.run(at_work.engine, claims.add, ed, "second", words)
    desk.run(at_work.engine, claims.publish, ed, "SEC-1", 1)
    article_texts.hold(at_work.engine, ed, "second", "A tale of water and salt.", public=True)
    return at_work.sign_in("ed")


def listed(page: Node) -> list[str]:
    return [item.one("a").text() for item in page.all("li") if item.all("a", class_="label")]


def standing(at_work) -> dict[str, str]:
    refs = ("SEC-1", "SEC-2", "SEC-3")
    return {ref: desk.the(at_work.engine, Claim, ref=ref).shelf for ref in refs}


def test_whoever_publishes_an_article_is_offered_its_drafts_and_sees_them(editing):
    assert editing.page(PAGE).one("div", id="to-publish").one("a").attributes["href"] == PREVIEW
    shown = editing.page(PREVIEW)
    box = shown.one("form", id="form-publication").one("input", type_="checkbox")
    assert "checked" in box.attributes
    assert "and its 2 drafts" in shown.one("form", id="form-publication").text()
    assert "1 claim that is published already" in shown.text()
    assert listed(shown) == ["SEC-2", "SEC-3"]
    answer = editing.send_form(shown, "form-publication", drafts="true")
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    assert set(standing(editing).values()) == {"public"}
    assert not editing.page(PAGE).all("div", id="to-publish")
    assert "Nothing to publish" in editing.page(PREVIEW).text()


def test_without_them_the_article_says_that_they_wait_and_offers_them_at_once(editing):
    editing.send_form(editing.page(PREVIEW), "form-publication")
    assert standing(editing) == {"SEC-1": "public", "SEC-2": "draft", "SEC-3": "draft"}
    for address in (PAGE, f"{PAGE}?layout=outline"):
        told = editing.page(address).one("div", id="to-publish")
        assert "2 claims of this article are drafts" in told.text(), address
        assert told.one("a").attributes["href"] == PREVIEW
    for other in ("ann", None):
        assert not editing.sign_in(other).page(PAGE).all("div", id="to-publish")
    shown = editing.sign_in("ed").page(PREVIEW)
    assert not shown.one("form", id="form-publication").all("input", type_="checkbox")
    assert editing.send_form(shown, "form-publication").status_code == 303
    assert set(standing(editing).values()) == {"public"}


def test_a_preview_that_no_longer_holds_is_shown_again_as_it_is_now(editing):
    shown, ed = editing.page(PREVIEW), editing.who["ed"]
    desk.run(editing.engine, claims.withdraw, ed, "SEC-3", WithdrawalDraft(reason="Said twice", version=1))
    with desk.nothing_stored(editing.engine):
        answer = editing.send_form(shown, "form-publication", drafts="true")
    assert answer.status_code == 409
    assert "look at it again" in answer.text
    again = editing.page(PREVIEW)
    assert listed(again) == ["SEC-2", "SEC-3"]
    assert "It was withdrawn: Said twice" in again.text()
    assert "1 draft left out" in again.text()
    assert editing.send_form(again, "form-publication", drafts="true").status_code == 303
    assert standing(editing) == {"SEC-1": "public", "SEC-2": "public", "SEC-3": "draft"}


def test_of_two_editors_the_second_is_shown_what_is_left(editing):
    mine, other = editing.page(PREVIEW), editing.who["ada"]
    desk.run(editing.engine, articles.publish, other, "second", desk.version_of(editing.engine, "second"))
    answer = editing.send_form(mine, "form-publication", drafts="true")
    assert answer.status_code == 409
    assert "Publish its 2 drafts" in answer.text
    assert standing(editing)["SEC-2"] == "draft"


def test_drafts_bear_a_badge_everywhere_for_whoever_sees_them(editing):
    editing.send_form(editing.page(PREVIEW), "form-publication")
    for address, number in (
        ("/claims?article=second", 2), ("/queue?list=unassigned&article=second", 2), (f"{PAGE}?layout=outline", 2),
        (PAGE, 2), ("/claims/SEC-2", 1), ("/claims/SEC-1", 0),
    ):  # fmt: skip
        badges = editing.sign_in("ann").page(address).all("span", **BADGE)
        assert [one.text() for one in badges] == ["Draft"] * number, address
    marks = [one.attributes["aria-label"] for one in editing.page(PAGE).all("a", class_="mark-ref")]
    assert [one.partition(":")[0] for one in marks if ", draft" in one] == ["SEC-2"]
    note = editing.page(f"{PAGE}/notes/SEC-2", **{"HX-Request": "true"})
    assert note.one("span", **BADGE).attributes["title"] == "Only people who are signed in see it."
    for address in ("/claims?article=second", PAGE, f"{PAGE}?layout=outline", "/articles"):
        assert "draft" not in editing.sign_in(None).client.get(address).text.lower(), address


def test_readers_learn_nothing_of_an_article_that_is_a_draft(guarded):
    here, never = (f"/articles/{slug}/publication" for slug in (with_drafts.DRAFT_ARTICLE, "never-was"))
    answers = [guarded.get(address, follow_redirects=False) for address in (here, never)]
    assert [one.status_code for one in answers] == [401, 401]
    assert answers[0].text.replace(here, never) == answers[1].text


def test_programs_preview_and_publish_by_api(editing):
    address = f"/api/v1{PREVIEW}"
    plan = editing.ask("GET", address).json()
    assert [one["ref"] for one in plan["drafts"]] == ["SEC-2", "SEC-3"]
    assert (plan["visibility"], plan["published"], plan["left_out"]) == ("draft", 1, [])
    sent, key = {"preview": plan["preview"]}, {"If-Match": str(plan["version"]), "Idempotency-Key": "one"}
    assert editing.ask("POST", address, {"preview": "x"}, **{"If-Match": key["If-Match"]}).status_code == 409
    assert editing.ask("POST", address, sent).status_code == 422
    for _ in range(2):
        answer = editing.ask("POST", address, sent, **key)
        assert (answer.status_code, answer.json()) == (200, {"stored": "second"})
    assert set(standing(editing).values()) == {"public"}
    assert editing.ask("POST", address, {}, **{"If-Match": "2"}).status_code == 409
    assert desk.the(editing.engine, Article, slug="second").version == plan["version"] + 1
    assert editing.sign_in("ann").ask("GET", address).status_code == 403
