"""Claims marked in a long text, against as many plain searches; and how much of edited texts is found again."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.benchmarks.measuring import medians
from tests.helpers.random_texts import damaged, passages, prose, tally

from factdesk.rules.anchors import Place, Quote, find_all, quote_at
from factdesk.rules.marking import Segment, Span, marked, paragraphs
from factdesk.rules.wording import difference

SIZE = 500_000
EDITS = (20, 100, 300)
TALLIED, TALLIED_SIZE, TALLIES = 100, 20_000, 20
Row = tuple[str, str]


def mark(text: str, quotes: Sequence[Quote]) -> list[list[Segment]]:
    """Find the quotes and cut the text's paragraphs where they stand, as the reading view and an import do."""
    return marked(paragraphs(text), spans(find_all(text, quotes)))


def spans(places: Sequence[Place]) -> list[Span]:
    """Give the stretches that were found."""
    return [
        Span(f"TALE-{number}", 1, place.start, place.end)
        for number, place in enumerate(places, start=1)
        if place.start is not None and place.end is not None
    ]


def anchored(_folder: Path, number: int, seconds: float) -> list[Row]:
    """Measure marking: all quotes as they stand, and half of them reworded; then what becomes of edited texts."""
    chance = Random(number)
    text = prose(chance, SIZE)
    quotes = [quote_at(text, *passage) for passage in passages(chance, text, number)]
    half = [damaged(chance, quote) if at % 2 else quote for at, quote in enumerate(quotes)]
    rewritten = text.replace(" ba ", " gone ")
    taken = medians(
        {
            "exact": lambda: mark(text, quotes),
            "half": lambda: mark(text, half),
            "plain": lambda: [text.find(quote.exact) for quote in quotes],
            "difference": lambda: difference(text, rewritten),
        },
        seconds=seconds,
    )
    rows = [
        (f"{number:,} claims in {SIZE:,} characters, {what}: to str.find", _ratio(taken, side, find_all(text, given)))
        for what, side, given in (("as they stand", "exact", quotes), ("half reworded", "half", half))
    ]
    rows.append((f"difference of two texts of {SIZE:,} characters", f"{taken['difference']:.2f} s"))
    return rows + [found(edits) for edits in EDITS]


def _ratio(taken: dict[str, float], side: str, places: Sequence[Place]) -> str:
    states = ", ".join(f"{count:,} {state}" for state, count in Counter(place.state for place in places).items())
    times = taken[side] / taken["plain"]
    return f"{times:.1f} ({taken[side]:.2f} s to {taken['plain']:.2f} s; {states})"


def found(edits: int) -> Row:
    """Say what becomes of passages when a text is edited at random."""
    counted = sum((tally(Random(seed), TALLIED_SIZE, TALLIED, edits) for seed in range(TALLIES)), Counter[str]())
    right, changed = counted["changed, right"], counted["changed, right"] + counted["changed, wrong"]
    lost = counted["lost, there"]
    total = counted.total() - counted["lost, gone"]
    return (
        f"{edits} edits of {TALLIED_SIZE:,} characters, {total:,} passages",
        f"{right / changed:.1%} of {changed} changed placed right; lost {lost / total:.1%}",
    )
