"""Characters as readers see them: a mark neither parts a letter from its accents nor an emoji from its parts.

A plain form of the rules of Unicode's annex 29 (https://www.unicode.org/reports/tr29/), enough for where marks begin
and end: what combines, joiners, variation selectors, skin tones and flags.
"""

import unicodedata

JOINER = "\u200d"
_TONES = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)
_HANGUL = range(0x1160, 0x1200)


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Give the smallest stretch around this one that parts no character as readers see it."""
    while start > 0 and _inside(text, start):
        start -= 1
    while end < len(text) and _inside(text, end):
        end += 1
    return start, end


def _inside(text: str, at: int) -> bool:
    """Say whether a place lies inside a character as readers see it."""
    sign, before = text[at], text[at - 1]
    if sign.isascii():
        return False
    if JOINER in (sign, before) or ord(sign) in _TONES or ord(sign) in _HANGUL:
        return True
    if ord(sign) in _FLAGS:
        return _flags_before(text, at) % 2 == 1
    return unicodedata.category(sign) in ("Mn", "Me", "Mc")


def _flags_before(text: str, at: int) -> int:
    """Count the halves of flags that stand right before a place."""
    first = at
    while first > 0 and ord(text[first - 1]) in _FLAGS:
        first -= 1
    return at - first
