"""Importing claims, sources or a register: a file, then what it would come to, then all of it or nothing."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from factdesk.access import Actor, Right, require
from factdesk.commands import uploads as waiting
from factdesk.drafts.intake import IntakeAcceptanceDraft, IntakeChoice, IntakeDraft
from factdesk.drafts.reading import FieldsRefused
from factdesk.errors import Clash, Invalid, NotFound
from factdesk.imports import child, columns, intakes
from factdesk.imports.claims import Asked
from factdesk.imports.claims import Plan as ClaimPlan
from factdesk.imports.found import Found, Register, Table, number_of
from factdesk.imports.intakes import Intake, Plan
from factdesk.imports.registers import Plan as RegisterPlan
from factdesk.imports.sources import Plan as SourcePlan
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
from factdesk.web.pages._showing import Edit
from factdesk.web.register import ReadSession, WriteSession
from factdesk.web.rendering import Page, address, render

router = APIRouter()
PATH = "/import"
MOST_ROWS = 5_000
"""Rows a page takes at once, so that no request holds the register for long; the command line takes any number."""
SHOWN = 200
"""Rows of each sort that the preview lists."""
Choice = Annotated[IntakeChoice, Query()]


@dataclass(frozen=True, kw_only=True)
class Show(Page):
    """The preview of an import. `plan` is None where `trouble` says why the file cannot be read in this way.

    `holds` says what the file holds: claims, sources or a register. `table` has the columns of a table; `picked` says
    which of them is which field.
    """

    template = "intake/preview.html"
    room = "register"
    name: str
    holds: str
    plan: Plan | None
    trouble: str | None
    table: tuple[str, ...]
    picked: dict[str, str]
    fields: tuple[str, ...]
    choice: Form
    choice_fields: tuple[Field, ...]
    form: Form
    most: int


@router.get(PATH, response_class=HTMLResponse)
def new(request: Request, session: ReadDep, viewer: ViewerDep, asked: Choice) -> HTMLResponse:
    """Show the form that takes a file."""
    require(viewer, Right.WRITE)
    values = {"into": asked.into or ""}
    return render(request, _new(session, viewer, Form(name="intake", action=PATH, values=values)))


@router.post(PATH, dependencies=[MayWrite])
async def send(request: Request, register: RegisterDep, actor: SenderDep, sent: FileFormDep) -> Response:
    """Read a file, and keep it until its preview is accepted."""
    form = Form(name="intake", action=PATH, values={name: sent.fields[name] for name in sent.fields if name != "once"})
    to, again = await attempt(
        request, register, actor, form, lambda _: _readable(sent), lambda session, kept: _keep(session, actor, kept)
    )
    if to:
        return done(request, to)
    return await register.read(lambda session: render(request, _new(session, actor, again), status=again.status))


@router.get(PATH + "/{secret}", response_class=HTMLResponse)
def show(request: Request, session: ReadDep, viewer: ViewerDep, secret: Secret, asked: Choice) -> HTMLResponse:
    """Show what each row of a file would come to."""
    require(viewer, Right.WRITE)
    file = uploads.get(session, viewer, secret)
    return _show(request, session, viewer, secret, asked, _read(file.data, file.name), file.name)


@router.post(PATH + "/{secret}")
async def accept(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, secret: Secret, asked: Choice
) -> Response:  # fmt: skip
    """Import a file that waits, or drop it."""
    require(actor, Right.WRITE)
    if form.get("answer") == "drop":
        await register.write(lambda session: waiting.drop(session, actor, secret))
        return done(request, PATH)
    fields = {name: value for name, value in form.items() if name != "answer"}
    sent = Form(name="accept", action=_action(secret, asked), values=fields)
    waits = await register.read(lambda session: _waiting(session, actor, secret))

    def store(session: WriteSession, draft: IntakeAcceptanceDraft) -> str:
        if isinstance(waits, NotFound):  # a first press of the button may have imported it
            raise waits
        return _store(session, actor, secret, _intake(*waits, asked), draft)

    to, again = await attempt(request, register, actor, sent, lambda _: read(IntakeAcceptanceDraft, fields), store)
    if to or isinstance(waits, NotFound):
        return done(request, to or PATH)
    return await register.read(lambda session: _show(request, session, actor, secret, asked, *waits, refused=again))


def _waiting(session: ReadSession, viewer: Actor, secret: str) -> tuple[Found, str] | NotFound:
    """Read a file that waits; give what it holds and its name, or that there is none."""
    try:
        file = uploads.get(session, viewer, secret)
    except NotFound as gone:
        return gone
    return _read(file.data, file.name), file.name


def _readable(form: FileForm) -> tuple[IntakeDraft, Sent]:
    """Give what is to be kept once it is known to be readable."""
    if form.refusal:
        raise FieldsRefused({"file": form.refusal.sentence})
    draft = read(IntakeDraft, form.fields)
    if form.file is None:
        raise FieldsRefused({"file": "Choose a file."})
    name = shown(form.file.name)
    try:
        _read(form.file.data, name)
    except Invalid as refusal:
        raise FieldsRefused({"file": refusal.sentence}) from refusal
    return draft, Sent(name, None, form.file.data)


def _keep(session: WriteSession, actor: Actor, kept: tuple[IntakeDraft, Sent]) -> str:
    """Keep what was sent; gives the address of its preview."""
    draft, file = kept
    secret = waiting.keep(session, actor, file.name, None, file.data)
    return address(f"{PATH}/{secret}", [("into", draft.into)] if draft.into else [])


def _read(data: bytes, name: str) -> Found:
    found = child.read(data, name, child.OF_A_PAGE)
    number = number_of(found)
    if number > MOST_ROWS:
        raise Invalid(
            f"{name} has {number:,} rows; here at most {MOST_ROWS:,} come in at once, by `factdesk import` any number.",
            place="file",
        )
    return found


def _intake(found: Found, name: str, asked: IntakeChoice) -> Intake:
    if not isinstance(found, Table):
        return intakes.of(found, name, Asked(), anyway=asked.anyway == "1")
    return intakes.of(found, name, Asked(asked.into, columns.pairs(asked.map), asked.edit, asked.reason))


def _store(session: WriteSession, actor: Actor, secret: str, intake: Intake, draft: IntakeAcceptanceDraft) -> str:
    """Import it; gives the address to go on at. Raises Clash if it comes to something else than the preview said."""
    planned = intake.plan(session, actor)
    if _numbers(planned) != {"added": draft.added, "changed": draft.changed}:
        raise Clash("The register was changed by somebody else meanwhile: look at the preview again.")
    intake.accept(session, actor)
    waiting.drop(session, actor, secret)
    if isinstance(planned, SourcePlan):
        return "/sources"
    if isinstance(planned, RegisterPlan):
        return f"/articles/{planned.articles[0].slug}"
    return f"/articles/{planned.into}" if planned.into else "/claims?sort=newest"


def _numbers(plan: Plan) -> dict[str, int]:
    return {"added": len(plan.added), "changed": len(plan.changed) if isinstance(plan, ClaimPlan) else 0}


def _show(
    request: Request, session: ReadDep, viewer: Actor, secret: str, asked: IntakeChoice, found: Found, name: str,
    refused: Form | None = None,
) -> HTMLResponse:  # fmt: skip
    plan: Plan | None = None
    trouble = None
    try:
        plan = _intake(found, name, asked).plan(session, viewer)
    except (Invalid, NotFound) as refusal:  # of the choice made: another may be made below
        trouble = refusal.sentence
    values = {name_: str(number) for name_, number in _numbers(plan).items()} if plan else {}
    table = found.columns if isinstance(found, Table) else ()
    chosen = {name_: str(value) for name_, value in asked.model_dump(exclude={"map"}).items() if value is not None}
    page = Show(
        name=name,
        holds="claims" if table else "register" if isinstance(found, Register) else "sources",
        plan=plan,
        trouble=trouble,
        table=table,
        picked=plan.read if isinstance(plan, ClaimPlan) else {},
        fields=columns.FIELDS,
        choice=Form(name="choice", action=f"{PATH}/{secret}", values=chosen),
        choice_fields=_import_fields.intake_choice(_known(session, viewer)) if isinstance(found, Table) else (),
        form=Form(
            name="accept", action=_action(secret, asked), values=values, sentence=refused.sentence if refused else None
        ),
        most=SHOWN,
    )
    return render(request, page, status=refused.status if refused else 422 if trouble else 200)


def _action(secret: str, asked: IntakeChoice) -> str:
    return address(f"{PATH}/{secret}", asked.pairs())


def _new(session: ReadDep, viewer: Actor, form: Form) -> Edit:
    intro = ("Claims come as CSV, Excel workbook, JSON Lines or ClaimReview; sources as BibTeX, RIS or CSL-JSON; a "
             "whole register as the JSON that Factdesk exports. You see what each row would come to before anything "
             "is stored.")  # fmt: skip
    return Edit(heading="Import claims, sources or a register", intro=intro, back="/claims", form=form,
                       fields=_import_fields.intake(_known(session, viewer)), button="Show the preview")  # fmt: skip


def _known(session: ReadDep, viewer: Actor) -> list[tuple[str, str]]:
    return [(one.slug, one.title) for one in articles.find(session, viewer) if one.withdrawn_reason is None]
