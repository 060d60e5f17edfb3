from tests.helpers import hostile_register, with_drafts
from tests.helpers.rows import for_each
from tests.web.asking import BAD_PAGES, problem

LIST = "/api/v1/sources"


def every_key(client, query):
    cursor, keys = "", []
    while cursor is not None:
        found = client.get(f"{LIST}?{query}{cursor and f'&cursor={cursor}'}").json()
        keys += [source["citekey"] for source in found["sources"]]
        cursor = found["next_cursor"]
    return keys, found["number"]


@for_each("limit", [7, 50, 200])
def test_paging_gives_every_source_once_by_citekey(client, limit):
    keys, number = every_key(client, f"limit={limit}")
    assert keys == sorted(set(keys))
    assert len(keys) == number > 100


@for_each("query", ["kind=un", "reliability=A", "lineage=derived", "kind=news&reliability=B"])
def test_a_filter_leaves_what_it_says(client, query):
    wanted = dict(pair.split("=") for pair in query.split("&"))
    found = client.get(f"{LIST}?{query}&limit=200").json()
    assert found["number"] == len(found["sources"]) > 0
    assert all(wanted.items() <= source.items() for source in found["sources"])


def test_one_source_with_what_depends_on_it(client):
    row = client.get(f"{LIST}?limit=1").json()["sources"][0]
    whole = client.get(f"{LIST}/{row['citekey']}").json()
    assert row.items() <= whole.items()
    for parent in whole["derives_from"]:
        back = client.get(f"{LIST}/{parent['citekey']}").json()["derived_by"]
        assert row["citekey"] in [child["citekey"] for child in back]


def test_ties_and_derivations_are_told_from_both_ends(client):
    keys, _ = every_key(client, "limit=200")
    told = {key: client.get(f"{LIST}/{key}").json() for key in keys[::3]}
    for key, whole in told.items():
        for tie in whole["ties"]:
            other = client.get(f"{LIST}/{tie['citekey']}").json()
            assert key in [back["citekey"] for back in other["ties"]]


def test_no_trace_of_a_draft_is_shown(guarded):
    for address in (LIST, f"{LIST}/open", f"{LIST}?kind=court", f"{LIST}?limit=1"):
        answer = guarded.get(address)
        assert with_drafts.TRACE not in answer.text
        assert with_drafts.DRAFT_CLAIM not in answer.text
    assert guarded.get(LIST).json()["number"] == 1


@for_each("key", with_drafts.DRAFT_SOURCES)
def test_a_source_of_drafts_is_not_found_in_the_very_words_of_one_that_never_was(guarded, key):
    never = problem(guarded, f"{LIST}/never-was", 404)
    assert problem(guarded, f"{LIST}/{key}", 404) == never | {"detail": never["detail"].replace("never-was", key)}


def test_hostile_text_stays_data(attacked):
    for number, text in enumerate(hostile_register.TEXTS, start=1):
        assert attacked.get(f"{LIST}/s{number}").json()["title"] == text


@for_each("query", ["foo=1", "kind=x", "reliability=none", "publisher=%00", "cursor=%00", *BAD_PAGES[:3]])
def test_a_filter_that_is_none_is_a_problem_of_one_sentence(client, query):
    assert problem(client, f"{LIST}?{query}")["parameter"] == query.partition("=")[0]


def test_an_unknown_filter_is_answered_with_those_of_sources(client):
    assert problem(client, f"{LIST}?q=x")["detail"].endswith(
        "Known: kind, reliability, lineage, publisher, cursor, limit."
    )


@for_each("key", ["nope", "x" * 10_000, "%ED%A0%80", "%27"])
def test_a_citekey_that_is_none_is_a_problem(client, key):
    assert problem(client, f"{LIST}/{key}", 404)["parameter"] == "citekey"


@for_each("path", [LIST, f"{LIST}/hrw-2020"])
def test_another_kind_of_request_is_a_problem(client, path):
    answer = client.put(path)
    assert answer.status_code == 405
    assert answer.headers["Content-Type"] == "application/problem+json"
