"""Sources: the list, and one with everything that depends on it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from factdesk.access import Actor, Right, may, require
from factdesk.commands import sources as writing
from factdesk.drafts.base import without_controls
from factdesk.drafts.filters import SourceFilter
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.writing import NewDerivationDraft, NewSourceDraft, NewTieDraft, SourceChangeDraft
from factdesk.errors import Invalid
from factdesk.queries import consequences, sources, suggestions
from factdesk.shapes.consequences import Consequences
from factdesk.shapes.sources import SourceDetail, SourcePage, SourceRow, SuggestedTie
from factdesk.web.deps import FormDep, PersonDep, ReadDep, RegisterDep, SourceKey, ViewerDep
from factdesk.web.forms import Form, attempt, done, read
from factdesk.web.pages import _fields, _picking
from factdesk.web.pages._fields import Field
from factdesk.web.pages._showing import EditSource, WithdrawSource
from factdesk.web.rendering import Page, address, render

router = APIRouter()
PATH = "/sources"


@dataclass(frozen=True, kw_only=True)
class Index(Page):
    """The list of sources."""

    template = "sources/index.html"
    room = "sources"
    wanted: SourceFilter
    found: SourcePage
    may_add: bool
    may_write: bool
    next_page: str | None
    first_page: str | None


@dataclass(frozen=True, kw_only=True)
class Show(Page):
    """A source's page."""

    template = "sources/source.html"
    room = "sources"
    source: SourceDetail
    forms: dict[str, Form]
    fields: dict[str, tuple[Field, ...]]
    may_write: bool
    fall: Consequences | None
    suggested: list[SuggestedTie]
    sendings: dict[str, Form]


@dataclass(frozen=True, kw_only=True)
class Choices(Page):
    """Sources to choose from while typing."""

    template = "sources/_choices.html"
    found: list[SourceRow]


@router.get(PATH, response_class=HTMLResponse)
def index(
    request: Request, session: ReadDep, viewer: ViewerDep, wanted: Annotated[SourceFilter, Query()]
) -> HTMLResponse:
    """Show one page of sources."""
    found = sources.find(session, viewer, wanted)
    page = Index(
        wanted=wanted,
        found=found,
        may_add=may(viewer, Right.ADD_EVIDENCE),
        may_write=may(viewer, Right.WRITE),
        next_page=address(PATH, wanted.pairs(cursor=found.next_cursor)) if found.next_cursor else None,
        first_page=address(PATH, wanted.pairs(cursor=None)) if wanted.cursor else None,
    )
    return render(request, page)


@router.get("/sources/choices", response_class=HTMLResponse)
def choices(request: Request, session: ReadDep, viewer: ViewerDep) -> HTMLResponse:
    """Give the sources whose citekey or title holds what was typed."""
    require(viewer, Right.ADD_EVIDENCE)
    typed = next(iter(request.query_params.values()), "")
    try:
        found = sources.typed(session, viewer, without_controls(typed))
    except ValueError as cause:
        raise Invalid(f"What was typed {cause}.") from cause
    return render(request, Choices(found=found))


@router.get("/sources/new", response_class=HTMLResponse)
def new(request: Request, viewer: ViewerDep) -> HTMLResponse:
    """Show the form for a new source."""
    require(viewer, Right.ADD_EVIDENCE)
    values = {"kind": "news", "lineage": "not_recorded", "checked": "no"}
    return render(request, _new(Form(name="source", action="/sources", values=values)))


@router.post("/sources")
async def add(request: Request, register: RegisterDep, actor: PersonDep, form: FormDep) -> Response:
    """Add a source."""
    sent = Form(name="source", action="/sources", values=form)
    citekey, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(NewSourceDraft, form),
        lambda session, draft: writing.add(session, actor, draft),
    )
    if citekey:
        return done(request, f"/sources/{citekey}")
    return await register.read(lambda _: render(request, _new(shown), status=shown.status))


@router.get("/sources/{citekey}", response_class=HTMLResponse)
def show(request: Request, session: ReadDep, viewer: ViewerDep, citekey: SourceKey) -> HTMLResponse:
    """Show one source."""
    return _show(request, session, viewer, citekey)


@router.get("/sources/{citekey}/edit", response_class=HTMLResponse)
def edit(request: Request, session: ReadDep, viewer: ViewerDep, citekey: SourceKey) -> HTMLResponse:
    """Show the form to change a source."""
    require(viewer, Right.WRITE)
    values = _values(sources.get(session, viewer, citekey))
    return render(request, _edit(citekey, Form(name="source", action=f"/sources/{citekey}/edit", values=values)))


