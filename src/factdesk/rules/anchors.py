"""Finding a quote again in a text: exact, moved, changed or lost; never a guess that looks like a find.

Offsets are code points, the end excluded. The selectors are those of the Web Annotation Data Model
(https://www.w3.org/TR/annotation-model/#text-quote-selector).

The law. At every place where the quote stands word for word, so much of its recorded prefix and suffix agrees: as
many code points as are the same from the quote outwards, without a gap.

exact    at just one place all of both agrees.
moved    at no place all agrees, and at one place more agrees than at any other: in sum, and on neither side fewer
         letters than at any other place. Quote and what agrees hold at least ENOUGH letters together, a Han character
         or a syllable counted thrice. The place begins and ends where words do, and no other place, be its words a
         little different, is likelier or as likely.
changed  something like the quote stands at one place; rules/likeness.py says how like it must be, and how far ahead.
lost     nothing is like it, or several places are equally like; so too where all agrees at several places.

ENOUGH was measured on 155 articles in several languages: a passage was taken out with its paragraph, and then a
look-alike met the rest of this law for 2 in 1,000 passages of 32 to 39 letters, and 8 in 1,000 of 24 to 31.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from factdesk.errors import Invalid
from factdesk.rules.likeness import Finder
from factdesk.rules.units import weight
from factdesk.vocabulary import AnchorState

CONTEXT, MOST_CONTEXT = 32, 1024
FULL = 100
"""The score of a place that is the very quote."""
ENOUGH = 32
MOST_PLACES = 200
"""A quote that stands word for word at more places than these is looked for by likeness alone."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage by its words and the words around it (TextQuoteSelector)."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote was found, and how like it that place is, from 0 to 100; lost, it has no start and end."""

    state: AnchorState
    start: int | None
    end: int | None
    score: int


LOST = Place(AnchorState.LOST, None, None, 0)


def find_all(text: str, quotes: Sequence[Quote]) -> list[Place]:
    """Find each quote in a text."""
    finder = Finder(text, (part for quote in quotes for part in (quote.exact, quote.prefix, quote.suffix)))
    return [_find(text, quote, finder) for quote in quotes]


def find(text: str, quote: Quote) -> Place:
    """Find a quote in a text."""
    return find_all(text, [quote])[0]


def occurrences(text: str, quote: Quote) -> list[tuple[int, int]]:
    """Give every place where the quote stands between its prefix and its suffix, overlapping ones too."""
    first = len(quote.prefix)
    whole = quote.prefix + quote.exact + quote.suffix
    return [(at + first, at + first + len(quote.exact)) for at in _all(text, whole)]


def quote_at(text: str, start: int, end: int) -> Quote:
    """Describe a passage with as much of its surroundings as makes it the only one of its kind.

    Raises Invalid where the range is empty or outside the text, or the passage reads the same elsewhere.
    """
    if not 0 <= start < end <= len(text):
        raise Invalid("This passage is not part of the text.", place="start")
    reach = CONTEXT
    while reach <= MOST_CONTEXT:
        quote = Quote(text[start:end], text[max(0, start - reach) : start], text[end : end + reach])
        if len(list(islice(_all(text, quote.prefix + quote.exact + quote.suffix), 2))) == 1:
            return quote
        reach *= 2
    raise Invalid("This passage reads the same elsewhere in the text, with the same words around it.", place="start")


def described(text: str, quote: Quote, place: Place) -> dict[str, Any]:
    """Give what is kept of a quote and the place it was found at, by the names of an anchor's columns.

    Where the quote stands word for word, its surroundings are those of this text from now on.
    """
    kept = quote
    if place.start is not None and place.end is not None and text[place.start : place.end] == quote.exact:
        try:
            kept = quote_at(text, place.start, place.end)
        except Invalid:
            kept = quote
    return {"exact": kept.exact, "prefix": kept.prefix, "suffix": kept.suffix, "start": place.start, "end": place.end,
            "state": place.state, "score": place.score}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Standing:
    """A place where a quote stands word for word, and how much of its surroundings agrees there."""

    at: int
    before: int
    after: int
    letters_before: int
    letters_after: int

    def beats(self, other: "_Standing") -> bool:
        """Say whether more agrees here than at another place, and on neither side fewer letters."""
        return (
            self.before + self.after > other.before + other.after
            and self.letters_before >= other.letters_before
            and self.letters_after >= other.letters_after
        )


def _find(text: str, quote: Quote, finder: Finder) -> Place:
    length = len(quote.exact)
    whole = list(islice(_all(text, quote.prefix + quote.exact + quote.suffix), 2))
    if not length or len(whole) > 1:
        return LOST
    if whole:
        start = whole[0] + len(quote.prefix)
        return Place(AnchorState.EXACT, start, start + length, 100)
    places = list(islice(_all(text, quote.exact), MOST_PLACES + 1))
    if len(places) > MOST_PLACES:
        places = []
    likely = finder.find(quote.exact, quote.prefix, quote.suffix, places)
    if not likely:
        return LOST
    moved = _moved(text, quote, places)
    if moved and (moved.at, moved.at + length) == (likely.start, likely.end):
        return _placed(moved, quote)
    return Place(AnchorState.CHANGED, likely.start, likely.end, min(99, round(likely.score)))


def _moved(text: str, quote: Quote, places: Sequence[int]) -> _Standing | None:
    standing = [_standing(text, quote, at) for at in places]
    best = max(standing, key=lambda one: one.before + one.after, default=None)
    if best is None or not all(best.beats(one) for one in standing if one is not best):
        return None
    enough = weight(quote.exact) + best.letters_before + best.letters_after >= ENOUGH
    return best if enough else None


def _placed(moved: _Standing, quote: Quote) -> Place:
    """Score an unchanged quote by the share of it and its recorded surroundings that is unchanged."""
    length = len(quote.exact)
    same, all_of_it = length + moved.before + moved.after, length + len(quote.prefix) + len(quote.suffix)
    return Place(AnchorState.MOVED, moved.at, moved.at + length, min(99, 100 * same // all_of_it))


def _standing(text: str, quote: Quote, at: int) -> _Standing:
    end = at + len(quote.exact)
    before = _same(quote.prefix[::-1], text[max(0, at - len(quote.prefix)) : at][::-1])
    after = _same(quote.suffix, text[end : end + len(quote.suffix)])
    return _Standing(
        at, before, after, weight(quote.prefix[len(quote.prefix) - before :]), weight(quote.suffix[:after])
    )


def _same(one: str, other: str) -> int:
    """Count the code points that two texts have in common from their beginning."""
    return next((at for at, (mine, theirs) in enumerate(zip(one, other, strict=False)) if mine != theirs),
                min(len(one), len(other)))  # fmt: skip


def _all(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)
