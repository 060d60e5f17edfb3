"""Claims of a table: what each row would change, before anything does, and then all of it or nothing.

A table of ours comes back by `ref` and `version`: cells of what an editor writes are read, all others (verdicts,
counts, citations) belong to reviews and evidence and are not. Any other table makes new claims of one article.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from factdesk.access import Actor, Right, require
from factdesk.commands import claims as writing
from factdesk.commands.telling import Tell, silent
from factdesk.database.transaction import ReadSession, WriteSession
from factdesk.drafts.reading import FieldsRefused, read
from factdesk.drafts.writing import ClaimChangeDraft, NewClaimDraft
from factdesk.errors import Clash, Invalid
from factdesk.imports.columns import FIELDS, LISTS, column_of, named_columns
from factdesk.imports.found import Row, Table
from factdesk.queries import alike, articles, claims
from factdesk.rules.cells import plain
from factdesk.rules.texts import lines
from factdesk.shapes.claims import ClaimRow
from factdesk.vocabulary import ClaimType, Hedge

DEFAULTS = {"hedge": Hedge.ASSERTED, "type": ClaimType.FACT}


@dataclass(frozen=True, slots=True)
class Asked:
    """How a table is to be read: the article of its new claims, which column is which field, and why words change."""

    into: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    statement_change: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a row would change of a claim: field, old and new text."""

    row: int
    ref: str
    fields: tuple[tuple[str, str, str], ...]
    draft: ClaimChangeDraft


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be taken, with its column where one is at fault, and why."""

    row: int
    column: str | None
    reason: str


@dataclass(slots=True, kw_only=True)
class Plan:
    """What a table would come to. `read` says which column is which field, `unread` which are not read at all.

    `there` are rows whose statement a claim of the article has already, with its ref; they are left out.
    """

    name: str
    into: str | None
    read: dict[str, str]
    unread: tuple[str, ...]
    added: list[tuple[int, NewClaimDraft]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    unchanged: int = 0
    there: list[tuple[int, str]] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Count what would be stored."""
        return len(self.added) + len(self.changed)

    @property
    def refused_in_words(self) -> str:
        """Say where the first refusal is, and why."""
        first = self.refused[0]
        at = f"row {first.row}" + (f", column {first.column}" if first.column else "")
        return f"{at}: {first.reason.rstrip('.')} ({len(self.refused):,} refused in all)"


def plan(session: ReadSession, actor: Actor, table: Table, asked: Asked) -> Plan:
    """Say what each row would come to; nothing is written.

    Raises Forbidden without the right, and Invalid where the table as a whole cannot be read as claims.
    """
    require(actor, Right.WRITE)
    ours = {"ref", "version"} <= set(table.columns)
    named = named_columns(table, asked.mapping, ours=ours)
    if "statement" not in named.values():
        raise Invalid(
            f"{table.name}: no column holds the statement of a claim: choose one (--map COLUMN=statement). "
            f"Columns: {', '.join(column[:40] for column in table.columns[:40])}.",
            place="statement",
        )
    if asked.into is not None:
        articles.get(session, actor, asked.into, outlined=False)
    known = {*named, "ref", "version"} if ours else set(named)
    made = Plan(name=table.name, into=asked.into, read=named,
                unread=tuple(column for column in table.columns if column not in known))  # fmt: skip
    refs = [row.cells["ref"].strip() for row in table.rows] if ours else []
    present = claims.by_ref(session, actor, [ref for ref in refs if ref])
    for row in table.rows:
        try:
            _take(made, table, row, named, asked, present if ours else None)
        except FieldsRefused as refusal:
            made.refused += [
                Refused(row.number, column_of(named, place), told) for place, told in refusal.errors.items()
            ]
        except Invalid as refusal:
            made.refused.append(Refused(row.number, refusal.place, refusal.sentence))
    _refuse_twice(made, table, refs)
    _leave_out(session, actor, made)
    return made


def accept(session: WriteSession, actor: Actor, made: Plan, tell: Tell = silent) -> list[str]:
    """Store what was planned, in the transaction given; gives the refs of new claims, and tells how far it came.

    Raises Clash if a row was refused, and what the commands raise if the register has changed since.
    """
    require(actor, Right.WRITE)
    if made.refused:
        raise Clash("Nothing was stored, because some rows were refused.")
    for change in made.changed:
        writing.revise(session, actor, change.ref, change.draft)
        tell(1)
    if not made.added:
        return []
    if made.into is None:
        raise Clash("New claims need the article they belong to.")
    return writing.add_all(session, actor, made.into, [draft for _, draft in made.added], tell)


