from types import SimpleNamespace

import pytest
from tests.helpers.rows import for_each

from factdesk.drafts.filters import read
from factdesk.drafts.marks import MarkFilter, ReadingFilter
from factdesk.errors import Invalid
from factdesk.vocabulary import ClaimType, Confidence, Hedge, Verdict

SURE = SimpleNamespace(verdict=Verdict.SUPPORTED, confidence=Confidence.HIGH, type=ClaimType.FACT, hedge=Hedge.ASSERTED)
OPEN = SimpleNamespace(verdict=Verdict.UNREVIEWED, confidence=None, type=ClaimType.CAUSAL, hedge=Hedge.RUMOURED)


@for_each(
    ("asked", "sure", "unsure"),
    [
        ({}, True, True),
        ({"verdict": ["supported", "mixed"]}, True, False),
        ({"confidence": ["none"]}, False, True),
        ({"confidence": ["none", "high"]}, True, True),
        ({"confidence_min": "high"}, True, False),
        ({"confidence_min": "very_high"}, False, False),
        ({"type": ["causal"], "hedge": ["asserted"]}, False, False),
        ({"verdict": [""], "hedge": ""}, True, True),
    ],
)
def test_a_claim_matches_what_is_asked(asked, sure, unsure):
    wanted = read(MarkFilter, asked)
    assert (wanted.matches(SURE), wanted.matches(OPEN)) == (sure, unsure)
    assert wanted.narrows() == (not (sure and unsure) or asked.get("confidence") == ["none", "high"])


def test_one_filter_can_be_left_out():
    wanted = read(MarkFilter, {"verdict": ["mixed"], "confidence_min": "high"})
    assert not wanted.matches(SURE)
    assert wanted.matches(SURE, without="verdict")
    assert read(MarkFilter, {"confidence_min": "high"}).matches(OPEN, without="confidence")


def test_a_moment_or_a_layout_narrows_nothing():
    wanted = read(ReadingFilter, {"as_of": "2026-01-01", "layout": "outline"})
    assert not wanted.narrows()
    assert wanted.pairs() == [("as_of", "2026-01-01"), ("layout", "outline")]


@for_each("asked", [{"q": "a"}, {"verdict": ["maybe"]}, {"layout": "upside-down"}, {"as_of": "soon"}])
def test_what_is_no_filter_is_refused(asked):
    with pytest.raises(Invalid):
        read(ReadingFilter, asked)
