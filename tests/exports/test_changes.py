import csv
import io
import json
from datetime import UTC, datetime

from factdesk.exports import naming
from factdesk.exports.changes import COLUMNS, ChangeContents, write_csv, write_json
from factdesk.rules.diff import ChangeKind
from factdesk.shapes.changes import ChangedClaim, ChangeEntry, EvidenceMention
from factdesk.shapes.facts import ChangeFacts
from factdesk.vocabulary import Stance

PIECE = EvidenceMention(id=3, source="key", title="Report", stance=Stance.DISPUTES, says="=1+1")
CLAIM = ChangedClaim(
    ref="MDS-29", article="a-tale", article_title="A tale", statement="It is so",
    changes=[
        ChangeEntry(kind=ChangeKind.VERDICT, before="disputed", after="mixed", evidence=None),
        ChangeEntry(kind=ChangeKind.EVIDENCE_ADDED, before=None, after=None, evidence=PIECE),
    ],
)  # fmt: skip
FACTS = ChangeFacts(
    title="Changes of A tale", filter="Between 1 November 2026 and 22 November 2026", address="/changes",
    after=datetime(2026, 11, 1, 23, 59, 59, tzinfo=UTC), moment=datetime(2026, 11, 22, 10, tzinfo=UTC), count=1,
    scale="", weights="1", head="ab" * 32, program="Factdesk",
)  # fmt: skip


def contents():
    return ChangeContents(facts=FACTS, claims=[CLAIM], site="https://here")


def test_csv_has_a_row_for_each_change_and_no_formula():
    written = io.BytesIO()
    write_csv(contents(), written)
    header, *rows = csv.reader(io.StringIO(written.getvalue().decode(), newline=""))
    assert tuple(header) == COLUMNS
    page = "https://here/claims/MDS-29"
    assert rows == [
        ["MDS-29", "a-tale", "It is so", "verdict", "disputed", "mixed", "", "", "", "", page],
        ["MDS-29", "a-tale", "It is so", "evidence_added", "", "", "3", "key", "disputes", "'=1+1", page],
    ]


def test_json_reads_back_whole():
    written = io.BytesIO()
    write_json(contents(), written)
    read = json.loads(written.getvalue())
    assert ChangeFacts.model_validate(read["facts"]) == FACTS
    assert [ChangedClaim.model_validate(one) for one in read["claims"]] == [CLAIM]


def test_both_moments_stand_in_the_headers_and_the_later_in_the_name():
    told = dict(naming.told(FACTS))
    assert (told["After"], told["Moment"]) == ("2026-11-01T23:59:59Z", "2026-11-22T10:00:00Z")
    name = naming.file_name(FACTS, "csv")
    assert name.startswith("changes-of-a-tale-between-1-november-2026-and-22-november-2026")
    assert name.endswith("-2026-11-22-abababababab.csv")
    assert len(name) <= naming.LONGEST_NAME
