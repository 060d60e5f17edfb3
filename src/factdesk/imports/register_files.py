"""A published register of ours as JSON: whether a text is one, and what it holds; quick to load, without a database."""

import json
from typing import Any

from factdesk.errors import Invalid
from factdesk.imports.found import Register

PARTS = ("articles", "claims", "sources")


def holds(text: str) -> bool:
    """Say whether a text of JSON looks like a register, however it is spaced, and even if one part is missing."""
    parts = sum(f'"{part}"' in text for part in ("facts", *PARTS))
    return text.lstrip().startswith("{") and parts >= len(PARTS)


def read(text: str, name: str) -> Register:
    """Read the parts of a register; raises Invalid, naming the file, where one is missing."""
    try:
        found = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as cause:
        raise Invalid(f"{name} is not readable JSON: {cause}.", place=name) from cause
    if missing := next((part for part in PARTS if part not in found), None):
        raise Invalid(f"{name} is no register: it has no {missing}.", place=missing)
    return Register(name, {part: found[part] for part in PARTS})


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that is given twice: the first would be lost in silence."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)[:80]} is given twice")
    return found
