from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from sqlmodel import SQLModel
from tests.helpers.sql_watch import listening

from factdesk.access import OPERATOR
from factdesk.commands._records import Recording
from factdesk.database.engine import open_engine
from factdesk.database.migrate import alembic_config, migrate, require_current
from factdesk.database.search import TABLE
from factdesk.database.transaction import reading, writing
from factdesk.errors import Unusable
from factdesk.models import ChainHead, RegisterBasis
from factdesk.queries import people, verification
from factdesk.rules.chain import FIRST, secret_hash


def tables(engine: sa.Engine) -> set[str]:
    return {name for name in sa.inspect(engine).get_table_names() if not name.startswith(f"{TABLE}_")}


def move(engine: sa.Engine, *, up: bool) -> None:
    with engine.connect() as connection:
        (command.upgrade if up else command.downgrade)(alembic_config(connection), "head" if up else "base")
        connection.commit()


def stamp(engine: sa.Engine, revision: str) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :it"), {"it": revision})


def test_up_down_and_up_again(blank_engine: sa.Engine):
    everything = {*SQLModel.metadata.tables, TABLE, "alembic_version"}
    move(blank_engine, up=True)
    assert tables(blank_engine) == everything
    move(blank_engine, up=False)
    assert tables(blank_engine) == {"alembic_version"}
    move(blank_engine, up=True)
    assert tables(blank_engine) == everything
    with blank_engine.connect() as connection:
        head = connection.execute(sa.select(SQLModel.metadata.tables[ChainHead.__tablename__])).one()
    assert (head.id, head.seq, head.hash) == (1, 0, FIRST)


def test_a_seeded_database_goes_down_and_up_again(engine: sa.Engine):
    move(engine, up=False)
    assert tables(engine) == {"alembic_version"}
    assert migrate(engine)


@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_the_migrated_schema_is_that_of_the_models(empty_engine: sa.Engine):
    with empty_engine.connect() as connection:
        command.check(alembic_config(connection))


def test_every_index_of_the_models_is_there_and_no_other(backend: str, empty_engine: sa.Engine):
    """Alembic's check passes over indexes on expressions, so their names are compared here."""
    listing = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
        "postgresql": "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'",
    }
    with empty_engine.connect() as connection:
        there = set(connection.execute(sa.text(listing[backend])).scalars())
    wanted = {index.name for table in SQLModel.metadata.sorted_tables for index in table.indexes}
    ours = {name for name in there if name.startswith("ix_") and not name.startswith(f"ix_{TABLE}")}
    assert ours == wanted


@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_the_check_sees_a_column_too_many(empty_engine: sa.Engine):
    with empty_engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE claim ADD COLUMN forgotten TEXT")
        with pytest.raises(Exception, match="forgotten"):
            command.check(alembic_config(connection))


def test_the_database_accepts_the_words_of_the_vocabulary_and_no_others(empty_engine: sa.Engine):
    checked = 0
    for table in SQLModel.metadata.sorted_tables:
        constraints = sa.inspect(empty_engine).get_check_constraints(table.name)
        for column in table.columns:
            if isinstance(column.type, sa.Enum) and column.type.create_constraint:
                name = f"ck_{table.name}_{column.type.name}"
                (text,) = [one["sqltext"] for one in constraints if one["name"] in {name, column.type.name}]
                assert sorted(text.split("'")[1::2]) == sorted(column.type.enums), name
                checked += 1
    assert checked > 15


def test_migrating_says_whether_there_was_nothing_before(blank_engine: sa.Engine):
    assert migrate(blank_engine)
    assert not migrate(blank_engine)
    require_current(blank_engine)


def test_migrating_brings_an_older_schema_up(empty_engine: sa.Engine):
    with empty_engine.connect() as connection:
        command.downgrade(alembic_config(connection), "-1")
        connection.commit()
    with pytest.raises(Unusable, match=r"^The database has an older schema: run `factdesk migrate` first\.$"):
        require_current(empty_engine)
    assert not migrate(empty_engine)
    require_current(empty_engine)


