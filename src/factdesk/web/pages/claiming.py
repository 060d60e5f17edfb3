"""Writing a claim, from a passage of the article's text where one is chosen."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from factdesk.access import Actor, Right, require
from factdesk.commands import claims as writing
from factdesk.drafts import reading
from factdesk.drafts.passages import Pointer
from factdesk.drafts.writing import NewClaimDraft
from factdesk.errors import Clash, Invalid
from factdesk.queries import articles, choosing
from factdesk.shapes.passages import Chosen, Hinted, Text
from factdesk.web.deps import ArticleSlug, FormDep, PersonDep, ReadDep, RegisterDep, ViewerDep
from factdesk.web.forms import OUR_FIELDS, Form, attempt, done
from factdesk.web.pages import _choosing, _fields
from factdesk.web.pages._fields import Field
from factdesk.web.register import ReadSession
from factdesk.web.rendering import Page, render

router = APIRouter()
FROM_TEXT = tuple(field for field in _fields.NEW_CLAIM if field.name not in ("quote", "paragraph"))
"""What is asked of a claim whose passage is chosen already."""


@dataclass(frozen=True, kw_only=True)
class New(Page):
    """The form for a new claim: from a passage (`place`), which may be added to another claim instead, or without.

    `held` says whether the article's text is there to choose a passage from.
    """

    template = "claiming/new.html"
    room = "articles"
    slug: str
    title: str
    language: str
    form: Form
    fields: tuple[Field, ...]
    place: Chosen | None
    addition: Form | None
    offered: list[tuple[str, str]]
    held: bool


@dataclass(frozen=True, kw_only=True)
class Choose(Page):
    """The text, or one paragraph of it, to choose the passage of a new claim from."""

    template = "claiming/choose.html"
    room = "articles"
    text: Text
    typed: Pointer
    error: str


@router.get("/articles/{slug}/claims/new", response_class=HTMLResponse)
def new(
    request: Request, session: ReadDep, viewer: ViewerDep, slug: ArticleSlug, wanted: Annotated[Pointer, Query()]
) -> HTMLResponse:
    """Show the form for a new claim, or the text to choose its passage from."""
    require(viewer, Right.WRITE)
    try:
        place = choosing.chosen(session, viewer, slug, wanted)
    except (Clash, Invalid) as refusal:
        status = 422 if isinstance(refusal, Invalid) else 409
        return _choose(request, session, viewer, slug, wanted, refusal.sentence, status)
    if place is None and wanted.paragraph is not None:
        return _choose(request, session, viewer, slug, wanted)
    values = {"hedge": "asserted", "type": "fact"}
    read = choosing.hinted(session, viewer, slug, place) if place else None
    if place and read:
        values = _choosing.values(place) | {"paragraph": str(place.paragraph), "hedge": read.hedge, "type": read.type}
    form = Form(name="claim", action=f"/articles/{slug}/claims", values=values)
    return render(request, _new(session, viewer, slug, form, place, read))


@router.post("/articles/{slug}/claims")
async def add(request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, slug: ArticleSlug) -> Response:
    """Add a claim to an article, as a draft."""
    sent = Form(name="claim", action=f"/articles/{slug}/claims", values=form)
    ref, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: _draft(form),
        lambda session, draft: writing.add(session, actor, slug, draft),
    )
    if ref:
        return done(request, f"/claims/{ref}")

    def again(session: ReadSession) -> Response:
        place, typed = _choosing.apart(form)
        found = _choosing.again(session, actor, slug, form)
        if found is not None:
            typed |= _choosing.values(found) | {"paragraph": str(found.paragraph)}
        elif place:
            typed |= {"quote": place.get("chosen", "")}
        page = _new(session, actor, slug, replace(shown, values=typed), found)
        return render(request, page, status=shown.status)

    return await register.read(again)


def _draft(form: dict[str, str]) -> NewClaimDraft:
    """Read the form of a new claim; raises FieldsRefused."""
    place, others = _choosing.apart({name: value for name, value in form.items() if name not in OUR_FIELDS})
    return reading.read(NewClaimDraft, {**others, "passage": place} if place else others)


def _new(
    session: ReadDep, viewer: Actor, slug: str, form: Form, place: Chosen | None, read: Hinted | None = None
) -> New:
    article = articles.get(session, viewer, slug)
    addition = None
    if place:
        addition = Form(name="addition", action=f"/articles/{slug}/passages", values=_choosing.values(place))
    return New(
        slug=slug,
        title=article.title,
        language=article.language,
        form=form,
        fields=_told(read) if place else _fields.NEW_CLAIM,
        place=place,
        addition=addition,
        offered=choosing.offered(session, viewer, slug) if place else [],
        held=choosing.text(session, viewer, slug) is not None,
    )


def _told(read: Hinted | None) -> tuple[Field, ...]:
    """Say at each field that was filled in from the wording what it was read from."""
    if read is None:
        return FROM_TEXT
    told = {
        "hedge": _sentence(read.hedge, read.hedge_words, "the wording has no reservation"),
        "type": _sentence(read.type, read.type_words, "the wording names no cause, speaker or future"),
    }
    return tuple(replace(field, hint=told.get(field.name, field.hint)) for field in FROM_TEXT)


def _sentence(value: str, words: str, otherwise: str) -> str:
    if not value:
        return "The wording does not make it plain: choose."
    return f"Read from the wording, “{words}”; change it if that misreads it." if words else (
        f"Read from the wording: {otherwise}. Change it if that misreads it.")  # fmt: skip


def _choose(
    request: Request, session: ReadDep, viewer: Actor, slug: str, wanted: Pointer, error: str = "", status: int = 200
) -> HTMLResponse:
    """Show the text, or the paragraph asked for; raises Clash where the text is not held."""
    text = choosing.text(session, viewer, slug)
    if text is None:
        raise Clash("The text of this article is not held here, so no passage can be chosen in it.")
    if wanted.paragraph is not None and wanted.paragraph <= len(text.paragraphs):
        text = text.model_copy(update={"paragraphs": [text.paragraphs[wanted.paragraph - 1]]})
    return render(request, Choose(text=text, typed=wanted, error=error), status=status)
