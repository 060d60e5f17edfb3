from tests.helpers import with_drafts
from tests.helpers.rows import for_each
from tests.web.asking import BAD_CURSORS, BAD_FILTERS, BAD_PAGES, problem

from factdesk.drafts.filters import Sort
from factdesk.vocabulary import Verdict

SORTS = [sort.value for sort in Sort if sort is not Sort.RELEVANCE]
LIST = "/api/v1/claims"


def every_page(client, query):
    cursor, pages = "", []
    while cursor is not None:
        found = client.get(f"{LIST}?{query}{cursor and f'&cursor={cursor}'}").json()
        pages.append([claim["ref"] for claim in found["claims"]])
        cursor = found["next_cursor"]
    return pages


def test_a_page_holds_rows_and_how_many_there_are(client):
    found = client.get(f"{LIST}?verdict=disputed").json()
    assert found["counted_all"] is True
    assert found["total"] == 40
    assert found["number"] == len(found["claims"]) > 0
    assert {claim["verdict"] for claim in found["claims"]} == {Verdict.DISPUTED}


def test_each_claim_has_its_ref_and_its_origins(client):
    for claim in client.get(f"{LIST}?limit=200").json()["claims"]:
        assert claim["ref"].startswith("MDS-")
        assert {"supports", "disputes"} <= claim["origins"].keys()
        assert all(isinstance(number, int) for number in claim["origins"].values())


@for_each("limit", [1, 7, 39, 40, 41, 200])
def test_a_page_holds_as_many_as_asked_for(client, limit):
    found = client.get(f"{LIST}?limit={limit}").json()
    assert len(found["claims"]) == min(limit, 40)
    assert (found["next_cursor"] is None) == (limit >= 40)


@for_each("sort", [*SORTS, "relevance&q=mali", "newest&verdict=disputed&verdict=mixed"])
def test_paging_gives_every_claim_once_in_the_order_of_the_export(client, sort):
    paged = [ref for page in every_page(client, f"sort={sort}&limit=7") for ref in page]
    exported = client.get(f"/claims.json?sort={sort}").json()["claims"]
    assert paged == [claim["ref"] for claim in exported]
    assert len(set(paged)) == len(paged)


def test_one_claim_whole(client):
    row = client.get(f"{LIST}?limit=1").json()["claims"][0]
    whole = client.get(f"{LIST}/MDS-1").json()
    assert row.items() <= whole.items()
    assert {"evidence", "origin_groups", "reviews", "history", "previous", "next"} <= whole.keys()
    assert whole["previous"] is None
    assert whole["next"]["ref"] == "MDS-2"


def test_the_origins_of_a_claim_add_up(client):
    for ref in ("MDS-1", "MDS-25", "MDS-40"):
        whole = client.get(f"{LIST}/{ref}").json()
        for stance in ("supports", "disputes"):
            groups = [group for group in whole["origin_groups"] if group["stance"] == stance]
            assert len(groups) == whole["origins"][stance]
            assert sum(not group["recorded"] for group in groups) == whole["origins"][f"{stance}_not_recorded"]
            counted = {key for group in groups for key in group["pieces"]}
            uncounted = {
                piece["id"] for piece in whole["evidence"] if piece["stance"] == stance and piece["not_counted"]
            }
            assert counted.isdisjoint(uncounted)


@for_each(
    "query",
    ["", "limit=200", "q=open", f"q={with_drafts.ASKED}", "topic=shown", "sort=newest", "withdrawn=yes"],
)
def test_no_trace_of_a_draft_is_listed(guarded, query):
    answer = guarded.get(f"{LIST}?{query}")
    assert answer.json()["total"] == (0 if query == "withdrawn=yes" else 2)
    assert with_drafts.TRACE not in answer.text
    assert with_drafts.DRAFT_CLAIM not in answer.text


@for_each("ref", with_drafts.OPEN_CLAIMS)
def test_no_trace_of_a_draft_is_on_a_neighbour(guarded, ref):
    answer = guarded.get(f"{LIST}/{ref}")
    assert with_drafts.TRACE not in answer.text
    assert with_drafts.DRAFT_CLAIM not in answer.text
    assert answer.json()["origin_groups"][0]["origin_sources"] == ["open"]


@for_each("ref", [with_drafts.DRAFT_CLAIM, "HID-1"])
def test_a_draft_is_not_found_in_the_very_words_of_one_that_never_was(guarded, ref):
    never = problem(guarded, f"{LIST}/TALE-9", 404)
    assert problem(guarded, f"{LIST}/{ref}", 404) == never | {"detail": never["detail"].replace("TALE-9", ref)}


@for_each("query", [*BAD_FILTERS, *(query for query in BAD_PAGES if query != "limit=")])
def test_a_filter_that_is_none_is_a_problem_of_one_sentence(client, query):
    found = problem(client, f"{LIST}?{query}")
    assert found["title"] == "Not understood"
    assert len(found.get("parameter", "")) <= 80


@for_each("sort", [*SORTS, "relevance&q=mali"])
@for_each("cursor", BAD_CURSORS)
def test_a_cursor_that_is_none_is_a_problem(client, cursor, sort):
    assert problem(client, f"{LIST}?sort={sort}&cursor={cursor}")["parameter"] == "cursor"


@for_each("sort", SORTS)
def test_no_number_in_a_cursor_is_too_large(client, sort):
    import base64
    import json

    for values in ((0,), (2**63 - 1,), (2**63,), (0, 0), (2**62, 2**63 - 1), ("9999-12-31T23:59:59+00:00", 1),
                   ("0001-01-01T00:00:00+23:00", 1), ("9999-12-31T23:59:59-23:00", 1), (1.5, 1), (True, 1), (None, 1),
                   ([], {}), (-1,), (-1, -1), (float("nan"), 1)):  # fmt: skip
        cursor = base64.urlsafe_b64encode(json.dumps([sort, *values]).encode()).rstrip(b"=").decode()
        assert client.get(f"{LIST}?sort={sort}&cursor={cursor}").status_code in (200, 422), values


@for_each("ref", ["NOPE-1", "mds-1", "x" * 10_000, "%ED%A0%80", "%27", "%3Cscript%3E"])
def test_a_ref_that_is_none_is_a_problem(client, ref):
    found = problem(client, f"{LIST}/{ref}", 404)
    assert found["title"] == "Not found"
    assert found["parameter"] == "ref"
    assert len(found["detail"]) < 200


def test_a_ref_with_control_characters_is_a_problem(client):
    assert problem(client, f"{LIST}/%00")["parameter"] == "ref"


@for_each("path", ["/api/v1", "/api/v1/", "/api/v1/claim", "/api/v2/claims", "/api/v1/claims/a/b"])
def test_an_address_that_is_none_is_a_problem(client, path):
    assert problem(client, path, 404)["detail"] == "There is no page at this address."


@for_each("path", [LIST, f"{LIST}/MDS-1"])
@for_each("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_another_kind_of_request_is_a_problem(client, path, method):
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "GET" in answer.headers["Allow"]
    assert answer.json()["status"] == 405
