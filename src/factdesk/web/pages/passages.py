"""Settling passages: what has to be looked at in the newest text, where it stands, and what is no longer said."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from factdesk.access import Actor, Right, require
from factdesk.commands import passages as writing
from factdesk.drafts.passages import Pointer
from factdesk.drafts.texts import PassageDraft, PassageWithdrawalDraft, SettlementDraft
from factdesk.errors import Clash, Invalid
from factdesk.queries import choosing, passages
from factdesk.shapes.passages import Chosen, OpenPassage, OpenPassages, Text
from factdesk.web.deps import ArticleSlug, ClaimRef, FormDep, PersonDep, ReadDep, RegisterDep, ViewerDep
from factdesk.web.forms import Form, attempt, done, read
from factdesk.web.pages import _choosing, _fields
from factdesk.web.pages._showing import EditArticle
from factdesk.web.register import ReadSession
from factdesk.web.rendering import Page, render

router = APIRouter()
PassageNumber = Annotated[int, Path(description="Number of the passage.")]
FIELDS = (_fields.Field("chosen", "The words"), _fields.Field("ref", "Claim"))
"""What a refusal may name; the words come by a hidden field."""


@dataclass(frozen=True, kw_only=True)
class Index(Page):
    """What has to be settled in the newest text of an article, each with the form that confirms its found place."""

    template = "passages/index.html"
    room = "articles"
    found: OpenPassages
    forms: dict[str, Form]


@dataclass(frozen=True, kw_only=True)
class Place(Page):
    """The place of one passage of a claim: the one pointed at (`place`), to be confirmed, or the text to choose from.

    `waiting` is the passage to be settled, None where one more is added.
    """

    template = "passages/place.html"
    room = "articles"
    slug: str
    ref: str
    waiting: OpenPassage | None
    language: str
    place: Chosen | None
    form: Form
    fields: tuple[_fields.Field, ...]
    text: Text
    typed: Pointer


@router.get("/articles/{slug}/passages", response_class=HTMLResponse)
def index(request: Request, session: ReadDep, viewer: ViewerDep, slug: ArticleSlug) -> HTMLResponse:
    """Show what has to be settled."""
    found = passages.to_settle(session, viewer, slug)
    forms = {
        f"{one.ref}-{one.passage}": _form(one.ref, one, one.found) for one in found.passages if one.found is not None
    }
    return render(request, Index(found=found, forms=forms))


@router.post("/articles/{slug}/passages")
async def add(request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, slug: ArticleSlug) -> Response:
    """Add a passage to a claim of the article."""
    sent = Form(name="place", action=f"/articles/{slug}/passages", values=form)
    place, others = _choosing.apart(form)
    typed = others.pop("ref", "")
    ref, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(PassageDraft, others | place),
        lambda session, draft: writing.add(session, actor, passages.meant(session, actor, slug, typed), draft),
    )
    if ref:
        return done(request, f"/claims/{ref}#passages")
    return await register.read(lambda session: _place(request, session, actor, slug, form.get("ref", ""), None, shown))


@router.get("/claims/{ref}/passages/new", response_class=HTMLResponse)
def new(
    request: Request, session: ReadDep, viewer: ViewerDep, ref: ClaimRef, wanted: Annotated[Pointer, Query()]
) -> HTMLResponse:
    """Show where one more passage of a claim is to stand, or the text to choose its place from."""
    require(viewer, Right.WRITE)
    return _choose(request, session, viewer, passages.article_of(session, viewer, ref), ref, None, wanted)


@router.get("/claims/{ref}/passages/{passage}", response_class=HTMLResponse)
def place(
    request: Request, session: ReadDep, viewer: ViewerDep, ref: ClaimRef, passage: PassageNumber,
    wanted: Annotated[Pointer, Query()],
) -> HTMLResponse:  # fmt: skip
    """Show where a passage is to stand, or the text to choose its place from."""
    require(viewer, Right.WRITE)
    slug, waiting = passages.settling(session, viewer, ref, passage)
    return _choose(request, session, viewer, slug, ref, waiting, wanted)


@router.post("/claims/{ref}/passages/{passage}/settlement")
async def settle(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, ref: ClaimRef, passage: PassageNumber
) -> Response:
    """Say where a passage stands."""
    require(actor, Right.WRITE)
    sent = Form(name="place", action=request.url.path, values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(SettlementDraft, form),
        lambda session, draft: writing.settle(session, actor, ref, passage, draft),
    )

    def answer(session: ReadSession) -> Response:
        slug, waiting = passages.settling(session, actor, ref, passage)
        if result:
            return done(request, f"/articles/{slug}/passages")
        return _place(request, session, actor, slug, ref, waiting, shown)

    return await register.read(answer)


@router.get("/claims/{ref}/passages/{passage}/withdrawal", response_class=HTMLResponse)
def withdrawal(
    request: Request, session: ReadDep, viewer: ViewerDep, ref: ClaimRef, passage: PassageNumber
) -> HTMLResponse:
    """Ask why a passage is withdrawn."""
    slug, waiting = passages.settling(session, viewer, ref, passage)
    values = {"version": str(waiting.version), "text_version": str(waiting.text_version)}
    return render(request, _withdraw(slug, ref, Form(name="withdrawal", action=request.url.path, values=values)))


@router.post("/claims/{ref}/passages/{passage}/withdrawal")
async def withdraw(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, ref: ClaimRef, passage: PassageNumber
) -> Response:
    """Withdraw a passage."""
    require(actor, Right.WRITE)
    slug = await register.read(lambda session: passages.article_of(session, actor, ref))
    sent = Form(name="withdrawal", action=request.url.path, values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(PassageWithdrawalDraft, form),
        lambda session, draft: writing.withdraw(session, actor, ref, passage, draft),
    )
    if result:
        return done(request, f"/articles/{slug}/passages")
    return await register.read(lambda _: render(request, _withdraw(slug, ref, shown), status=shown.status))


def _form(ref: str, waiting: OpenPassage | None, found: Chosen | None, slug: str = "") -> Form:
    """Give the form that confirms a place."""
    values = _choosing.values(found) if found else {}
    if waiting is None:
        return Form(name="place", action=f"/articles/{slug}/passages", values=values | {"ref": ref})
    action = f"/claims/{ref}/passages/{waiting.passage}/settlement"
    return Form(name="place", action=action, values=values | {"version": str(waiting.version)})


def _choose(
    request: Request, session: ReadDep, viewer: Actor, slug: str, ref: str, waiting: OpenPassage | None, wanted: Pointer
) -> HTMLResponse:
    """Show the place pointed at, or the text, with what was wrong with the pointer."""
    try:
        form = _form(ref, waiting, choosing.chosen(session, viewer, slug, wanted), slug)
    except (Clash, Invalid) as refusal:
        status = 422 if isinstance(refusal, Invalid) else 409
        form = replace(_form(ref, waiting, None, slug), errors={"words": refusal.sentence}, status=status)
    return _place(request, session, viewer, slug, ref, waiting, form, wanted)


def _place(
    request: Request,
    session: ReadDep,
    viewer: Actor,
    slug: str,
    ref: str,
    waiting: OpenPassage | None,
    form: Form,
    wanted: Pointer | None = None,
) -> HTMLResponse:
    """Show a place or the text; a refused form is shown with its place as the newest text has it, if it has it."""
    text = choosing.text(session, viewer, slug)
    if text is None:
        raise Clash("The text of this article is not held here, so no passage can be chosen in it.")
    found = _choosing.again(session, viewer, slug, form.values)
    if found:
        form = replace(form, values={**form.values, **_choosing.values(found)})
    page = Place(
        slug=slug,
        ref=ref,
        waiting=passages.against(waiting, found) if waiting and found else waiting,
        language=text.language,
        place=found,
        form=form,
        fields=FIELDS,
        text=text,
        typed=wanted or Pointer(words=form.values.get("chosen")),
    )
    return render(request, page, status=form.status)


def _withdraw(slug: str, ref: str, form: Form) -> EditArticle:
    intro = "The claim stays; only this passage of it is no longer marked in the text."
    return EditArticle(heading=f"A passage of {ref} is no longer said", intro=intro, back=f"/articles/{slug}/passages",
                       form=form, fields=_fields.WITHDRAWAL, button="Withdraw the passage")  # fmt: skip
