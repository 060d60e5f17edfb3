"""The complete register, row by row: what moves house with it.

Left behind is what concerns one place only (sign-ins, links, passwords, leases, uploads, requests done once) and
what is an index: it is made anew from the rows.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from factdesk.access import Actor, Right, require
from factdesk.database.transaction import ReadSession
from factdesk.facts.snapshots import CHUNK, MOVED, moved_columns


def rows(session: ReadSession, actor: Actor) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every row that moves, with the name of its table: parents first, then the audit chain and its head.

    Raises NotSignedIn or Forbidden without the right, at once.
    """
    require(actor, Right.MOVE_REGISTER)
    return _rows(session)


def _rows(session: ReadSession) -> Iterator[tuple[str, dict[str, Any]]]:
    for table in MOVED:
        query = sa.select(*moved_columns(table)).order_by(*table.primary_key.columns)
        for row in session.connection().execute(query.execution_options(yield_per=CHUNK)).mappings():
            yield table.name, dict(row)
