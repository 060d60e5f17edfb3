"""Sources and what connects them: derivations and ties."""

from collections.abc import Collection, Iterator
from itertools import count

from sqlmodel import col, select

from factdesk.access import Actor, Right, require
from factdesk.commands import _loading
from factdesk.commands._index import settle
from factdesk.commands._records import Recording, lock
from factdesk.database.transaction import WriteSession
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.writing import NewDerivationDraft, NewSourceDraft, NewTieDraft, SourceChangeDraft, SourceContent
from factdesk.errors import Clash, Invalid
from factdesk.facts.web import claims_over, gather_sources
from factdesk.models import Derivation, Publisher, Source, Tie
from factdesk.rules.origins import find_cycle
from factdesk.rules.words import fold
from factdesk.vocabulary import Reliability

RESERVED = ("choices", "new")
"""Words that stand in an address where a citekey would, so no source is called so."""
LONGEST_STEM = 60


def add(session: WriteSession, actor: Actor, draft: NewSourceDraft) -> str:
    """Add a source; gives its citekey. Raises Clash where the citekey is taken."""
    require(actor, Right.ADD_EVIDENCE)
    lock(session)
    if draft.citekey is not None and _is_taken(session, draft.citekey):
        raise Clash(f"The citekey {draft.citekey} is taken already.", place="citekey")
    if not draft.anyway:
        _refuse_double(session, draft)
    citekey = draft.citekey or _free_citekey(session, draft)
    grade = _grade(session, draft)
    recording = Recording(session, actor)
    publisher_id = _publisher_id(session, recording, draft.publisher)
    fields = draft.model_dump(exclude={"publisher", "authors", "citekey", "anyway"}) | {"authors": list(draft.authors)}
    recording.create(Source(citekey=citekey, publisher_id=publisher_id, **fields | {"reliability": grade}))
    recording.close(action="source.add", subject=f"source:{citekey}")
    return citekey


def _is_taken(session: WriteSession, citekey: str) -> bool:
    return (
        citekey in RESERVED or session.exec(select(Source.id).where(col(Source.citekey) == citekey)).first() is not None
    )


def _refuse_double(session: WriteSession, draft: NewSourceDraft) -> None:
    """Point out a source that has the same address or title already."""
    for column, value, called in ((Source.url, draft.url, "address"), (Source.title, draft.title, "title")):
        there = None if value is None else session.exec(select(Source.citekey).where(col(column) == value)).first()
        if there is not None:
            raise Clash(f"A source with this {called} is on file already: {there}.", place="anyway")


def _free_citekey(session: WriteSession, draft: NewSourceDraft) -> str:
    """Make a citekey of the first author's last name, or the publisher or title, and the year."""
    named = draft.authors[0].split()[-1] if draft.authors else draft.publisher or draft.title
    word = next(iter(fold(named)), "source")
    plain = "".join(sign for sign in word if sign.isascii()) or "source"
    plain = plain[:LONGEST_STEM]
    stem = f"{plain}-{draft.published[:4]}" if draft.published else plain
    return next(key for key in _numbered(stem) if not _is_taken(session, key))


def revise(session: WriteSession, actor: Actor, citekey: str, draft: SourceChangeDraft) -> str:
    """Change a source and everything that follows from it; gives its citekey."""
    require(actor, Right.WRITE)
    lock(session)
    source = _loading.source(session, citekey)
    _loading.still(source, f"Source {citekey}")
    sent = draft.model_dump(exclude={"publisher", "version", "authors"}) | {"authors": list(draft.authors)}
    sent["reliability"] = _grade(session, draft)
    publisher = session.get(Publisher, source.publisher_id) if source.publisher_id is not None else None
    linked = {"publisher": publisher.name if publisher else None}
    _loading.fresh(source, draft.version, sent | {"publisher": draft.publisher}, linked=linked)
    source_id = source.id
    recording = Recording(session, actor)
    recording.change(source, publisher_id=_publisher_id(session, recording, draft.publisher), **sent)
    recording.close(action="source.revise", subject=f"source:{citekey}")
    settle(session, claims_over(session, [source_id]), recording)
    return citekey


def withdraw(session: WriteSession, actor: Actor, citekey: str, draft: WithdrawalDraft) -> str:
    """Withdraw a source with a reason; what rests on it is counted anew. Gives its citekey."""
    require(actor, Right.WRITE)
    lock(session)
    source = _loading.source(session, citekey)
    _loading.still(source, f"Source {citekey}")
    _loading.fresh(source, draft.version, {"withdrawn_reason": draft.reason})
    source_id = source.id
    recording = Recording(session, actor)
    recording.change(source, withdrawn_at=recording.opened.at, withdrawn_reason=draft.reason)
    recording.close(action="source.withdraw", subject=f"source:{citekey}", reason=draft.reason)
    settle(session, claims_over(session, [source_id]), recording)
    return citekey


