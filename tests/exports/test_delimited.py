import csv
import io
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.fixed_shapes import claim, claims, contents, facts, nothing, piece
from tests.helpers.rows import for_each

from factdesk import paths
from factdesk.exports import delimited
from factdesk.exports.columns import CLAIM_COLUMNS, EVIDENCE_COLUMNS
from factdesk.exports.tables import asked
from factdesk.imports import seed
from factdesk.rules import cells

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), min_size=1)


def written(made):
    file = io.BytesIO()
    delimited.write(made, file)
    return file.getvalue()


def rows_of(made):
    text = written(made).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def restored(cell):
    """Undo defusing as the documentation of the format says: a leading apostrophe is never the text's own."""
    return cell.removeprefix("'")


UNSEEN = (" ", "\u00a0", "\u200b", "\u200e", "\u2060", "\ufeff", "\u202e", "\u00ad", "\n", "\u200b\ufeff ")
WIDE = ("\uff1dcmd", "\uff0b1", "\uff0d1", "\uff20name")


@for_each(
    "text",
    ["=1+1", "+1", "-1", "@name", "\tx", "\rx", "'quoted", "=", "-", *WIDE, *(f"{sign}=1" for sign in UNSEEN),
     *(f"{sign}{WIDE[0]}" for sign in UNSEEN)],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_is_defused(text):
    assert cells.defused(text) == f"'{text}"


@for_each("cell", ["", "plain", "1+1", " 1", "a=b", "é", "“=1”", "\u200bx", 7, -7, 0, None])
def test_everything_else_stays_as_it_is(cell):
    assert cells.defused(cell) is cell


@given(CELLS)
def test_defusing_is_undone_without_a_doubt(text):
    defused = cells.defused(text)
    assert restored(defused) == text
    assert defused.startswith("'") or not cells.runs(defused)


@given(one=CELLS, other=CELLS)
def test_no_two_texts_become_one(one, other):
    assert (cells.defused(one) == cells.defused(other)) == (one == other)


@given(statement=CELLS, topics=st.lists(CELLS, max_size=3))
def test_any_text_comes_back_from_the_file(statement, topics):
    (row,) = rows_of(contents(claim(1, statement=statement, topics=topics)))
    assert restored(row["statement"]) == statement
    assert restored(row["topics"]) == "\n".join(topics)


def test_the_file_is_rfc_4180_in_utf_8():
    content = written(contents())
    assert content.endswith(b"\r\n")
    lines = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
    assert tuple(lines[0]) == CLAIM_COLUMNS
    assert {len(line) for line in lines} == {len(CLAIM_COLUMNS)}
    assert len(set(CLAIM_COLUMNS)) == len(CLAIM_COLUMNS)
    rows = csv.writer(again := io.StringIO(newline=""), lineterminator="\r\n")
    rows.writerows(lines)
    assert again.getvalue().encode() == content


def test_a_claim_is_one_row_with_its_lists_in_lines():
    full, bare, hostile = rows_of(contents())
    assert full["topics"] == "one\ntwo"
    assert full["reviewers"] == "Reviewer 3\nInitial desk review\nReviewer 2"
    assert full["reviews"].splitlines() == [
        "Reviewer 3: supported, high (decides)", "Initial desk review: supported, high",
        "Reviewer 2: mixed, high (dissents)",
    ]  # fmt: skip
    assert (full["computed"], full["computed_number"], full["computed_score"]) == ("moderate", "52", "14")
    assert (full["gap"], full["dissent"], full["recheck_on"]) == ("1", "1", "2027-02-03")
    assert (bare["computed_score"], bare["gap"], bare["dissent"], bare["reviews"]) == ("", "", "0", "")
    assert (full["evidence_supports"], full["evidence_disputes"], full["evidence_context"]) == ("3", "1", "0")
    assert full["sources"].count("\n") + 1 == full["source_addresses"].count("\n") + 1 == 4
    assert full["source_addresses"].splitlines()[2] == "no address"
    assert full["confidence_number"] == "70"
    assert full["changed_at"] == "2026-02-03T04:05:06Z"
    assert full["page"] == "https://claims.example/claims/TALE-1"
    assert (bare["confidence"], bare["confidence_number"], bare["reviewers"]) == ("", "", "")
    assert hostile["withdrawn"] == "Not the article’s claim"
    assert (hostile["statement"], hostile["quote"]) == ("'=1+1", "''quoted")


def test_evidence_is_a_row_a_piece_and_none_for_a_claim_without():
    rows = rows_of(contents(layout="evidence"))
    assert [row["citekey"] for row in rows] == ["first", "second", "third", "fourth", "fifth"]
    assert tuple(rows[0]) == EVIDENCE_COLUMNS
    assert [row["origin"] for row in rows] == ["1", "1", "2", "", ""]
    assert [row["counted"] for row in rows] == ["yes", "yes", "yes", "no: it is context", "no: the source is silent"]
    assert [row["strength"] for row in rows] == ["56", "", "-42", "", ""]
    assert rows[1]["derives_from"] == "cites first"
    assert rows[3]["withdrawn"] == "It was a mistake"


def test_the_seed_has_302_pieces_of_evidence():
    drafts = seed.read(paths.SEED).claims
    made = [claim(draft.number, evidence=[piece(at, one.source) for at, one in enumerate(draft.evidence)])
            for draft in drafts]  # fmt: skip
    assert len(rows_of(contents(*made, layout="evidence"))) == 302


def test_a_byte_order_mark_is_there_if_asked_for():
    plain, marked = written(contents()), written(contents(bom="1"))
    assert not plain.startswith(b"\xef\xbb\xbf")
    assert marked == b"\xef\xbb\xbf" + plain


def test_the_facts_stand_first_if_asked_for_and_never_break_a_line():
    plain = written(contents())
    told = written(contents(about="1", facts_of=facts(title="Two\nlines\r=1+1")))
    head, rest = told[: -len(plain)], told[-len(plain) :]
    assert rest == plain
    lines = head.decode().split("\r\n")[:-1]
    assert [line.split(":")[0] for line in lines] == [
        "# Title", "# Filter", "# Address", "# Moment", "# Count", "# Scale", "# Weights", "# Head", "# Program",
    ]  # fmt: skip
    assert lines[0] == "# Title: Two lines =1+1"


@for_each(("layout", "columns"), [("claims", CLAIM_COLUMNS), ("evidence", EVIDENCE_COLUMNS)])
def test_an_empty_register_is_a_header(layout, columns):
    assert written(nothing(layout=layout)) == ",".join(columns).encode() + b"\r\n"


def test_claims_are_read_once_and_one_at_a_time():
    taken = []

    def streamed():
        for one in claims():
            taken.append(one.ref)
            yield one

    made = contents()
    _, rows = asked(replace(made, claims=streamed()))
    next(iter(rows))
    assert taken == ["TALE-1"]