def test_an_unmigrated_database_is_no_register_yet(blank_engine: sa.Engine):
    with blank_engine.begin() as connection:  # which makes SQLite's file
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
    with pytest.raises(Unusable, match=r"^The database holds no register yet: run `factdesk migrate`"):
        require_current(blank_engine)


def test_a_file_that_is_not_there_is_said_and_not_made(tmp_path: Path):
    engine = open_engine(f"sqlite:///{tmp_path / 'register.db'}")
    with pytest.raises(Unusable, match=r"^There is no register at .*register\.db: run `factdesk serve`"):
        require_current(engine)
    engine.dispose()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ask", [migrate, require_current])
def test_a_database_of_a_newer_version_is_refused(empty_engine: sa.Engine, ask):
    stamp(empty_engine, "9999")
    newer = r"^The database was made by a newer version of Factdesk: update the program to open it\.$"
    with pytest.raises(Unusable, match=newer):
        ask(empty_engine)


def test_a_database_of_another_program_is_refused_and_left_alone(blank_engine: sa.Engine):
    for name in ("article", "customers"):
        with blank_engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE TABLE {name} (body TEXT)")
        with pytest.raises(Unusable, match=r"^The database holds tables of another program; choose an empty one\.$"):
            migrate(blank_engine)
        assert tables(blank_engine) == {name}
        with blank_engine.begin() as connection:
            connection.exec_driver_sql(f"DROP TABLE {name}")


def test_an_sqlite_without_full_text_search_is_refused(backend: str, blank_engine: sa.Engine):
    """SQLite is asked for a module it does not have, as a build without FTS5 would be."""
    if backend == "postgresql":
        assert migrate(blank_engine)  # which has full-text search of its own
        return

    def leave_fts5_out(_connection, _cursor, statement, parameters, *_):
        return statement.replace("USING fts5", "USING fts5_left_out"), parameters

    sentence = r"^This Python's SQLite [\d.]+ has no full-text search \(FTS5\), which is needed\.$"
    with (
        listening(blank_engine, "before_cursor_execute", leave_fts5_out, retval=True),
        pytest.raises(Unusable, match=sentence),
    ):
        migrate(blank_engine)
    assert tables(blank_engine) == set()


def test_a_register_from_before_the_basis_was_kept_has_the_first_and_one_without_gists_or_facets_old_terms(databases):
    for lost, terms in (("", 1), ("DELETE FROM gist", 0), ("UPDATE term SET claims = 0 WHERE facet = 'compared'", 0)):
        with databases.opened("desk") as engine:
            with engine.connect() as connection:
                command.downgrade(alembic_config(connection), "0007")
                connection.commit()
                if lost:
                    connection.exec_driver_sql(lost)
                    connection.commit()
            move(engine, up=True)
            with engine.connect() as connection:
                rows = connection.execute(sa.select(SQLModel.metadata.tables[RegisterBasis.__tablename__])).all()
            assert [tuple(row) for row in rows] == [(0, 1, 1, terms, 1)], lost


def test_tokens_from_before_they_could_end_hold_and_their_chain_too(desk_engine: sa.Engine):
    with desk_engine.connect() as connection:
        command.downgrade(alembic_config(connection), "0007")
        connection.commit()
    made = {"name": "old", "person_id": 1, "scope": "read", "secret_hash": secret_hash("fd_old"), "disabled": False}
    with writing(desk_engine) as session:
        recording = Recording(session, OPERATOR)
        recorded = made | {"version": 1, "id": 1, "event_seq": recording.opened.seq}
        columns = ", ".join(recorded)
        values = ", ".join(f":{name}" for name in recorded)
        session.connection().execute(sa.text(f"INSERT INTO api_token ({columns}) VALUES ({values})"), recorded)  # noqa: S608
        recording._rows = [{"table": "api_token", "id": 1, "before": None, "after": made | {"version": 1, "id": 1}}]
        recording.close(action="token.add", subject="token:old")
    migrate(desk_engine)
    with reading(desk_engine) as session:
        assert list(verification.problems(session)) == []
        assert people.by_token(session, "fd_old").id == 1
