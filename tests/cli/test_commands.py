import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.helpers.command_line import address_of, run, run_alone
from tests.helpers.rows import for_each

from factdesk import paths
from factdesk.cli import COMMANDS, MODULES
from factdesk.drafts.exports import ClaimExport
from factdesk.drafts.filters import ClaimFilter, ClaimPage
from factdesk.exports import FORMATS

NEEDS_A_REGISTER = ("seed", "list", "verify", "export csv")


@for_each("command", COMMANDS)
def test_every_command_says_what_it_does(command):
    ended = run(command, "--help")
    assert ended.code == 0
    assert COMMANDS[command] in " ".join(ended.said.split())
    assert COMMANDS[command].endswith(".")
    assert "--database" in ended.said or "COMMAND" in ended.said


def test_the_commands_are_listed_each_with_its_sentence():
    for ended in (run("--help"), run_alone("--help")):
        assert ended.code == 0
        said = " ".join(ended.said.split())
        for command, told in COMMANDS.items():
            assert f"{command} {told}" in said


def test_every_command_is_a_file_and_every_file_a_command():
    files = {file.stem for file in Path(paths._PACKAGE, "cli").glob("*.py") if not file.stem.startswith("_")}
    assert files == {MODULES.get(command, command) for command in COMMANDS}


@for_each(("command", "model"), [("list", ClaimPage), ("compare", ClaimFilter), ("export", ClaimExport)])
def test_every_filter_is_an_option(command, model):
    said = run(command, "--help").said
    for name in model.model_fields:
        assert re.search(rf"--{name.replace('_', '-')}\b", said), name


def test_no_command_at_all_shows_the_help_and_fails():
    ended = run()
    assert ended.code == 2
    assert "list" in ended.said + ended.told


@for_each(
    "words",
    [("nonsense",), ("list", "--nonsense"), ("list", "--foo", "1"), ("export",), ("serve", "--port", "99999"),
     ("serve", "--port", "many"), ("list", "stray"), ("export", "csv", "stray"), ("export", "csv", "--limit", "5")],
)  # fmt: skip
def test_what_is_no_command_or_option_is_misuse(words):
    ended = run(*words)
    assert ended.code == 2
    assert ended.written == b""
    assert "Traceback" not in ended.told
    assert len(ended.told.strip().splitlines()[-1]) < 200


@for_each(
    "words",
    [("--verdict", "nonsense"), ("--confidence-min", "none"), ("--sort", "relevance"), ("--limit", "0"),
     ("--limit", "many"), ("--after", "yesterday"), ("--q", "..."), ("--cursor", "a b"), ("--cursor", "abc"),
     ("--q", "\x1b[31m"), ("--topic", "\udcff")],
)  # fmt: skip
def test_a_filter_that_is_none_is_misuse_said_in_one_line(seeded_url, words):
    line = run("list", "--database", seeded_url, *words).refused(2)
    assert line.endswith(".")
    assert "\x1b" not in line


def test_a_format_that_is_none_is_misuse(seeded_url):
    assert f"Known: {', '.join(FORMATS)}, changes.csv, changes.json, changes.atom." in run(
        "export", "xml", "--database", seeded_url
    ).refused(2)


@for_each("command", NEEDS_A_REGISTER)
def test_a_register_that_is_not_there_is_said_in_one_line(tmp_path, command):
    url = f"sqlite:///{tmp_path / 'none.db'}"
    assert "no register" in run(*command.split(), "--database", url).refused(1)
    assert not (tmp_path / "none.db").exists()


@for_each("command", [*NEEDS_A_REGISTER, "migrate", "serve --port 0"])
@for_each("url", ["nonsense", "mysql://host/name", "sqlite://", "sqlite:///:memory:", ""])
def test_an_address_that_cannot_be_used_is_said_in_one_line(command, url):
    line = run_told(*command.split(), "--database", url)
    assert line.startswith("factdesk: ")


@for_each("command", [*NEEDS_A_REGISTER, "migrate", "serve --port 0"])
def test_a_file_that_is_no_database_is_said_in_one_line(tmp_path, command):
    file = tmp_path / "file.db"
    file.write_bytes(b"this is no database" * 100)
    line = run_told(*command.split(), "--database", f"sqlite:///{file}")
    assert "file is not a database" in line
    assert file.read_bytes() == b"this is no database" * 100


def run_told(*words):
    ended = run(*words)
    assert ended.code == 1, ended
    (line,) = ended.told.splitlines()
    return line


@for_each("command", [*NEEDS_A_REGISTER, "migrate", "serve --port 0"])
def test_a_database_of_a_newer_version_is_said_in_one_line(empty_engine, command):
    with empty_engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'from_the_future'")
    assert "newer version of Factdesk" in run_told(*command.split(), "--database", address_of(empty_engine))


