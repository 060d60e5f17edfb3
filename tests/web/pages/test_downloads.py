import csv
import io
import tempfile
from collections import defaultdict

import pytest
from tests.helpers import hostile_register, with_drafts
from tests.helpers.rows import for_each
from tests.web.asking import BAD_FILTERS, PART, problem

from factdesk.exports import FORMATS, pdf
from factdesk.exports.columns import CLAIM_COLUMNS, EVIDENCE_COLUMNS
from factdesk.rules.cells import DANGEROUS

DRAFT_FREE = ("", "q=open", "verdict=supported", "withdrawn=yes", f"q={with_drafts.ASKED}",
              f"topic=topic+{with_drafts.ASKED}", f"article={with_drafts.DRAFT_ARTICLE}", "q=plugh*")  # fmt: skip


def read(text):
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_the_whole_register_comes_as_csv(client):
    rows = read(client.get("/claims.csv").text)
    assert [row["ref"] for row in rows] == [f"MDS-{number}" for number in range(1, 41)]
    assert tuple(rows[0]) == CLAIM_COLUMNS
    assert rows[0]["page"] == "/claims/MDS-1"


def test_the_strengths_of_a_claims_evidence_add_up_to_its_computed_score(client):
    strengths = defaultdict(int)
    for row in read(client.get("/claims.csv?layout=evidence").text):
        strengths[row["ref"]] += int(row["strength"] or 0)
        assert row["counted"] == "yes" or not row["strength"]
    scores = {row["ref"]: int(row["computed_score"]) for row in read(client.get("/claims.csv").text)}
    assert strengths == scores
    assert len({score > 0 for score in scores.values()}) == 2


def test_evidence_comes_a_row_a_piece(client):
    rows = read(client.get("/claims.csv?layout=evidence").text)
    assert len(rows) == 302
    assert tuple(rows[0]) == EVIDENCE_COLUMNS
    assert client.get("/claims.csv?layout=evidence").headers["Factdesk-Count"] == "40"


def test_the_json_holds_what_the_api_gives(client):
    exported = client.get("/claims.json").json()
    assert [claim["ref"] for claim in exported["claims"]] == [f"MDS-{number}" for number in range(1, 41)]
    alone = client.get("/api/v1/claims/MDS-25").json()
    assert exported["claims"][24] == alone | {"previous": None, "next": None}
    assert exported["articles"] == client.get("/api/v1/articles").json()["articles"]


def test_the_same_register_gives_the_same_bytes(client):
    for address in ("/claims.csv", "/claims.csv?layout=evidence&about=1", "/claims.json?sort=newest"):
        assert client.get(address).content == client.get(address).content


def test_a_pdf_is_asked_for_again_where_several_are_being_made(client):
    for _ in range(pdf.AT_MOST):
        pdf._places.acquire()
    try:
        refused = client.get("/claims.pdf?q=ransom")
    finally:
        pdf._places.release(pdf.AT_MOST)
    assert refused.status_code == 409
    assert "Several PDFs are being made just now; ask for this one again in a minute." in refused.text
    assert client.get("/claims.pdf?q=ransom").content.startswith(b"%PDF")


def test_the_configured_address_stands_in_the_export(seeded_engine):
    from tests.web.conftest import browsing

    with browsing(seeded_engine, base_url="https://claims.example/register/") as client:
        answer = client.get("/claims.csv?verdict=disputed")
    assert answer.headers["Factdesk-Address"] == "https://claims.example/register/claims?verdict=disputed"
    assert {row["page"].rpartition("/")[0] for row in read(answer.text)} == {"https://claims.example/register/claims"}


def test_an_empty_register_has_a_header_and_no_rows(bare):
    assert bare.get("/claims.csv").text == ",".join(CLAIM_COLUMNS) + "\r\n"
    assert bare.get("/claims.json").json()["claims"] == []
    assert bare.get("/claims.csv").headers["Factdesk-Title"] == "Claim register"


def test_htmx_gets_the_same_file(client):
    assert client.get("/claims.csv", headers=PART).content == client.get("/claims.csv").content


