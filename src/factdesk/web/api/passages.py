"""Passages of claims by API: what has to be settled, and marking, settling and withdrawing passages."""

from typing import Annotated

from fastapi import APIRouter, Path

from factdesk.commands import passages as writing
from factdesk.drafts.texts import PassageDraft, PassageWithdrawal, PassageWithdrawalDraft, SettlementDraft
from factdesk.queries import passages
from factdesk.shapes.passages import OpenPassages
from factdesk.web.api.problem import WRITING
from factdesk.web.api.writing import DoorDep, Stored, VersionDep
from factdesk.web.deps import ArticleSlug, ClaimRef, ReadDep, ViewerDep

router = APIRouter(tags=["passages"], responses=WRITING)
PassageNumber = Annotated[int, Path(ge=1, description="Number of the passage.")]


@router.get("/articles/{slug}/passages")
async def find(session: ReadDep, viewer: ViewerDep, slug: ArticleSlug) -> OpenPassages:
    """Give the passages of an article's claims that a person has to settle in its newest text."""
    return passages.to_settle(session, viewer, slug)


@router.post("/claims/{ref}/passages", status_code=201)
async def add(door: DoorDep, ref: ClaimRef, draft: PassageDraft) -> Stored:
    """Mark one more passage of a claim in the newest text, in code points; gives the claim's ref."""
    return await door.store(draft, lambda session: writing.add(session, door.actor, ref, draft))


@router.post("/claims/{ref}/passages/{passage}/settlement")
async def settle(
    door: DoorDep, version: VersionDep, ref: ClaimRef, passage: PassageNumber, place: PassageDraft
) -> Stored:
    """Say where a passage stands in the newest text; gives the claim's ref."""
    draft = SettlementDraft(**place.model_dump(), version=version)
    return await door.store(draft, lambda session: writing.settle(session, door.actor, ref, passage, draft))


@router.post("/claims/{ref}/passages/{passage}/withdrawal")
async def withdraw(
    door: DoorDep, version: VersionDep, ref: ClaimRef, passage: PassageNumber, why: PassageWithdrawal
) -> Stored:
    """Withdraw a passage with a reason: the newest text no longer says it; gives the claim's ref."""
    draft = PassageWithdrawalDraft(**why.model_dump(), version=version)
    return await door.store(draft, lambda session: writing.withdraw(session, door.actor, ref, passage, draft))
