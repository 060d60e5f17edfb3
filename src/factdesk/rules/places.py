"""Places in a text: its paragraphs, and the words around a range. Offsets are code points, the end excluded."""

BREAK = "\n\n"
"""What stands between two paragraphs."""

Range = tuple[int, int]


def paragraphs(text: str) -> list[Range]:
    """Give where each paragraph stands."""
    found, at = [], 0
    for paragraph in text.split(BREAK):
        found.append((at, at + len(paragraph)))
        at += len(paragraph) + len(BREAK)
    return found


def number_at(text: str, start: int) -> int:
    """Give the number of the paragraph, from 1, in which something begins."""
    return text.count(BREAK, 0, start) + 1


def whole_paragraphs(text: str, start: int, end: int) -> Range:
    """Widen a range to the paragraphs it stands in."""
    before, after = text.rfind(BREAK, 0, start), text.find(BREAK, end)
    return (before + len(BREAK) if before >= 0 else 0), (after if after >= 0 else len(text))


def trimmed(text: str, start: int, end: int) -> Range:
    """Narrow a range by the blanks at its ends; a range outside the text is narrowed to what there is of it."""
    words = text[start:end]
    start = min(start, len(text)) + len(words) - len(words.lstrip())
    return start, start + len(words.strip())


def surroundings(text: str, start: int, end: int, *, reach: int) -> tuple[str, str]:
    """Give the words before and after a range, about `reach` code points each, cut between words where it can be."""
    first, last = max(0, start - reach), min(len(text), end + reach)
    before, after = text[first:start], text[end:last]
    if first > 0 and " " in before[:-1]:
        before = before.split(" ", 1)[1]
    if last < len(text) and " " in after[1:]:
        after = after.rsplit(" ", 1)[0]
    return before, after


def standing(text: str, words: str, *, within: Range | None = None) -> list[Range]:
    """Give every place where some words stand, a blank counting for any number of blanks and line breaks.

    `within` narrows the search to a part of the text.
    """
    first, last = within or (0, len(text))
    wanted = words.split()
    if not wanted:
        return []
    found, at = [], text.find(wanted[0], first, last)
    while at >= 0:
        end = _follow(text, at, last, wanted)
        if end is not None:
            found.append((at, end))
        at = text.find(wanted[0], at + 1, last)
    return found


def _follow(text: str, at: int, last: int, wanted: list[str]) -> int | None:
    """Give where the words end that begin at a place, or None where others stand there."""
    for number, word in enumerate(wanted):
        if number:
            blanks = at
            while at < last and text[at].isspace():
                at += 1
            if at == blanks:
                return None
        if not text.startswith(word, at, last):
            return None
        at += len(word)
    return at
