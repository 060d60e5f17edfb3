"""Drafts to load, with everything that does not matter filled in: a test names what it is about."""

from typing import Any

import sqlalchemy as sa

from factdesk.access import OPERATOR, Actor
from factdesk.commands import bulk
from factdesk.database.transaction import writing
from factdesk.drafts.register import RegisterDraft

Given = dict[str, Any]


def an_article(**but: Any) -> Given:
    return {"slug": "a-tale", "prefix": "TALE", "title": "A tale", "language": "en"} | but


def a_source(citekey: str, **but: Any) -> Given:
    return {
        "citekey": citekey,
        "title": f"Title of {citekey}",
        "kind": "news",
        "consulted": True,
        "checked": "once",
        "lineage": "own",
        "reliability": "B",
    } | but


def a_piece(source: str, **but: Any) -> Given:
    return {"source": source, "stance": "supports", "credibility": 2, "says": f"What {source} says"} | but


def a_review(**but: Any) -> Given:
    return {"verdict": "supported", "confidence": "high", "reason": "Because of the evidence"} | but


def a_claim(number: int, *evidence: Given, **but: Any) -> Given:
    return {
        "number": number,
        "statement": f"Statement {number}",
        "hedge": "asserted",
        "type": "fact",
        "evidence": list(evidence),
    } | but


def a_register(
    *claims: Given, sources: list[Given] | None = None, ties: list[Given] | None = None, **article: Any
) -> RegisterDraft:
    """Give a draft; without `sources` one plain source is made for each citekey the evidence names."""
    if sources is None:
        named = [key for claim in claims for piece in claim["evidence"] for key in _named_by(piece)]
        sources = [a_source(key) for key in dict.fromkeys(named)]
    given = {"article": an_article(**article), "claims": list(claims), "sources": sources, "ties": ties or []}
    return RegisterDraft.model_validate(given)


def _named_by(piece: Given) -> list[str]:
    return [piece["source"], *piece.get("rests_on", [])]


def load(engine: sa.Engine, draft: RegisterDraft, actor: Actor = OPERATOR) -> bulk.Loaded:
    """Load a draft in a transaction of its own."""
    with writing(engine) as session:
        return bulk.load(session, actor, draft)
