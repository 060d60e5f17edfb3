"""Reading a file to import in a process of its own: what it holds comes back as JSON, a line for each row."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from factdesk.errors import Invalid
from factdesk.imports.found import Found, Reference, Register, Row, Table
from factdesk.readers.limits import MEMORY, SECONDS
from factdesk.readers.process import Limits, TooLong, TooMuch, answering

MODULE = "factdesk.imports"
OF_A_PAGE: Final = Limits(SECONDS, MEMORY)
OF_A_COMMAND: Final = Limits(1_800, 8 * 1024 * 1024 * 1024)
"""Whoever holds the command line brings what they know: hundreds of thousands of rows, registers of 200 MB."""


def read(data: bytes, name: str, limits: Limits) -> Found:
    """Read a file as `kinds.read` does.

    Raises Invalid also where that takes more time or memory than the limits give, and Clash where so many others are
    being read that its turn did not come.
    """
    try:
        with answering(MODULE, {"name": name}, data, limits) as lines:
            return _understood((json.loads(line) for line in lines), name)
    except TooLong as late:
        raise Invalid(f"{name} takes longer than {limits.seconds:g} seconds to read.", place=name) from late
    except TooMuch as more:
        raise Invalid(f"{name} needs more memory or time to read than such a file should.", place=name) from more


def told(found: Found | Invalid) -> Iterator[bytes]:
    """Give the lines of the answer: what kind of thing it is, then a line for each row or reference."""
    for one in _parts(found):
        yield json.dumps(one).encode() + b"\n"


def _parts(found: Found | Invalid) -> Iterator[Any]:
    if isinstance(found, Invalid):
        yield {"refused": found.sentence, "place": found.place}
    elif isinstance(found, Table):
        yield {"table": found.columns, "defused": found.defused, "lined": found.lined}
        for row in found.rows:
            names = tuple(row.cells)
            yield row.number, None if names == found.columns else names, list(row.cells.values())
    elif isinstance(found, Register):
        yield {"register": dict(found.parts)}
    else:
        yield {"references": len(found)}
        for one in found:
            yield one.place, one.fields
    yield {"end": True}


def _understood(lines: Iterable[Any], name: str) -> Found:
    given = iter(lines)
    first = next(given, None)
    if first is None:
        raise TooMuch
    if "refused" in first:
        raise Invalid(str(first["refused"]), place=first["place"])
    found: Found
    if "table" in first:
        columns = tuple(first["table"])
        rows = tuple(
            Row(number, dict(zip(columns if names is None else names, cells, strict=True)))
            for number, names, cells in _to_the_end(given)
        )
        found = Table(name, columns, rows, first["defused"], first["lined"])
    elif "register" in first:
        found = Register(name, first["register"])
        list(_to_the_end(given))
    else:
        found = [Reference(place, fields) for place, fields in _to_the_end(given)]
    return found


def _to_the_end(given: Iterator[Any]) -> Iterator[Any]:
    """Give the lines up to the last, which says that nothing is missing."""
    for one in given:
        if isinstance(one, dict):
            return
        yield one
    raise TooMuch
