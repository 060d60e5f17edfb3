"""What changed between two texts: paragraph by paragraph, and word by word within those that were reworded.

What is kept and what was added, read in order, is the new text; what is kept and what was removed the old one. Each
paragraph of either stands in just one line of the difference; a blank line parts them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from factdesk.rules.alignment import Pair, aligned, gaps, rising, shared
from factdesk.rules.units import Splitter

BREAK = "\n\n"
ALIKE = 0.4
"""Two paragraphs that share this part of their words are one that was reworded."""
MOST_WORDS, MOST_HOLDING, MOST_ALIKE = 12, 100, 3
"""The rarest words of a paragraph, each in so many others at most, say which of those are compared with it."""
MOST_PAIRED = 20_000
"""More paragraphs than these at a stretch are not looked at for rewording: no article has so many."""
_BETWEEN = re.compile(r"\s+|\S")


class Wording(StrEnum):
    """What became of a paragraph, or of words in it; of a changed paragraph some words are others."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that follow each other: kept, added or removed."""

    wording: Wording
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of either text or of both, with its number, from 1, in each."""

    wording: Wording
    runs: tuple[Run, ...]
    before: int | None
    after: int | None


def difference(old: str, new: str) -> list[Paragraph]:
    """Compare two texts; what was removed comes before what was added in its place."""
    before, after = (text.split(BREAK) if text else [] for text in (old, new))
    lines: list[Paragraph] = []
    for first, second in _paired(before, after):
        if second is None and first is not None:
            lines.append(_whole(Wording.REMOVED, before[first], first, None))
        elif first is None and second is not None:
            lines.append(_whole(Wording.ADDED, after[second], None, second))
        elif first is not None and second is not None:
            if before[first] == after[second]:
                lines.append(_whole(Wording.SAME, before[first], first, second))
            else:
                runs = tuple(reworded(before[first], after[second]))
                lines.append(Paragraph(Wording.CHANGED, runs, first + 1, second + 1))
    return lines


def reworded(old: str, new: str) -> list[Run]:
    """Compare two paragraphs word by word."""
    splitter = Splitter((old, new))
    before, after = _tokens(splitter, old), _tokens(splitter, new)
    runs: list[Run] = []
    removed = added = ""
    for first, second in aligned(before, after):
        kept = before[first] if first is not None and second is not None else ""
        if kept and not ((removed or added) and kept.isspace()):
            runs += _parted(removed, added)
            removed = added = ""
            if runs and runs[-1].wording is Wording.SAME:
                runs[-1] = Run(Wording.SAME, runs[-1].text + kept)
            else:
                runs.append(Run(Wording.SAME, kept))
        else:
            removed += before[first] if first is not None else ""
            added += after[second] if second is not None else ""
    return runs + list(_parted(removed, added))


def _parted(removed: str, added: str) -> Iterator[Run]:
    """Give what was removed and what was added, and apart what both end with in blanks."""
    kept = removed[len(removed.rstrip()) :] if removed and added else ""
    if not added.endswith(kept):
        kept = ""
    end = -len(kept) if kept else None
    texts = (Wording.REMOVED, removed[:end]), (Wording.ADDED, added[:end]), (Wording.SAME, kept)
    return (Run(wording, text) for wording, text in texts if text)


def _whole(wording: Wording, text: str, before: int | None, after: int | None) -> Paragraph:
    numbers = (None if number is None else number + 1 for number in (before, after))
    return Paragraph(wording, (Run(wording, text),), *numbers)


def _tokens(splitter: Splitter, text: str) -> list[str]:
    """Cut a text into words, blanks and single other characters; joined they are the text."""
    tokens: list[str] = []
    last = 0
    for start, end in splitter.split(text).places:
        tokens += _BETWEEN.findall(text, last, start)
        tokens.append(text[start:end])
        last = end
    return tokens + _BETWEEN.findall(text, last)


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    """Give every paragraph of both texts, in order: the same and the reworded ones in pairs, the others alone."""
    same = shared(old, new)
    splitter = Splitter((*old, *new))
    pairs = list(same)
    for (first, second), (end, stop) in gaps(same, len(old), len(new)):
        alike = _alike(splitter, old[first:end], new[second:stop])
        pairs += [(first + one, second + other) for one, other in alike]
    pairs.sort()
    for (first, second), (end, stop) in gaps(pairs, len(old), len(new)):
        yield from ((at, None) for at in range(first, end))
        yield from ((None, at) for at in range(second, stop))
        if end < len(old) and stop < len(new):
            yield end, stop


def _alike(splitter: Splitter, old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pair each new paragraph with the old one that shares most of its words, where that is enough."""
    if not old or not new or len(old) + len(new) > MOST_PAIRED:
        return []
    words = [Counter(splitter.split(text).folded) for text in old]
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for at, counted in enumerate(words):
        for word in counted:
            holding[word].append(at)
    pairs: list[tuple[int, int]] = []
    for at, text in enumerate(new):
        mine = Counter(splitter.split(text).folded)
        rarest = sorted((holding[word] for word in mine if word in holding), key=len)[:MOST_WORDS]
        votes = Counter(one for olds in rarest if len(olds) <= MOST_HOLDING for one in olds)
        likest = max(((_likeness(mine, words[one]), -one) for one, _ in votes.most_common(MOST_ALIKE)), default=(0, 0))
        if likest[0] >= ALIKE:
            pairs.append((-likest[1], at))
    return rising(pairs)


def _likeness(mine: Counter[str], other: Counter[str]) -> float:
    return 2 * (mine & other).total() / (mine.total() + other.total())
