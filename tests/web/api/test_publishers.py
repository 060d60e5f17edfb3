from tests.helpers.rows import for_each
from tests.web.asking import problem


def test_publishers_are_paged_through_by_name(client):
    names, cursor = [], None
    while True:
        answer = client.get("/api/v1/publishers", params={"limit": 60} | ({"cursor": cursor} if cursor else {})).json()
        names += [row["name"] for row in answer["publishers"]]
        cursor = answer["next_cursor"]
        if cursor is None:
            break
    assert len(names) == len(set(names)) > 60


def test_one_publisher_lists_its_sources(client):
    number = client.get("/api/v1/sources/hrw-2020").json()["publisher_id"]
    stored = client.get(f"/api/v1/publishers/{number}").json()
    assert (stored["name"], stored["default_reliability"]) == ("Human Rights Watch", None)
    assert "hrw-2020" in [source["citekey"] for source in stored["listed"]]
    assert stored["sources"] == len(stored["listed"])


@for_each("address", ["/api/v1/publishers/0", "/api/v1/publishers/99999"])
def test_a_publisher_that_is_none_is_a_problem(client, address):
    problem(client, address, 404)


@for_each("query", ["foo=1", "limit=0", "cursor=%00"])
def test_a_page_that_is_none_is_a_problem(client, query):
    problem(client, f"/api/v1/publishers?{query}")
