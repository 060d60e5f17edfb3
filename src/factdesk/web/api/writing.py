"""Writing by API: the same commands as the pages'. If-Match holds the version read, Idempotency-Key counts once."""

import re
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Request
from pydantic import BaseModel

from factdesk.access import Actor
from factdesk.commands import articles, claims, evidence, notes, publishers, reviews, sources
from factdesk.commands.once import once
from factdesk.drafts.judging import (
    ArticlePublication,
    EvidenceChangeDraft,
    EvidenceContent,
    JudgementDraft,
    NewEvidenceDraft,
    NoteDraft,
    RetractionDraft,
    Withdrawal,
    WithdrawalDraft,
)
from factdesk.drafts.publishers import PublisherChangeDraft, PublisherContent
from factdesk.drafts.writing import (
    ClaimChangeDraft,
    ClaimContent,
    NewClaimDraft,
    NewSourceDraft,
    SourceChangeDraft,
    SourceContent,
)
from factdesk.errors import Invalid
from factdesk.shapes.base import Shape
from factdesk.web.api.problem import WRITING
from factdesk.web.deps import ArticleSlug, ClaimRef, ProgramDep, PublisherId, RegisterDep, SourceKey
from factdesk.web.register import Register, WriteSession

router = APIRouter(tags=["writing"], responses=WRITING)
VERSION = re.compile("[1-9][0-9]{0,8}")
"""Versions count from 1; none has more than nine digits."""


class Stored(Shape):
    """What was stored: its ref, citekey or number."""

    stored: str


async def _version(
    if_match: Annotated[str | None, Header(description="The version that was read, such as 3.")] = None,
) -> int:
    """Read the version from If-Match (RFC 9110), with or without quotation marks."""
    plain = (if_match or "").removeprefix("W/").strip('"')
    if not VERSION.fullmatch(plain):
        raise Invalid("Give the version you read as If-Match, such as If-Match: 3.", place="If-Match")
    return int(plain)


class Door:
    """One request that writes: who sends it, and how often it counts."""

    def __init__(self, request: Request, register: Register, actor: Actor, key: str | None) -> None:
        """Keep what every write needs."""
        self.register, self.actor = register, actor
        self._asked, self._key = f"{request.method} {request.url.path}", key

    async def store(self, body: BaseModel, do: Callable[[WriteSession], str]) -> Stored:
        """Do it, or give what came of it before under the same key."""
        asked = f"{self._asked} {body.model_dump_json()}"
        stored = await self.register.write(
            lambda session: once(session, self.actor, self._key, asked, lambda: do(session))
        )
        return Stored(stored=stored)


async def _door(
    request: Request,
    register: RegisterDep,
    actor: ProgramDep,
    idempotency_key: Annotated[str | None, Header(max_length=200, description="Makes a repeat count once.")] = None,
) -> Door:
    return Door(request, register, actor, idempotency_key)


NoteId = Annotated[int, Path(ge=1, description="Number of the note.")]
EvidenceId = Annotated[int, Path(ge=1, description="Number of the piece of evidence.")]
DoorDep = Annotated[Door, Depends(_door)]
VersionDep = Annotated[int, Depends(_version)]


@router.post("/articles/{slug}/claims", status_code=201)
async def add_claim(door: DoorDep, slug: ArticleSlug, draft: NewClaimDraft) -> Stored:
    """Add a claim to an article, as a draft; gives its ref."""
    return await door.store(draft, lambda session: claims.add(session, door.actor, slug, draft))


@router.patch("/claims/{ref}")
async def revise_claim(door: DoorDep, version: VersionDep, ref: ClaimRef, content: ClaimContent) -> Stored:
    """Change a claim; all of its content is sent."""
    draft = ClaimChangeDraft(**content.model_dump(), version=version)
    return await door.store(draft, lambda session: claims.revise(session, door.actor, ref, draft))


@router.post("/articles/{slug}/publication")
async def publish_article(
    door: DoorDep, version: VersionDep, slug: ArticleSlug, content: ArticlePublication
) -> Stored:  # fmt: skip
    """Show an article to everybody; with the mark of its preview also the drafts it named, all or none."""
    preview = content.preview
    return await door.store(content, lambda session: articles.publish(session, door.actor, slug, version, preview))


@router.post("/claims/{ref}/publication")
async def publish_claim(door: DoorDep, version: VersionDep, ref: ClaimRef) -> Stored:
    """Show a claim to everybody, once its article is published too."""
    return await door.store(Stored(stored=ref), lambda session: claims.publish(session, door.actor, ref, version))


@router.post("/claims/{ref}/withdrawal")
async def withdraw_claim(door: DoorDep, version: VersionDep, ref: ClaimRef, why: Withdrawal) -> Stored:
    """Withdraw a claim with a reason."""
    draft = WithdrawalDraft(reason=why.reason, version=version)
    return await door.store(draft, lambda session: claims.withdraw(session, door.actor, ref, draft))