def derive(session: WriteSession, actor: Actor, citekey: str, draft: NewDerivationDraft) -> str:
    """Say that a source derives from another; raises Clash naming the circle it would close. Gives the citekey."""
    require(actor, Right.WRITE)
    lock(session)
    source, parent = _loading.source(session, citekey), _loading.source(session, draft.parent)
    _loading.still(source, f"Source {citekey}")
    web = gather_sources(session, [source.id, parent.id])
    named = {row.id: row.citekey for row in web.sources.values()}
    edges = [(named[row.source_id], named[row.parent_id]) for row in web.derivations]
    if (citekey, draft.parent) in edges:
        raise Clash(f"It is on file already that {citekey} derives from {draft.parent}.", place="parent")
    circle = find_cycle([*edges, (citekey, draft.parent)])
    if circle:
        raise Clash("The sources would derive from each other in a circle: " + " from ".join(circle), place="parent")
    source_id = source.id
    recording = Recording(session, actor)
    recording.create(Derivation(source_id=source_id, parent_id=parent.id, how=draft.how, note=draft.note))
    recording.close(action="derivation.add", subject=f"source:{citekey}")
    settle(session, claims_over(session, [source_id]), recording)
    return citekey


def tie(session: WriteSession, actor: Actor, citekey: str, draft: NewTieDraft) -> str:
    """Say that two sources are not independent; gives the first one's citekey."""
    require(actor, Right.WRITE)
    lock(session)
    a, b = _loading.source(session, citekey), _loading.source(session, draft.other)
    _loading.still(a, f"Source {citekey}")
    if a.id == b.id:
        raise Clash("A source cannot be tied to itself.", place="other")
    ends = [a.id, b.id]
    there = select(Tie.id).where(col(Tie.a_id).in_(ends), col(Tie.b_id).in_(ends), col(Tie.withdrawn_at).is_(None))
    if session.exec(there).first() is not None:
        raise Clash(f"It is on file already that {citekey} and {draft.other} are tied.", place="other")
    recording = Recording(session, actor)
    recording.create(Tie(a_id=ends[0], b_id=ends[1], how=draft.how, note=draft.note))
    recording.close(action="tie.add", subject=f"source:{citekey}")
    settle(session, claims_over(session, ends), recording)
    return citekey


def underive(session: WriteSession, actor: Actor, citekey: str, parent: str, draft: WithdrawalDraft) -> str:
    """Withdraw a derivation with a reason; gives the citekey."""
    require(actor, Right.WRITE)
    lock(session)
    ends = (_loading.source(session, citekey).id, _loading.source(session, parent).id)
    query = select(Derivation).where(
        col(Derivation.source_id) == ends[0],
        col(Derivation.parent_id) == ends[1],
        col(Derivation.withdrawn_at).is_(None),
    )
    return _withdraw_link(session, actor, citekey, session.exec(query).first(), ends, draft)


def untie(session: WriteSession, actor: Actor, citekey: str, other: str, draft: WithdrawalDraft) -> str:
    """Withdraw a tie with a reason; gives the citekey."""
    require(actor, Right.WRITE)
    lock(session)
    ends = (_loading.source(session, citekey).id, _loading.source(session, other).id)
    query = select(Tie).where(col(Tie.a_id).in_(ends), col(Tie.b_id).in_(ends), col(Tie.withdrawn_at).is_(None))
    return _withdraw_link(session, actor, citekey, session.exec(query).first(), ends, draft)


def _withdraw_link(
    session: WriteSession,
    actor: Actor,
    citekey: str,
    link: Derivation | Tie | None,
    ends: Collection[int],
    draft: WithdrawalDraft,
) -> str:
    if link is None:
        raise Clash("There is no such connection to withdraw.")
    _loading.fresh(link, draft.version, {"withdrawn_reason": draft.reason})
    recording = Recording(session, actor)
    recording.change(link, withdrawn_at=recording.opened.at, withdrawn_reason=draft.reason)
    name = "derivation" if isinstance(link, Derivation) else "tie"
    recording.close(action=f"{name}.withdraw", subject=f"source:{citekey}", reason=draft.reason)
    settle(session, claims_over(session, ends), recording)
    return citekey


def _grade(session: WriteSession, draft: SourceContent) -> Reliability:
    """Give the grade a source is stored with: its own, or its publisher's default; raises Invalid at the field."""
    query = select(Publisher.default_reliability).where(col(Publisher.name) == draft.publisher)
    found = session.exec(query).first() if draft.publisher is not None else None
    default = None if found is None else Reliability.of(found)
    grade = draft.reliability or default
    if grade is None:
        raise Invalid("Choose a grade: there is no default of a publisher to take.", place="reliability")
    if default in (None, grade) or draft.reliability_why:
        return grade
    told = f"{draft.publisher} is graded {default} as a whole: say why this source is graded {grade}."
    raise Invalid(told, place="reliability_why")


def _numbered(stem: str) -> Iterator[str]:
    """Give the stem, then stem-2, stem-3 and so on."""
    yield stem
    yield from (f"{stem}-{number}" for number in count(2))


def _publisher_id(session: WriteSession, recording: Recording, name: str | None) -> int | None:
    """Give the publisher's id, making one that is new."""
    if name is None:
        return None
    known = session.exec(select(Publisher.id).where(col(Publisher.name) == name)).first()
    return known if known is not None else recording.create(Publisher(name=name)).id
