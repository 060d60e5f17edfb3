"""Sources of a list of references: what each would come to, before anything does, and then all of it or nothing.

What seems to be on file already is named and left out, unless it is wanted anyway; nothing is merged.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from factdesk.access import Actor, Right, require
from factdesk.commands import sources
from factdesk.commands.telling import Tell, silent
from factdesk.database.transaction import ReadSession, WriteSession
from factdesk.drafts.reading import FieldsRefused, read
from factdesk.drafts.writing import NewSourceDraft
from factdesk.errors import Clash
from factdesk.imports.found import Reference
from factdesk.queries import alike
from factdesk.rules.addresses import spellings
from factdesk.vocabulary import Reliability

NOT_JUDGED = Reliability.F
"""The grade of a source that has no default from its publisher: whoever imports has not judged it."""


@dataclass(frozen=True, slots=True)
class Added:
    """A source that would be added."""

    place: str
    draft: NewSourceDraft


@dataclass(frozen=True, slots=True)
class Alike:
    """A reference that seems to be on file, or in its own file before: which it is like, and what they share.

    `other` is a citekey, or with `within` the place of an earlier reference.
    """

    place: str
    title: str
    other: str
    shares: str
    within: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """A reference that cannot be taken, with the field at fault, and why."""

    place: str
    field: str
    reason: str


@dataclass(slots=True)
class Plan:
    """What a list of references would come to. `publishers` are those that would be new."""

    name: str
    added: list[Added] = field(default_factory=list)
    alike: list[Alike] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    publishers: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Count what would be stored."""
        return len(self.added)

    @property
    def refused_in_words(self) -> str:
        """Say where the first refusal is, and why."""
        first = self.refused[0]
        return f"{first.place}, {first.field}: {first.reason.rstrip('.')} ({len(self.refused):,} refused in all)"


def plan(
    session: ReadSession, actor: Actor, name: str, references: Sequence[Reference], *, anyway: bool = False
) -> Plan:
    """Say what each reference would come to; nothing is written.

    With `anyway` those that seem to be on file are added too. Raises Forbidden without the right.
    """
    require(actor, Right.ADD_EVIDENCE)
    made = Plan(name)
    drafts: list[Added] = []
    for reference in references:
        try:
            drafts.append(Added(reference.place, _draft(reference)))
        except FieldsRefused as refusal:
            made.refused += [Refused(reference.place, field_, told) for field_, told in refusal.errors.items()]
    publishers = alike.publishers(session, {one.draft.publisher for one in drafts if one.draft.publisher})
    asked = [one.draft.citekey for one in drafts if one.draft.citekey]
    taken = alike.citekeys(session, actor, asked) | set(sources.RESERVED)
    known = _Known(session, actor, drafts)
    for one in drafts:
        found = None if anyway else known.like(one)
        if found is not None:
            made.alike.append(found)
            continue
        changed: dict[str, object] = {"anyway": True}
        if one.draft.citekey in taken:
            changed["citekey"] = None  # it means another source here: a free one is made
        if publishers.get(one.draft.publisher or "") is None:
            changed["reliability"] = NOT_JUDGED
        made.added.append(Added(one.place, one.draft.model_copy(update=changed)))
        taken |= {one.draft.citekey} if one.draft.citekey else set()
    names = dict.fromkeys(one.draft.publisher for one in made.added if one.draft.publisher)
    made.publishers = [name_ for name_ in names if name_ not in publishers]
    return made


def accept(session: WriteSession, actor: Actor, made: Plan, tell: Tell = silent) -> list[str]:
    """Store what was planned, in the transaction given; gives the citekeys, and tells how far it came.

    Raises Clash if anything was refused.
    """
    require(actor, Right.ADD_EVIDENCE)
    if made.refused:
        raise Clash("Nothing was stored, because some references were refused.")
    citekeys = []
    for one in made.added:
        citekeys.append(sources.add(session, actor, one.draft))
        tell(1)
    return citekeys


def _draft(reference: Reference) -> NewSourceDraft:
    """Make the draft of a source; a key that is no citekey here, and a language that is none, are left out."""
    try:
        return read(NewSourceDraft, reference.fields)
    except FieldsRefused as refusal:
        spare = refusal.errors.keys() & {"citekey", "language"}
        if not spare:
            raise
        return read(NewSourceDraft, {name: value for name, value in reference.fields.items() if name not in spare})


class _Known:
    """What is on file, and what the file itself had before."""

    def __init__(self, session: ReadSession, actor: Actor, drafts: Sequence[Added]) -> None:
        asked = {spelling for one in drafts if one.draft.url for spelling in spellings(one.draft.url)}
        self._addresses = alike.by_address(session, actor, asked)
        self._before: set[str] = set()
        self._titles = alike.by_title(session, actor, {one.draft.title for one in drafts})

    def like(self, one: Added) -> Alike | None:
        """Give what a reference is like, or remember it for those that follow."""
        draft = one.draft
        ways = spellings(draft.url) if draft.url else frozenset()
        shares = "DOI" if draft.url and "://doi.org/" in draft.url else "address"
        for way in sorted(ways):
            if way in self._addresses:
                return self._alike(one, self._addresses[way], shares)
        if draft.title in self._titles:
            return self._alike(one, self._titles[draft.title], "title")
        self._addresses |= dict.fromkeys(ways, one.place)
        self._titles[draft.title] = one.place
        self._before.add(one.place)
        return None

    def _alike(self, one: Added, other: str, shares: str) -> Alike:
        return Alike(one.place, one.draft.title, other, shares, within=other in self._before)
