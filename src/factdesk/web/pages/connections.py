"""What connects a source with others: the forms to add and to withdraw a derivation or a tie."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from factdesk.access import Actor, Right, require
from factdesk.commands import sources as writing
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.errors import NotFound
from factdesk.queries import consequences, sources
from factdesk.queries.consequences import Kind
from factdesk.shapes.sources import RelatedSource
from factdesk.web.deps import FormDep, PersonDep, ReadDep, RegisterDep, SourceKey, ViewerDep
from factdesk.web.forms import Form, attempt, done, read
from factdesk.web.pages import _fields
from factdesk.web.pages._showing import WithdrawSource
from factdesk.web.rendering import render

router = APIRouter()


_WITHDRAW: dict[Kind, Callable[..., str]] = {Kind.DERIVATIONS: writing.underive, Kind.TIES: writing.untie}


@router.get("/sources/{citekey}/{kind}/{other}/withdrawal", response_class=HTMLResponse)
def withdrawal(
    request: Request, session: ReadDep, viewer: ViewerDep, citekey: SourceKey, kind: Kind, other: SourceKey
) -> HTMLResponse:
    """Ask why a connection is withdrawn."""
    require(viewer, Right.WRITE)
    source = sources.get(session, viewer, citekey)
    version = _of(source.derives_from if kind is Kind.DERIVATIONS else source.ties, other).version
    form = Form(name="withdrawal", action=request.url.path, values={"version": str(version)})
    return render(request, _page(session, viewer, (citekey, kind, other), form))


@router.post("/sources/{citekey}/{kind}/{other}/withdrawal")
async def withdraw(
    request: Request,
    register: RegisterDep,
    actor: PersonDep,
    form: FormDep,
    citekey: SourceKey,
    kind: Kind,
    other: SourceKey,
) -> Response:
    """Withdraw a connection with a reason; what rests on the source is counted anew."""
    sent = Form(name="withdrawal", action=request.url.path, values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(WithdrawalDraft, form),
        lambda session, draft: _WITHDRAW[kind](session, actor, citekey, other, draft),
    )
    if result:
        return done(request, f"/sources/{citekey}")
    return await register.read(
        lambda session: render(request, _page(session, actor, (citekey, kind, other), shown), status=shown.status)
    )


def _of(connections: list[RelatedSource], other: str) -> RelatedSource:
    for one in connections:
        if one.citekey == other:
            return one
    raise NotFound(f"There is no such connection with {other}.", place="other")


def _page(session: ReadDep, viewer: Actor, link: tuple[str, Kind, str], form: Form) -> WithdrawSource:
    citekey, kind, other = link
    intro = f"{citekey} and {other} count as independent again, as far as nothing else connects them."
    found = consequences.of_disconnecting(session, viewer, citekey, kind, other)
    return WithdrawSource(heading="Withdraw a connection", intro=intro, back=f"/sources/{citekey}", form=form,
                          fields=_fields.WITHDRAWAL, button="Withdraw", consequences=found)  # fmt: skip
