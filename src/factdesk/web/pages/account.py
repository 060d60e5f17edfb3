"""Signing in and out, by a link that works once or by name and password; one's own account."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from factdesk.access import Actor
from factdesk.commands import signing
from factdesk.commands.people import disable_token
from factdesk.errors import Clash, Forbidden, Invalid, NotSignedIn, TooMany
from factdesk.queries import people
from factdesk.shapes.people import KeptPassword, TokenRow
from factdesk.web.deps import (
    COOKIE,
    FormDep,
    OwnSite,
    PersonDep,
    ReadDep,
    RegisterDep,
    TokenName,
    ViewerDep,
    form_token,
)
from factdesk.web.forms import Form, done
from factdesk.web.guesses import Guesses
from factdesk.web.pages import _fields
from factdesk.web.pages._fields import Field
from factdesk.web.problems import STATUS, SendAgain
from factdesk.web.register import ReadSession, Register
from factdesk.web.rendering import Page, plural, render

router = APIRouter()
KEPT = "kept."
_HASHING = CapacityLimiter(2)
Result = TypeVar("Result")
_LOCAL = re.compile(r"/(?![/\\])[!-~]*")


@dataclass(frozen=True, kw_only=True)
class SignIn(Page):
    """The page to sign in with name and password; `kept` is a form that was sent by somebody no longer signed in."""

    template = "account/sign_in.html"
    room = "account"
    form: Form
    fields: tuple[Field, ...] = _fields.SIGN_IN
    kept: dict[str, str]
    go_on: str = ""


@dataclass(frozen=True, kw_only=True)
class ByLink(Page):
    """The page a sign-in link opens: signing in takes a press of the button, so that looking at a link uses nothing."""

    template = "account/by_link.html"
    room = "account"
    action: str
    sentence: str | None


@dataclass(frozen=True, kw_only=True)
class Account(Page):
    """One's own account."""

    template = "account/account.html"
    room = "account"
    form: Form
    fields: tuple[Field, ...]
    forgot: bool
    tokens: list[TokenRow]


@router.get("/sign-in", response_class=HTMLResponse)
def sign_in_page(request: Request, _viewer: ViewerDep) -> HTMLResponse:
    """Show the form to sign in."""
    return render(request, SignIn(form=_sign_in_form({}), kept={}))


@router.post("/sign-in", dependencies=[OwnSite])
async def sign_in(request: Request, register: RegisterDep, form: FormDep) -> Response:
    """Sign in by name and password."""
    typed = {name: value for name, value in form.items() if name.startswith(KEPT)}
    try:
        name = form.get("name", "")
        right = await _right(request, register, name, form.get("password", ""))
        secret = await register.write(lambda session: signing.by_password(session, right))
    except (Invalid, TooMany) as refusal:
        shown = _sign_in_form({"name": form.get("name", "")}, refusal.sentence)
        page = SignIn(form=shown, kept=typed, go_on=form.get("go_on", ""))
        headers = {"Retry-After": str(refusal.wait)} if isinstance(refusal, TooMany) else None
        return render(request, page, status=STATUS[type(refusal)], headers=headers)
    if typed:
        fields = {name.removeprefix(KEPT): value for name, value in typed.items()}
        action = fields.pop("action", "/claims")
        again = SendAgain(action=_local(action), kept=fields, new_form_token=form_token(secret))
        return _with_cookie(request, render(request, again), secret)
    return _with_cookie(request, done(request, _local(form.get("go_on", ""))), secret)


async def _right(
    request: Request, register: Register, name: str, password: str, otherwise: str = signing.REFUSED
) -> KeptPassword:
    """Give what is kept of a password that is right; raises Invalid, and TooMany where it was tried too often."""
    guesses: Guesses = request.app.state.guesses
    address = request.client.host if request.client else ""
    wait = math.ceil(await guesses.wait(name, address))
    if wait:
        minutes = plural(math.ceil(wait / 60), "minute")
        raise TooMany(f"Too many tries failed. Wait for {minutes}, or sign in by a link.", wait=wait)
    kept = await register.read(lambda session: people.password_of(session, name))
    right = await _hashing(signing.is_right, kept, password)
    if kept is None or not right:
        raise Invalid(otherwise)
    guesses.succeeded(name, address)
    return kept


async def _hashing(do: Callable[..., Result], *given: object) -> Result:
    """Do what takes long, a few at a time: others need threads and processors too."""
    return await to_thread.run_sync(do, *given, limiter=_HASHING)


@router.get("/sign-in/{secret}", response_class=HTMLResponse)
def link_page(request: Request, secret: str) -> HTMLResponse:
    """Show the button that signs in."""
    return render(request, ByLink(action=f"/sign-in/{secret}", sentence=None))


