"""The scale between false and true, and how each verdict is drawn: the one table that every picture reads.

The scale lies beside a claim and stands up in the strip of an article. Nothing hangs on colour: a verdict has its sign,
its side of the line and its filling.
"""

from dataclasses import dataclass
from enum import StrEnum

from factdesk.vocabulary import NOT_JUDGED, Confidence, Stance, Verdict

ENDS = ("false", "true")
MIDDLE = 50
PLACE = dict(zip(Confidence, (8, 29, MIDDLE, 71, 92), strict=True))
"""Where each level stands, in hundredths of the way from false to true."""


class Filling(StrEnum):
    """How half of a mark is drawn."""

    FULL = "full"
    HOLLOW = "hollow"
    DASHED = "dashed"


class Dot(StrEnum):
    """How the point on the scale is drawn, with its sign in a line of text."""

    FULL = "full"
    HALF = "half"
    HOLLOW = "hollow"


DOT_SIGNS = {Dot.FULL: "●", Dot.HALF: "◐", Dot.HOLLOW: "○"}


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a verdict is drawn: its sign, what its mark has above and below the line, and its point on the scale."""

    sign: str
    above: Filling | None
    below: Filling | None
    dot: Dot


DRAWN = {
    Verdict.SUPPORTED: Drawing("✓", Filling.FULL, None, Dot.FULL),
    Verdict.MIXED: Drawing("◐", Filling.FULL, Filling.HOLLOW, Dot.HALF),
    Verdict.DISPUTED: Drawing("✕", None, Filling.FULL, Dot.FULL),
    Verdict.UNVERIFIABLE: Drawing("?", Filling.DASHED, Filling.DASHED, Dot.HOLLOW),
    Verdict.UNREVIEWED: Drawing("○", Filling.HOLLOW, Filling.HOLLOW, Dot.HOLLOW),
}
AS_VERDICT = {Stance.SUPPORTS: Verdict.SUPPORTED, Stance.DISPUTES: Verdict.DISPUTED}
"""Evidence for a claim is drawn as what is supported, evidence against it as what is disputed."""

_STEP = 2
"""Signs from one level to the next in a line of text."""
_RADIUS, _HALO = 5.5, 7.5


def in_words(level: Confidence | None) -> str:
    """Say where a claim stands between false and true: Evidence strongly against."""
    return level.evidence if level else NOT_JUDGED


def with_label(level: Confidence | None) -> str:
    """Say the same with the stored level's label beside it, for documents that travel."""
    return f"{in_words(level)} (confidence that the claim is true: {level.label.lower()})" if level else NOT_JUDGED


def band(verdict: Verdict, level: Confidence | None) -> tuple[int, int] | None:
    """Give where the band from the middle to a claim's place begins and ends; None where it has none."""
    if level is None or DRAWN[verdict].dot is Dot.HOLLOW or PLACE[level] == MIDDLE:
        return None
    return min(PLACE[level], MIDDLE), max(PLACE[level], MIDDLE)


def as_text(verdict: Verdict, level: Confidence | None) -> str:
    """Draw the scale as a line of text: false ●━━━┃──── true."""
    middle = _STEP * Confidence.MODERATE.rank
    cells = ["─"] * middle + ["┃"] + ["─"] * middle
    if level:
        at = _STEP * level.rank
        if band(verdict, level):
            between = range(min(at, middle) + 1, max(at, middle))
            cells = ["━" if place in between else cell for place, cell in enumerate(cells)]
        cells[at] = DOT_SIGNS[DRAWN[verdict].dot]
    return f"{ENDS[0]} {''.join(cells)} {ENDS[1]}"


def as_svg(verdict: Verdict, level: Confidence | None) -> str:
    """Draw the scale without its ends; a style sheet gives size and ink, words beside it say the same."""
    parts = [
        '<svg class="track" width="104" height="15" aria-hidden="true" focusable="false">',
        '<line class="axis" x2="100%" y1="50%" y2="50%"/>',
        f'<line class="middle" x1="{MIDDLE}%" x2="{MIDDLE}%" y2="100%"/>',
    ]
    found = band(verdict, level)
    if found:
        parts.append(f'<line class="band" x1="{found[0]}%" x2="{found[1]}%" y1="50%" y2="50%"/>')
    if level:
        dot = DRAWN[verdict].dot
        half = f'<path d="M0-{_RADIUS}a{_RADIUS} {_RADIUS} 0 0 0 0 {2 * _RADIUS}z"/>' if dot is Dot.HALF else ""
        parts.append(
            f'<svg x="{PLACE[level]}%" y="50%" overflow="visible"><g class="dot {dot}">'
            f'<circle class="halo" r="{_HALO}"/><circle class="ring" r="{_RADIUS}"/>{half}</g></svg>'
        )
    return "".join([*parts, "</svg>"])
