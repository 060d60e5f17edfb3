"""What a claim showed at an earlier time, as the table of the past keeps it and as it follows from the chain."""

from collections.abc import Mapping
from typing import Any

from factdesk.facts.derive import derive
from factdesk.facts.gather import ClaimFacts
from factdesk.facts.snapshots import SHOWN_COLUMNS, read_back, restore, shown, table_of
from factdesk.models import Claim, ClaimPast

FILTERED = [
    column.name for column in table_of(ClaimPast).columns
    if column.name not in ("claim_id", "from_seq", "until_seq", "article_id", "place", "shown")
]  # fmt: skip
"""What a register of the past is filtered and sorted by: columns of the claim that are kept beside what it showed."""


def past_row(claim: Claim, was: Mapping[str, Any], *, until_seq: int) -> dict[str, Any]:
    """Give the row that keeps what a claim showed, as values of ClaimPast's columns."""
    return {
        "claim_id": claim.id,
        "from_seq": claim.shown_seq,
        "until_seq": until_seq,
        "article_id": claim.article_id,
        "place": claim.place,
        **{name: read_back(table_of(Claim).c[name].type, was[name]) for name in FILTERED},
        "shown": dict(was),
    }


def claim_of(past: ClaimPast) -> Claim:
    """Give a kept past as a claim bound to no session."""
    claim = restore(Claim, past.shown)
    claim.id, claim.article_id, claim.place = past.claim_id, past.article_id, past.place
    claim.shown_seq = past.from_seq
    return claim


def settled(facts: ClaimFacts) -> Claim:
    """Give the claim of facts gathered for an earlier time, with what was derived of it then."""
    for name, value in derive(facts).columns.items():
        setattr(facts.claim, name, value)
    return facts.claim


def put_back(claim: Claim, kept: Claim) -> None:
    """Set on a claim what was derived of it at an earlier time, as it was kept."""
    for column in SHOWN_COLUMNS:
        if column.info.get("derived"):
            setattr(claim, column.key, getattr(kept, column.key))


def shown_at(facts: ClaimFacts) -> dict[str, Any]:
    """Give what a claim showed at the earlier time its facts were gathered for, from the audit chain alone."""
    return shown(settled(facts))
