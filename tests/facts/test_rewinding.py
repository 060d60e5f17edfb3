import pytest
from sqlmodel import col, select
from tests.helpers import desk

from factdesk.commands import articles, reviews, sources
from factdesk.database.transaction import reading, writing
from factdesk.facts.gather import gather
from factdesk.facts.rewinding import rewound
from factdesk.facts.snapshots import snapshot
from factdesk.models import Article, ChainHead, Event, Review, Source


@pytest.fixture
def people(desk_engine):
    return desk.the_people(desk_engine)


def head(engine):
    return desk.the(engine, ChainHead).seq


def test_a_row_is_what_it_was_after_each_event(desk_engine, people):
    kept = {head(desk_engine): snapshot(desk.the(desk_engine, Source, citekey="src03"))}
    for version, title in enumerate(("First", "Second", "Third"), 1):
        draft = desk.changed_source(title=title, version=version)
        desk.run(desk_engine, sources.revise, people["ed"], "src03", draft)
        kept[head(desk_engine)] = snapshot(desk.the(desk_engine, Source, citekey="src03"))
    with reading(desk_engine) as session:
        present = session.exec(select(Source).where(col(Source.citekey) == "src03")).all()
        for seq, expected in kept.items():
            [then] = rewound(session, present, seq)
            assert snapshot(then) == expected
            assert then.event_seq <= seq
        assert [row.title for row in present] == ["Third"]
        assert rewound(session, present, head(desk_engine)) == present
        assert rewound(session, present, 0) == []
        assert rewound(session, [], 5) == []


def test_rows_keep_their_order_and_those_made_later_are_left_out(desk_engine, people):
    seq = head(desk_engine)
    desk.run(desk_engine, sources.add, people["ed"], desk.new_source("src00"))
    desk.run(desk_engine, sources.revise, people["ed"], "src02", desk.changed_source())
    with reading(desk_engine) as session:
        rows = session.exec(select(Source).order_by(col(Source.citekey).desc())).all()
        assert [row.citekey for row in rewound(session, rows, seq)] == ["src05", "src04", "src03", "src02", "src01"]


def test_a_row_whose_past_was_redacted_is_left_out(desk_engine, people):
    seq = head(desk_engine)
    desk.run(desk_engine, sources.revise, people["ed"], "src02", desk.changed_source())
    with writing(desk_engine) as session:
        session.get_one(Event, head(desk_engine)).payload = None
    with reading(desk_engine) as session:
        rows = session.exec(select(Source).order_by(col(Source.id))).all()
        assert "src02" not in {row.citekey for row in rewound(session, rows, seq)}
        assert len(rewound(session, rows, seq)) == len(rows) - 1


def test_facts_of_an_earlier_event_know_nothing_of_what_came_later_but_whether_names_are_shown(desk_engine, people):
    seq = head(desk_engine)
    desk.run(desk_engine, reviews.submit, people["ann"], "TALE-2", desk.a_judgement())
    desk.run(desk_engine, articles.revise, people["ed"], "a-tale", desk.changed_article(names_public=True))
    with reading(desk_engine) as session:
        claim_id = session.exec(select(Review.claim_id).order_by(col(Review.id).desc())).first()
        [then], [now] = gather(session, [claim_id], seq), gather(session, [claim_id])
        assert (then.article.title, then.article.names_public, then.reviews) == ("A tale", True, [])
        assert (now.article.title, now.article.names_public, len(now.reviews)) == ("A tale retold", True, 1)
    assert desk.the(desk_engine, Article).title == "A tale retold"
