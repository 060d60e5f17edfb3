"""Names made of titles: the slug of an article's address, and the prefix of its claims."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import count

LONGEST_SLUG, LONGEST_PREFIX, MOST_INITIALS, LETTERS_OF_ONE_WORD = 80, 10, 6, 4
NO_SLUG, NO_PREFIX = "article", "ART"
"""For titles without any Latin letter."""
_UNCOMPOSED = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "\u0131": "i",
        "ħ": "h",
        "ŋ": "n",
    }
)
"""Latin letters that Unicode does not take apart into a plain one and a mark."""
_APOSTROPHES = re.compile("['\u2019\u2018\u02bc`]")


def slug_of(title: str) -> str:
    """Give a title as small ASCII letters and digits joined by hyphens."""
    slug = "-".join(_words(title))
    if len(slug) > LONGEST_SLUG:
        slug = slug[: LONGEST_SLUG + 1].rpartition("-")[0] or slug[:LONGEST_SLUG]
    return slug or NO_SLUG


def prefix_of(title: str) -> str:
    """Give the initials of a title's words, or the beginning of its only word, as capital letters."""
    words = [word for word in _words(title) if word[0].isalpha()]
    if len(words) == 1:
        return words[0][:LETTERS_OF_ONE_WORD].upper()
    return "".join(word[0] for word in words[:MOST_INITIALS]).upper() or NO_PREFIX


def free_slug(title: str, taken: Callable[[str], bool]) -> str:
    """Give the slug of a title, or the first of slug-2, slug-3 … that is not taken."""
    slug = slug_of(title)
    return next(name for name in _numbered(slug, "-") if not taken(name))


def free_prefix(title: str, taken: Callable[[str], bool]) -> str:
    """Give the prefix of a title, or the first with a number after it that is not taken."""
    return next(name for name in _numbered(prefix_of(title), "") if not taken(name))


def _numbered(name: str, between: str) -> Iterator[str]:
    yield name
    for number in count(2):
        yield f"{name}{between}{number}"


def _words(title: str) -> list[str]:
    """Give the words of a title in small ASCII letters and digits; what is in other scripts falls away."""
    plain = _APOSTROPHES.sub("", title).casefold().translate(_UNCOMPOSED)
    bare = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.findall("[a-z0-9]+", bare)
