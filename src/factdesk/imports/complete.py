"""A complete register coming in: its file read row by row, restored whole, and verified before it is kept."""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import ijson
from pydantic import ValidationError

from factdesk.access import Actor
from factdesk.commands import complete
from factdesk.database.transaction import WriteSession
from factdesk.errors import Invalid
from factdesk.queries import verification
from factdesk.shapes.facts import COMPLETE_LAYOUT, Facts

BEGINS = b'{"complete":'


def is_complete(beginning: bytes) -> bool:
    """Say whether a file that begins so is a complete register of ours, however it is spaced."""
    return b"".join(beginning[:64].split()).startswith(BEGINS)


def facts(file: BinaryIO, name: str) -> Facts:
    """Read what a file says of itself; raises Invalid for what is none of ours."""
    file.seek(0)
    found = next(_items(file, "facts", name), None)
    try:
        read = Facts.model_validate(found)
    except ValidationError as cause:
        raise Invalid(f"{name} does not say what it holds.", place="facts") from cause
    file.seek(0)
    layout = next(_items(file, "complete", name), None)
    if layout != COMPLETE_LAYOUT:
        raise Invalid(
            f"{name} has the layout {str(layout)[:20]}; this program reads {COMPLETE_LAYOUT}.", place="complete"
        )
    return read


def accept(session: WriteSession, actor: Actor, file: BinaryIO, name: str) -> int:
    """Restore the register of a file and give the number of its claims.

    Raises Invalid, naming the place, where a row cannot be stored or the whole does not verify, and what
    `commands.complete.restore` raises; the caller's transaction is then undone.
    """
    file.seek(0)
    number = complete.restore(session, actor, _rows(file, name))
    first, found = "", 0
    for problem in verification.problems(session):  # to the end, so that every cursor is read out
        first, found = first or problem, found + 1
    if found:
        raise Invalid(f"{name} does not verify ({found:,} found wrong): {first}", place=name)
    return number


def _rows(file: BinaryIO, name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for number, item in enumerate(_items(file, "rows.item", name), start=1):
        table, row = (item.get("table"), item.get("row")) if isinstance(item, dict) else (None, None)
        if not isinstance(table, str) or not isinstance(row, dict):
            raise Invalid(f"{name}, row {number:,}: it does not name a table and a row.", place=f"row {number}")
        yield table, row


def _items(file: BinaryIO, where: str, name: str) -> Iterator[Any]:
    try:
        yield from ijson.items(file, where, use_float=True)
    except (ijson.JSONError, UnicodeDecodeError) as cause:
        why = " ".join(str(cause).split())[:120]
        raise Invalid(f"{name} is not readable JSON, or not whole: {why}.", place=name) from cause
