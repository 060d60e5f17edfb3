"""Notes on a claim: writing one, withdrawing one."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import HTMLResponse

from factdesk.access import Actor, Right, require
from factdesk.commands import notes
from factdesk.drafts.judging import NoteDraft, WithdrawalDraft
from factdesk.errors import NotFound
from factdesk.queries import claims
from factdesk.web.deps import ClaimRef, FormDep, PersonDep, ReadDep, RegisterDep, SiteDep, ViewerDep
from factdesk.web.forms import Form, attempt, done, read
from factdesk.web.pages import _fields, _showing
from factdesk.web.rendering import render

router = APIRouter()
NoteId = Annotated[int, Path(ge=1, description="Number of the note.")]


@router.post("/claims/{ref}/notes")
async def add(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, site: SiteDep, ref: ClaimRef
) -> Response:
    """Add a note."""
    sent = Form(name="note", action=f"/claims/{ref}/notes", values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(NoteDraft, form),
        lambda session, draft: notes.add(session, actor, ref, draft),
    )
    return await register.read(
        lambda session: _showing.after(request, session, actor, site, ref, None if result else shown, _showing.NOTES)
    )


@router.get("/claims/{ref}/notes/{note_id}/withdrawal", response_class=HTMLResponse)
def withdrawal(request: Request, session: ReadDep, viewer: ViewerDep, ref: ClaimRef, note_id: NoteId) -> HTMLResponse:
    """Ask why a note is withdrawn."""
    require(viewer, Right.NOTE)
    version = _version(session, viewer, ref, note_id)
    form = Form(name="withdrawal", action=request.url.path, values={"version": str(version)})
    return render(request, _withdraw(ref, form))


@router.post("/claims/{ref}/notes/{note_id}/withdrawal")
async def withdraw(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, ref: ClaimRef, note_id: NoteId
) -> Response:
    """Withdraw a note."""
    sent = Form(name="withdrawal", action=request.url.path, values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(WithdrawalDraft, form),
        lambda session, draft: notes.withdraw(session, actor, ref, note_id, draft),
    )
    if result:
        return done(request, f"/claims/{ref}#notes")
    return await register.read(lambda _: render(request, _withdraw(ref, shown), status=shown.status))


def _version(session: ReadDep, viewer: Actor, ref: str, note_id: int) -> int:
    for note in claims.get(session, viewer, ref).notes:
        if note.id == note_id:
            return note.version
    raise NotFound(f"{ref} has no such note.")


def _withdraw(ref: str, form: Form) -> _showing.Edit:
    return _showing.Edit(
        heading="Withdraw a note", intro=f"It stays with {ref} and says why it was withdrawn.",
        back=f"/claims/{ref}#notes", form=form, fields=_fields.WITHDRAWAL, button="Withdraw",
    )  # fmt: skip
