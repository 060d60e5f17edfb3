from tests.helpers import with_drafts
from tests.helpers.rows import for_each
from tests.web.asking import BAD_FILTERS, problem

LIST = "/api/v1/statistics"


def test_it_gives_every_table_of_the_page(client):
    found = client.get(LIST).json()
    assert (found["claims"], found["total"], found["counted_all"]) == (40, 40, True)
    for name in ("verdicts", "topics", "articles", "origins", "grades", "months"):
        table = found[name]
        assert all(len(line["counts"]) == len(table["columns"]) for line in table["lines"])
    assert sum(sum(line["counts"]) for line in found["verdicts"]["lines"]) == 40
    assert found["comparison"]["claims"] == 40
    assert [one["on"] for one in found["agreement"]] == ["verdict", "confidence"]
    assert {one["undefined"] for one in found["agreement"]} == {"nothing_to_compare"}


@for_each("query", ["verdict=disputed", "topic=Algeria&topic=security", "q=ransom", "confidence_min=high"])
def test_it_counts_what_the_list_of_claims_counts(client, query):
    found = client.get(f"{LIST}?{query}").json()
    assert found["claims"] == client.get(f"/api/v1/claims?{query}").json()["number"] > 0
    assert found["total"] == 40


@for_each("query", [*BAD_FILTERS, "limit=5", "as_of=2020-01-01"])
def test_what_is_no_filter_is_a_problem(client, query):
    problem(client, f"{LIST}?{query}")


def test_no_trace_of_a_draft(guarded):
    text = guarded.get(LIST).text
    assert with_drafts.TRACE not in text
    assert guarded.get(LIST).json()["total"] == 2
