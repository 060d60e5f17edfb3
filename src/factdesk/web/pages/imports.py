"""Importing an article's text: a file or a pasted text, then the preview of what it would come to, then the import."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from factdesk.access import Actor, Right, require
from factdesk.commands import uploads as waiting
from factdesk.drafts.reading import FieldsRefused
from factdesk.drafts.texts import AcceptanceDraft, ImportChoice, ImportDraft
from factdesk.errors import Clash, Invalid, NotFound
from factdesk.imports import articles as importing
from factdesk.imports.articles import Brought, Preview
from factdesk.queries import articles, uploads
from factdesk.readers.child import shown
from factdesk.web.deps import (
    FileForm,
    FileFormDep,
    FormDep,
    MayWrite,
    PersonDep,
    ReadDep,
    RegisterDep,
    Secret,
    SenderDep,
    Sent,
    ViewerDep,
)
from factdesk.web.forms import Form, attempt, done, read
from factdesk.web.pages import _import_fields
from factdesk.web.pages._fields import Field
from factdesk.web.pages._showing import EditArticle
from factdesk.web.register import ReadSession, WriteSession
from factdesk.web.rendering import Page, address, render

router = APIRouter()
PATH = "/articles/import"
PASTED = "the pasted text"


@dataclass(frozen=True, kw_only=True)
class Show(Page):
    """The preview of an import. `choice` holds what it is to become, `form` what accepts it."""

    template = "imports/preview.html"
    room = "articles"
    name: str
    preview: Preview
    choice: Form
    choice_fields: tuple[Field, ...]
    form: Form


@router.get(PATH, response_class=HTMLResponse)
def new(request: Request, session: ReadDep, viewer: ViewerDep, asked: Annotated[ImportChoice, Query()]) -> HTMLResponse:
    """Show the form that takes a file or a text."""
    require(viewer, Right.WRITE)
    return render(request, _new(session, viewer, Form(name="import", action=PATH, values=_values(asked))))


@router.post(PATH, dependencies=[MayWrite])
async def send(request: Request, register: RegisterDep, actor: SenderDep, sent: FileFormDep) -> Response:
    """Read what was sent, and keep it until its preview is accepted."""
    form = Form(name="import", action=PATH, values={name: sent.fields[name] for name in sent.fields if name != "once"})
    to, again = await attempt(
        request, register, actor, form, lambda _: _readable(sent), lambda session, kept: _keep(session, actor, kept)
    )
    if to:
        return done(request, to)
    return await register.read(lambda session: render(request, _new(session, actor, again), status=again.status))


@router.get(PATH + "/{secret}", response_class=HTMLResponse)
def show(
    request: Request, session: ReadDep, viewer: ViewerDep, secret: Secret, asked: Annotated[ImportChoice, Query()]
) -> HTMLResponse:
    """Show what was recognised in a file, and what its import would come to."""
    name, brought = _waiting(session, viewer, secret)
    return _show(request, session, viewer, secret, asked, name, brought)


@router.post(PATH + "/{secret}")
async def accept(request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, secret: Secret) -> Response:
    """Import a file that waits, or drop it."""
    require(actor, Right.WRITE)
    if form.get("answer") == "drop":
        await register.write(lambda session: waiting.drop(session, actor, secret))
        return done(request, "/articles")
    fields = {name: value for name, value in form.items() if name != "answer"}
    sent = Form(name="accept", action=f"{PATH}/{secret}", values=fields)
    found = await register.read(lambda session: _found(session, actor, secret))

    def store(session: WriteSession, draft: AcceptanceDraft) -> str:
        if isinstance(found, NotFound):  # a first press of the button may have imported it
            raise found
        return _store(session, actor, secret, found[1], draft)

    to, again = await attempt(request, register, actor, sent, lambda _: read(AcceptanceDraft, fields), store)
    if to or isinstance(found, NotFound):
        return done(request, to or PATH)
    asked = ImportChoice.model_validate({name: fields[name] for name in ("title", "into") if fields.get(name)})
    return await register.read(lambda session: _show(request, session, actor, secret, asked, *found, refused=again))


def _found(session: ReadSession, viewer: Actor, secret: str) -> tuple[str, Brought] | NotFound:
    try:
        return _waiting(session, viewer, secret)
    except NotFound as gone:
        return gone


def _readable(form: FileForm) -> tuple[ImportDraft, Sent]:
    """Give what is to be kept once it is known to be readable."""
    if form.refusal:
        raise FieldsRefused({"file": form.refusal.sentence})
    draft = read(ImportDraft, form.fields)
    if (form.file is None) == (draft.text is None):
        either = "Choose a file or paste a text, not both." if draft.text else "Paste the text, or choose a file."
        raise FieldsRefused({"text": either})
    file = form.file or Sent(PASTED, "text/plain", (draft.text or "").encode(errors="replace"))
    name, media_type = shown(file.name), file.media_type if (file.media_type or "").isprintable() else None
    try:
        importing.bring(file.data, name, media_type)
    except Invalid as refusal:
        raise FieldsRefused({"file" if form.file else "text": refusal.sentence}) from refusal
    return draft, Sent(name, media_type, file.data)


def _keep(session: WriteSession, actor: Actor, kept: tuple[ImportDraft, Sent]) -> str:
    """Keep what was sent; gives the address of its preview."""
    draft, file = kept
    secret = waiting.keep(session, actor, file.name, file.media_type, file.data)
    return address(f"{PATH}/{secret}", [(name, value) for name in ("title", "into") if (value := getattr(draft, name))])


def _waiting(session: ReadDep, viewer: Actor, secret: str) -> tuple[str, Brought]:
    file = uploads.get(session, viewer, secret)
    return file.name, importing.bring(file.data, file.name, file.media_type)


def _store(session: WriteSession, actor: Actor, secret: str, brought: Brought, draft: AcceptanceDraft) -> str:
    """Import it; gives the article's address. Raises Clash if it came to another version than the preview said."""
    accepted = importing.accept(session, actor, brought, title=draft.title, into=draft.into)
    if accepted.number != draft.number:
        raise Clash("This text was changed by somebody else meanwhile: look at the preview again.")
    waiting.drop(session, actor, secret)
    return f"/articles/{accepted.slug}"


