"""Judging a claim, and its evidence: the forms of the claim page and what they do."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from factdesk.access import Right, require
from factdesk.commands import evidence, reviews
from factdesk.drafts.judging import (
    EvidenceChangeDraft,
    JudgementDraft,
    NewEvidenceDraft,
    RetractionDraft,
    WithdrawalDraft,
)
from factdesk.web.deps import ClaimRef, FormDep, PersonDep, ReadDep, RegisterDep, SiteDep, ViewerDep
from factdesk.web.forms import Form, attempt, done, read
from factdesk.web.pages import _fields, _picking, _showing
from factdesk.web.rendering import render

router = APIRouter()


@router.post("/claims/{ref}/reviews")
async def judge(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, site: SiteDep, ref: ClaimRef
) -> Response:
    """Give a verdict."""
    sent = Form(name="judgement", action=f"/claims/{ref}/reviews", values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(JudgementDraft, form),
        lambda session, draft: reviews.submit(session, actor, ref, draft),
    )
    return await register.read(
        lambda session: _showing.after_review(request, session, actor, site, ref, None if result else shown)
    )


@router.post("/claims/{ref}/retraction")
async def retract(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, site: SiteDep, ref: ClaimRef
) -> Response:
    """Take one's verdict back."""
    sent = Form(name="retraction", action=f"/claims/{ref}/retraction", values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(RetractionDraft, form),
        lambda session, draft: reviews.retract(session, actor, ref, draft),
    )
    return await register.read(
        lambda session: _showing.after_review(request, session, actor, site, ref, None if result else shown)
    )


@router.post("/claims/{ref}/adjudication")
async def adjudicate(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, site: SiteDep, ref: ClaimRef
) -> Response:
    """Decide a split."""
    sent = Form(name="adjudication", action=f"/claims/{ref}/adjudication", values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(JudgementDraft, form),
        lambda session, draft: reviews.adjudicate(session, actor, ref, draft),
    )
    return await register.read(
        lambda session: _showing.after(request, session, actor, site, ref, None if result else shown, _showing.WHY)
    )


@router.post("/claims/{ref}/adjudication/retraction")
async def retract_adjudication(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, site: SiteDep, ref: ClaimRef
) -> Response:
    """Take an adjudication back."""
    sent = Form(name="undeciding", action=f"/claims/{ref}/adjudication/retraction", values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(RetractionDraft, form),
        lambda session, draft: reviews.retract_adjudication(session, actor, ref, draft),
    )
    return await register.read(
        lambda session: _showing.after(request, session, actor, site, ref, None if result else shown, _showing.WHY)
    )


@router.post("/claims/{ref}/evidence")
async def add_evidence(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, site: SiteDep, ref: ClaimRef
) -> Response:
    """Add a piece of evidence."""
    sent = Form(name="evidence", action=f"/claims/{ref}/evidence", values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda session: _picking.read(session, actor, NewEvidenceDraft, form, "source"),
        lambda session, draft: evidence.add(session, actor, ref, draft),
    )
    return await register.read(
        lambda session: _showing.after(
            request, session, actor, site, ref, None if result else shown, f"evidence-{result}"
        )
    )


@router.get("/claims/{ref}/evidence/{evidence_id}", response_class=HTMLResponse)
def edit_evidence(
    request: Request, session: ReadDep, viewer: ViewerDep, ref: ClaimRef, evidence_id: int
) -> HTMLResponse:
    """Show the form to change a piece of evidence."""
    require(viewer, Right.ADD_EVIDENCE)
    values = _showing.evidence_values(session, viewer, ref, evidence_id)
    form = Form(name="evidence", action=f"/claims/{ref}/evidence/{evidence_id}", values=values)
    return render(request, _edit_evidence(ref, form))


@router.post("/claims/{ref}/evidence/{evidence_id}")
async def revise_evidence(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, ref: ClaimRef, evidence_id: int
) -> Response:
    """Change a piece of evidence."""
    sent = Form(name="evidence", action=f"/claims/{ref}/evidence/{evidence_id}", values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(EvidenceChangeDraft, form),
        lambda session, draft: evidence.revise(session, actor, evidence_id, draft),
    )
    if result:
        return done(request, f"/claims/{ref}#evidence-{evidence_id}")
    return await register.read(lambda _: render(request, _edit_evidence(ref, shown), status=shown.status))


@router.get("/claims/{ref}/evidence/{evidence_id}/withdrawal", response_class=HTMLResponse)
def withdraw_evidence_page(
    request: Request, session: ReadDep, viewer: ViewerDep, ref: ClaimRef, evidence_id: int
) -> HTMLResponse:
    """Ask why a piece of evidence is withdrawn."""
    require(viewer, Right.ADD_EVIDENCE)
    values = _showing.evidence_values(session, viewer, ref, evidence_id)
    form = Form(name="withdrawal", action=request.url.path, values={"version": values["version"]})
    return render(request, _withdraw_evidence(ref, form))


@router.post("/claims/{ref}/evidence/{evidence_id}/withdrawal")
async def withdraw_evidence(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, ref: ClaimRef, evidence_id: int
) -> Response:
    """Withdraw a piece of evidence."""
    sent = Form(name="withdrawal", action=request.url.path, values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(WithdrawalDraft, form),
        lambda session, draft: evidence.withdraw(session, actor, evidence_id, draft),
    )
    if result:
        return done(request, f"/claims/{ref}#evidence")
    return await register.read(lambda _: render(request, _withdraw_evidence(ref, shown), status=shown.status))


def _edit_evidence(ref: str, form: Form) -> _showing.Edit:
    return _showing.Edit(heading="Change a piece of evidence", intro=f"On {ref}.", back=f"/claims/{ref}", form=form,
                fields=_fields.EVIDENCE, button="Save")  # fmt: skip


def _withdraw_evidence(ref: str, form: Form) -> _showing.Edit:
    return _showing.Edit(heading="Withdraw a piece of evidence", intro="It stays on the page and counts no more.",
                back=f"/claims/{ref}", form=form, fields=_fields.WITHDRAWAL, button="Withdraw")  # fmt: skip
