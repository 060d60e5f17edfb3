"""Marking passages: the anchor of a place somebody chose, or of a quote that is looked for, in the newest text."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.commands._inserting import insert
from factdesk.commands._records import Opened, Recording
from factdesk.database.transaction import WriteSession
from factdesk.drafts.texts import PassageDraft
from factdesk.errors import Clash, Invalid
from factdesk.facts.passages import Passage, newest
from factdesk.models import Anchor, ArticleVersion, Claim
from factdesk.rules import anchors
from factdesk.rules.places import trimmed
from factdesk.vocabulary import AnchorState


def chosen(session: WriteSession, article_id: int, draft: PassageDraft) -> dict[str, Any]:
    """Give the columns of an anchor at the place somebody chose in the newest text."""
    version = newest_of(session, article_id, draft.text_version)
    start, end = trimmed(version.text, draft.start, draft.end)
    if version.text[start:end] != draft.chosen:
        raise Invalid("The words chosen do not stand at this place of the text.", place="chosen")
    quote = anchors.quote_at(version.text, start, end)
    return {
        "article_version_id": version.id, "exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix,
        "start": start, "end": end, "state": AnchorState.EXACT, "score": anchors.FULL, "settled": True,
    }  # fmt: skip


def newest_of(session: WriteSession, article_id: int, number: int) -> ArticleVersion:
    """Give the newest text, if it is the version that was read."""
    version = newest(session, article_id)
    if version is None:
        raise Clash("The text of this article is not held here, so no passage can be marked in it.")
    if version.number != number:
        raise Clash(f"The newest text is version {version.number}, you read version {number}.", place="text_version")
    return version


def mark(session: WriteSession, recording: Recording, claim: Claim, draft: PassageDraft | None) -> None:
    """Mark a passage of a claim: the one chosen, else where its quote stands in the newest text, if any is held.

    The quote of a claim that has a passage at that very place already is not marked twice.
    """
    if draft is not None:
        create(session, recording, claim, chosen(session, claim.article_id, draft))
        return
    version = newest(session, claim.article_id)
    if version is not None and claim.quote:
        values = _found(version, claim.quote)
        if not is_there(of(session, claim, version.id), values):
            create(session, recording, claim, values)


def mark_all(session: WriteSession, opened: Opened, article_id: int) -> None:
    """Mark where the quotes of the claims an event has added stand in their article's newest text, if any is held."""
    version = newest(session, article_id)
    if version is not None:
        new = select(Claim.id, Claim.ref, Claim.quote).where(col(Claim.event_seq) == opened.seq)
        passages = [Passage(id_, ref, 1, anchors.Quote(quote))
                    for id_, ref, quote in session.exec(new.order_by(col(Claim.place))) if quote]  # fmt: skip
        rows = found_all(version.text, passages)
        insert(session, Anchor, opened, [row | {"article_version_id": version.id} for row in rows])


def found_all(text: str, passages: Sequence[Passage]) -> list[dict[str, Any]]:
    """Give the columns of passages as they were found in a text, but for its version."""
    places = anchors.find_all(text, [passage.quote for passage in passages])
    return [
        {"claim_id": passage.claim_id, "passage": passage.number, **anchors.described(text, passage.quote, place)}
        for passage, place in zip(passages, places, strict=True)
    ]


def requote(session: WriteSession, recording: Recording, claim: Claim) -> None:
    """Look for the quote of a claim that was changed: its first passage follows it; without one it is marked anew."""
    version = newest(session, claim.article_id)
    if version is None or not claim.quote:
        return
    standing = of(session, claim, version.id)
    first = min(standing, key=lambda one: one.passage, default=None)
    if first is None:
        mark(session, recording, claim, None)
    elif claim.quote not in [one.exact for one in standing]:
        values = _found(version, claim.quote)
        if not is_there(standing, values, but=first):
            recording.change(first, **values)


def _found(version: ArticleVersion, words: str) -> dict[str, Any]:
    quote = anchors.Quote(words)
    found = anchors.described(version.text, quote, anchors.find(version.text, quote))
    return found | {"article_version_id": version.id, "settled": False}


def create(session: WriteSession, recording: Recording, claim: Claim, values: dict[str, Any]) -> None:
    """Store a new passage; raises Clash where the claim has one at that very place already."""
    if is_there(of(session, claim, values["article_version_id"]), values):
        raise Clash(f"{claim.ref} has this passage already.", place="start")
    highest = session.exec(select(sa.func.max(Anchor.passage)).where(col(Anchor.claim_id) == claim.id)).one() or 0
    recording.create(Anchor(claim_id=claim.id, passage=highest + 1, **values))


def of(session: WriteSession, claim: Claim, version_id: int) -> list[Anchor]:
    """Give the passages of a claim that stand in a version of the text."""
    query = select(Anchor).where(
        col(Anchor.claim_id) == claim.id,
        col(Anchor.article_version_id) == version_id,
        col(Anchor.withdrawn_at).is_(None),
    )
    return list(session.exec(query))


def is_there(standing: list[Anchor], values: dict[str, Any], *, but: Anchor | None = None) -> bool:
    """Say whether one of some passages stands at a place, `but` left out."""
    place = (values["start"], values["end"])
    return None not in place and any((one.start, one.end) == place for one in standing if one is not but)
