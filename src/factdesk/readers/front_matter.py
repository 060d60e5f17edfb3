"""Front matter: the YAML between two lines of dashes at the beginning of a Markdown file."""

import re
from dataclasses import dataclass
from typing import Any

import yaml

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a text says of itself."""

    title: str | None = None
    author: str | None = None
    date: str | None = None
    language: str | None = None


def parted(text: str) -> tuple[FrontMatter, str]:
    """Part a text from its front matter; what is no YAML mapping belongs to the text."""
    found = _FRONT.match(text)
    if not found:
        return FrontMatter(), text
    try:
        said: Any = yaml.load(found[1], Loader=yaml.BaseLoader)  # noqa: S506  # nosec B506  makes texts, lists, mappings
    except (yaml.YAMLError, RecursionError):
        return FrontMatter(), text
    if not isinstance(said, dict):
        return FrontMatter(), text
    plain = {str(key).strip().lower(): value for key, value in said.items()}

    def first(*keys: str) -> str | None:
        return next((words for key in keys if (words := _words(plain.get(key)))), None)

    return FrontMatter(
        first("title"), first("author", "authors", "byline"), first("date", "published"), first("lang", "language")
    ), text[found.end() :]


def _words(value: object) -> str | None:
    """Give a text, or the texts of a list, or the names in it."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, dict):
        return _words(value.get("name"))
    if isinstance(value, list):
        return ", ".join(words for one in value if not isinstance(one, list) and (words := _words(one))) or None
    return None
