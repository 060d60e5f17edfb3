import json
import re
from contextlib import contextmanager

import pytest
from tests.helpers import desk
from tests.helpers.command_line import address_of, run
from tests.helpers.rows import for_each
from tests.helpers.worked_register import worked_on

from factdesk.access import READER
from factdesk.commands import claims, notes, reviews
from factdesk.database.engine import open_engine
from factdesk.database.migrate import migrate
from factdesk.database.transaction import reading
from factdesk.errors import Forbidden, NotSignedIn
from factdesk.models import Claim
from factdesk.queries import complete


@pytest.fixture(scope="module")
def moved(databases, tmp_path_factory):
    """Give a folder with a complete register of a SQLite file as house.json, whatever engine it will move to."""
    folder = tmp_path_factory.mktemp("moving")
    engine = open_engine(f"sqlite:///{folder / 'old.db'}")
    migrate(engine)
    worked_on(engine)
    url = address_of(engine)
    assert desk.problems(engine) == []
    engine.dispose()
    told = run("export", "json", "--complete", "-o", str(folder / "house.json"), "--database", url)
    assert (told.code, told.written) == (0, b"")
    return folder


@contextmanager
def empty(databases):
    with databases.opened("empty") as engine:
        yield engine, address_of(engine)


@pytest.mark.engines("sqlite", "postgresql")
def test_a_register_moves_and_is_the_same_byte_for_byte(databases, moved):
    file = moved / "house.json"
    with empty(databases) as (engine, url):
        ended = run("import", str(file), "--yes", "--database", url)
        assert (ended.code, ended.told) == (0, "")
        again = moved / "again.json"
        run("export", "json", "--complete", "-o", str(again), "--database", url)
        assert again.read_bytes() == file.read_bytes()
        assert desk.problems(engine) == []
        head = json.loads(file.read_bytes())["facts"]["head"]
        assert f"head {head}" in ended.said
        assert "verifies" in run("verify", "--head", head[:12], "--database", url).said
        with databases.opened("empty") as other:
            assert run("import", str(again), "--yes", "--database", address_of(other)).code == 0


@pytest.mark.engines("sqlite", "postgresql")
def test_work_goes_on_in_the_new_house(databases, moved):
    with empty(databases) as (engine, url):
        run("import", str(moved / "house.json"), "--yes", "--database", url)
        actors = desk.the_people(engine)
        before = desk.the(engine, Claim, ref="TALE-1").version
        desk.run(engine, claims.add, actors["ed"], "a-tale", desk.new_claim())
        desk.run(engine, reviews.submit, actors["ben"], "TALE-1", desk.a_judgement(wording=2))
        desk.run(engine, notes.add, actors["ann"], "TALE-1", desk.a_note())
        assert desk.the(engine, Claim, ref="TALE-1").version == before
        assert desk.problems(engine) == []
        assert run("list", "--q", "salt", "--database", url).said.count("\n") > 0


def test_reading_it_needs_no_layout_of_lines(databases, moved, tmp_path):
    spaced = tmp_path / "spaced.json"
    spaced.write_text(json.dumps(json.loads((moved / "house.json").read_bytes()), indent=2), encoding="utf-8")
    with empty(databases) as (_, url):
        assert run("import", str(spaced), "--yes", "--database", url).code == 0


def test_without_yes_and_nobody_to_answer_nothing_is_stored(databases, moved):
    with empty(databases) as (engine, url), desk.nothing_stored(engine):
        ended = run("import", str(moved / "house.json"), "--database", url)
        assert ended.code != 0
        assert "A complete register: " in ended.said
        assert "--yes" in ended.told


def test_it_goes_into_an_empty_register_only(databases, moved):
    with databases.opened("seeded") as engine, desk.nothing_stored(engine):
        ended = run("import", str(moved / "house.json"), "--yes", "--database", address_of(engine))
        assert "holds 1 event already" in ended.told


def of(house, table):
    return [one["row"] for one in house["rows"] if one["table"] == table]