@for_each("query", DRAFT_FREE)
@for_each("address", ["/claims.csv", "/claims.csv?layout=evidence", "/claims.csv?about=1", "/claims.json"])
def test_no_trace_of_a_draft_is_exported(guarded, address, query):
    asked = f"{address}{'&' if '?' in address else '?'}{query}"
    body = guarded.get(asked).text
    lines = [line for line in body.splitlines() if query.partition("=")[2].replace("+", " ") not in line or not query]
    for trace in (
        with_drafts.DRAFT_CLAIM,
        "HID-1",
        *(with_drafts.DRAFT_SOURCES),
        f"Statement {with_drafts.ASKED}",
        with_drafts.TRACE,
    ):
        assert trace not in "\n".join(lines)
    if with_drafts.ASKED in query or "plugh" in query or with_drafts.DRAFT_ARTICLE in query:
        assert guarded.get(asked).headers["Factdesk-Count"] == "0"


@pytest.mark.slow
@for_each("name", FORMATS)
def test_every_format_is_sent_whole_with_its_type_name_and_facts(client, name):
    answer = client.get(f"/claims.{name}?verdict=disputed")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == FORMATS[name].media_type
    assert int(answer.headers["Content-Length"]) == len(answer.content) > 0
    assert answer.headers["Content-Disposition"].endswith(f'.{name}"')
    assert answer.headers["Factdesk-Filter"] == "Verdict: Disputed"
    assert answer.content == client.get(f"/claims.{name}?verdict=disputed").content


@for_each("name", FORMATS)
def test_every_format_holds_an_empty_register(bare, name):
    answer = bare.get(f"/claims.{name}")
    assert answer.status_code == 200
    assert answer.headers["Factdesk-Count"] == "0"


@for_each("name", FORMATS)
def test_every_format_holds_hostile_text(attacked, name):
    assert attacked.get(f"/claims.{name}").status_code == 200


@for_each("name", FORMATS)
def test_the_internal_profile_is_for_people_who_are_signed_in(client, name):
    answer = client.get(f"/claims.{name}?profile=internal")
    assert answer.status_code == 401
    assert "signed in" in answer.text


@for_each("ending", ["csv", "json"])
@for_each("query", [*BAD_FILTERS, "limit=5", "cursor=x", "layout=wide", "bom=yes", "about=2"])
def test_a_filter_that_is_none_is_refused_in_one_sentence(client, ending, query):
    assert problem(client, f"/claims.{ending}?{query}")["detail"]


def test_an_unknown_filter_is_answered_with_those_of_exports(client):
    found = problem(client, "/claims.csv?limit=5")
    assert found["parameter"] == "limit"
    assert found["detail"].endswith("sort, layout, bom, about, columns, style, profile.")


@for_each("path", ["/claims.xml", "/claims.CSV", "/sources.csv", "/claims/MDS-1.json", "/claims.json/"])
def test_a_format_that_is_none_is_not_found(client, path):
    assert client.get(path, follow_redirects=False).status_code in (307, 404)


def test_hostile_text_stays_data(attacked):
    exported = attacked.get("/claims.json").json()["claims"]
    assert [claim["statement"] for claim in exported[:-1]] == list(hostile_register.TEXTS)
    rows = read(attacked.get("/claims.csv").text)
    assert [row["statement"].removeprefix("'") if row["statement"].startswith("'") else row["statement"]
            for row in rows[:-1]] == list(hostile_register.TEXTS)  # fmt: skip


@for_each("layout", ["claims", "evidence"])
def test_no_cell_is_run_by_a_spreadsheet(attacked, layout):
    for row in read(attacked.get(f"/claims.csv?layout={layout}").text):
        for cell in row.values():
            assert not cell.startswith(tuple(sign for sign in DANGEROUS if sign != "'"))


def watched_files(monkeypatch):
    """Give the list that the name of each temporary file made from now on is added to."""
    made, make = [], tempfile.mkstemp

    def making(**how):
        handle, name = make(**how)
        made.append(name)
        return handle, name

    monkeypatch.setattr(tempfile, "mkstemp", making)
    return made


@for_each("wanted", ["bytes=0-10", "bytes=-1", "bytes=9999999-", "nonsense", "bytes=5-1", "lines=1-2"])
def test_a_part_of_a_file_is_never_sent_and_no_file_is_left(client, wanted, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # a folder that no other test writes into
    made = watched_files(monkeypatch)
    answer = client.get("/claims.csv", headers={"Range": wanted})
    assert answer.status_code == 200
    assert len(answer.content) == int(answer.headers["Content-Length"])
    assert "Last-Modified" not in answer.headers
    assert len(made) == 1
    assert list(tmp_path.iterdir()) == []