@router.post("/claims/{ref}/reviews", status_code=201)
async def submit_review(door: DoorDep, ref: ClaimRef, draft: JudgementDraft) -> Stored:
    """Give a verdict on the wording that was read; gives the review's number."""
    return await door.store(draft, lambda session: reviews.submit(session, door.actor, ref, draft))


@router.post("/claims/{ref}/retraction", status_code=201)
async def retract_review(door: DoorDep, ref: ClaimRef, draft: RetractionDraft) -> Stored:
    """Take one's own verdict back; gives the number of the retraction."""
    return await door.store(draft, lambda session: reviews.retract(session, door.actor, ref, draft))


@router.post("/claims/{ref}/adjudication", status_code=201)
async def adjudicate(door: DoorDep, ref: ClaimRef, draft: JudgementDraft) -> Stored:
    """Decide a split between reviewers; gives the number of the adjudication."""
    return await door.store(draft, lambda session: reviews.adjudicate(session, door.actor, ref, draft))


@router.post("/claims/{ref}/adjudication/retraction", status_code=201)
async def retract_adjudication(door: DoorDep, ref: ClaimRef, draft: RetractionDraft) -> Stored:
    """Take an adjudication back; gives the number of the retraction."""
    return await door.store(draft, lambda session: reviews.retract_adjudication(session, door.actor, ref, draft))


@router.post("/claims/{ref}/notes", status_code=201)
async def add_note(door: DoorDep, ref: ClaimRef, draft: NoteDraft) -> Stored:
    """Add a note in Markdown, internal unless it says `public`; gives its number."""
    return await door.store(draft, lambda session: notes.add(session, door.actor, ref, draft))


@router.post("/claims/{ref}/notes/{note_id}/withdrawal")
async def withdraw_note(door: DoorDep, version: VersionDep, ref: ClaimRef, note_id: NoteId, why: Withdrawal) -> Stored:
    """Withdraw a note with a reason; gives its claim's ref."""
    draft = WithdrawalDraft(reason=why.reason, version=version)
    return await door.store(draft, lambda session: notes.withdraw(session, door.actor, ref, note_id, draft))


@router.post("/claims/{ref}/evidence", status_code=201)
async def add_evidence(door: DoorDep, ref: ClaimRef, draft: NewEvidenceDraft) -> Stored:
    """Add a piece of evidence from a source on file; gives its number."""
    return await door.store(draft, lambda session: evidence.add(session, door.actor, ref, draft))


@router.patch("/evidence/{evidence_id}")
async def revise_evidence(
    door: DoorDep, version: VersionDep, evidence_id: EvidenceId, content: EvidenceContent
) -> Stored:
    """Change a piece of evidence; gives its claim's ref."""
    draft = EvidenceChangeDraft(**content.model_dump(), version=version)
    return await door.store(draft, lambda session: evidence.revise(session, door.actor, evidence_id, draft))


@router.post("/evidence/{evidence_id}/withdrawal")
async def withdraw_evidence(door: DoorDep, version: VersionDep, evidence_id: EvidenceId, why: Withdrawal) -> Stored:
    """Withdraw a piece of evidence with a reason; gives its claim's ref."""
    draft = WithdrawalDraft(reason=why.reason, version=version)
    return await door.store(draft, lambda session: evidence.withdraw(session, door.actor, evidence_id, draft))


@router.post("/sources", status_code=201)
async def add_source(door: DoorDep, draft: NewSourceDraft) -> Stored:
    """Add a source; gives its citekey."""
    return await door.store(draft, lambda session: sources.add(session, door.actor, draft))


@router.patch("/sources/{citekey}")
async def revise_source(door: DoorDep, version: VersionDep, citekey: SourceKey, content: SourceContent) -> Stored:
    """Change a source; all of its record is sent."""
    draft = SourceChangeDraft(**content.model_dump(), version=version)
    return await door.store(draft, lambda session: sources.revise(session, door.actor, citekey, draft))


@router.post("/sources/{citekey}/withdrawal")
async def withdraw_source(door: DoorDep, version: VersionDep, citekey: SourceKey, why: Withdrawal) -> Stored:
    """Withdraw a source with a reason."""
    draft = WithdrawalDraft(reason=why.reason, version=version)
    return await door.store(draft, lambda session: sources.withdraw(session, door.actor, citekey, draft))


@router.patch("/publishers/{publisher_id}")
async def grade_publisher(
    door: DoorDep, version: VersionDep, publisher_id: PublisherId, content: PublisherContent
) -> Stored:
    """Set a publisher's default reliability; sources without a reason of their own for their grade follow it."""
    draft = PublisherChangeDraft(**content.model_dump(), version=version)
    return await door.store(draft, lambda session: publishers.grade(session, door.actor, publisher_id, draft))
