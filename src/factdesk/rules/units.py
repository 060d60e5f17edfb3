"""A text as the units it is compared by: words, and single characters where a script writes none apart.

A unit is folded (Unicode form, case, accents, marks; nothing between units counts), so that two texts that differ
in white space, quotation marks or the form of their letters alone have the same units. A folded word ends with a
blank, a single character does not: joined, they read as a text again.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

# Thai to Lao, Myanmar, jamo, Khmer, kana to Han, hangul, half-width kana, rarer Han: words without spaces.
_APART = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u115f\u1780-\u17ff\u3040-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_JOINER = "\u200d"
_FLAGS = "[\U0001f1e6-\U0001f1ff]"
_TINTS = "\U0001f3fb-\U0001f3ff"
_MEDIAL = "\u1160-\u11ff"


@lru_cache(maxsize=65_536)
def kind(character: str) -> str:
    """Say what a character is to its unit: "word", "apart", "symbol", "mark" (part of the one before) or ""."""
    category = unicodedata.category(character)
    if category[0] == "M" or category == "Cf" or "\u1160" <= character <= "\u11ff":
        return "mark"
    if character.isalnum():
        return "apart" if _APART.match(character) else "word"
    return "symbol" if category[0] == "S" else ""


@lru_cache(maxsize=65_536)
def folded(unit: str) -> str:
    """Fold a unit; a mark that changes the letter alone (accent, vowel point) is dropped."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", unit).casefold())
    bare = "".join(part for part in plain if not unicodedata.combining(part) and unicodedata.category(part) != "Cf")
    return f"{bare} " if kind(unit[0]) == "word" else bare


@lru_cache(maxsize=65_536)
def _weight(character: str) -> int:
    sort = kind(character)
    if sort == "mark":
        return int(unicodedata.category(character)[0] == "M" and not unicodedata.combining(character))
    return {"word": 1, "apart": 3}.get(sort, 0)


def weight(text: str) -> int:
    """Count the letters, digits and vowel signs of a text; a letter that is a syllable or word counts as three."""
    return sum(map(_weight, text))


class Splitter:
    """Cuts texts of certain characters into units."""

    def __init__(self, texts: Iterable[str]) -> None:
        alphabet: set[str] = set()
        for text in texts:
            alphabet.update(text)
        classes = {"word": "", "apart": "", "symbol": "", "mark": _TINTS + _MEDIAL}
        for character in sorted(alphabet):
            if sort := kind(character):
                classes[sort] += re.escape(character)
        marks, symbols = f"[{classes['mark']}]", f"[{_FLAGS[1:-1]}{classes['symbol']}]"
        parts = [f"{_FLAGS}{{2}}", f"{symbols}{marks}*(?:(?<={_JOINER}){symbols}{marks}*)*"]
        if classes["apart"]:
            parts.insert(0, f"[{classes['apart']}]{marks}*")
        if classes["word"]:
            parts.insert(0, f"[{classes['word']}][{classes['word']}{classes['mark']}]*")
        self._pattern = re.compile("|".join(parts))

    def split(self, text: str) -> "Units":
        """Give the units of a text."""
        return Units([match.span() for match in self._pattern.finditer(text)], text)


class Units:
    """The units of a text: their places in it, what each folds to, and all of that joined."""

    def __init__(self, places: list[tuple[int, int]], text: str) -> None:
        self.places = places
        self.folded = [folded(text[start:end]) for start, end in places]
        self.offsets = [0, *accumulate(map(len, self.folded))]
        self.joined = "".join(self.folded)

    def __len__(self) -> int:
        """Count the units."""
        return len(self.places)

    def read(self, first: int, last: int) -> str:
        """Read the units from the first up to, and without, the last."""
        return self.joined[self.offsets[first] : self.offsets[last]]

    def before(self, first: int, length: int) -> str:
        """Read so many folded characters up to a unit."""
        end = self.offsets[first]
        return self.joined[max(0, end - length) : end]

    def after(self, last: int, length: int) -> str:
        """Read so many folded characters from a unit on."""
        start = self.offsets[last]
        return self.joined[start : start + length]
