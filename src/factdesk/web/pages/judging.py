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
from factdesk.web.deps import ClaimRef, FormDep, PersonDep, ReadDep, SiteDep, ViewerDep, WriteDep
from factdesk.web.forms import Form, attempt, done, read
from factdesk.web.pages import _fields, _picking, _showing
from factdesk.web.rendering import render

router = APIRouter()


@router.post("/claims/{ref}/reviews")
def judge(
    request: Request, session: WriteDep, actor: PersonDep, form: FormDep, site: SiteDep, ref: ClaimRef
) -> Response:
    """Give a verdict."""
    sent = Form(name="judgement", action=f"/claims/{ref}/reviews", values=form)
    result, shown = attempt(
        request, session, actor, sent, lambda: reviews.submit(session, actor, ref, read(JudgementDraft, form))
    )
    place = _showing.place_of_reviews(session, actor, ref) if result else ""
    return _showing.after(request, session, actor, site, ref, None if result else shown, place)


@router.post("/claims/{ref}/retraction")
def retract(
    request: Request, session: WriteDep, actor: PersonDep, form: FormDep, site: SiteDep, ref: ClaimRef
) -> Response:
    """Take one's verdict back."""
    sent = Form(name="retraction", action=f"/claims/{ref}/retraction", values=form)
    result, shown = attempt(
        request, session, actor, sent, lambda: reviews.retract(session, actor, ref, read(RetractionDraft, form))
    )
    place = _showing.place_of_reviews(session, actor, ref) if result else ""
    return _showing.after(request, session, actor, site, ref, None if result else shown, place)


@router.post("/claims/{ref}/adjudication")
def adjudicate(
    request: Request, session: WriteDep, actor: PersonDep, form: FormDep, site: SiteDep, ref: ClaimRef
) -> Response:
    """Decide a split."""
    sent = Form(name="adjudication", action=f"/claims/{ref}/adjudication", values=form)
    result, shown = attempt(
        request, session, actor, sent, lambda: reviews.adjudicate(session, actor, ref, read(JudgementDraft, form))
    )
    return _showing.after(request, session, actor, site, ref, None if result else shown, _showing.WHY)


@router.post("/claims/{ref}/adjudication/retraction")
def retract_adjudication(
    request: Request, session: WriteDep, actor: PersonDep, form: FormDep, site: SiteDep, ref: ClaimRef
) -> Response:
    """Take an adjudication back."""
    sent = Form(name="undeciding", action=f"/claims/{ref}/adjudication/retraction", values=form)
    result, shown = attempt(
        request, session, actor, sent,
        lambda: reviews.retract_adjudication(session, actor, ref, read(RetractionDraft, form)),
    )  # fmt: skip
    return _showing.after(request, session, actor, site, ref, None if result else shown, _showing.WHY)


@router.post("/claims/{ref}/evidence")
def add_evidence(
    request: Request, session: WriteDep, actor: PersonDep, form: FormDep, site: SiteDep, ref: ClaimRef
) -> Response:
    """Add a piece of evidence."""
    sent = Form(name="evidence", action=f"/claims/{ref}/evidence", values=form)
    result, shown = attempt(
        request,
        session,
        actor,
        sent,
        lambda: evidence.add(session, actor, ref, _picking.read(session, actor, NewEvidenceDraft, form, "source")),
    )
    return _showing.after(request, session, actor, site, ref, None if result else shown, f"evidence-{result}")


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
def revise_evidence(
    request: Request, session: WriteDep, actor: PersonDep, form: FormDep, ref: ClaimRef, evidence_id: int
) -> Response:
    """Change a piece of evidence."""
    sent = Form(name="evidence", action=f"/claims/{ref}/evidence/{evidence_id}", values=form)
    result, shown = attempt(
        request, session, actor, sent,
        lambda: evidence.revise(session, actor, evidence_id, read(EvidenceChangeDraft, form)),
    )  # fmt: skip
    if result:
        return done(request, f"/claims/{ref}#evidence-{evidence_id}")
    return render(request, _edit_evidence(ref, shown), status=shown.status)


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
def withdraw_evidence(
    request: Request, session: WriteDep, actor: PersonDep, form: FormDep, ref: ClaimRef, evidence_id: int
) -> Response:
    """Withdraw a piece of evidence."""
    sent = Form(name="withdrawal", action=request.url.path, values=form)
    result, shown = attempt(
        request, session, actor, sent,
        lambda: evidence.withdraw(session, actor, evidence_id, read(WithdrawalDraft, form)),
    )  # fmt: skip
    if result:
        return done(request, f"/claims/{ref}#evidence")
    return render(request, _withdraw_evidence(ref, shown), status=shown.status)


def _edit_evidence(ref: str, form: Form) -> _showing.Edit:
    return _showing.Edit(heading="Change a piece of evidence", intro=f"On {ref}.", back=f"/claims/{ref}", form=form,
                fields=_fields.EVIDENCE, button="Save")  # fmt: skip


def _withdraw_evidence(ref: str, form: Form) -> _showing.Edit:
    return _showing.Edit(heading="Withdraw a piece of evidence", intro="It stays on the page and counts no more.",
                back=f"/claims/{ref}", form=form, fields=_fields.WITHDRAWAL, button="Withdraw")  # fmt: skip
