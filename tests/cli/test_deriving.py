"""Deriving everything anew as it happens: by processes that are killed, that meet, and beside a server."""

import csv
import http.client
import io
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select
from tests.helpers import desk, large_register
from tests.helpers import newer_program as newer
from tests.helpers.command_line import address_of, run

from factdesk.commands.anew import Turn
from factdesk.database.transaction import reading
from factdesk.facts.snapshots import table_of
from factdesk.models import Event, Rederivation, RegisterBasis
from factdesk.rules.basis import FIRST

READY = re.compile(r"Open http://(127\.0\.0\.1:\d+)/ in a browser")
both = pytest.mark.engines("sqlite", "postgresql")
CLAIMS = 200
PATIENCE = 120


@contextmanager
def started(*words, environment):
    command = [sys.executable, "-m", "factdesk", *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def done(engine):
    with reading(engine) as session:
        return session.scalar(select(Rederivation.done)) or 0


def until(holds):
    """Look until something holds; raises AssertionError where it never does."""
    end = time.monotonic() + PATIENCE
    while not (found := holds()):
        assert time.monotonic() < end
    return found


def derivations(engine):
    with reading(engine) as session:
        return len(session.exec(select(Event.seq).where(Event.action == "register.derive")).all())


def exported(engine):
    """Give the weights that an export names, and its bytes."""
    told = run("export", "csv", "--database", address_of(engine))
    return re.search(r"Weights: (\d+)", told.told)[1], told.written


@pytest.fixture
def large(databases):
    with databases.opened("empty") as engine:
        large_register.fill(engine, CLAIMS, drafts=False)
        yield engine


@pytest.mark.slow
@both
def test_killed_in_the_middle_it_goes_on_where_it_was_and_until_then_nothing_is_new(large, tmp_path, monkeypatch):
    url, environment = address_of(large), newer.installed(tmp_path)
    before = exported(large)
    assert before[0] == "1"
    reached = 0
    for _ in range(2):
        with started("migrate", "--database", url, environment=environment) as process:
            reached = until(lambda so_far=reached: done(large) if done(large) > so_far + 40 else 0)
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert done(large) < CLAIMS
        assert exported(large) == before
        assert desk.problems(large) == []
    with started("migrate", "--database", url, environment=environment) as process:
        said, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, told
    assert "Derived everything anew (weights 1 to 2)" in said
    assert "Traceback" not in told
    assert derivations(large) == 1
    newer.weigh_otherwise(monkeypatch)
    assert desk.problems(large) == []
    assert exported(large)[0] == "2"
    assert newer.take(large) is Turn.NOTHING_TO_DO


@pytest.mark.slow
@both
def test_of_several_processes_one_does_it_and_the_others_wait(large, tmp_path, monkeypatch):
    words, environment = ("migrate", "--database", address_of(large)), newer.installed(tmp_path)
    with started(*words, environment=environment) as one, started(*words, environment=environment) as other:
        told = [process.communicate(timeout=PATIENCE) for process in (one, other)]
    assert [process.returncode for process in (one, other)] == [0, 0], told
    assert sum("Derived everything anew" in said for said, _ in told) == 1
    assert derivations(large) == 1
    newer.weigh_otherwise(monkeypatch)
    assert desk.problems(large) == []


@pytest.mark.slow
def test_a_server_answers_meanwhile_with_the_old_numbers_and_their_version_then_with_the_new(large, tmp_path):
    old = large_scores(exported(large)[1])
    environment = newer.installed(tmp_path)
    lease = table_of(Rederivation)
    with large.begin() as connection:  # somebody else is at it until an answer was seen
        soon = datetime.now(UTC) + timedelta(hours=1)
        connection.execute(sa.insert(lease).values(id=1, **FIRST._asdict(), holder="", until=soon, done=0, claims=0))
    with started("serve", "--port", "0", "--database", address_of(large), environment=environment) as server:
        said = until(lambda: READY.search(server.stdout.readline()))
        connection = http.client.HTTPConnection(said[1], timeout=PATIENCE)
        seen = {}

        def is_new():
            connection.request("GET", "/claims.csv")
            answer = connection.getresponse()
            version, scores = answer.headers["Factdesk-Weights"], large_scores(answer.read())
            seen.setdefault(version, scores)
            assert seen[version] == scores, "of one version, whenever it is asked"
            return version == "2"

        assert not is_new()
        with large.begin() as own:
            own.execute(sa.update(lease).values(until=datetime.now(UTC)))
        until(is_new)
        connection.close()
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)
    assert seen["1"] == old
    assert seen["2"].keys() == old.keys()
    assert sum(seen["2"][ref] != score for ref, score in old.items()) > 5


def large_scores(written):
    return {row["ref"]: row["computed_score"] for row in csv.DictReader(io.StringIO(written.decode("utf-8-sig")))}


