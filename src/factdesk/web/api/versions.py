"""Versions of an article's text, with the passages of claims as W3C selectors; and bringing a new one."""

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool

from factdesk.access import Right, require
from factdesk.drafts.texts import NewVersionDraft
from factdesk.imports import articles as importing
from factdesk.imports.articles import Brought
from factdesk.queries import texts
from factdesk.shapes.base import Shape
from factdesk.shapes.texts import TextDetail, TextVersion
from factdesk.vocabulary import AnchorState
from factdesk.web.api.problem import WRITING
from factdesk.web.deps import ArticleSlug, ProgramDep, ReadDep, RegisterDep, VersionNumber, ViewerDep

router = APIRouter(tags=["texts"])
CLASH = 409
READING = {status: told for status, told in WRITING.items() if status != CLASH}
SENT = "the text sent"


class TextVersions(Shape):
    """The versions of an article's text, newest first."""

    versions: list[TextVersion]


class TakenText(Shape):
    """The version an article's text has now, whether that is new, and how its claims' passages were found in it."""

    number: int
    new: bool
    passages: dict[AnchorState, int]


@router.get("/articles/{slug}/versions", responses=READING)
def find(session: ReadDep, viewer: ViewerDep, slug: ArticleSlug) -> TextVersions:
    """Give the versions of an article's text, for whoever may read it."""
    return TextVersions(versions=texts.find(session, viewer, slug))


@router.get("/articles/{slug}/versions/{number}", responses=READING)
def get(session: ReadDep, viewer: ViewerDep, slug: ArticleSlug, number: VersionNumber) -> TextDetail:
    """Give one version's text with the passages of claims: places count code points, the end excluded."""
    return texts.get(session, viewer, slug, number)


@router.post("/articles/{slug}/versions", status_code=201, responses=WRITING)
async def take(register: RegisterDep, actor: ProgramDep, slug: ArticleSlug, draft: NewVersionDraft) -> TakenText:
    """Bring a text or a file as the new version of an article's text; what it has already changes nothing."""
    require(actor, Right.WRITE)
    brought = await run_in_threadpool(_bring, draft)
    accepted = await register.write(lambda session: importing.accept(session, actor, brought, into=slug))
    return TakenText(number=accepted.number, new=accepted.new, passages=dict(accepted.states))


def _bring(draft: NewVersionDraft) -> Brought:
    if draft.data is None:
        return importing.bring((draft.text or "").encode(errors="replace"), SENT, "text/plain")
    return importing.bring(draft.data, draft.name or SENT, draft.media_type)
