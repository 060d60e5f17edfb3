from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from tests.helpers.builders import a_claim, a_register, load

from factdesk.database.inserting import AT_ONCE, insert_many
from factdesk.database.transaction import writing
from factdesk.facts.snapshots import table_of
from factdesk.models import Article, Posting, Source
from factdesk.vocabulary import Checked, Lineage, Reliability, SourceKind, Visibility

ARTICLE, POSTING, SOURCE = table_of(Article), table_of(Posting), table_of(Source)
LONG_AGO = datetime(2020, 1, 2, 3, 4, 5, 6, tzinfo=UTC)


def an_article(number, **but):
    given = {"slug": f"a-{number}", "prefix": f"A{number}", "title": "“Ä”, ملح", "language": "en", "event_seq": 1}
    return given | {"visibility": Visibility.PUBLISHED, "withdrawn_at": LONG_AGO, "withdrawn_reason": None} | but


def rows_of(session, table):
    return [dict(row) for row in session.connection().execute(sa.select(table).order_by(table.c.id)).mappings()]


def test_rows_are_stored_as_the_toolkit_stores_them(empty_engine):
    rows = [an_article(number, title=f"Title {number}") for number in range(3)]
    with writing(empty_engine) as session:
        insert_many(session, ARTICLE, rows)
        ours = rows_of(session, ARTICLE)
        session.connection().execute(sa.delete(ARTICLE))
        session.connection().execute(sa.insert(ARTICLE), rows)
        theirs = rows_of(session, ARTICLE)
    assert len(ours) == 3
    assert [row | {"id": 0} for row in ours] == [row | {"id": 0} for row in theirs]
    assert ours[0]["withdrawn_at"] == LONG_AGO
    assert ours[0]["reviews_required"] == 1


def test_what_all_rows_share_is_given_once(empty_engine):
    kinds = {"kind": SourceKind.NEWS, "consulted": True, "checked": Checked.ONCE, "lineage": Lineage.OWN}
    shared = kinds | {"reliability": Reliability.B, "event_seq": 1, "lineage_note": "«x»", "title": "Of all"}
    with writing(empty_engine) as session:
        insert_many(session, SOURCE, [
            {"citekey": "one", "authors": ["Ñ", "\u2028"], "title": "Its own"},
            {"citekey": "two", "authors": [], "title": "Another"},
        ], shared)  # fmt: skip
        one, two = rows_of(session, SOURCE)
    assert (one["citekey"], one["authors"], one["title"]) == ("one", ["Ñ", "\u2028"], "Its own")
    assert (two["reliability"], two["lineage_note"], two["kind"]) == (Reliability.B, "«x»", SourceKind.NEWS)


def test_more_rows_than_one_statement_takes_keep_their_order(empty_engine):
    several = 2 * AT_ONCE // len(an_article(0)) + 1
    with writing(empty_engine) as session:
        insert_many(session, ARTICLE, [an_article(number) for number in range(several)])
        assert [row["slug"] for row in rows_of(session, ARTICLE)] == [f"a-{number}" for number in range(several)]


def test_no_rows_are_no_statement(empty_engine):
    with writing(empty_engine) as session:
        insert_many(session, ARTICLE, [])
        assert rows_of(session, ARTICLE) == []


def test_a_table_keeps_its_rules(empty_engine):
    load(empty_engine, a_register(a_claim(1)))
    with pytest.raises(sa.exc.IntegrityError), writing(empty_engine) as session:
        insert_many(session, POSTING, [{"term_id": 1, "place": 7}, {"term_id": 1, "place": 7}])
