from collections import Counter

import pytest
from tests.helpers import large_register, with_drafts
from tests.helpers.rows import for_each
from tests.helpers.sql_watch import watched

from factdesk.access import READER, Actor
from factdesk.database.transaction import reading
from factdesk.drafts.filters import ClaimFilter
from factdesk.queries import claims, counting, statistics
from factdesk.queries.matching import match
from factdesk.vocabulary import Confidence, Credibility, Reliability, Role, Stance, Verdict

REVIEWER = Actor(id=1, name="reviewer", role=Role.REVIEWER)
FILTERS = (
    {}, {"verdict": ("mixed",)}, {"verdict": ("mixed", "disputed"), "topic": ("security", "governance")},
    {"confidence_min": "moderate"}, {"q": "ransom"}, {"gap": 1}, {"withdrawn": "yes"}, {"after": "2020-01-01"},
    {"topic": ("nothing of the kind",)},
)  # fmt: skip


def numbers(table):
    """Give the numbers of a table that are not nought by row and column."""
    return {
        (line.value, column.value): number
        for line in table.lines
        for column, number in zip(table.columns, line.counts, strict=True)
        if number
    }


def by_hand(whole):
    """Count claims one by one."""
    verdicts, topics, articles, origins, grades, months, compared = (Counter() for _ in range(7))
    for claim in whole:
        verdict = str(claim.verdict)
        verdicts[verdict, str(claim.confidence or "none")] += 1
        articles[claim.article, verdict] += 1
        topics.update((topic, verdict) for topic in claim.topics or ["none"])
        origins[str(min(claim.origins.supports, 6)), "for"] += 1
        origins[str(min(claim.origins.disputes, 6)), "against"] += 1
        pieces = [one for one in claim.evidence if one.withdrawn_reason is None and one.stance is not Stance.CONTEXT]
        grades.update({(str(one.source.reliability), str(one.credibility)) for one in pieces})
        given = [one for one in claim.reviews if one.verdict is not Verdict.UNREVIEWED]
        months.update({(f"{one.created_at:%Y-%m}", "claims") for one in given})
        if claim.computed and claim.confidence:
            compared[str(claim.computed), str(claim.confidence)] += 1
    return [dict(one) for one in (verdicts, topics, articles, origins, grades, months, compared)]


def shown(found):
    return [
        numbers(table)
        for table in (found.verdicts, found.topics, found.articles, found.origins, found.grades, found.months,
                      found.comparison.table)
    ]  # fmt: skip


@for_each("given", FILTERS)
def test_every_table_holds_what_is_counted_by_hand(read, given):
    wanted = ClaimFilter(**given)
    whole = list(claims.every(read, READER, wanted))
    found = statistics.find(read, READER, wanted)
    assert shown(found) == by_hand(whole)
    assert (found.claims, found.counted_all) == (len(whole), True)


def test_the_rows_and_columns_are_the_words_in_their_order(read):
    found = statistics.find(read, READER, ClaimFilter())
    assert [line.value for line in found.verdicts.lines] == [*Verdict]
    assert [column.value for column in found.verdicts.columns] == [*Confidence, "none"]
    assert [line.value for line in found.grades.lines] == [*Reliability]
    assert [column.value for column in found.grades.columns] == [*Credibility]
    totals = [sum(line.counts) for line in found.topics.lines]
    assert totals == sorted(totals, reverse=True)


@pytest.fixture(scope="module")
def large(databases):
    with databases.opened("empty") as engine:
        large_register.fill(engine, 600)
        yield engine


@pytest.mark.slow
@for_each("viewer", [READER, REVIEWER])
@for_each("withdrawn", ["no", "yes"])
def test_the_kept_numbers_are_those_that_looking_through_gives(large, viewer, withdrawn):
    wanted = ClaimFilter(withdrawn=withdrawn)
    with reading(large) as session:
        kept = statistics.find(session, viewer, wanted)
        # Everything was changed after the year 2000, so this leaves all claims, and reads no kept number.
        through = statistics.find(session, viewer, ClaimFilter(withdrawn=withdrawn, after="2000-01-01"))
    assert kept == through
    assert (kept.claims > 500) == (withdrawn == "no")


def test_the_most_frequent_topics_are_shown_and_that_there_are_more_is_said(large):
    with reading(large) as session:
        found = statistics.find(session, READER, ClaimFilter())
        whole = list(claims.every(session, READER, ClaimFilter()))
    counted = Counter(topic for claim in whole for topic in claim.topics)
    rows = [line for line in found.topics.lines if line.value != "none"]
    assert len(rows) == statistics.MOST_LINES
    assert found.topics.left_out
    assert [sum(line.counts) for line in rows] == [number for _, number in counted.most_common(15)]
    assert found.topics.lines[-1].value == "none"
    assert not found.articles.left_out


def test_nothing_that_grows_is_read_for_the_whole_register(large):
    with watched(large) as sent, reading(large) as session:
        statistics.find(session, READER, ClaimFilter())
    read = " ".join(one.statement.lower() for one in sent)
    assert "from term" in read
    assert "from claim" not in read
    assert "posting" not in read


def test_where_counting_stops_it_is_said(large, monkeypatch):
    for room in (counting, statistics):
        monkeypatch.setattr(room, "COUNT_REACH", 10)
    with reading(large) as session:
        found = statistics.find(session, READER, ClaimFilter(after="2000-01-01"))
    assert (found.claims, found.counted_all) == (10, False)
    assert sum(numbers(found.verdicts).values()) == 10


def test_readers_count_no_drafts(databases):
    with databases.opened("empty") as engine:
        with_drafts.load(engine)
        with reading(engine) as session:
            for wanted in (ClaimFilter(), ClaimFilter(after="2000-01-01")):
                found = statistics.find(session, READER, wanted)
                assert found.claims == found.total == 2
                assert with_drafts.TRACE not in found.model_dump_json()
                assert statistics.find(session, REVIEWER, wanted).claims == 4


def test_an_empty_register_gives_empty_tables(empty_engine):
    with reading(empty_engine) as session:
        found = statistics.find(session, READER, ClaimFilter())
        assert shown(found) == [{}] * 7
        assert match(session, READER, ClaimFilter()).impossible()
    assert found.claims == 0
    assert found.comparison.rho is None


def test_the_months_run_on_from_the_first_to_the_last():
    table = statistics._months({"2025-11": 2, "2026-02": 1})
    assert [(line.value, *line.counts) for line in table.lines] == [
        ("2025-11", 2), ("2025-12", 0), ("2026-01", 0), ("2026-02", 1)
    ]  # fmt: skip
    long = statistics._months({"2020-01": 1, "2026-02": 1})
    assert (len(long.lines), long.lines[-1].value, long.left_out) == (36, "2026-02", True)
    assert statistics._months({}).lines == []
