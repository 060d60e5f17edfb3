"""Publishers: the list, one with its sources, and its default reliability with a look at what it would change."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from factdesk.access import Actor, Right, may, require
from factdesk.commands import publishers as writing
from factdesk.drafts.filters import PublisherFilter
from factdesk.drafts.publishers import PublisherChangeDraft, PublisherContent
from factdesk.errors import Invalid
from factdesk.queries import publishers
from factdesk.shapes.publishers import PublisherDetail, PublisherPage, Regrading
from factdesk.vocabulary import Reliability
from factdesk.web.deps import FormDep, PersonDep, PublisherId, ReadDep, RegisterDep, ViewerDep
from factdesk.web.forms import Form, attempt, done, read
from factdesk.web.pages import _fields
from factdesk.web.pages._fields import Field
from factdesk.web.rendering import Page, address, render

router = APIRouter()
PATH = "/publishers"


@dataclass(frozen=True, kw_only=True)
class Index(Page):
    """The list of publishers."""

    template = "publishers/index.html"
    room = "sources"
    found: PublisherPage
    next_page: str | None
    first_page: str | None


@dataclass(frozen=True, kw_only=True)
class Show(Page):
    """A publisher's page."""

    template = "publishers/publisher.html"
    room = "sources"
    publisher: PublisherDetail
    may_write: bool


@dataclass(frozen=True, kw_only=True)
class Preview(Page):
    """What a default reliability would change, and the button that sets it."""

    template = "publishers/grade.html"
    room = "sources"
    regrading: Regrading
    form: Form
    fields: tuple[Field, ...]


@router.get(PATH, response_class=HTMLResponse)
def index(
    request: Request, session: ReadDep, viewer: ViewerDep, wanted: Annotated[PublisherFilter, Query()]
) -> HTMLResponse:
    """Show one page of publishers."""
    found = publishers.find(session, viewer, wanted)
    page = Index(
        found=found,
        next_page=address(PATH, wanted.pairs(cursor=found.next_cursor)) if found.next_cursor else None,
        first_page=address(PATH, wanted.pairs(cursor=None)) if wanted.cursor else None,
    )
    return render(request, page)


@router.get("/publishers/{publisher_id}", response_class=HTMLResponse)
def show(request: Request, session: ReadDep, viewer: ViewerDep, publisher_id: PublisherId) -> HTMLResponse:
    """Show one publisher."""
    publisher = publishers.get(session, viewer, publisher_id)
    return render(request, Show(publisher=publisher, may_write=may(viewer, Right.WRITE)))


@router.get("/publishers/{publisher_id}/grade", response_class=HTMLResponse)
def preview(request: Request, session: ReadDep, viewer: ViewerDep, publisher_id: PublisherId) -> HTMLResponse:
    """Show what a default reliability would change, before it is set."""
    require(viewer, Right.WRITE)
    default = read(PublisherContent, dict(request.query_params)).default_reliability
    version = publishers.get(session, viewer, publisher_id).version
    values = {"version": str(version), "default_reliability": str(default or "")}
    form = Form(name="grade", action=f"/publishers/{publisher_id}/grade", values=values)
    return render(request, _preview(session, viewer, publisher_id, form))


@router.post("/publishers/{publisher_id}/grade")
async def grade(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, publisher_id: PublisherId
) -> Response:
    """Set a publisher's default reliability, and grade anew what follows it."""
    sent = Form(name="grade", action=f"/publishers/{publisher_id}/grade", values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(PublisherChangeDraft, form),
        lambda session, draft: writing.grade(session, actor, publisher_id, draft),
    )
    if result:
        return done(request, f"/publishers/{publisher_id}")
    return await register.read(
        lambda session: render(request, _preview(session, actor, publisher_id, shown), status=shown.status)
    )


def _preview(session: ReadDep, viewer: Actor, publisher_id: int, form: Form) -> Preview:
    regrading = publishers.regrading(session, viewer, publisher_id, _default(form))
    return Preview(regrading=regrading, form=form, fields=_fields.PUBLISHER)


def _default(form: Form) -> Reliability | None:
    """Give the default a form asks for; none where it holds something else."""
    try:
        return read(
            PublisherContent, {"default_reliability": form.values.get("default_reliability", "")}
        ).default_reliability
    except Invalid:
        return None
