"""A published register of ours as JSON: what it would bring, before anything does, and then all of it or nothing.

The public export comes back equal in everything but its facts and what belongs to the chain of the register it came
from: versions, the times of changes, history, and the numbers of pieces of evidence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from factdesk.access import Actor, Right, require
from factdesk.commands import published
from factdesk.commands.telling import Tell, silent
from factdesk.database.transaction import ReadSession, WriteSession
from factdesk.drafts.published import PublishedArticle, PublishedClaim, PublishedRegister, PublishedSource
from factdesk.errors import Clash
from factdesk.imports.found import Register
from factdesk.queries import alike

MOST_REFUSALS = 1_000


@dataclass(frozen=True, slots=True)
class Refused:
    """What cannot be taken: where it stands, and why."""

    place: str
    reason: str


@dataclass(slots=True)
class Plan:
    """What a register would bring; nothing while `register` is None, because something in the file is refused."""

    name: str
    register: PublishedRegister | None = None
    refused: list[Refused] = field(default_factory=list)

    @property
    def articles(self) -> tuple[PublishedArticle, ...]:
        """Give the articles that would be added."""
        return self.register.articles if self.register else ()

    @property
    def added(self) -> tuple[PublishedClaim, ...]:
        """Give the claims that would be added."""
        return self.register.claims if self.register else ()

    @property
    def sources(self) -> tuple[PublishedSource, ...]:
        """Give the sources that would be added."""
        return self.register.sources if self.register else ()

    @property
    def number(self) -> int:
        """Count what would be stored: claims, or the articles where there are none."""
        return len(self.added) or len(self.articles)

    @property
    def in_words(self) -> str:
        """Say how much would be added."""
        numbers = {
            "claim": len(self.added), "article": len(self.articles), "source": len(self.sources),
            "piece of evidence": sum(len(claim.evidence) for claim in self.added),
            "review": sum(len(claim.reviews) for claim in self.added),
            "note": sum(len(claim.notes) for claim in self.added),
        }  # fmt: skip
        return ", ".join(f"{number:,} {_plural(what, number)}" for what, number in numbers.items())

    @property
    def refused_in_words(self) -> str:
        """Say where the first refusal is, and why."""
        first = self.refused[0]
        return f"{first.place}: {first.reason.rstrip('.')} ({len(self.refused):,} refused in all)"


def plan(session: ReadSession, actor: Actor, found: Register) -> Plan:
    """Say what a register would bring; nothing is written. Raises Forbidden without the right."""
    require(actor, Right.LOAD_REGISTER)
    try:
        register = PublishedRegister.model_validate(found.parts)
    except ValidationError as cause:
        return Plan(found.name, None, [_refused(found.parts, error) for error in cause.errors()[:MOST_REFUSALS]])
    asked = register.names()
    taken = [
        Refused(f"{name} {key}", "it is taken in this register")
        for name, keys in alike.taken(session, asked).items()
        for key in sorted(keys | asked[name].intersection(published.RESERVED[name]))
    ]  # fmt: skip
    return Plan(found.name, None if taken else register, taken)


def accept(session: WriteSession, actor: Actor, made: Plan, tell: Tell = silent) -> None:
    """Store what was planned, in the transaction given; raises Clash if anything was refused."""
    require(actor, Right.LOAD_REGISTER)
    if made.register is None:
        raise Clash("Nothing was stored, because something was refused.")
    published.bring(session, actor, made.register, tell)


def _plural(what: str, number: int) -> str:
    first, *rest = what.split(" ", 1)
    return what if number == 1 else " ".join([f"{first}s", *rest])


def _refused(parts: Mapping[str, Any], error: Any) -> Refused:  # noqa: ANN401  pydantic's own words
    """Give an error with the place it was found at: claim MDS-3, evidence 2, says."""
    told = str(error["msg"]).removeprefix("Value error, ")
    part, *rest = error["loc"] or ("the whole",)
    if not rest or not isinstance(rest[0], int):
        return Refused(str(part), told)
    named = _name(parts, part, rest[0])
    steps = [f"{one + 1}" if isinstance(one, int) else str(one).replace("_", " ") for one in rest[1:]]
    where = " ".join([part.removesuffix("s"), named])
    return Refused(", ".join([where, *_joined(steps)]), told)


def _joined(steps: list[str]) -> list[str]:
    """Join a number to the list it counts in: evidence 2."""
    joined: list[str] = []
    for step in steps:
        if step.isdecimal() and joined:
            joined[-1] += f" {step}"
        else:
            joined.append(step)
    return joined


def _name(parts: Mapping[str, Any], part: str, at: int) -> str:
    """Give what a claim, article or source is called in its file, or its place there."""
    row = parts[part][at]
    key = {"claims": "ref", "articles": "slug", "sources": "citekey"}[part]
    called = row.get(key) if isinstance(row, dict) else None
    return called[:80] if isinstance(called, str) and called else f"{at + 1}"
