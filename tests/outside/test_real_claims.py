"""Real statements gathered by others, thousands in English and hundreds in Arabic, through every floor."""

import csv
import gzip
import io
import json

from starlette.testclient import TestClient
from tests.helpers.builders import a_claim, a_register, a_review, load
from tests.outside.material import DATA, needs

from factdesk.access import READER
from factdesk.database.transaction import reading
from factdesk.drafts.filters import ClaimFilter, ClaimPage
from factdesk.queries import claims, verification
from factdesk.rules.words import fold, hits, parse_query
from factdesk.settings import Settings
from factdesk.vocabulary import Verdict
from factdesk.web.app import create_app

pytestmark = needs(DATA)
VERDICTS = {verdict.value for verdict in Verdict}


def _rows(name: str) -> list[dict]:
    with gzip.open(DATA / name, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _register(rows: list[dict], language: str):
    """Make a register of real statements, each judged as its fact-checker did where the words map."""
    drafts = [
        a_claim(
            number,
            statement=" ".join(row["claim"].split())[:2000],
            topics=sorted({topic for topic in row.get("topics") or [] if topic != "none"})[:12],
            **({"review": a_review(verdict=row["verdict"])} if row["verdict"] in VERDICTS - {"unreviewed"} else {}),
        )
        for number, row in enumerate(rows, start=1)
        if row["claim"].strip()
    ]
    return a_register(*drafts, sources=[], language=language)


def test_thousands_of_real_statements_are_kept_found_and_written_out(empty_engine):
    rows = _rows("claims-liar-12836.jsonl.gz")
    draft = _register(rows, "en")

    loaded = load(empty_engine, draft)

    assert loaded.claims == len(draft.claims) > 12_000
    with reading(empty_engine) as session:
        assert list(verification.problems(session)) == []
        for query in ("health care", '"health care"', "tax* obama", "gun"):
            phrases = parse_query(query).phrases
            expected = [claim.number for claim in draft.claims if _found(claim, phrases)]
            page = claims.find(session, READER, ClaimPage(q=query, limit=200))
            assert page.number == len(expected)
            assert [found.row.number for found in page.rows] == expected[:200]
        judged = sum(claim.review is not None and claim.review.verdict == "disputed" for claim in draft.claims)
        assert claims.number(session, READER, ClaimFilter(verdict=("disputed",))) == judged > 0


def _found(claim, phrases) -> bool:
    """Say by the folding rule alone whether a claim must be found."""
    texts = [f"TALE-{claim.number}", claim.statement, *claim.topics, claim.review.reason if claim.review else ""]
    return all(any(hits(text, [phrase]) for text in texts) for phrase in phrases)


def test_arabic_statements_are_shown_right_to_left_found_and_exported_unchanged(empty_engine):
    rows = _rows("claims-arabic-google-factcheck-300.jsonl.gz")
    draft = _register(rows, "ar")
    load(empty_engine, draft)

    with TestClient(
        create_app(Settings(database_url=empty_engine.url.render_as_string(hide_password=False)))
    ) as client:
        page = client.get("/claims", params={"limit": 200})
        exported = list(csv.DictReader(io.StringIO(client.get("/claims.csv").text, newline="")))
        word = max(fold(draft.claims[0].statement), key=len)
        found = client.get("/api/v1/claims", params={"q": word}).json()

    assert page.status_code == 200
    assert 'dir="auto"' in page.text
    assert [row["statement"].removeprefix("'") for row in exported] == [claim.statement for claim in draft.claims]
    assert draft.claims[0].number in [claim["number"] for claim in found["claims"]]
