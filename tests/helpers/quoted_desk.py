"""A small desk whose article has a text: what it says, and commands on its passages."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from tests.helpers import desk

from factdesk.access import Actor
from factdesk.commands import claims, versions
from factdesk.database.transaction import reading, writing
from factdesk.drafts.texts import PassageDraft, PassageWithdrawalDraft, SettlementDraft
from factdesk.models import Anchor, ArticleVersion, Claim

TEXT = (
    "A tale of water and salt, told on the coast.\n\n"
    "The river rose in spring because of the rain. The river fell in autumn, as is said in every village.\n\n"
    "It is rumoured that the keeper 👩‍👩‍👧 sold the salt to a merchant from the north for a hundred coins."
)
CHANGED = TEXT.replace("sold the salt to a merchant", "sold all of her salt to the merchant").replace(
    "A tale of water and salt, told on the coast.\n\n", ""
)
"""The same with one passage changed and one gone."""
QUOTES = {
    "TALE-1": "A tale of water and salt",
    "TALE-2": "fell in autumn",
    "TALE-3": "the keeper 👩‍👩‍👧 sold the salt to a merchant from the north",
}


def quoted_desk(engine: sa.Engine) -> dict[str, Actor]:
    """Open a desk whose three claims quote TEXT."""
    people = desk.open_desk(engine)
    for ref, quote in QUOTES.items():
        change = desk.changed_claim(statement=f"Statement {ref[-1]}", quote=quote)
        desk.run(engine, claims.revise, people["ed"], ref, change)
    return people


def take(engine: sa.Engine, actor: Actor, text: str = TEXT, slug: str = "a-tale") -> versions.Taken:
    with writing(engine) as session:
        return versions.take(session, actor, slug, desk.a_text(text))


def anchors(engine: sa.Engine, number: int = 1) -> dict[tuple[str, int], Anchor]:
    """Give the passages in a version of the text, withdrawn ones too, by ref and passage."""
    with reading(engine) as session:
        query = (
            select(Claim.ref, Anchor)
            .join(Anchor, col(Anchor.claim_id) == Claim.id)
            .join(ArticleVersion, col(ArticleVersion.id) == Anchor.article_version_id)
        )
        found = session.exec(query.where(col(ArticleVersion.number) == number)).all()
        session.expunge_all()
    return {(ref, anchor.passage): anchor for ref, anchor in found}


def place(words: str, text: str = TEXT, **but: Any) -> dict[str, Any]:
    """Give where words stand in a text, as a form or program sends it."""
    start = text.index(words)
    return {"text_version": 1, "start": start, "end": start + len(words), "chosen": words} | but


def a_passage(words: str, text: str = TEXT, **but: Any) -> PassageDraft:
    return PassageDraft.model_validate(place(words, text, **but))


def a_settlement(words: str, text: str = CHANGED, **but: Any) -> SettlementDraft:
    return SettlementDraft.model_validate({"version": 1} | place(words, text, text_version=2) | but)


def a_withdrawal(**but: Any) -> PassageWithdrawalDraft:
    given = {"version": 1, "text_version": 1, "reason": "It is no longer said"}
    return PassageWithdrawalDraft.model_validate(given | but)
