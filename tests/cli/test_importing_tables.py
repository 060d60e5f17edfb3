"""`factdesk import FILE`: claims of a table, previewed row by row, stored all or not at all."""

import csv
import gc
import io
import json
import os
import re
import subprocess
import sys

import openpyxl
import pytest
from tests.helpers import desk
from tests.helpers.command_line import address_of, run
from tests.helpers.fixed_shapes import HOSTILE
from tests.helpers.rows import for_each

from factdesk.access import OPERATOR
from factdesk.database.transaction import writing
from factdesk.imports import intakes, kinds
from factdesk.imports.claims import Asked


@pytest.fixture
def room(desk_engine, tmp_path):
    options = ("--database", address_of(desk_engine))
    file = tmp_path / "claims.csv"
    assert run("export", "csv", "-o", str(file), *options).code == 0
    return options, file


def rows(file):
    return list(csv.DictReader(io.StringIO(file.read_bytes().decode(), newline="")))


def write(file, rows):
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def edit(file, ref, **cells):
    write(file, [row | cells if row["ref"] == ref else row for row in rows(file)])


def statement(options, ref):
    return next(row["statement"] for row in csv.DictReader(
        io.StringIO(run("export", "csv", *options).said, newline="")) if row["ref"] == ref)  # fmt: skip


def test_an_export_comes_back_and_changes_nothing(desk_engine, room):
    options, file = room
    with desk.nothing_stored(desk_engine):
        done = run("import", str(file), "--yes", *options)
    assert done.code == 0
    assert "0 added, 0 changed" in done.said
    assert done.said.endswith("Nothing would change.\n")
    assert "verdict" in next(line for line in done.said.splitlines() if line.startswith("Not read:"))


def test_a_workbook_comes_back_too_and_what_was_edited_in_it_is_changed(desk_engine, room, tmp_path):
    options, _ = room
    file = tmp_path / "claims.xlsx"
    assert run("export", "xlsx", "-o", str(file), *options).code == 0
    assert run("import", str(file), "--yes", *options).said.endswith("Nothing would change.\n")
    book = openpyxl.load_workbook(file)
    head = [cell.value for cell in book["claims"][1]]
    book["claims"].cell(2, head.index("topics") + 1).value = "salt\nwater, fresh"
    book.save(file)
    done = run("import", str(file), "--yes", *options)
    assert "row 2, TALE-1, topics:" in done.said
    assert done.said.endswith("Stored: added 0, changed 1, unchanged 2.\n")
    assert rows_of(options)[0]["topics"] == "salt\nwater, fresh"
    assert desk.problems(desk_engine) == []


def rows_of(options):
    return list(csv.DictReader(io.StringIO(run("export", "csv", *options).said, newline="")))


def test_a_changed_statement_needs_its_kind_and_a_reason(desk_engine, room):
    options, file = room
    edit(file, "TALE-1", statement="It is said otherwise.")
    for more, told in (
        ((), "say if it mends a typo or changes the meaning"),
        (("--edit", "typo"), "needs a reason (--reason)"),
    ):
        with desk.nothing_stored(desk_engine):
            done = run("import", str(file), "--yes", *more, *options)
        assert done.code == 1
        assert told in done.told
    done = run("import", str(file), "--yes", "--edit", "meaning", "--reason", "It was unclear", *options)
    assert done.said.endswith("Stored: added 0, changed 1, unchanged 2.\n")
    assert statement(options, "TALE-1") == "It is said otherwise."
    assert desk.problems(desk_engine) == []


def test_verdicts_and_reasons_of_a_table_are_not_read(desk_engine, room):
    options, file = room
    write(file, [row | {"verdict": "disputed", "confidence": "low", "reasons": "Mine", "sources": "Nobody"}
                 for row in rows(file)])  # fmt: skip
    with desk.nothing_stored(desk_engine):
        assert run("import", str(file), "--yes", *options).said.endswith("Nothing would change.\n")


