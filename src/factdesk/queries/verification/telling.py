"""How problems are told: some of each kind in full, the others by their number."""

from collections.abc import Iterable, Iterator

MOST_TOLD = 100
"""Problems of one kind that are told one by one; whoever emptied an index did one thing, not a million."""
LONGEST_VALUE = 80


def some_of(problems: Iterable[str], what: str) -> Iterator[str]:
    """Pass on the first of many problems of one kind, then tell how many more there are: so many more `what`."""
    number = 0
    for number, problem in enumerate(problems, start=1):
        if number <= MOST_TOLD:
            yield problem
    if number > MOST_TOLD:
        yield f"There are {number - MOST_TOLD:,} more {what}."


def said(value: object) -> str:
    """Give a value that somebody may have put there as part of a sentence: one line, nothing unseen, not too long."""
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text[:LONGEST_VALUE])
