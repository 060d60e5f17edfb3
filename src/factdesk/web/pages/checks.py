"""Comparing pieces of evidence with their source, one after the other."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from factdesk.access import Right, require
from factdesk.commands import evidence
from factdesk.drafts.queue import CheckFilter, SupportCheckDraft, from_query
from factdesk.queries import checks
from factdesk.shapes.queue import CheckPiece, Checks
from factdesk.web.deps import ClaimRef, FormDep, PersonDep, ReadDep, RegisterDep, ViewerDep
from factdesk.web.forms import Form, attempt, done, read
from factdesk.web.pages import _fields
from factdesk.web.pages._fields import Field
from factdesk.web.rendering import Page, address, render, wants_fragment

router = APIRouter()
PATH = "/queue/checks"


@dataclass(frozen=True, kw_only=True)
class Index(Page):
    """The piece to be compared now, and how many there are. `said` is what the one before came to."""

    template = "checks/index.html"
    answer = "checks/_answer.html"
    room = "queue"
    wanted: CheckFilter
    found: Checks
    shown: CheckPiece | None
    form: Form | None
    fields: tuple[Field, ...]
    filters: str
    skip: str | None
    from_start: str
    said: str


@router.get(PATH, response_class=HTMLResponse)
def index(
    request: Request, session: ReadDep, viewer: ViewerDep, wanted: Annotated[CheckFilter, Query()]
) -> HTMLResponse:
    """Show the next piece."""
    require(viewer, Right.ADD_EVIDENCE)
    return _index(request, session, viewer, wanted)


@router.post("/claims/{ref}/evidence/{evidence_id}/check")
async def check(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, ref: ClaimRef, evidence_id: int
) -> Response:
    """Say whether the source says it, and go on to the next piece."""
    wanted = from_query(CheckFilter, form.get("filters", ""))
    fields = {name: value for name, value in form.items() if name != "filters"}
    sent = Form(name="check", action=request.url.path, values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(SupportCheckDraft, fields),
        lambda session, draft: evidence.check(session, actor, ref, evidence_id, draft),
    )
    if result is None:
        return await register.read(
            lambda session: _index(request, session, actor, wanted, refused=shown, evidence_id=evidence_id)
        )
    further = wanted.model_copy(update={"cursor": evidence_id})
    if wants_fragment(request):
        return await register.read(lambda session: _index(request, session, actor, further, said=f"Stored for {ref}."))
    return done(request, address(PATH, further.pairs(cursor=evidence_id)))


def _index(
    request: Request, session: ReadDep, viewer: ViewerDep, wanted: CheckFilter, *,
    refused: Form | None = None, evidence_id: int = 0, said: str = "",
) -> HTMLResponse:  # fmt: skip
    found = checks.find(session, viewer, wanted)
    shown = checks.piece(session, viewer, evidence_id) if refused else found.next
    page = Index(
        wanted=wanted,
        found=found,
        shown=shown,
        form=refused or (_form(shown) if shown else None),
        fields=_fields.CHECK,
        filters=urlencode(wanted.pairs(cursor=wanted.cursor)),
        skip=address(PATH, wanted.pairs(cursor=shown.piece.id)) if shown else None,
        from_start=address(PATH, wanted.pairs()),
        said=said,
    )
    headers = {"HX-Push-Url": address(PATH, wanted.pairs(cursor=wanted.cursor))}
    if refused and wants_fragment(request):
        headers = {"HX-Retarget": "#check", "HX-Reswap": "outerHTML"}
    return render(request, page, status=refused.status if refused else 200, headers=headers)


def _form(shown: CheckPiece) -> Form:
    piece = shown.piece
    values = {"version": str(piece.version), "support_check": str(piece.support_check)}
    if piece.support_check == "not_checked":
        del values["support_check"]
    return Form(name="check", action=f"/claims/{shown.ref}/evidence/{piece.id}/check", values=values)
