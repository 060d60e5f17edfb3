"""The sentences of a text, by sentencex, each within its paragraph."""

import re

import sentencex

FALLBACK = "en"
"""English rules part any text at its full stops, those of Chinese and Arabic too."""
_PARAGRAPH = re.compile(r"(?:.+\n?)+")


def sentences(text: str, language: str | None) -> list[tuple[int, int]]:
    """Give where each sentence of a text in normal form begins and ends (excluded), in code points, without blanks.

    They are in order, do not overlap, and none crosses a blank line. `language` is a BCP 47 tag; of a language that
    sentencex does not know, or of none, the rules are those of English.
    """
    spoken = (language or FALLBACK).split("-")[0].lower()
    found: list[tuple[int, int]] = []
    for paragraph in _PARAGRAPH.finditer(text):
        for boundary in sentencex.get_sentence_boundaries(spoken, paragraph[0]):
            words = paragraph[0][boundary["start_index"] : boundary["end_index"]]
            start = paragraph.start() + boundary["start_index"] + len(words) - len(words.lstrip())
            if words.strip():
                found.append((start, start + len(words.strip())))
    return found
