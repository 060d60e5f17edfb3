import pytest
from tests.helpers import desk, hostile_register, large_register, with_drafts
from tests.helpers.rows import for_each
from tests.helpers.table_rows import both_ways
from tests.helpers.worked_register import worked_on

from factdesk.access import OPERATOR, READER
from factdesk.commands import articles, bulk, evidence, reviews, sources
from factdesk.database.transaction import reading, writing
from factdesk.drafts.exports import ClaimExport
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.queries import table, taking
from factdesk.shapes.table import TableRow


def row_of(engine, ref):
    kept, gathered = both_ways(engine)
    assert kept == gathered
    return TableRow(*next(row for row in kept if row[0] == ref)[:-1])


@for_each(
    "wanted",
    [{}, {"sort": "newest"}, {"sort": "surest"}, {"q": "gold", "sort": "relevance"}, {"verdict": ("disputed", "mixed")},
     {"article": ("no-such-article",)}],
)  # fmt: skip
def test_the_rows_of_the_seed_are_kept_as_they_follow_from_its_claims(seeded_engine, wanted):
    kept, gathered = both_ways(seeded_engine, **wanted)
    assert kept == gathered
    assert bool(kept) is ("article" not in wanted)


@pytest.mark.slow
def test_more_rows_than_are_read_at_once(empty_engine, monkeypatch):
    large_register.fill(empty_engine, 300)
    monkeypatch.setattr(table, "CHUNK", 70)
    kept, gathered = both_ways(empty_engine)
    assert kept == gathered
    assert len(kept) > 210


def test_a_register_that_a_desk_worked_on(empty_engine):
    worked_on(empty_engine)
    kept, gathered = both_ways(empty_engine)
    assert kept == gathered
    assert {row[0] for row in kept} == {"TALE-1", "TALE-2", "TALE-3"}


def test_drafts_are_in_no_row(empty_engine):
    with_drafts.load(empty_engine)
    kept, gathered = both_ways(empty_engine)
    assert kept == gathered
    assert {row[0] for row in kept} == set(with_drafts.OPEN_CLAIMS)
    assert with_drafts.TRACE not in str(kept)


def test_what_changes_of_evidence_sources_and_names_is_in_the_row(desk_engine):
    who = desk.the_people(desk_engine)
    desk.run(desk_engine, reviews.submit, who["ann"], "TALE-1", desk.a_judgement(reason="By the second"))
    before = row_of(desk_engine, "TALE-1")
    added = int(
        desk.run(desk_engine, evidence.add, who["ann"], "TALE-1", desk.new_evidence("src05", stance="disputes"))
    )
    after = row_of(desk_engine, "TALE-1")
    assert after.evidence_disputes == before.evidence_disputes + 1
    assert "Title of src05" in after.sources
    assert before.sources is None or "Title of src05" not in before.sources
    desk.run(
        desk_engine,
        sources.revise,
        who["ed"],
        "src05",
        desk.changed_source(title="Renamed", url="https://new.example"),
    )
    assert "“Renamed”" in row_of(desk_engine, "TALE-1").sources
    assert "https://new.example" in row_of(desk_engine, "TALE-1").source_addresses
    desk.run(desk_engine, evidence.withdraw, who["ann"], added, WithdrawalDraft(reason="Not so", version=1))
    assert row_of(desk_engine, "TALE-1").evidence_disputes == before.evidence_disputes
    assert "ann" not in str(row_of(desk_engine, "TALE-1"))
    desk.run(desk_engine, articles.revise, who["ed"], "a-tale", desk.changed_article(names_public=True))
    assert "ann" in row_of(desk_engine, "TALE-1").reviewers
    assert row_of(desk_engine, "TALE-1").reasons.startswith("By the second")


def test_an_open_blind_round_leaves_no_trace(desk_engine):
    who = desk.the_people(desk_engine)
    desk.run(
        desk_engine, articles.revise, who["ed"], "a-tale", desk.changed_article(reviews_required=2, blind_review=True)
    )
    before = row_of(desk_engine, "TALE-3")
    desk.run(desk_engine, reviews.submit, who["ann"], "TALE-3", desk.a_judgement(reason="Nobody sees this yet"))
    assert row_of(desk_engine, "TALE-3") == before
    desk.run(desk_engine, reviews.submit, who["ben"], "TALE-3", desk.a_judgement(reason="Now they do"))
    assert row_of(desk_engine, "TALE-3").reasons == "Now they do\nNobody sees this yet"


def test_hostile_text_is_kept_as_it_is(empty_engine):
    with writing(empty_engine) as session:
        bulk.load(session, OPERATOR, hostile_register.register())
    kept, gathered = both_ways(empty_engine)
    assert kept == gathered
    assert hostile_register.MARK in str(kept)


@for_each("wanted", [{"as_of": "2026-11-22"}, {"style": "apa"}])
def test_rows_are_not_kept_of_another_time_or_in_another_style(seeded_engine, wanted):
    asked = ClaimExport(**wanted)
    with reading(seeded_engine) as session:
        *_, rows = taking.take(session, READER, asked, site="")
    assert rows is None


def test_nor_as_the_desk_itself_sees_them(desk_engine):
    who = desk.the_people(desk_engine)
    with reading(desk_engine) as session:
        *_, internal = taking.take(session, who["ed"], ClaimExport(profile="internal"), site="")
        *_, public = taking.take(session, who["ed"], ClaimExport(), site="")
        assert internal is None
        assert [row.ref for row in public] == ["TALE-1", "TALE-2", "TALE-3"]