def test_a_register_that_a_newer_program_derived_is_refused_in_a_sentence(desk_engine, monkeypatch):
    newer.weigh_otherwise(monkeypatch)
    newer.derive_all(desk_engine)
    newer.weigh_as_before(monkeypatch)
    for words in (("migrate",), ("list",), ("export", "csv"), ("verify",), ("serve", "--port", "0")):
        ended = run(*words, "--database", address_of(desk_engine))
        assert ended.code == 1, words
        [line] = ended.told.splitlines()
        assert "derived by a newer version of Factdesk: update the program" in line, words


def test_migrating_says_what_was_derived_anew_and_exports_name_the_version(desk_engine, monkeypatch):
    assert exported(desk_engine)[0] == "1"
    newer.weigh_otherwise(monkeypatch)
    assert exported(desk_engine)[0] == "1"
    told = run("migrate", "--database", address_of(desk_engine))
    assert told.code == 0
    assert "Derived everything anew (weights 1 to 2): 1 claim shows something else." in told.said
    assert exported(desk_engine)[0] == "2"
    assert "Derived" not in run("migrate", "--database", address_of(desk_engine)).said


def test_verify_says_what_must_be_derived_anew_and_accuses_no_row(desk_engine, monkeypatch):
    url = address_of(desk_engine)
    newer.index_otherwise(monkeypatch)
    told = run("verify", "--database", url)
    assert told.code == 1
    apart, rest, beyond = told.said.splitlines()
    assert apart.startswith("Not compared is what follows by terms 1 (this program has 2): `factdesk migrate` or")
    assert rest == "All else fits the audit chain."
    assert beyond.startswith("Not covered")
    run("migrate", "--database", url)
    assert "The register verifies" in run("verify", "--database", url).said


def test_verify_names_versions_that_no_event_tells_of(desk_engine, monkeypatch):
    newer.weigh_otherwise(monkeypatch)
    newer.derive_all(desk_engine)
    for statement in (
        sa.update(table_of(RegisterBasis)).where(RegisterBasis.from_seq == 0).values(folding=0),
        sa.delete(table_of(RegisterBasis)).where(RegisterBasis.from_seq == 0),
    ):
        with desk_engine.begin() as connection:
            connection.execute(statement)
        told = run("verify", "--database", address_of(desk_engine))
        assert told.code == 1
        assert "The versions by which the register was derived" in told.said
    with desk_engine.begin() as connection:
        connection.execute(sa.delete(table_of(RegisterBasis)))
    for words in (("verify",), ("list",), ("export", "csv"), ("serve", "--port", "0")):
        told = run(*words, "--database", address_of(desk_engine))
        assert told.code == 1, words
        assert "It is not known by which version this register was derived" in told.told, words


@both
def test_a_register_moves_with_its_versions_and_what_they_were_when(databases, tmp_path, monkeypatch):
    file = tmp_path / "house.json"
    with databases.opened("desk") as engine:
        newer.weigh_otherwise(monkeypatch)
        newer.derive_all(engine)
        run("export", "json", "--complete", "-o", str(file), "--database", address_of(engine))
        kept = desk.everything(engine)["register_basis"]
    with databases.opened("empty") as engine:
        told = run("import", str(file), "--yes", "--database", address_of(engine))
        assert told.code == 0, told.told
        assert desk.everything(engine)["register_basis"] == kept
        assert desk.problems(engine) == []
    newer.weigh_as_before(monkeypatch)
    with databases.opened("empty") as engine, desk.nothing_stored(engine):
        told = run("import", str(file), "--yes", "--database", address_of(engine)).told
        assert "derived by a newer version of Factdesk" in told


@pytest.mark.slow
def test_an_older_register_comes_in_with_its_numbers_and_is_derived_anew_then(databases, tmp_path):
    file = tmp_path / "house.json"
    with databases.opened("desk") as engine:
        run("export", "json", "--complete", "-o", str(file), "--database", address_of(engine))
    for change in (newer.weigh_otherwise, newer.judge_otherwise, newer.index_otherwise, newer.fold_otherwise):
        with databases.opened("empty") as engine, pytest.MonkeyPatch.context() as patch:
            change(patch)
            url = address_of(engine)
            told = run("import", str(file), "--yes", "--database", url)
            assert told.code == 0, (change, told.told)
            assert "Not compared is what follows by" in told.said
            assert "Derived everything anew" in told.said
            assert derivations(engine) == 1
            assert desk.problems(engine) == []


def test_a_file_from_before_the_version_was_kept_has_the_first(databases, tmp_path):
    file = tmp_path / "house.json"
    with databases.opened("desk") as engine:
        run("export", "json", "--complete", "-o", str(file), "--database", address_of(engine))
    lines = [line for line in file.read_text().splitlines(keepends=True) if '"table":"register_basis"' not in line]
    file.write_text("".join(lines))
    with databases.opened("empty") as engine:
        assert run("import", str(file), "--yes", "--database", address_of(engine)).code == 0
        assert desk.everything(engine)["register_basis"] == [(0, 1, 1, 1, 1)]
