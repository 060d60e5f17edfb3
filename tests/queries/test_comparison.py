from collections import Counter

import pytest
from tests.helpers import large_register
from tests.helpers.rows import for_each

from factdesk.access import READER
from factdesk.database.transaction import reading
from factdesk.drafts.filters import ClaimFilter
from factdesk.queries import claims, comparison, statistics
from factdesk.vocabulary import Confidence

FILTERS = ({}, {"verdict": ("supported",)}, {"topic": ("Algeria", "security")}, {"q": "ransom"}, {"gap": 2})


def both(session, wanted):
    return [row for row in claims.every(session, READER, wanted) if row.computed and row.confidence]


@for_each("given", FILTERS)
def test_it_counts_the_claims_that_have_both(read, given):
    wanted = ClaimFilter(**given)
    rows, found = both(read, wanted), comparison.find(read, READER, wanted)
    far = Counter(row.gap for row in rows)
    assert found.claims == len(rows)
    assert (found.alike, found.within_one) == (far[0], far[0] + far[1])
    assert found.apart == len(rows) - far[0] - far[1] == len(comparison.apart(read, READER, wanted))
    assert found == statistics.find(read, READER, wanted).comparison


def test_the_example_is_as_the_docs_print_it(read):
    found = comparison.find(read, READER, ClaimFilter())
    assert [line.counts for line in found.table.lines] == [
        [3, 3, 0, 0, 0], [0, 4, 2, 0, 0], [0, 3, 4, 1, 0], [0, 0, 5, 1, 0], [0, 0, 1, 3, 10]
    ]  # fmt: skip
    assert (round(found.rho, 3), round(found.tau, 3)) == (0.893, 0.817)
    (one,) = comparison.apart(read, READER, ClaimFilter())
    assert (one.ref, one.computed, one.reviewed, one.gap) == ("MDS-9", "very_high", "moderate", 2)


def test_a_wider_gap_asked_for_is_kept(read):
    assert comparison.apart(read, READER, ClaimFilter(gap=3)) == []


@pytest.mark.slow
def test_of_many_far_apart_the_first_are_named(databases, monkeypatch):
    monkeypatch.setattr(comparison, "MOST_NAMED", 5)
    with databases.opened("empty") as engine:
        large_register.fill(engine, 600)
        with reading(engine) as session:
            named = comparison.apart(session, READER, ClaimFilter())
            rows = [row for row in both(session, ClaimFilter()) if row.gap >= 2]
            assert comparison.find(session, READER, ClaimFilter()).apart == len(rows) > 5
    assert [one.ref for one in named] == [row.ref for row in rows[:5]]


def test_nothing_matches(read):
    found = comparison.find(read, READER, ClaimFilter(topic=("nothing of the kind",)))
    assert (found.claims, found.rho, found.tau) == (0, None, None)
    assert len(found.table.lines) == len(Confidence)
