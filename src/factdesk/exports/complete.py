"""The complete register as JSON, for moving house: the facts, then every row with its table, one a line.

Written as the audit chain writes rows, so that the same register gives the same bytes on every engine.
"""

from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from factdesk.rules.chain import canonical
from factdesk.shapes.facts import COMPLETE_LAYOUT, Facts


def write(facts: Facts, rows: Iterable[tuple[str, Mapping[str, Any]]], file: BinaryIO) -> None:
    """Write one JSON object: `complete` (the layout), `facts`, and `rows` of `table` and `row`."""
    file.write(f'{{"complete":{COMPLETE_LAYOUT},\n"facts":'.encode() + facts.model_dump_json().encode())
    file.write(b',\n"rows":[')
    between = b"\n"
    for table, row in rows:
        file.write(between + canonical({"table": table, "row": row}).encode())
        between = b",\n"
    file.write(b"\n]}\n")
