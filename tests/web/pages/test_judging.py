"""The judgement of a claim on its page: splits, decisions, hidden reviews, days to look again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from tests.helpers import desk
from tests.helpers.at_work import AtWork
from tests.helpers.rows import for_each
from tests.web.asking import PART

from factdesk.commands import articles, reviews

JUDGED = {"verdict": "disputed", "confidence": "low", "reason": "Plugh wumpus", "wording": "1"}
DECISION = JUDGED | {"verdict": "supported", "confidence": "moderate", "reason": "The record decides"}
SPLIT = "Two reviewers disagree; an editor who has not judged it decides."
Room = Callable[[str | None], AtWork]


@pytest.fixture
def people(desk_engine):
    return desk.the_people(desk_engine)


@pytest.fixture
def room(at_work: AtWork) -> Room:
    """Give the browser after one of the people, or a reader, came in."""
    return at_work.sign_in


@pytest.fixture
def blind(desk_engine, people):
    change = desk.changed_article(reviews_required=2, blind_review=True)
    desk.run(desk_engine, articles.revise, people["ed"], "a-tale", change)


def state_of(page):
    return [node.text() for node in page.all("p", class_="state") if "levels apart" not in node.text()]


def forms_of(page):
    return {node.attributes["id"].removeprefix("form-") for node in page.all("form", class_="stacked")}


def test_a_split_shows_both_reviews_side_by_side_and_who_decides(desk_engine, people, room):
    desk.split(desk_engine, people, "TALE-3")
    for name in (None, "ann", "ed"):
        page = room(name).page("/claims/TALE-3")
        assert state_of(page) == [SPLIT]
        assert len(page.one("div", class_="beside").all("div", class_="review")) == 2
        assert ("adjudication" in forms_of(page)) == (name == "ed")


def test_a_decision_stands_as_such_and_dissent_stays_visible(desk_engine, people, room):
    desk.split(desk_engine, people, "TALE-3")
    answer = room("ed").send("/claims/TALE-3/adjudication", DECISION)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/claims/TALE-3#why")
    page = room(None).page("/claims/TALE-3")
    assert "The record decides" in page.one("div", class_="decision").text()
    assert page.one("p", class_="dissent").text() == "Dissents: Reviewer 2 (disputed, evidence more against than for)."
    assert "1 review dissents" in page.one("aside", class_="card").text()
    assert "undeciding" in forms_of(room("ada").page("/claims/TALE-3"))
    assert not forms_of(room("ann").page("/claims/TALE-3")) & {"undeciding", "adjudication"}


def test_a_decision_is_taken_back_on_the_page(desk_engine, people, room):
    desk.split(desk_engine, people, "TALE-3")
    room("ed").send("/claims/TALE-3/adjudication", DECISION)
    taken = {"reason": "Too early", "wording": "1"}
    assert room("ed").send("/claims/TALE-3/adjudication/retraction", taken).status_code == 303
    page = room(None).page("/claims/TALE-3")
    assert state_of(page) == [SPLIT]
    assert "takes the decision back" in page.one("div", id="reviews").text()
    assert "decided a split, no longer stands" in page.one("div", id="reviews").text()


@for_each(
    ("path", "fields", "place"),
    [
        ("adjudication", DECISION | {"reason": ""}, "adjudication-reason"),
        ("adjudication", DECISION | {"recheck_on": "soon"}, "adjudication-recheck_on"),
        ("adjudication", {"wording": "1"}, "adjudication-verdict"),
        ("adjudication/retraction", {"wording": "1", "reason": " "}, "undeciding-reason"),
        ("reviews", JUDGED | {"recheck_on": "2027"}, "judgement-recheck_on"),
    ],
)
def test_what_cannot_be_stored_is_shown_again_at_its_field(desk_engine, people, room, path, fields, place):
    desk.split(desk_engine, people, "TALE-3")
    ed = room("ed")
    with desk.nothing_stored(desk_engine):
        answer = ed.send(f"/claims/TALE-3/{path}", fields, **PART)
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#claim"
    assert f'href="#{place}"' in answer.text


def test_a_split_that_is_none_any_more_is_told_in_a_sentence(desk_engine, people, room):
    answer = room("ed").send("/claims/TALE-3/adjudication", DECISION)
    assert answer.status_code == 409
    assert "do not disagree" in answer.text


def test_a_hidden_review_is_on_its_authors_page_alone(desk_engine, people, room, blind):
    ann = room("ann")
    answer = ann.send("/claims/TALE-3/reviews", JUDGED | {"recheck_on": "2031-01-01"}, **PART)
    assert "Stored. Your review is hidden until 2 reviews are in." in answer.text
    assert ann.send("/claims/TALE-3/reviews", JUDGED).headers["Location"] == "/claims/TALE-3#mine"
    own = ann.page("/claims/TALE-3").one("div", id="mine").text()
    assert "Only you see this until 2 reviews are in." in own
    assert "Plugh wumpus" in own
    assert "retraction" in forms_of(ann.page("/claims/TALE-3"))
    for name in (None, "ben", "ed", "ada"):
        text = room(name).ask("GET", "/claims/TALE-3").text
        assert "Plugh" not in text
        assert "2031" not in text
        assert "Only you see this" not in text
        assert ("reviewed blind" in text) == (name is not None)
    said = room("ben").send("/claims/TALE-3/notes", {"body": "x"}, **PART).text
    assert "Plugh" not in said
    assert "hidden until" not in said


def test_its_author_takes_a_hidden_review_back_and_nobody_hears_of_it(desk_engine, people, room, blind):
    before = room(None).ask("GET", "/claims/TALE-3").text
    ann = room("ann")
    ann.send("/claims/TALE-3/reviews", JUDGED)
    answer = ann.send("/claims/TALE-3/retraction", {"reason": "Too quick", "wording": "1"}, **PART)
    assert "Your verdict is taken back; nobody else saw it." in answer.text
    after = room(None).ask("GET", "/claims/TALE-3").text
    assert after == before
    for name in ("ben", "ed"):
        assert "Too quick" not in room(name).ask("GET", "/claims/TALE-3").text


def test_the_second_review_shows_both(desk_engine, people, room, blind):
    room("ann").send("/claims/TALE-3/reviews", JUDGED)
    answer = room("ben").send("/claims/TALE-3/reviews", JUDGED | {"verdict": "mixed", "reason": "Other"}, **PART)
    assert "reviewers disagree" in answer.text
    for name in (None, "ann", "ben", "ed"):
        assert "Plugh wumpus" in room(name).ask("GET", "/claims/TALE-3").text


def test_the_article_says_that_it_is_reviewed_blind(room, blind):
    assert "reviewed blind by 2" in room(None).page("/articles/a-tale").text()


def test_its_author_alone_is_told_of_likelihood_mixed_with_confidence(room):
    mixing = JUDGED | {"reason": "It is very likely that they were paid, with high confidence."}
    room("ann").send("/claims/TALE-3/reviews", mixing)
    room("ann").send("/claims/TALE-3/notes", {"body": mixing["reason"], "audience": "public"})
    told = "likelihood (“very likely”)"
    assert room("ann").page("/claims/TALE-3").text().count(told) == 2
    for name in (None, "ben", "ed"):
        assert told not in room(name).page("/claims/TALE-3").text()


@for_each(("days", "words"), [(-1, "overdue: to be looked at again on"), (0, "due today"), (400, "look again on")])
def test_a_day_to_look_again_is_said_in_words(desk_engine, people, room, days, words):
    day = (datetime.now(UTC).date() + timedelta(days=days)).isoformat()
    desk.run(desk_engine, reviews.submit, people["ann"], "TALE-3", desk.a_judgement(recheck_on=day))
    page = room(None).page("/claims/TALE-3")
    assert words in page.one("div", id="reviews").text()
    card = page.one("aside", class_="card").text()
    assert "Look again on" in card
    assert ("(overdue)" in card) == (days < 0)
    assert room("ann").page("/claims/TALE-3").one("input", id="judgement-recheck_on").attributes["value"] == day