def test_what_somebody_else_changed_meanwhile_is_shown_and_nothing_is_stored(desk_engine, room):
    options, file = room
    before = file.read_bytes()
    edit(file, "TALE-1", topics="mine")
    assert run("import", str(file), "--yes", *options).code == 0
    file.write_bytes(before)
    edit(file, "TALE-1", topics="theirs")
    with desk.nothing_stored(desk_engine):
        done = run("import", str(file), "--yes", *options)
    assert done.code == 1
    assert "row 2, column version: TALE-1 was changed since" in done.told
    assert "topics is “mine” now, “theirs” here" in done.told


def test_one_row_that_is_refused_keeps_all_others_out(desk_engine, room):
    options, file = room
    edit(file, "TALE-1", topics="salt")
    edit(file, "TALE-2", hedge="shouted")
    with desk.nothing_stored(desk_engine):
        done = run("import", str(file), "--yes", *options)
    assert done.code == 1
    assert "row 3, column hedge:" in done.told


def test_rows_without_a_ref_are_new_claims(desk_engine, room):
    options, file = room
    write(file, [*rows(file), dict.fromkeys(rows(file)[0], "") | {"statement": "It snowed."}])
    assert "a new claim needs its article" in run("import", str(file), "--yes", *options).told
    done = run("import", str(file), "--into", "a-tale", "--yes", *options)
    assert "(TALE-4 to TALE-4, drafts)" in done.said
    assert desk.problems(desk_engine) == []


def test_any_table_becomes_claims_by_its_columns(desk_engine, room, tmp_path):
    options, _ = room
    file = tmp_path / "theirs.csv"
    texts = [text for text in HOSTILE if len(text) < 2000]
    write(file, [{"Claim": text, "Speaker": "Somebody", "Rating": "false"} for text in texts])
    done = run("import", str(file), "--into", "a-tale", "--yes", *options)
    assert "Read: Claim as statement, Speaker as entities" in done.said
    assert "Not read: Rating" in done.said
    register = json.loads(run("export", "json", "--profile", "internal", *options).said)
    stored = [claim["statement"] for claim in register["claims"]][3:]
    assert stored == [text.replace("\r\n", "\n").strip() for text in texts]
    assert desk.problems(desk_engine) == []


def test_circles_of_memory_are_looked_for_again_afterwards(room, tmp_path):
    options, file = room
    assert run("import", str(file), "--yes", *options).code == 0
    assert gc.isenabled()
    assert run("import", str(tmp_path / "none.csv"), *options).code != 0
    assert gc.isenabled()


def test_a_column_is_read_as_it_is_told(room, tmp_path):
    options, _ = room
    file = tmp_path / "theirs.csv"
    file.write_text("Aussage=wahr,Wer\nEs regnet.,Ann\n", encoding="utf-8")
    assert "no column holds the statement" in run("import", str(file), "--into", "a-tale", "--yes", *options).told
    done = run("import", str(file), "--map", "Aussage=wahr=statement", "--into", "a-tale", "--yes", *options)
    assert "Read: Aussage=wahr as statement" in done.said


