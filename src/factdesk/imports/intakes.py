"""A file on its way in, whatever it holds: planned to be looked at, planned again if need be, stored whole or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from factdesk.access import Actor
from factdesk.commands.telling import Tell, silent
from factdesk.database.transaction import ReadSession, WriteSession
from factdesk.errors import Invalid
from factdesk.imports import claims, registers, sources
from factdesk.imports.claims import Asked
from factdesk.imports.found import Found, Reference, Register, Table
from factdesk.queries import chain
from factdesk.shapes.facts import Head

Plan = claims.Plan | sources.Plan | registers.Plan


class Intake(Protocol):
    """What can be planned and stored."""

    def plan(self, session: ReadSession, actor: Actor) -> Plan:
        """Say what it would come to; nothing is written."""

    def accept(self, session: WriteSession, actor: Actor, tell: Tell = silent) -> str:
        """Store it in the transaction given, and say what was stored; `tell` is told how far it came."""


def of(found: Found, name: str, asked: Asked, *, anyway: bool = False) -> Intake:
    """Give the intake of what was read; raises Invalid for what was asked and does not concern it."""
    if anyway and isinstance(found, Table | Register):
        raise Invalid("--anyway is for lists of sources.", place="anyway")
    if isinstance(found, Table):
        return _Claims(found, asked)
    if asked != Asked():
        what = "a register" if isinstance(found, Register) else "a list of sources"
        raise Invalid(f"{name} is {what}; --into, --map, --edit and --reason are for tables of claims.", place=name)
    if isinstance(found, Register):
        return _Register(found)
    return _Sources(name, found, anyway)


@dataclass(slots=True)
class _Claims:
    table: Table
    asked: Asked
    planned: tuple[Actor, Head, claims.Plan] | None = None
    """What it would come to, for whom, and at which end of the chain: as long as nothing was written it is still so."""

    def plan(self, session: ReadSession, actor: Actor) -> claims.Plan:
        head = chain.head(session)
        if self.planned is None or self.planned[:2] != (actor, head):
            self.planned = actor, head, claims.plan(session, actor, self.table, self.asked)
        return self.planned[2]

    def accept(self, session: WriteSession, actor: Actor, tell: Tell = silent) -> str:
        planned = self.plan(session, actor)
        new = claims.accept(session, actor, planned, tell)
        added = f"added {len(new):,}" + (f" ({new[0]} to {new[-1]}, drafts)" if new else "")
        return (
            f"Stored: {added}, changed {len(planned.changed):,}, unchanged {planned.unchanged + len(planned.there):,}."
        )


@dataclass(frozen=True, slots=True)
class _Sources:
    name: str
    references: Sequence[Reference]
    anyway: bool

    def plan(self, session: ReadSession, actor: Actor) -> sources.Plan:
        return sources.plan(session, actor, self.name, self.references, anyway=self.anyway)

    def accept(self, session: WriteSession, actor: Actor, tell: Tell = silent) -> str:
        planned = self.plan(session, actor)
        new = sources.accept(session, actor, planned, tell)
        return f"Stored: added {len(new):,} sources, {len(planned.alike):,} were on file already."


@dataclass(frozen=True, slots=True)
class _Register:
    found: Register

    def plan(self, session: ReadSession, actor: Actor) -> registers.Plan:
        return registers.plan(session, actor, self.found)

    def accept(self, session: WriteSession, actor: Actor, tell: Tell = silent) -> str:
        planned = self.plan(session, actor)
        registers.accept(session, actor, planned, tell)
        return f"Stored: {planned.in_words}."