@router.post("/sign-in/{secret}", dependencies=[OwnSite])
async def by_link(request: Request, register: RegisterDep, secret: str) -> Response:
    """Sign in by a link that works once."""
    try:
        new = await register.write(lambda session: signing.by_link(session, secret))
    except Invalid as refusal:
        return render(request, ByLink(action="/sign-in", sentence=refusal.sentence), status=422)
    has_password = await register.read(
        lambda session: people.password_of(session, people.by_sign_in(session, new).name) is not None
    )
    return _with_cookie(request, done(request, "/account" if has_password else "/claims"), new)


@router.post("/sign-out")
async def sign_out(request: Request, register: RegisterDep, actor: PersonDep) -> Response:
    """Sign out here."""
    _known(actor)
    await register.write(lambda session: signing.sign_out(session, request.cookies.get(COOKIE, "")))
    return _without_cookie(done(request, "/claims"))


@router.post("/sign-out-everywhere")
async def sign_out_everywhere(request: Request, register: RegisterDep, actor: PersonDep) -> Response:
    """Sign out in every browser."""
    person = _known(actor)
    await register.write(lambda session: signing.sign_out_everywhere(session, person))
    return _without_cookie(done(request, "/claims"))


@router.get("/account", response_class=HTMLResponse)
def account(request: Request, session: ReadDep, viewer: ViewerDep) -> HTMLResponse:
    """Show one's own account."""
    _known(viewer)
    return _account(request, session, viewer, Form(name="password", action="/account/password", values={}))


@router.post("/account/tokens/{name}/revoke")
async def revoke_token(request: Request, register: RegisterDep, actor: PersonDep, name: TokenName) -> Response:
    """Revoke a token of one's own."""
    _known(actor)
    await register.write(lambda session: disable_token(session, actor, name))
    return done(request, "/account")


@router.post("/account/password")
async def set_password(request: Request, register: RegisterDep, actor: PersonDep, form: FormDep) -> Response:
    """Set one's own password."""
    _known(actor)
    stays = request.cookies.get(COOKIE, "")
    before, forgot = await register.read(
        lambda session: (people.password_of(session, actor.name), people.came_by_link(session, stays))
    )
    try:
        if before and not forgot:
            otherwise = "This is not your present password."
            before = await _right(request, register, actor.name, form.get("present", ""), otherwise)
        new = await _hashing(signing.hashed, form.get("password", ""))
        await register.write(lambda session: signing.set_password(session, actor, before, new, stays))
    except (Invalid, Clash, TooMany) as refusal:
        place = refusal.place or ("present" if isinstance(refusal, Invalid) else "")
        shown = Form(name="password", action="/account/password", values={}, sentence=refusal.sentence,
                     errors={place: refusal.sentence} if place else {}, status=STATUS[type(refusal)])  # fmt: skip
        return await register.read(lambda session: _account(request, session, actor, shown))
    return done(request, "/account")


def _account(request: Request, session: ReadSession, viewer: Actor, form: Form) -> HTMLResponse:
    has_password = people.password_of(session, viewer.name) is not None
    forgot = has_password and people.came_by_link(session, request.cookies.get(COOKIE, ""))
    fields = _fields.NEW_PASSWORD if has_password and not forgot else _fields.FIRST_PASSWORD
    page = Account(form=form, fields=fields, forgot=forgot, tokens=people.tokens(session, viewer.id))
    return render(request, page, status=form.status)


def _known(actor: Actor) -> int:
    """Give the id of a person who is signed in; raises Forbidden for a token, which is no person."""
    if actor.id is None:
        raise NotSignedIn("Nobody is signed in here.")
    if actor.scope is not None:
        raise Forbidden("A token does not keep its person’s account.")
    return actor.id


def _sign_in_form(values: dict[str, str], sentence: str | None = None) -> Form:
    return Form(name="sign-in", action="/sign-in", values=values, sentence=sentence)


def _local(address: str) -> str:
    """Give an address of this site, whatever was sent.

    Browsers take a backslash for a slash and leave out tabs and ends of lines, so that a slash, a tab and a slash lead
    to another host (https://url.spec.whatwg.org/#concept-basic-url-parser). Our own addresses are printable ASCII.
    """
    return address if _LOCAL.fullmatch(address) else "/claims"


def _with_cookie(request: Request, answer: Response, secret: str) -> Response:
    answer.set_cookie(
        COOKIE, secret, max_age=int(signing.SIGN_IN_LASTS.total_seconds()), httponly=True, samesite="lax",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return answer


def _without_cookie(answer: Response) -> Response:
    answer.delete_cookie(COOKIE)
    return answer
