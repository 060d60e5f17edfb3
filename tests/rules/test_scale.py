import re
from itertools import product

from tests.helpers.rows import for_each

from factdesk.rules.scale import AS_VERDICT, DRAWN, MIDDLE, PLACE, Dot, as_svg, as_text, band, in_words, with_label
from factdesk.vocabulary import NOT_JUDGED, Confidence, Stance, Verdict

EVERY = list(product(Verdict, [*Confidence, None]))
MIRRORED = dict(zip(Confidence, reversed(Confidence), strict=True))


def test_the_words_are_those_that_readers_were_found_to_understand():
    assert [in_words(level) for level in Confidence] == [
        "Evidence strongly against",
        "Evidence more against than for",
        "Evidence balanced or thin",
        "Evidence more for than against",
        "Evidence strongly for",
    ]
    assert in_words(None) == with_label(None) == NOT_JUDGED
    assert with_label(Confidence.LOW) == "Evidence more against than for (confidence that the claim is true: low)"


def test_every_verdict_has_a_drawing_of_its_own_without_colour():
    assert list(DRAWN) == list(Verdict)
    assert len({drawing.sign for drawing in DRAWN.values()}) == len(Verdict)
    assert len({(drawing.above, drawing.below) for drawing in DRAWN.values()}) == len(Verdict)
    assert AS_VERDICT == {Stance.SUPPORTS: Verdict.SUPPORTED, Stance.DISPUTES: Verdict.DISPUTED}


def test_the_places_mirror_each_other_from_false_to_true():
    assert list(PLACE.values()) == sorted(PLACE.values())
    assert all(PLACE[level] + PLACE[other] == 2 * MIDDLE for level, other in MIRRORED.items())


@for_each(("verdict", "level"), EVERY)
def test_a_line_of_text_and_a_picture_show_the_same_place(verdict, level):
    text, picture = as_text(verdict, level), as_svg(verdict, level)
    cells = text.removeprefix("false ").removesuffix(" true")
    dots = [at for at, cell in enumerate(cells) if cell in "●◐○"]
    places = [int(place) for place in re.findall(r'<svg x="(\d+)%"', picture)]
    assert len(cells) == 9
    assert dots == ([2 * level.rank] if level else [])
    assert places == ([PLACE[level]] if level else [])
    assert ("━" in cells) == ('class="band"' in picture) == (band(verdict, level) is not None)


@for_each(("verdict", "level"), EVERY)
def test_the_band_lies_between_the_middle_and_the_place(verdict, level):
    found = band(verdict, level)
    if level in (None, Confidence.MODERATE) or DRAWN[verdict].dot is Dot.HOLLOW:
        assert found is None
    else:
        assert sorted(found) == list(found) == sorted([MIDDLE, PLACE[level]])


def test_the_strongest_refutation_stands_furthest_to_the_false():
    assert as_text(Verdict.DISPUTED, Confidence.VERY_LOW) == "false ●━━━┃──── true"
    assert as_text(Verdict.MIXED, Confidence.MODERATE) == "false ────◐──── true"
    assert as_text(Verdict.UNVERIFIABLE, Confidence.LOW) == "false ──○─┃──── true"
    assert as_text(Verdict.UNREVIEWED, None) == "false ────┃──── true"