@router.post("/sources/{citekey}/edit")
async def revise(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, citekey: SourceKey
) -> Response:
    """Change a source."""
    sent = Form(name="source", action=f"/sources/{citekey}/edit", values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(SourceChangeDraft, form),
        lambda session, draft: writing.revise(session, actor, citekey, draft),
    )
    if result:
        return done(request, f"/sources/{citekey}")
    return await register.read(lambda _: render(request, _edit(citekey, shown), status=shown.status))


@router.get("/sources/{citekey}/withdrawal", response_class=HTMLResponse)
def withdrawal(request: Request, session: ReadDep, viewer: ViewerDep, citekey: SourceKey) -> HTMLResponse:
    """Ask why a source is withdrawn."""
    require(viewer, Right.WRITE)
    values = {"version": str(sources.get(session, viewer, citekey).version)}
    form = Form(name="withdrawal", action=f"/sources/{citekey}/withdrawal", values=values)
    return render(request, _withdraw(session, viewer, citekey, form))


@router.post("/sources/{citekey}/withdrawal")
async def withdraw(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, citekey: SourceKey
) -> Response:
    """Withdraw a source."""
    sent = Form(name="withdrawal", action=f"/sources/{citekey}/withdrawal", values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(WithdrawalDraft, form),
        lambda session, draft: writing.withdraw(session, actor, citekey, draft),
    )
    if result:
        return done(request, f"/sources/{citekey}")
    return await register.read(
        lambda session: render(request, _withdraw(session, actor, citekey, shown), status=shown.status)
    )


@router.post("/sources/{citekey}/derivations")
async def derive(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, citekey: SourceKey
) -> Response:
    """Say that a source derives from another."""
    sent = Form(name="derivation", action=f"/sources/{citekey}/derivations", values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda session: _picking.read(session, actor, NewDerivationDraft, form, "parent"),
        lambda session, draft: writing.derive(session, actor, citekey, draft),
    )
    if result:
        return done(request, f"/sources/{citekey}")
    return await register.read(lambda session: _show(request, session, actor, citekey, shown))


@router.post("/sources/{citekey}/ties")
async def tie(request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, citekey: SourceKey) -> Response:
    """Say that two sources are not independent."""
    sent = Form(name="tie", action=f"/sources/{citekey}/ties", values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda session: _picking.read(session, actor, NewTieDraft, form, "other"),
        lambda session, draft: writing.tie(session, actor, citekey, draft),
    )
    if result:
        return done(request, f"/sources/{citekey}")
    return await register.read(lambda session: _show(request, session, actor, citekey, shown))


def _show(
    request: Request, session: ReadDep, viewer: ViewerDep, citekey: SourceKey, refused: Form | None = None
) -> HTMLResponse:
    source, writes = sources.get(session, viewer, citekey), may(viewer, Right.WRITE)
    stands = source.withdrawn_reason is None
    suggested = suggestions.ties(session, viewer, citekey) if writes and stands else []
    forms = {
        name: Form(name=name, action=f"/sources/{citekey}/{name}s", values={})
        for name in ("derivation", "tie")
        if writes and stands
    }
    page = Show(
        source=source,
        forms=forms | ({refused.name: refused} if refused else {}),
        fields={"derivation": _fields.DERIVATION, "tie": _fields.TIE},
        may_write=writes,
        fall=consequences.of_withdrawal(session, viewer, citekey) if stands else None,
        suggested=suggested,
        sendings={one.citekey: Form(name="tie", action=f"/sources/{citekey}/ties", values={}) for one in suggested},
    )
    return render(request, page, status=refused.status if refused else 200)


def _values(source: SourceDetail) -> dict[str, str]:
    """Give a source as the values of its form."""
    names = ("title", "publisher", "published", "url", "archived_url", "kind", "language", "lineage", "lineage_note",
             "checked", "reliability", "reliability_why", "version")  # fmt: skip
    values = {name: str(value) for name in names if (value := getattr(source, name)) is not None}
    return values | {"authors": "\n".join(source.authors)} | ({"consulted": "true"} if source.consulted else {})


def _new(form: Form) -> EditSource:
    return EditSource(heading="A new source", intro="One record, used by any number of claims.", back="/sources",
                      form=form, fields=_fields.NEW_SOURCE, button="Add the source")  # fmt: skip


def _edit(citekey: str, form: Form) -> EditSource:
    return EditSource(heading=f"Change {citekey}", intro="What rests on it is counted anew.",
                      back=f"/sources/{citekey}", form=form, fields=_fields.SOURCE, button="Save")  # fmt: skip


def _withdraw(session: ReadDep, viewer: Actor, citekey: str, form: Form) -> WithdrawSource:
    intro = "Its page stays and says why; no piece from it counts any more."
    found = consequences.of_withdrawal(session, viewer, citekey, consequences.MANY)
    return WithdrawSource(heading=f"Withdraw {citekey}", intro=intro, back=f"/sources/{citekey}", form=form,
                          fields=_fields.WITHDRAWAL, button="Withdraw", consequences=found)  # fmt: skip
