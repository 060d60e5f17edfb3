from tests.helpers import desk
from tests.helpers.rows import for_each
from tests.web.asking import BAD_FILTERS

from factdesk.models import Evidence, Lease

QUEUE = "/api/v1/queue"


def test_a_list_is_given_with_the_numbers_of_all(at_work):
    found = at_work.sign_in("ann").ask("GET", f"{QUEUE}?limit=1").json()
    assert found["chosen"] == "unassigned"
    assert {one["name"]: one["number"] for one in found["counts"]}["unassigned"] == 2
    row = found["rows"][0]
    assert (row["claim"]["ref"], row["reviews_in"], row["reviews_required"]) == ("TALE-2", 0, 1)
    following = at_work.ask("GET", f"{QUEUE}?limit=1&cursor={found['next_cursor']}").json()
    assert [one["claim"]["ref"] for one in following["rows"]] == ["TALE-3"]


@for_each("query", [*BAD_FILTERS, "list=nonsense", "withdrawn=yes"])
def test_what_is_no_filter_is_a_problem(at_work, query):
    answer = at_work.sign_in("ann").ask("GET", f"{QUEUE}?{query}")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_claims_are_taken_one_after_the_other_and_given_back(at_work):
    at_work.sign_in("ann")
    asked = {"list": "unassigned", "hedge": ["asserted"]}
    assert [at_work.ask("POST", f"{QUEUE}/next", asked).json() for _ in range(2)] == [
        {"ref": "TALE-2"},
        {"ref": "TALE-3"},
    ]
    assert at_work.sign_in("ben").ask("POST", f"{QUEUE}/next", {}).json() == {"ref": "TALE-2"}
    assert at_work.ask("POST", f"{QUEUE}/next", {"list": "split"}).json() == {"ref": None}
    assert at_work.ask("POST", f"{QUEUE}/give-back").status_code == 200
    assert desk.number_of(at_work.engine, Lease) == 1


def test_a_repeated_key_takes_one_claim(at_work):
    at_work.sign_in("ann")
    key = {"Idempotency-Key": "one"}
    assert [at_work.ask("POST", f"{QUEUE}/next", {}, **key).json()["ref"] for _ in range(2)] == ["TALE-2"] * 2


@for_each("body", [{"foo": 1}, {"list": "nonsense"}, {"topic": "x" * 10_000}, [], "x"])
def test_junk_takes_nothing(at_work, body):
    at_work.sign_in("ann")
    with desk.nothing_stored(at_work.engine):
        assert at_work.ask("POST", f"{QUEUE}/next", body).status_code == 422


def test_an_assignment_is_made_and_withdrawn(at_work):
    at_work.sign_in("ed")
    made = at_work.ask("POST", "/api/v1/claims/TALE-3/assignments", {"person": "ann", "due_on": "2026-12-01"})
    assert made.status_code == 201
    found = at_work.sign_in("ann").ask("GET", f"{QUEUE}?list=mine").json()
    assert found["rows"][0]["assigned"][0]["by"] == "ed"
    gone = f"/api/v1/claims/TALE-3/assignments/{made.json()['stored']}/withdrawal"
    assert at_work.ask("POST", gone, {"reason": "Not me"}).status_code == 403
    assert at_work.sign_in("ed").ask("POST", gone, {"reason": "Away"}).json() == {"stored": "TALE-3"}
    assert at_work.ask("POST", gone, {"reason": "Away"}).status_code == 409
    refused = at_work.ask("POST", "/api/v1/claims/TALE-3/assignments", {"person": "nobody"})
    assert (refused.status_code, refused.json()["parameter"]) == (422, "person")


def test_a_piece_is_compared_at_the_version_that_was_read(at_work):
    found = at_work.sign_in("ann").ask("GET", f"{QUEUE}/checks").json()
    number = found["next"]["piece"]["id"]
    address = f"/api/v1/claims/{found['next']['ref']}/evidence/{number}/check"
    assert at_work.ask("POST", address, {"support_check": "silent"}).status_code == 422
    sent = [at_work.ask("POST", address, {"support_check": "silent"}, **{"If-Match": "1"}) for _ in range(2)]
    assert [one.status_code for one in sent] == [200, 409]
    assert desk.the(at_work.engine, Evidence, id=number).support_check == "silent"
    assert at_work.ask("GET", f"{QUEUE}/checks").json()["number"] == found["number"] - 1


def test_readers_are_asked_to_sign_in(at_work):
    at_work.sign_in(None)
    assert [at_work.ask("GET", f"{QUEUE}{more}").status_code for more in ("", "/checks")] == [401, 401]
