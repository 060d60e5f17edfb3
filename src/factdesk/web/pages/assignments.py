"""Asking somebody to judge a claim: the form of the claim's desk, and taking it back."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from factdesk.access import Right, require
from factdesk.commands import assignments
from factdesk.drafts.judging import Withdrawal
from factdesk.drafts.queue import AssignmentDraft
from factdesk.web.deps import ClaimRef, FormDep, PersonDep, RegisterDep, SiteDep, ViewerDep
from factdesk.web.forms import Form, attempt, done, read
from factdesk.web.pages import _fields, _showing
from factdesk.web.rendering import render

router = APIRouter()


@router.post("/claims/{ref}/assignments")
async def add(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, site: SiteDep, ref: ClaimRef
) -> Response:
    """Ask a person to judge a claim."""
    sent = Form(name="assignment", action=f"/claims/{ref}/assignments", values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(AssignmentDraft, form),
        lambda session, draft: assignments.add(session, actor, ref, draft),
    )
    return await register.read(
        lambda session: _showing.after(request, session, actor, site, ref, None if result else shown, "your-desk")
    )


@router.get("/claims/{ref}/assignments/{assignment_id}/withdrawal", response_class=HTMLResponse)
def withdrawal(request: Request, viewer: ViewerDep, ref: ClaimRef, assignment_id: int) -> HTMLResponse:
    """Ask why a person is no longer asked."""
    require(viewer, Right.JUDGE)
    return render(request, _withdraw(ref, assignment_id))


@router.post("/claims/{ref}/assignments/{assignment_id}/withdrawal")
async def withdraw(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, ref: ClaimRef, assignment_id: int
) -> Response:
    """No longer ask a person."""
    sent = Form(name="withdrawal", action=request.url.path, values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(Withdrawal, form),
        lambda session, draft: assignments.withdraw(session, actor, ref, assignment_id, draft),
    )
    if result:
        return done(request, f"/claims/{ref}#your-desk")
    return await register.read(lambda _: render(request, _withdraw(ref, assignment_id, shown), status=shown.status))


def _withdraw(ref: str, assignment_id: int, form: Form | None = None) -> _showing.Edit:
    action = f"/claims/{ref}/assignments/{assignment_id}/withdrawal"
    return _showing.Edit(
        heading="Withdraw an assignment",
        intro=f"Nobody waits for this judgement of {ref} any more. The record keeps the reason.",
        back=f"/claims/{ref}",
        form=form or Form(name="withdrawal", action=action, values={}),
        fields=_fields.NO_LONGER_ASKED,
        button="Withdraw the assignment",
    )
