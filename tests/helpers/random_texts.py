"""Texts made up by seeded chance, and edits of them that remember where every character came from."""

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from tests.helpers.story_in_scripts import SAYINGS

from factdesk.errors import Invalid
from factdesk.rules.anchors import Place, Quote, find_all, quote_at
from factdesk.vocabulary import AnchorState

NEW = -1
"""The origin of a character that an edit wrote."""
_SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in ("a", "e", "i", "o", "u", "an", "er", "is")]
_EDITS = ("insert", "delete", "move", "duplicate", "replace", "replace")


def prose(chance: Random, size: int, *, every_script: bool = False) -> str:
    """Write paragraphs of sentences whose words are as uneven as those of a language."""
    words = ["".join(chance.choices(_SYLLABLES, k=chance.choice((1, 2, 2, 3, 4)))) for _ in range(6_000)]
    sums = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    paragraphs: list[str] = []
    written = 0
    while written < size:
        sentences = [
            " ".join(chance.choices(words, cum_weights=sums, k=chance.randint(6, 28))).capitalize() + "."
            for _ in range(chance.randint(1, 6))
        ]
        if every_script and chance.random() < 0.3:
            sentences.append(_shuffled(chance, chance.choice(list(SAYINGS.values()))))
        paragraphs.append(" ".join(sentences))
        written += len(paragraphs[-1]) + 2
    return "\n\n".join(paragraphs)[:size]


def _shuffled(chance: Random, saying: str) -> str:
    if " " in saying:
        return " ".join(chance.sample(saying.split(" "), saying.count(" ") + 1))
    return "".join(chance.sample(saying, len(saying)))


def passages(chance: Random, text: str, number: int, *, longest: int = 220) -> list[tuple[int, int]]:
    """Choose passages that begin and end at blanks and can be told apart."""
    chosen: list[tuple[int, int]] = []
    while len(chosen) < number:
        start = text.find(" ", chance.randrange(len(text) - 2 * longest)) + 1
        end = text.find(" ", start + chance.randint(20, longest))
        if 0 < start < end:
            try:
                quote_at(text, start, end)
            except Invalid:
                continue
            chosen.append((start, end))
    return chosen


@dataclass(frozen=True)
class Edited:
    """A text after edits, with the offset in the first text of each of its characters."""

    text: str
    origins: list[int]


def edited(chance: Random, text: str, edits: int) -> Edited:
    """Insert, delete, move, duplicate and replace words and passages at random places."""
    characters, origins = list(text), list(range(len(text)))
    for _ in range(edits):
        edit = chance.choice(_EDITS)
        long = edit in {"move", "duplicate"} or chance.random() < 0.1
        start = _blank(characters, chance.randrange(len(characters) or 1))
        end = _blank(characters, start + (chance.randint(40, 400) if long else chance.randint(1, 20)))
        taken = characters[start:end], origins[start:end]
        if edit in {"delete", "move", "replace"}:
            del characters[start:end], origins[start:end]
        if edit in {"move", "duplicate"}:
            start = _blank(characters, chance.randrange(len(characters) or 1))
        elif edit != "delete":
            new = list("".join(chance.choices([" " + one for one in _SYLLABLES], k=chance.randint(1, 5))))
            taken = new, [NEW] * len(new)
        if edit != "delete":
            characters[start:start], origins[start:start] = taken
    return Edited("".join(characters), origins)


def damaged(chance: Random, quote: Quote) -> Quote:
    """Replace one word in eight of a quote."""
    words = quote.exact.split(" ")
    for _ in range(max(1, len(words) // 8)):
        words[chance.randrange(len(words))] = "".join(chance.choices(_SYLLABLES, k=3))
    return Quote(" ".join(words), quote.prefix, quote.suffix)


def _blank(characters: list[str], at: int) -> int:
    while at < len(characters) and not characters[at].isspace():
        at += 1
    return min(at, len(characters))


def right(place: Place, passage: tuple[int, int], text: Edited) -> bool:
    """Say whether more than half of a place, and of what stands there of the passage, is the passage itself."""
    if place.start is None or place.end is None:
        return False
    own = {origin for origin in text.origins[place.start : place.end] if passage[0] <= origin < passage[1]}
    return 2 * len(own) > place.end - place.start and 2 * len(own) > len(_best(passage, text))


def _best(passage: tuple[int, int], text: Edited) -> set[int]:
    """Give the characters of the passage that stand in the one stretch of its length that holds most of them."""
    length = passage[1] - passage[0]
    inside = [at for at, origin in enumerate(text.origins) if passage[0] <= origin < passage[1]]
    best: set[int] = set()
    low = 0
    for high, at in enumerate(inside):
        while at - inside[low] >= length:
            low += 1
        if high + 1 - low > len(best):
            best = {text.origins[one] for one in inside[low : high + 1]}
    return best


def gone(passage: tuple[int, int], text: Edited) -> bool:
    """Say whether no stretch holds even half of the passage."""
    return 2 * len(_best(passage, text)) < passage[1] - passage[0]


def tally(chance: Random, size: int, number: int, edits: int) -> Counter[str]:
    """Edit a text and count how its passages were found: state, and right, wrong, or gone from the text."""
    text = prose(chance, size, every_script=True)
    chosen = passages(chance, text, number)
    quotes: list[Quote] = [quote_at(text, *passage) for passage in chosen]
    after = edited(chance, text, edits)
    counted: Counter[str] = Counter()
    for passage, place in zip(chosen, find_all(after.text, quotes), strict=True):
        if place.state is AnchorState.LOST:
            counted["lost, gone" if gone(passage, after) else "lost, there"] += 1
        else:
            counted[f"{place.state}, {'right' if right(place, passage, after) else 'wrong'}"] += 1
    return counted
