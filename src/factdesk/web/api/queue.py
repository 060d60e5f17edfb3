"""The work queue: its lists, the next claim, who is asked to judge, and comparing evidence with its source."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from factdesk.commands import assignments, evidence, leases
from factdesk.drafts.base import Typed
from factdesk.drafts.judging import Withdrawal
from factdesk.drafts.queue import AssignmentDraft, CheckFilter, QueueFilter, SupportCheckDraft
from factdesk.queries import checks, queue
from factdesk.shapes.base import Shape
from factdesk.shapes.queue import Checks, QueuePage
from factdesk.vocabulary import SupportCheck
from factdesk.web.api.problem import REFUSED, WRITING
from factdesk.web.api.writing import DoorDep, EvidenceId, Stored, VersionDep
from factdesk.web.deps import ClaimRef, ReadDep, ViewerDep

router = APIRouter(tags=["queue"])
READING = {status: WRITING[status] for status in (401, 403)} | REFUSED
AssignmentId = Annotated[int, Path(ge=1, description="Number of the assignment.")]


class Compared(Typed):
    """What comparing a piece with its source came to."""

    support_check: SupportCheck


class Taken(Shape):
    """The claim that was given to whoever asked, or null where no claim of the list is left."""

    ref: str | None


@router.get("/queue", responses=READING)
def find(session: ReadDep, viewer: ViewerDep, wanted: Annotated[QueueFilter, Query()]) -> QueuePage:
    """Give one page of a list of the queue, and how many claims each list has."""
    return queue.find(session, viewer, wanted)


@router.get("/queue/checks", responses=READING)
def find_checks(session: ReadDep, viewer: ViewerDep, wanted: Annotated[CheckFilter, Query()]) -> Checks:
    """Give the next piece of evidence to be compared with its source."""
    return checks.find(session, viewer, wanted)


@router.post("/queue/next", responses=WRITING)
async def take(door: DoorDep, wanted: QueueFilter) -> Taken:
    """Take the next claim of a list for a quarter of an hour; what was held before is given back."""
    actor = door.actor
    taken = await door.store(wanted, lambda session: leases.take(session, actor, queue.offered(session, actor, wanted)))
    return Taken(ref=taken.stored or None)


@router.post("/queue/give-back", responses=WRITING)
async def give_back(door: DoorDep) -> Taken:
    """Give the claim back that is held."""
    await door.register.write(lambda session: leases.give_back(session, door.actor))
    return Taken(ref=None)


@router.post("/claims/{ref}/assignments", status_code=201, responses=WRITING)
async def assign(door: DoorDep, ref: ClaimRef, draft: AssignmentDraft) -> Stored:
    """Ask a person to judge a claim; gives the assignment's number."""
    return await door.store(draft, lambda session: assignments.add(session, door.actor, ref, draft))


@router.post("/claims/{ref}/assignments/{assignment_id}/withdrawal", responses=WRITING)
async def unassign(door: DoorDep, ref: ClaimRef, assignment_id: AssignmentId, why: Withdrawal) -> Stored:
    """No longer ask a person, with a reason; gives the claim's ref."""
    return await door.store(why, lambda session: assignments.withdraw(session, door.actor, ref, assignment_id, why))


@router.post("/claims/{ref}/evidence/{evidence_id}/check", responses=WRITING)
async def check(door: DoorDep, version: VersionDep, ref: ClaimRef, evidence_id: EvidenceId, found: Compared) -> Stored:
    """Say whether the source of a piece says it; gives the piece's number."""
    draft = SupportCheckDraft(support_check=found.support_check, version=version)
    return await door.store(draft, lambda session: evidence.check(session, door.actor, ref, evidence_id, draft))
