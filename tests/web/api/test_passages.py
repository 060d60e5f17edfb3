import pytest
from tests.helpers import desk, quoted_desk
from tests.helpers.quoted_desk import CHANGED, anchors, place, take
from tests.helpers.rows import for_each

from factdesk.commands import claims
from factdesk.models import Claim

OPEN, SETTLED = "/api/v1/articles/a-tale/passages", "/api/v1/claims/TALE-3/passages/1/settlement"
LIKE = "the keeper 👩‍👩‍👧 sold all of her salt to the merchant from the north"
READ = {"If-Match": "1"}


@pytest.fixture
def at_text(at_work):
    for ref, quote in quoted_desk.QUOTES.items():
        change = desk.changed_claim(statement=f"Statement {ref[-1]}", quote=quote)
        desk.run(at_work.engine, claims.revise, at_work.who["ed"], ref, change)
    take(at_work.engine, at_work.who["ed"])
    take(at_work.engine, at_work.who["ed"], CHANGED)
    return at_work.sign_in("ed")


def here(words):
    return place(words, CHANGED, text_version=2)


def test_what_has_to_be_settled_is_given_with_what_to_send_back(at_text):
    found = at_text.ask("GET", OPEN).json()
    assert (found["text_version"], found["left_out"]) == (2, 0)
    states = [(one["ref"], one["passage"], one["state"], one["version"]) for one in found["passages"]]
    assert states == [("TALE-1", 1, "lost", 1), ("TALE-3", 1, "changed", 1)]
    lost, changed = found["passages"]
    assert (lost["found"], changed["found"]["around"]["words"]) == (None, LIKE)
    assert changed["was"]["words"] == quoted_desk.QUOTES["TALE-3"]
    start, end = changed["found"]["start"], changed["found"]["end"]
    assert CHANGED[start:end] == LIKE


def test_a_passage_is_settled_and_the_second_is_stale(at_text):
    assert at_text.ask("POST", SETTLED, here(LIKE), **READ).json() == {"stored": "TALE-3"}
    assert anchors(at_text.engine, 2)["TALE-3", 1].exact == LIKE
    with desk.nothing_stored(at_text.engine):
        answer = at_text.ask("POST", SETTLED, here(LIKE), **READ)
    assert (answer.status_code, answer.headers["Content-Type"]) == (409, "application/problem+json")
    assert [one["ref"] for one in at_text.ask("GET", OPEN).json()["passages"]] == ["TALE-1"]


def test_a_repeated_key_counts_once(at_text):
    keyed = READ | {"Idempotency-Key": "one"}
    assert [at_text.ask("POST", SETTLED, here(LIKE), **keyed).status_code for _ in range(2)] == [200, 200]


def test_a_passage_is_added_and_withdrawn(at_text):
    answer = at_text.ask("POST", "/api/v1/claims/TALE-2/passages", here("in every village"))
    assert (answer.status_code, answer.json()) == (201, {"stored": "TALE-2"})
    assert anchors(at_text.engine, 2)["TALE-2", 2].exact == "in every village"
    why = {"reason": "A slip", "text_version": 2}
    gone = "/api/v1/claims/TALE-2/passages/2/withdrawal"
    assert at_text.ask("POST", gone, why, **READ).json() == {"stored": "TALE-2"}
    assert anchors(at_text.engine, 2)["TALE-2", 2].withdrawn_reason == "A slip"


def test_a_claim_is_made_with_its_passage(at_text):
    body = {"statement": "By a program", "hedge": "asserted", "type": "fact", "passage": here("hundred coins")}
    assert at_text.ask("POST", "/api/v1/articles/a-tale/claims", body).json() == {"stored": "TALE-4"}
    assert desk.the(at_text.engine, Claim, ref="TALE-4").quote == "hundred coins"
    assert anchors(at_text.engine, 2)["TALE-4", 1].settled


@for_each(
    "body",
    [{}, [], "x", here(LIKE) | {"foo": 1}, here(LIKE) | {"start": -1}, here(LIKE) | {"end": 10**12},
     here(LIKE) | {"chosen": "Other words"}, here(LIKE) | {"chosen": "\0"}, here(LIKE) | {"start": None}],
)  # fmt: skip
@for_each("path", [SETTLED, "/api/v1/claims/TALE-2/passages"])
def test_junk_stores_nothing(at_text, path, body):
    with desk.nothing_stored(at_text.engine):
        assert at_text.ask("POST", path, body, **READ).status_code == 422


@for_each(
    ("path", "status"),
    [("/api/v1/claims/TALE-3/passages/9/settlement", 404), ("/api/v1/claims/TALE-9/passages/1/settlement", 404),
     ("/api/v1/claims/TALE-3/passages/0/settlement", 422), ("/api/v1/claims/TALE-3/passages/x/settlement", 422),
     (f"/api/v1/claims/TALE-3/passages/{2**70}/settlement", 404)],
)  # fmt: skip
def test_there_is_no_such_passage(at_text, path, status):
    assert at_text.ask("POST", path, here(LIKE), **READ).status_code == status


def test_the_version_that_was_read_is_needed(at_text):
    answer = at_text.ask("POST", SETTLED, here(LIKE))
    assert (answer.status_code, answer.json()["parameter"]) == (422, "If-Match")


@for_each(("name", "status"), [(None, 401), ("ann", 403)])
def test_only_those_who_write_settle(at_text, name, status):
    at_text.sign_in(name)
    assert at_text.ask("GET", OPEN).status_code == status
    with desk.nothing_stored(at_text.engine):
        assert at_text.ask("POST", SETTLED, here(LIKE), **READ).status_code == status