def _leave_out(session: ReadSession, actor: Actor, made: Plan) -> None:
    """Leave out the new claims that the article has already, so that a file brought twice adds nothing twice."""
    if made.into is None or not made.added:
        return
    there = alike.by_statement(session, actor, made.into, {draft.statement for _, draft in made.added})
    made.there = [(row, there[draft.statement]) for row, draft in made.added if draft.statement in there]
    made.added = [(row, draft) for row, draft in made.added if draft.statement not in there]


def _take(
    made: Plan,
    table: Table,
    row: Row,
    named: Mapping[str, str],
    asked: Asked,
    present: Mapping[str, ClaimRow] | None,
) -> None:
    """Add to the plan what one row would come to; raises Invalid where it cannot be taken."""
    ours = present is not None
    defused, lined = ours and table.defused, ours or table.lined
    values = {
        name: _value(name, row.cells.get(column, ""), defused=defused, lined=lined) for column, name in named.items()
    }
    ref = row.cells["ref"].strip() if present is not None else ""
    if not ref:
        if asked.into is None:
            raise Invalid("a new claim needs its article: choose one (--into SLUG).", place="ref")
        given = DEFAULTS | {name: value for name, value in values.items() if value not in ("", [])}
        made.added.append((row.number, read(NewClaimDraft, given)))
        return
    claim = (present or {}).get(ref)
    if claim is None:
        raise Invalid(f"there is no claim {ref[:80]} in this register.", place="ref")
    change = _change(row, claim, values, asked)
    if change is None:
        made.unchanged += 1
    else:
        made.changed.append(change)


def _change(row: Row, claim: ClaimRow, values: Mapping[str, object], asked: Asked) -> Change | None:
    """Give what a row changes of a claim; None if nothing."""
    now = {name: getattr(claim, name) for name in FIELDS}
    sent = now | dict(values) | {"version": row.cells["version"].strip()}
    if asked.statement_change:
        sent["statement_change"] = asked.statement_change
    draft = read(ClaimChangeDraft, sent | ({"reason": asked.reason} if asked.reason else {}))
    fields = tuple(
        (name, _shown(now[name]), _shown(getattr(draft, name))) for name in FIELDS
        if _shown(now[name]) != _shown(getattr(draft, name))
    )  # fmt: skip
    if not fields:
        return None
    told = "; ".join(f"{name} is “{old}” now, “{new}” here" for name, old, new in fields)
    if draft.version != claim.version:
        which = f"this is version {draft.version}, it is version {claim.version} now"
        raise Invalid(f"{claim.ref} was changed since: {which}; {told}.", place="version")
    if claim.withdrawn_reason is not None:
        raise Invalid(f"{claim.ref} was withdrawn.", place="ref")
    if any(name == "statement" for name, _, _ in fields):
        if draft.statement_change is None:
            raise Invalid(
                "the statement changes: say if it mends a typo or changes the meaning (--edit typo, --edit meaning).",
                place="statement",
            )
        if draft.reason is None:
            raise Invalid("a changed statement needs a reason (--reason).", place="statement")
    return Change(row.number, claim.ref, fields, draft)


def _value(name: str, cell: str, *, defused: bool, lined: bool) -> object:
    """Give a cell as its field is read: lists by lines, others as people type them."""
    cell = cell.replace("\r\n", "\n")
    cell = plain(cell) if defused else cell
    if lined and name in LISTS:
        return [part for part in lines(cell) if part.strip()]
    return cell.strip()


def _shown(value: object) -> str:
    if value is None:
        return ""
    return "\n".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _refuse_twice(made: Plan, table: Table, refs: Sequence[str]) -> None:
    """Refuse a claim that stands in two rows: nobody can say which is meant."""
    seen: dict[str, int] = {}
    for row, ref in zip(table.rows, refs, strict=False):
        if ref and ref in seen:
            made.refused.append(Refused(row.number, "ref", f"{ref[:80]} stands in row {seen[ref]} already."))
        seen.setdefault(ref, row.number)
