"""Cursors: where the next page begins, written so that it fits an address and is checked when it comes back."""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from factdesk.drafts.filters import Sort
from factdesk.errors import Invalid

_VALUES = {Sort.ARTICLE: (int,), Sort.RELEVANCE: (int,), Sort.NEWEST: (datetime, int)}
_OTHERWISE = (int, int)


def write(sort: Sort, values: Sequence[Any]) -> str:
    """Write the values of a page's last row as a cursor of this order."""
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps([sort.value, *plain]).encode()).rstrip(b"=").decode()


def read(cursor: str | None, sort: Sort) -> list[Any] | None:
    """Read a cursor of this order; raises Invalid for one that is none of ours."""
    if cursor is None:
        return None
    values: list[Any]
    try:
        of, *values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if sort is Sort.NEWEST:
            values[0] = datetime.fromisoformat(values[0]).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        of, values = None, []
    kinds = tuple(type(value) for value in values)
    in_range = all(0 <= value < 2**63 for value in values if isinstance(value, int))
    if of != sort.value or kinds != _VALUES.get(sort, _OTHERWISE) or not in_range:
        raise Invalid("The cursor is not one of this register’s, or belongs to another order.", place="cursor")
    return values