@for_each("command", NEEDS_A_REGISTER)
def test_a_database_without_tables_is_said_in_one_line(tmp_path, command):
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(tmp_path / "blank.db")) as connection:
        connection.execute("VACUUM")
    file = tmp_path / "blank.db"
    file.touch()
    line = run_told(*command.split(), "--database", f"sqlite:///{file}")
    assert "factdesk migrate" in line


def test_a_register_is_made_migrated_once_and_seeded_once(blank_engine):
    at = ("--database", address_of(blank_engine))
    assert run("migrate", *at).said.startswith("Made ")
    assert run("migrate", *at).said.startswith("Up to date: ")
    assert re.fullmatch(r"Loaded 40 claims, \d+ sources, 302 pieces of evidence\.\n", run("seed", *at).said)
    assert run("seed", *at).said == "Nothing was missing; nothing was changed.\n"
    assert run("verify", *at).code == 0


def test_where_says_where_everything_lies(monkeypatch, tmp_path):
    ended = run("where", "--database", f"sqlite:///{tmp_path / 'a.db'}")
    assert (ended.code, ended.said.splitlines()) == (0, [f"Register: {tmp_path / 'a.db'}", f"Program:  {paths.ROOT}"])
    monkeypatch.setenv("FACTDESK_DATABASE_URL", "postgresql://me:secret@host/name")
    ended = run("where")
    assert "secret" not in ended.said
    assert "host/name" in ended.said
    assert not (tmp_path / "a.db").exists()
    assert run("where", "--database", "nonsense").refused(1).endswith("postgresql://…")


def test_without_a_setting_the_register_lies_in_the_users_folder():
    assert run("where").said.splitlines()[0] == f"Register: {paths.data_folder() / 'factdesk.db'}"


def test_list_is_lines_for_a_pipe(seeded_url):
    ended = run("list", "--database", seeded_url, "--verdict", "disputed", "--sort", "surest")
    rows = [line.split("\t") for line in ended.said.splitlines()]
    assert {len(row) for row in rows} == {6}
    assert {row[1] for row in rows} == {"disputed"}
    assert ended.told == f"{len(rows)} of {len(rows)} matching; the register holds 40 claims.\n"


def test_list_goes_on_where_it_stopped(seeded_url):
    first = run("list", "--database", seeded_url, "--limit", "25")
    cursor = re.search(r"--cursor (\S+)", first.told)[1]
    second = run("list", "--database", seeded_url, "--limit", "25", "--cursor", cursor)
    assert [line.split("\t")[0] for line in (first.said + second.said).splitlines()] == [
        f"MDS-{number}" for number in range(1, 41)
    ]
    assert "--cursor" not in second.told


@for_each("form", FORMATS)
def test_an_export_goes_to_standard_output_and_its_facts_beside(seeded_url, form):
    ended = run("export", form, "--database", seeded_url, "--topic", "Algeria")
    assert ended.code == 0
    told = dict(line.split(": ", 1) for line in ended.told.splitlines())
    assert told["Filter"] == "Topic: Algeria"
    assert told["Address"] == "/claims?topic=Algeria"
    assert len(told["Head"]) == 64
    if form == "json":
        assert len(json.loads(ended.written)["claims"]) == int(told["Count"])


def test_an_export_to_a_file_is_the_same_bytes(seeded_url, tmp_path):
    file = tmp_path / "out.csv"
    ended = run("export", "csv", "-o", str(file), "--database", seeded_url)
    assert (ended.code, ended.written) == (0, b"")
    assert file.read_bytes() == run("export", "csv", "--database", seeded_url).written
    assert [one.name for one in tmp_path.iterdir()] == ["out.csv"]


def test_an_export_that_cannot_be_written_leaves_nothing(seeded_url, tmp_path):
    (tmp_path / "folder").mkdir()
    for place in (tmp_path / "folder", tmp_path / "missing" / "out.csv"):
        line = run("export", "csv", "-o", str(place), "--database", seeded_url).refused(1)
        assert "cannot be written" in line
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]


def test_a_refused_export_leaves_the_file_that_was_there(seeded_url, tmp_path):
    file = tmp_path / "out.csv"
    file.write_text("kept")
    assert run("export", "csv", "-o", str(file), "--database", seeded_url, "--q", "...").code == 2
    assert file.read_text() == "kept"


@pytest.mark.slow
def test_a_reader_that_stops_early_is_no_fault(seeded_url):
    script = f"{sys.executable} -m factdesk export json --database '{seeded_url}' | head -c 10; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, timeout=60, check=False)
    assert done.stdout == b'{"facts":{'
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    assert done.returncode == 1