def changed_statement(house):
    of(house, "claim")[0]["statement"] += "!"


def changed_verdict_of_a_review(house):
    of(house, "review")[0]["verdict"] = "disputed"


def changed_past(house):
    of(house, "claim_past")[0]["shown"]["statement"] += "!"


def changed_event(house):
    of(house, "event")[2]["subject"] = "claim:TALE-9"


def lost_event(house):
    house["rows"] = [one for one in house["rows"] if one["table"] != "event" or one["row"]["seq"] != 3]


def lost_head(house):
    house["rows"] = [one for one in house["rows"] if one["table"] != "chain_head"]


def lost_evidence(house):
    house["rows"] = [one for one in house["rows"] if one["table"] != "evidence"]


def lost_column(house):
    del of(house, "claim")[0]["quote"]


def strange_column(house):
    of(house, "claim")[0]["colour"] = "red"


def strange_table(house):
    house["rows"][0]["table"] = "peple"


def strange_word(house):
    of(house, "review")[0]["verdict"] = "certain"


def strange_time(house):
    of(house, "event")[0]["at"] = "yesterday"


def same_ref_twice(house):
    of(house, "claim")[1]["ref"] = of(house, "claim")[0]["ref"]


def no_such_parent(house):
    of(house, "evidence")[0]["source_id"] = 10**6


def too_large_a_number(house):
    of(house, "claim")[0]["number"] = 2**70


def no_row(house):
    house["rows"][0] = "a row"


def no_rows(house):
    house["rows"] = []


def another_layout(house):
    house["complete"] = 7


def no_facts(house):
    house["facts"] = {"title": "A tale"}


DAMAGES = {
    changed_statement: "TALE-1|claim", changed_verdict_of_a_review: "review", changed_past: "past",
    changed_event: "Event 3", lost_event: "Event 3", lost_head: "head", lost_evidence: "evidence",
    lost_column: "quote is missing", strange_column: "colour is unknown", strange_table: "no table peple",
    strange_word: "verdict cannot be certain", strange_time: "at cannot be yesterday", same_ref_twice: "table claim",
    no_such_parent: "table evidence|FOREIGN|foreign", too_large_a_number: "integer overflow", no_row: "row 1",
    no_rows: "head", another_layout: "layout 7", no_facts: "does not say what it holds",
}  # fmt: skip


@pytest.mark.slow
@for_each("damage", DAMAGES)
def test_a_damaged_register_is_refused_in_one_line_and_nothing_is_stored(databases, moved, tmp_path, damage):
    house = json.loads((moved / "house.json").read_bytes())
    damage(house)
    file = tmp_path / "damaged.json"
    file.write_text(json.dumps(house), encoding="utf-8")
    with empty(databases) as (engine, url), desk.nothing_stored(engine):
        ended = run("import", str(file), "--yes", "--database", url)
        assert ended.code != 0
        (line,) = ended.told.splitlines()
        assert re.search(DAMAGES[damage], line), line


@for_each("kept", [0.3, 0.9, 0.9999])
def test_half_a_file_is_refused(databases, moved, tmp_path, kept):
    whole = (moved / "house.json").read_bytes()
    file = tmp_path / "half.json"
    file.write_bytes(whole[: int(len(whole) * kept)])
    with empty(databases) as (engine, url), desk.nothing_stored(engine):
        assert "not whole" in run("import", str(file), "--yes", "--database", url).told


@for_each("options", [("csv",), ("json", "--q", "salt"), ("json", "--profile", "internal")])
def test_only_the_whole_is_complete(databases, moved, options):
    with empty(databases) as (_, url):
        assert "--complete is for json" in run("export", *options, "--complete", "--database", url).refused(2)


def test_only_an_admin_takes_a_complete_register_away(databases):
    with databases.opened("empty") as engine:
        actors = desk.open_desk(engine)
        for name in ("ed", "ann"):
            desk.refused(engine, Forbidden, complete.rows, actors[name])
        with reading(engine) as session, pytest.raises(NotSignedIn):
            complete.rows(session, READER)