BAD = {
    "an unknown claim": (lambda row: row | {"ref": "TALE-99"}, "there is no claim TALE-99"),
    "another article's ref": (lambda row: row | {"ref": "MDS-1"}, "there is no claim MDS-1"),
    "a ref with a space in it": (lambda row: row | {"ref": "TALE 1"}, "there is no claim TALE 1"),
    "no version": (lambda row: row | {"version": ""}, "column version:"),
    "a version that is no number": (lambda row: row | {"version": "one"}, "column version:"),
    "a version of zero": (lambda row: row | {"version": "0"}, "column version:"),
    "no statement": (lambda row: row | {"statement": ""}, "column statement:"),
    "blanks for a statement": (lambda row: row | {"statement": " \n "}, "column statement:"),
    "a long statement": (lambda row: row | {"statement": "x" * 2001}, "column statement:"),
    "a control in a statement": (lambda row: row | {"statement": "a\x07b"}, "column statement:"),
    "a paragraph of words": (lambda row: row | {"paragraph": "two"}, "column paragraph:"),
    "a paragraph of zero": (lambda row: row | {"paragraph": "0"}, "column paragraph:"),
    "a paragraph below zero": (lambda row: row | {"paragraph": "-1"}, "column paragraph:"),
    "half a paragraph": (lambda row: row | {"paragraph": "1.5"}, "column paragraph:"),
    "a paragraph beyond all": (lambda row: row | {"paragraph": "100000"}, "column paragraph:"),
    "a hedge that is none": (lambda row: row | {"hedge": "maybe"}, "column hedge:"),
    "no hedge": (lambda row: row | {"hedge": ""}, "column hedge:"),
    "a hedge in capitals": (lambda row: row | {"hedge": "ASSERTED"}, "column hedge:"),
    "a type that is none": (lambda row: row | {"type": "opinion"}, "column type:"),
    "no type": (lambda row: row | {"type": ""}, "column type:"),
    "a topic that is too long": (lambda row: row | {"topics": "x" * 501}, "column topics:"),
    "a control in a topic": (lambda row: row | {"topics": "a\x07b"}, "column topics:"),
    "a name that is too long": (lambda row: row | {"entities": "x" * 501}, "column entities:"),
    "a control in a name": (lambda row: row | {"entities": "a\x1bb"}, "column entities:"),
    "a control in a quote": (lambda row: row | {"quote": "a\x07b"}, "column quote:"),
    "a quote beyond all": (lambda row: row | {"quote": "x" * 100_001}, "column quote:"),
}


def as_workbook(damaged):
    """Give rows as a workbook, with controls as such files write them."""
    book = openpyxl.Workbook()
    book.active.append(list(damaged[0]))
    for row in damaged:
        book.active.append([cell.replace("\x07", "_x0007_").replace("\x1b", "_x001B_") for cell in row.values()])
    return book


@pytest.mark.slow
@for_each(("kind", "ending"), [
    (kind, ending) for kind in BAD for ending in ("csv", "xlsx") if (kind, ending) != ("a quote beyond all", "xlsx")
])  # fmt: skip
def test_a_damaged_row_is_refused_by_its_place_and_nothing_is_stored(desk_engine, room, tmp_path, kind, ending):
    options, file = room
    damage, told = BAD[kind]
    first, *others = rows(file)
    damaged = [damage(first), *others]
    broken = tmp_path / f"broken/claims.{ending}"
    broken.parent.mkdir(exist_ok=True)
    if ending == "xlsx":
        as_workbook(damaged).save(broken)
    else:
        write(broken, damaged)
    with desk.nothing_stored(desk_engine):
        done = run("import", str(broken), "--edit", "typo", "--reason", "Because", "--yes", *options)
    assert done.code == 1, done.said
    assert f"claims.{ending}, row 2" in done.told
    assert told in done.told


def test_the_help_names_both_ways():
    said = run("import", "--help").said
    assert "article" in said
    assert "FILE" in said


def test_it_is_told_how_far_storing_has_come(desk_engine):
    data = "statement\n" + "".join(f"Number {number}\n" for number in range(1_200))
    intake = intakes.of(kinds.read(data.encode(), "claims.csv"), "claims.csv", Asked("a-tale"))
    done = []
    with writing(desk_engine) as session:
        assert intake.plan(session, OPERATOR).number == 1_200
        intake.accept(session, OPERATOR, done.append)
    assert (sum(done), len(done) > 1) == (1_200, True)


@pytest.mark.slow
def test_a_terminal_sees_the_time_that_is_left(room):
    options, file = room
    file.write_text("statement\n" + "".join(f"Number {number}\n" for number in range(3_000)), encoding="utf-8")
    command = [sys.executable, "-m", "factdesk", "import", str(file), "--into", "a-tale", "--yes", *options]
    ours, theirs = os.openpty()
    seen_as = os.environ | {"TERM": "xterm"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, env=seen_as) as running:
        os.close(theirs)
        shown = b""
        while part := _read(ours):
            shown += part
    os.close(ours)
    assert running.returncode == 0
    assert b"Storing" in shown
    assert re.search(rb"\d:\d\d:\d\d", shown)


def _read(end):
    try:
        return os.read(end, 4096)
    except OSError:  # how a terminal says that its other end is gone
        return b""
