"""No page costs more as the register grows; `python -m tests.drills plans` asks the same of 100,000 claims."""

from collections.abc import Iterator

import pytest
from tests.drills.plans import SMALL, Site, flaws_of, laws_of, no_plan_walks_or_sorts_what_grows, site_with
from tests.helpers.rows import for_each
from tests.helpers.sql_watch import watched

LARGE = 5_000


@pytest.fixture(scope="module")
def small(databases) -> Iterator[Site]:
    with site_with(databases, SMALL) as site:
        yield site


@pytest.fixture(scope="module")
def large(databases) -> Iterator[Site]:
    with site_with(databases, LARGE) as site:
        yield site


@pytest.mark.slow
def test_a_walk_and_a_sort_are_found(large):
    walks = "SELECT ref FROM claim, article ORDER BY statement, article.title"
    looks_up = "SELECT * FROM claim WHERE id = 7"
    with watched(large.engine) as sent, large.engine.connect() as connection:
        for statement in (walks, looks_up):
            connection.exec_driver_sql(statement).all()
    found = flaws_of(large.engine, sent)
    assert list(found) == [walks]
    assert len(found[walks]) >= 2


@pytest.mark.slow
@pytest.mark.engines("sqlite")
def test_no_plan_walks_what_grows_where_there_is_little_yet(small):
    """SQLite plans by the indexes and not by the rows, so that a walk shows at any size."""
    assert no_plan_walks_or_sorts_what_grows(small, small)


@pytest.mark.slow
@pytest.mark.engines("sqlite")
@for_each("law", laws_of("sqlite"))
def test_no_page_costs_more_steps_in_a_larger_register(small, large, law):
    assert law(small, large)


@pytest.mark.slow
@pytest.mark.engines("postgresql")
@for_each("law", laws_of("postgresql"))
def test_no_page_touches_more_in_a_larger_register(large, law):
    assert law(large, large)  # none of these looks at a small one
