"""How much of a text stands under claims, sentence by sentence, and what was found about them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from factdesk.vocabulary import Verdict

SHOWN = (Verdict.DISPUTED, Verdict.MIXED, Verdict.UNVERIFIABLE, Verdict.UNREVIEWED, Verdict.SUPPORTED)
"""Least favourable first."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A passage of a claim, in code points, the end excluded, and the claim's verdict."""

    start: int
    end: int
    verdict: Verdict


def coverage(text: str, sentences: Sequence[tuple[int, int]], passages: Iterable[Judged]) -> dict[Verdict | None, int]:
    """Count the sentences under each verdict, and, under None, those under no claim; all are in the answer.

    A sentence under claims of several verdicts counts once, for the least favourable of them, so that a bar never
    looks better than the text. It is under a claim if they share at least one letter or digit; a sentence without
    any is not counted. The sentences are in order and do not overlap.
    """
    counted: dict[Verdict | None, int] = dict.fromkeys((*SHOWN, None), 0)
    waiting = sorted(passages, key=lambda passage: passage.start, reverse=True)
    active: list[Judged] = []
    for start, end in sentences:
        while waiting and waiting[-1].start < end:
            active.append(waiting.pop())
        active = [passage for passage in active if passage.end > start]
        if not _says_something(text[start:end]):
            continue
        found = {one.verdict for one in active if _says_something(text[max(start, one.start) : min(end, one.end)])}
        counted[next((verdict for verdict in SHOWN if verdict in found), None)] += 1
    return counted


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)
