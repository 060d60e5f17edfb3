"""One claim with everything a viewer may see of it, and the forms to change claims."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from factdesk.access import Right, require
from factdesk.commands import claims as writing
from factdesk.drafts.filters import AsOf
from factdesk.drafts.judging import PublicationDraft, WithdrawalDraft
from factdesk.drafts.queue import QueueFilter, from_query
from factdesk.drafts.writing import ClaimChangeDraft
from factdesk.queries import claims
from factdesk.shapes.claims import ClaimDetail
from factdesk.web.deps import ClaimRef, FormDep, PersonDep, ReadDep, RegisterDep, SiteDep, ViewerDep
from factdesk.web.forms import Form, attempt, done, read
from factdesk.web.pages import _fields, _showing
from factdesk.web.rendering import render

router = APIRouter()


@router.get("/claims/{ref}", response_class=HTMLResponse)
def show(request: Request, session: ReadDep, viewer: ViewerDep, site: SiteDep, ref: ClaimRef) -> HTMLResponse:
    """Show one claim, as it is, as it was, or as it comes from a list of the queue."""
    asked = request.url.query
    from_queue = request.query_params.get("list")
    as_of = from_query(QueueFilter, asked).as_of if from_queue else from_query(AsOf, asked).as_of
    return _showing.claim(request, session, viewer, site, ref, as_of=as_of)


@router.get("/claims/{ref}/edit", response_class=HTMLResponse)
def edit(request: Request, session: ReadDep, viewer: ViewerDep, ref: ClaimRef) -> HTMLResponse:
    """Show the form to change a claim."""
    require(viewer, Right.WRITE)
    form = Form(name="claim", action=f"/claims/{ref}/edit", values=_values(claims.get(session, viewer, ref)))
    return render(request, _edit(ref, form))


@router.post("/claims/{ref}/edit")
async def revise(request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, ref: ClaimRef) -> Response:
    """Change a claim."""
    sent = Form(name="claim", action=f"/claims/{ref}/edit", values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(ClaimChangeDraft, form),
        lambda session, draft: writing.revise(session, actor, ref, draft),
    )
    if result:
        return done(request, f"/claims/{ref}")
    return await register.read(lambda _: render(request, _edit(ref, shown), status=shown.status))


@router.post("/claims/{ref}/publication")
async def publish(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, site: SiteDep, ref: ClaimRef
) -> Response:
    """Show a claim to everybody."""
    sent = Form(name="publication", action=f"/claims/{ref}/publication", values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(PublicationDraft, form),
        lambda session, draft: writing.publish(session, actor, ref, draft.version),
    )
    return await register.read(
        lambda session: _showing.after(request, session, actor, site, ref, None if result else shown, "main")
    )


@router.get("/claims/{ref}/withdrawal", response_class=HTMLResponse)
def withdrawal(request: Request, session: ReadDep, viewer: ViewerDep, ref: ClaimRef) -> HTMLResponse:
    """Ask why a claim is withdrawn."""
    require(viewer, Right.WRITE)
    version = claims.get(session, viewer, ref).version
    form = Form(name="withdrawal", action=f"/claims/{ref}/withdrawal", values={"version": str(version)})
    return render(request, _withdraw(ref, form))


@router.post("/claims/{ref}/withdrawal")
async def withdraw(request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, ref: ClaimRef) -> Response:
    """Withdraw a claim."""
    sent = Form(name="withdrawal", action=f"/claims/{ref}/withdrawal", values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(WithdrawalDraft, form),
        lambda session, draft: writing.withdraw(session, actor, ref, draft),
    )
    if result:
        return done(request, f"/claims/{ref}")
    return await register.read(lambda _: render(request, _withdraw(ref, shown), status=shown.status))


def _values(claim: ClaimDetail) -> dict[str, str]:
    """Give a claim as the values of its form."""
    names = ("statement", "quote", "paragraph", "hedge", "type", "true_on", "version")
    values = {name: str(value) for name in names if (value := getattr(claim, name)) is not None}
    return values | {"topics": ", ".join(claim.topics), "entities": ", ".join(claim.entities)}


def _edit(ref: str, form: Form) -> _showing.Edit:
    return _showing.Edit(heading=f"Change {ref}", intro="Every change is kept in its history.", back=f"/claims/{ref}",
                         form=form, fields=_fields.CLAIM, button="Save")  # fmt: skip


def _withdraw(ref: str, form: Form) -> _showing.Edit:
    return _showing.Edit(heading=f"Withdraw {ref}", intro="Its page stays and says why; its ref is not used again.",
                         back=f"/claims/{ref}", form=form, fields=_fields.WITHDRAWAL, button="Withdraw")  # fmt: skip
