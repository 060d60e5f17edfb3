"""The lines of a printed page back to paragraphs: by the space between them, their edges, their size and their ends."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

WIDER = 1.25
"""A space between two lines that many times the usual one parts paragraphs."""
OTHER_SIZE = 0.1
"""Letters so much smaller or larger belong to another paragraph: a heading."""
INDENT = 0.7
"""An edge moved by so many times the size of the letters is moved on purpose."""
ROOM = 0.93
"""A line that the next one's first word would have left shorter than this share of a full one had room for it."""
VERY_SHORT = 0.5
"""A line shorter than this share of a full one, with room for more, ends its paragraph even without a full stop."""
_ITEM = re.compile(r"(?:[•‣◦▪●■–—*·\uf0b7-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S")
_ENDS = re.compile("[.!?:;…\u3002\uff01\uff1f\uff1a\uff1b\u061f\u06d4\u0964][\"'”’»)\\]\u300d\u300f]*$")
_UNSPACED = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\U00020000-\U0003ffff]")
_HYPHENATED = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_BLANKS = re.compile(r"[ \t\u00a0]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its words, its left edge and its base, and the size of its letters, all in points."""

    text: str
    page: int
    left: float
    base: float
    size: float


def paragraphs_of(lines: Sequence[Line]) -> list[str]:
    """Give the paragraphs of a document's lines, in order."""
    tidy = [
        Line(_BLANKS.sub(" ", line.text).strip(), line.page, line.left, line.base, line.size)
        for line in lines
        if line.text.strip()
    ]
    if not tidy:
        return []
    usual, full = _usual_step(tidy), _full_length(tidy)
    hyphenated = Counter(re.findall(r"\w+(?:-\w+)+", " ".join(line.text for line in tidy)))
    found: list[list[Line]] = [[tidy[0]]]
    for above, line in pairwise(tidy):
        if _parted(found[-1], above, line, usual=usual, full=full):
            found.append([])
        found[-1].append(line)
    return [_joined([line.text for line in paragraph], hyphenated) for paragraph in found]


def _usual_step(lines: Sequence[Line]) -> float:
    """Give the commonest step from line to line, in sizes of their letters."""
    steps = [
        (above.base - line.base) / line.size
        for above, line in pairwise(lines)
        if above.page == line.page and line.size and 0 < above.base - line.base < line.size * 3
    ]
    if not steps:
        return 0
    rounded = Counter(round(step, 1) for step in steps)
    return min(step for step, times in rounded.items() if times >= max(rounded.values()) / 2)


def _full_length(lines: Sequence[Line]) -> float:
    lengths = sorted(len(line.text) for line in lines)
    return median(lengths[len(lengths) // 2 :])


def _parted(paragraph: Sequence[Line], above: Line, line: Line, *, usual: float, full: float) -> bool:
    """Say whether a line begins a paragraph of its own."""
    size = max(above.size, line.size)
    if _ITEM.match(line.text) or abs(above.size - line.size) > OTHER_SIZE * size:
        return True
    ended = _ENDS.search(above.text) is not None
    if above.page != line.page or line.base > above.base + size:  # the next page, or the next column
        return ended or not (line.text[0].islower() or _UNSPACED.match(line.text[0]) or _hyphen(above, line))
    if usual and above.base - line.base > usual * line.size * WIDER:
        return True
    moved = (line.left - above.left) / size if size else 0
    if moved > INDENT and not _ITEM.match(above.text):
        return True
    if moved < -INDENT and len(paragraph) > 1:
        return True
    first = 1 if _UNSPACED.match(line.text) else len(line.text.split(" ")[0]) + 1
    had_room = len(above.text) + first < full * ROOM
    return had_room and (ended or len(above.text) < full * VERY_SHORT)


def _hyphen(above: Line, line: Line) -> bool:
    return _HYPHENATED.search(above.text) is not None and line.text[0].islower()


def _joined(lines: Sequence[str], hyphenated: Counter[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        broken, rest = _HYPHENATED.search(text), _FIRST_WORD.match(line)
        if broken and rest and (rest[0][0].islower() or (broken[1] + rest[0]).isupper()):
            kept = text[-1] == "-" and f"{broken[1]}-{rest[0]}" in hyphenated
            text = text + line if kept else text[:-1] + line
        elif _UNSPACED.match(text[-1]) and _UNSPACED.match(line):
            text += line
        else:
            text = f"{text} {line}"
    return text
