"""Folding text to index words: the one way on every engine, so that a search finds the same claims everywhere.

A word is a run of letters and digits, in lower case, without accents (Unicode NFKD, combining marks dropped). Han,
kana and hangul count by the character, as they are written without spaces. A query holds phrases: words, "words in
quotation marks", and prefixes ending in an asterisk. All must be found; of those that OR joins one will do; what
stands after a minus or NOT must not be found.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from factdesk.errors import Invalid

FIELD_GAP = "\ue000"
"""A word nobody can ask for; it stands between two texts so that no phrase runs across them."""

LONGEST_WORD = 100
MOST_PHRASES = 32
# Decomposed, a hangul syllable is a leading consonant (U+1100 to U+115F) with a vowel and perhaps a final one.
_BY_CHARACTER = re.compile("[\u1100-\u115f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_REST_OF_SYLLABLE = re.compile("[\u1160-\u11ff]")
_ASCII_WORD = re.compile("[a-z0-9]+")
# A minus leaves out where a word begins with it, and a letter or a quotation mark follows: Al-Qaeda and -5 are words.
_QUERY_PART = re.compile(r'(?:(?<!\S)(-)(?="|[^\W\d_]))?(?:"([^"]*)"?|(\S+))')
_OR, _NOT = "OR", "NOT"


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and where it stands in the text, in code points, end excluded."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words that must follow each other; the last may be only the beginning of a word."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for: of each group one phrase at least, and none of those to leave out."""

    groups: tuple[tuple[Phrase, ...], ...]
    without: tuple[Phrase, ...] = ()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """Every phrase that may be found."""
        return tuple(phrase for group in self.groups for phrase in group)


@lru_cache(maxsize=65_536)
def _folded(character: str) -> tuple[str, bool]:
    """Fold one character to its letters and digits, and say whether it is a mark on the one before it."""
    decomposed = unicodedata.normalize("NFKD", character)
    bare = "".join(part for part in decomposed if not unicodedata.combining(part))
    folded = unicodedata.normalize("NFKD", bare.casefold())
    letters = "".join(part for part in folded if part.isalnum()).casefold()
    return letters, unicodedata.category(character).startswith("M")


def words_in(text: str) -> Iterator[Word]:
    """Give the words of a text with their places; a longer word than LONGEST_WORD is cut for the index."""
    run, start, end, alone = "", 0, 0, False
    for at, character in enumerate(text):
        letters, mark = _folded(character)
        if run and not letters and not mark:
            yield Word(run[:LONGEST_WORD], start, end)
            run = ""
        for letter in letters:
            first = _BY_CHARACTER.match(letter) is not None
            if run and (first or (alone and not _REST_OF_SYLLABLE.match(letter))):
                yield Word(run[:LONGEST_WORD], start, end)
                run = ""
            if not run:
                start, alone = at, first
            run, end = run + letter, at + 1
        if run:
            end = at + 1
    if run:
        yield Word(run[:LONGEST_WORD], start, end)


def fold(text: str) -> list[str]:
    """Give the folded words of a text in order: those of `words_in`, the plain ones found quicker."""
    if text.isascii():
        return _plain_words(text)
    words: list[str] = []
    for part in text.split():  # no word runs across a blank
        words += _plain_words(part) if part.isascii() else [word.text for word in words_in(part)]
    return words


def _plain_words(text: str) -> list[str]:
    words: list[str] = _ASCII_WORD.findall(text.lower())
    return words if len(text) <= LONGEST_WORD else [word[:LONGEST_WORD] for word in words]


def fold_all(texts: Iterable[str | None]) -> list[str]:
    """Give the words of several texts in order, with a gap between the texts that no phrase crosses."""
    words: list[str] = []
    for text in texts:
        if text:
            words.extend(fold(text))
            words.append(FIELD_GAP)
    return words


def parse_query(query: str) -> Query:
    """Read what a person typed into a search box.

    OR and NOT count between two terms only, in capitals; OR joins the terms right beside it. Raises Invalid when
    nothing to look for is in it, when OR joins what is to be left out, or when there is far too much.
    """
    parts = [
        (sign, quoted or bare, bare, tuple(fold(quoted or bare))) for sign, quoted, bare in _QUERY_PART.findall(query)
    ]
    parts = [part for part in parts if part[-1]]
    groups: list[list[Phrase]] = []
    without: list[Phrase] = []
    operator, left_out = "", False
    for at, (sign, text, bare, words) in enumerate(parts):
        if bare in (_OR, _NOT) and not (sign or operator) and 0 < at < len(parts) - 1:
            operator = bare
            continue
        phrase = Phrase(words, prefix=bool(bare) and text.endswith("*"))
        joined, before, left_out = operator == _OR, left_out, bool(sign) or operator == _NOT
        if joined and (before or left_out):
            raise Invalid("OR joins words to look for; a word to leave out cannot stand beside it.", place="q")
        if joined:
            groups[-1].append(phrase)
        elif left_out:
            without.append(phrase)
        else:
            groups.append([phrase])
        operator = ""
    if not groups:
        told = "only says what to leave out; say also what to look for" if without else "has no letters or digits in it"
        raise Invalid(f"The search {told}.", place="q")
    if len(without) + sum(map(len, groups)) > MOST_PHRASES:
        raise Invalid(f"The search has more than {MOST_PHRASES} words and phrases.", place="q")
    return Query(tuple(map(tuple, groups)), tuple(without))


def hits(text: str, phrases: Sequence[Phrase]) -> list[tuple[int, int]]:
    """Give the stretches of a text that a query finds, in code points, in order and not overlapping."""
    words = list(words_in(text))
    found: set[int] = set()
    for phrase in phrases:
        for first in range(len(words) - len(phrase.words) + 1):
            if _stands_at(words, first, phrase):
                found.update(range(first, first + len(phrase.words)))
    stretches: list[tuple[int, int]] = []
    for index in sorted(found):
        start, end = words[index].start, words[index].end
        if stretches and index - 1 in found and not text[stretches[-1][1] : start].strip():
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    return stretches


def _stands_at(words: Sequence[Word], first: int, phrase: Phrase) -> bool:
    *before, last = phrase.words
    if any(words[first + offset].text != word for offset, word in enumerate(before)):
        return False
    end = words[first + len(before)].text
    return end.startswith(last) if phrase.prefix else end == last
