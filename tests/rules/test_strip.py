import re
from dataclasses import dataclass
from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.rows import for_each

from factdesk.rules.strip import FAR, HEIGHT, LINE, MOST_LINKED, SLOT, WIDE, draw, reach
from factdesk.vocabulary import Confidence, Verdict

EVERY = list(product(Verdict, [*Confidence, None]))
NUMBER = r"-?\d+(?:\.\d+)?"


@dataclass(frozen=True)
class Claim:
    ref: str
    paragraph: int | None
    verdict: Verdict
    confidence: Confidence | None


def claims(number, each=6):
    verdicts, levels = list(Verdict), [*Confidence, None]
    return [Claim(f"C-{at}", at // each + 1, verdicts[at % 5], levels[at % 6]) for at in range(number)]


def bars(shape):
    """Give the bars of a shape: their left edge, top, width and height."""
    pattern = rf"M({NUMBER}) ({NUMBER})h({NUMBER})v({NUMBER})h{NUMBER}z"
    return [tuple(float(one) for one in found) for found in re.findall(pattern, shape.path)]


def test_supported_goes_up_and_disputed_down_as_far_as_the_evidence_carries_it():
    up, down = Verdict.SUPPORTED, Verdict.DISPUTED
    assert reach(up, Confidence.VERY_HIGH) == (FAR, 0)
    assert reach(down, Confidence.VERY_LOW) == (0, FAR)
    assert 0 < reach(up, Confidence.HIGH)[0] < FAR
    assert reach(up, Confidence.HIGH) == tuple(reversed(reach(down, Confidence.LOW)))
    for verdict, against in (
        (up, (Confidence.VERY_LOW, Confidence.LOW)),
        (down, (Confidence.HIGH, Confidence.VERY_HIGH)),
    ):
        assert {reach(verdict, level) for level in (*against, Confidence.MODERATE, None)} == {(0, 0)}


def test_mixed_reaches_both_ways_and_is_shifted_by_its_level():
    ups, downs = zip(*(reach(Verdict.MIXED, level) for level in Confidence), strict=True)
    assert min(*ups, *downs) > 0
    assert list(ups) == sorted(ups) == list(reversed(downs))
    assert reach(Verdict.MIXED, None) == reach(Verdict.MIXED, Confidence.MODERATE) == (ups[2], ups[2])


@for_each(("verdict", "level"), EVERY)
def test_a_claim_is_drawn_in_the_ways_of_its_verdict_and_inside_the_picture(verdict, level):
    strip = draw([Claim("C-1", 1, verdict, level)], None)
    ways = {shape.way for shape in strip.shapes}
    stub = {"stub"} if reach(verdict, level) == (0, 0) else {"full"}
    assert ways == {
        Verdict.SUPPORTED: stub, Verdict.DISPUTED: stub, Verdict.MIXED: {"full", "hollow"},
        Verdict.UNVERIFIABLE: {"dashed"}, Verdict.UNREVIEWED: {"ring"},
    }[verdict]  # fmt: skip
    for shape in strip.shapes:
        for x, top, width, height in bars(shape):
            assert 0 <= x < x + width <= SLOT
            assert 0 <= top < top + height <= HEIGHT
            if verdict is Verdict.MIXED:
                assert (top + height <= LINE) == (shape.way == "full")


@for_each("number", [0, 1, 2, 40, 41, 150, 200, 201, 1000])
def test_any_number_of_claims_stands_in_one_row(number):
    strip = draw(claims(number), None)
    assert len(strip.rooms) == number
    assert all(one[0] + one[1] <= other[0] for one, other in pairwise(strip.rooms))
    assert not number or strip.rooms[-1][0] + SLOT == strip.width
    assert strip.linked == (number <= MOST_LINKED)
    drawn = sum(shape.path.count("M") for shape in strip.shapes if shape.way != "hollow")
    assert drawn == number


def test_paragraphs_are_labelled_where_labels_do_not_run_into_each_other():
    few = draw(claims(40), None).stretches
    assert [one.label for one in few] == ["¶ 1", "¶ 2", "¶ 3", "¶ 4", "¶ 5", "¶ 6", "¶ 7"]
    many = draw(claims(1000, each=2), None).stretches
    labelled = [one for one in many if one.label]
    assert len(many) == 500
    assert 10 < len(labelled) < 40
    assert 3 < sum(one.everywhere for one in labelled) < 12
    assert all(one.begins < one.ends <= 100 for one in many)
    starts = [one.begins / 100 * WIDE for one in labelled]
    assert min(after - before for before, after in pairwise(starts)) > 20
    assert all(one.label for one in many if one.everywhere)
    unknown = draw([Claim("C-1", None, Verdict.UNREVIEWED, None)], None).stretches
    assert [one.label for one in unknown] == [None]


@given(st.lists(st.sampled_from([None, 1, 2, 3]), max_size=30))
def test_a_paragraph_begins_where_the_number_changes(numbers):
    strip = draw([Claim(str(at), number, Verdict.MIXED, None) for at, number in enumerate(numbers)], None)
    changes = sum(one != other for one, other in pairwise(numbers))
    assert len(strip.stretches) == (changes + 1 if numbers else 0)


def test_what_a_filter_leaves_out_is_dim():
    three = [Claim(ref, 1, Verdict.SUPPORTED, Confidence.HIGH) for ref in "abc"]
    assert {shape.dim: len(bars(shape)) for shape in draw(three, {"a"}).shapes} == {False: 1, True: 2}
    assert {shape.dim for shape in draw(three, None).shapes} == {False}
