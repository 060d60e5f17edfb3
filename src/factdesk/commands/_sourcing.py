"""Inserting many new sources under one event, with their publishers, derivations and ties."""

from collections.abc import Sequence

from factdesk.commands._inserting import insert, withdrawal
from factdesk.commands._records import Opened
from factdesk.database.transaction import WriteSession
from factdesk.drafts.register import SourceDraft, TieDraft
from factdesk.facts.rows import ids_by
from factdesk.facts.snapshots import table_of
from factdesk.models import Derivation, Publisher, Source, Tie


def insert_sources(session: WriteSession, opened: Opened, new: Sequence[SourceDraft]) -> dict[str, int]:
    """Insert new sources, and the publishers they name that are not there; give the sources' ids by citekey."""
    names = list(dict.fromkeys(source.publisher for source in new if source.publisher))
    publishers = ids_by(session, Publisher, "name", names)
    unknown = [name for name in names if name not in publishers]
    ids = insert(session, Publisher, opened, [{"name": name} for name in unknown])
    publishers |= dict(zip(unknown, ids, strict=True))
    columns = set(table_of(Source).columns.keys())
    rows = []
    for source in new:
        row = source.model_dump(include=columns)
        row |= {"authors": list(source.authors), "publisher_id": publishers.get(source.publisher or "")}
        rows.append(row | withdrawal(row.get("withdrawn_reason"), opened))
    return dict(zip((source.citekey for source in new), insert(session, Source, opened, rows), strict=True))


def link(
    session: WriteSession,
    opened: Opened,
    new: Sequence[SourceDraft],
    ties: Sequence[TieDraft],
    sources: dict[str, int],
) -> None:
    """Insert what new sources derive from, and the ties that one of them has; `sources` are all ids by citekey."""
    added = {source.citekey for source in new}
    insert(session, Derivation, opened, [
        {"source_id": sources[source.citekey], "parent_id": sources[parent.source], "how": parent.how,
         "note": parent.note}
        for source in new for parent in source.derived_from
    ])  # fmt: skip
    insert(session, Tie, opened, [
        {"a_id": sources[tie.a], "b_id": sources[tie.b], "how": tie.how, "note": tie.note}
        for tie in ties if tie.a in added or tie.b in added
    ])  # fmt: skip
