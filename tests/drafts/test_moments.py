from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from tests.helpers.rows import for_each

from factdesk.drafts.moments import Moment, end_of, in_words, moment_of, written

MOMENT = TypeAdapter(Moment)
TIMES = st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  the strategy wants it so


@for_each(
    ("given_", "normal", "words"),
    [
        ("2026-11-22", "2026-11-22", "22 November 2026"),
        (" 2026-11-22 ", "2026-11-22", "22 November 2026"),
        ("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z", "22 November 2026, 10:00 UTC"),
        ("2026-11-22t10:00z", "2026-11-22T10:00:00Z", "22 November 2026, 10:00 UTC"),
        ("2026-11-22 10:00:05+00:00", "2026-11-22T10:00:05Z", "22 November 2026, 10:00:05 UTC"),
        ("2026-11-22T10:00:00 00:00", "2026-11-22T10:00:00Z", "22 November 2026, 10:00 UTC"),
        ("2026-11-22T10:00:00.500Z", "2026-11-22T10:00:00.5Z", "22 November 2026, 10:00:00 UTC"),
    ],
)
def test_a_moment_is_written_in_one_form(given_, normal, words):
    assert MOMENT.validate_python(given_) == normal
    assert MOMENT.validate_python(normal) == normal
    assert in_words(normal) == words


@for_each(
    "given_",
    ["", "yesterday", "2026", "2026-11", "2026-13-01", "2026-02-30", "2026-11-22T25:00:00Z", "2026-11-22T10:00:00",
     "2026-11-22T10:00:00+01:00", "22 November 2026", "\uff12026-11-22", "2026-11-22\x00",
     "2026-11-22T10:00:00.1234567Z"],
)  # fmt: skip
def test_what_is_no_moment_is_refused(given_):
    with pytest.raises(ValidationError):
        MOMENT.validate_python(given_)


@given(TIMES)
def test_a_time_that_is_written_means_itself(moment):
    text = written(moment)
    assert MOMENT.validate_python(text) == text
    assert moment_of(text) == moment


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_means_its_end(day):
    assert moment_of(MOMENT.validate_python(day.isoformat())) == end_of(day)


def test_the_end_of_a_day_is_its_last_microsecond():
    assert end_of(date(2026, 2, 3)) == datetime(2026, 2, 3, 23, 59, 59, 999999, tzinfo=UTC)