def _show(
    request: Request, session: ReadDep, viewer: Actor, secret: str, asked: ImportChoice, name: str,
    brought: Brought, refused: Form | None = None,
) -> HTMLResponse:  # fmt: skip
    preview = importing.preview(session, viewer, brought, title=asked.title, into=asked.into)
    values = _values(asked) | {"number": str(preview.number)}
    form = Form(name="accept", action=f"{PATH}/{secret}", values=values)
    page = Show(
        name=name,
        preview=preview,
        choice=Form(name="choice", action=f"{PATH}/{secret}", values=_values(asked)),
        choice_fields=_import_fields.import_choice(_known(session, viewer)),
        form=Form(name="accept", action=form.action, values=values, sentence=refused.sentence) if refused else form,
    )
    return render(request, page, status=refused.status if refused else 200)


def _new(session: ReadDep, viewer: Actor, form: Form) -> EditArticle:
    intro = "Nothing is stored before you have seen what was recognised and what would happen."
    return EditArticle(heading="Import an article", intro=intro, back="/articles", form=form,
                       fields=_import_fields.importing(_known(session, viewer)), button="Show the preview")  # fmt: skip


def _known(session: ReadDep, viewer: Actor) -> list[tuple[str, str]]:
    """Give the articles a text can go into, by slug and title."""
    return [(one.slug, one.title) for one in articles.find(session, viewer) if one.withdrawn_reason is None]


def _values(asked: ImportChoice) -> dict[str, str]:
    return {"title": asked.title or "", "into": asked.into or ""}
