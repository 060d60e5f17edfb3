"""Claims: writing, changing, publishing and withdrawing them. New claims are drafts."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.access import Actor, Right, require
from factdesk.commands import _loading, _marking
from factdesk.commands._fresh import insert_fresh
from factdesk.commands._index import settle
from factdesk.commands._inserting import content_of
from factdesk.commands._records import Recording, close_bulk, lock, open_event
from factdesk.commands.telling import Tell, silent
from factdesk.database.transaction import WriteSession
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.writing import ClaimChangeDraft, ClaimWords, NewClaimDraft
from factdesk.errors import Invalid
from factdesk.models import Article, Claim
from factdesk.models.claim import place_of
from factdesk.vocabulary import Visibility


def add(session: WriteSession, actor: Actor, slug: str, draft: NewClaimDraft) -> str:
    """Add a claim to an article under the next number, as a draft; gives its ref."""
    require(actor, Right.WRITE)
    lock(session)
    article = _loading.article(session, slug)
    _loading.still(article, f"The article {slug}")
    number = _next_number(session, article)
    content = content_of(draft)
    if draft.passage is not None:
        content["quote"] = draft.quote or draft.passage.chosen
    recording = Recording(session, actor)
    claim = recording.create(
        Claim(
            article_id=article.id,
            number=number,
            ref=f"{article.prefix}-{number}",
            place=place_of(article.id, number),
            changed_at=recording.opened.at,
            **content,
        )
    )
    ref = claim.ref
    _marking.mark(session, recording, claim, draft.passage)
    recording.close(action="claim.add", subject=f"claim:{ref}")
    settle(session, [claim.id], recording)
    return ref


def add_all(
    session: WriteSession, actor: Actor, slug: str, drafts: Sequence[ClaimWords], tell: Tell = silent
) -> list[str]:
    """Add many claims to an article, as drafts, under one event; gives their refs, in order.

    In a text that is held each quote is looked for. `tell` is told how far it came.
    """
    require(actor, Right.WRITE)
    lock(session)
    article = _loading.article(session, slug)
    _loading.still(article, f"The article {slug}")
    opened = open_event(session)
    refs = insert_fresh(session, opened, article, _next_number(session, article), drafts, tell)
    _marking.mark_all(session, opened, article.id)
    close_bulk(session, actor, opened, action="claim.add_all", subject=f"article:{slug}")
    return refs


def revise(session: WriteSession, actor: Actor, ref: str, draft: ClaimChangeDraft) -> str:
    """Change a claim; gives its ref.

    A new statement must be called `typo` or `meaning` and needs a reason; `meaning` begins a new wording, so that
    the claim is reviewed anew.
    """
    require(actor, Right.WRITE)
    lock(session)
    claim = _loading.claim(session, ref)
    _loading.still(claim, f"Claim {ref}")
    sent = content_of(draft)
    _loading.fresh(claim, draft.version, sent)
    if draft.statement != claim.statement:
        if draft.statement_change is None:
            raise Invalid(
                "Say whether the new statement mends a typo or changes the meaning.", place="statement_change"
            )
        if draft.reason is None:
            raise Invalid("A changed statement needs a reason.", place="reason")
        if draft.statement_change == "meaning":
            sent["wording"] = claim.wording + 1
    return _change(session, actor, claim, "claim.revise", draft.reason, sent)


def publish(session: WriteSession, actor: Actor, ref: str, version: int) -> str:
    """Show a claim to everybody, once its article is published too; gives its ref."""
    require(actor, Right.WRITE)
    lock(session)
    claim = _loading.claim(session, ref)
    _loading.still(claim, f"Claim {ref}")
    _loading.fresh(claim, version, {"visibility": Visibility.PUBLISHED})
    return _change(session, actor, claim, "claim.publish", None, {"visibility": Visibility.PUBLISHED})


def withdraw(session: WriteSession, actor: Actor, ref: str, draft: WithdrawalDraft) -> str:
    """Withdraw a claim with a reason; its page stays and says so, its ref is never used again. Gives its ref."""
    require(actor, Right.WRITE)
    lock(session)
    claim = _loading.claim(session, ref)
    _loading.still(claim, f"Claim {ref}")
    _loading.fresh(claim, draft.version, {"withdrawn_reason": draft.reason})
    return _change(session, actor, claim, "claim.withdraw", draft.reason, {"withdrawn_reason": draft.reason})


def _next_number(session: WriteSession, article: Article) -> int:
    highest = session.exec(select(sa.func.max(Claim.number)).where(col(Claim.article_id) == article.id)).one()
    return (highest or 0) + 1


def _change(
    session: WriteSession, actor: Actor, claim: Claim, action: str, reason: str | None, values: dict[str, Any]
) -> str:
    ref, claim_id = claim.ref, claim.id
    recording = Recording(session, actor)
    if "withdrawn_reason" in values:
        values["withdrawn_at"] = recording.opened.at
    requoted = "quote" in values and values["quote"] != claim.quote
    recording.change(claim, **values)
    if requoted:
        _marking.requote(session, recording, claim)
    recording.close(action=action, subject=f"claim:{ref}", reason=reason)
    settle(session, [claim_id], recording)
    return ref
