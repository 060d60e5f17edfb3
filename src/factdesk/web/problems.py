"""Refusals as answers: the status, and the form the asker can read: page, part of a page, or RFC 9457 problem."""

import logging
import re
from dataclasses import dataclass

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from factdesk.drafts.changes import ChangeFilter, ChangePage
from factdesk.drafts.exports import ClaimExport
from factdesk.drafts.filters import AsOf, ClaimPage, Filter, SourceFilter, explain
from factdesk.drafts.intake import IntakeChoice
from factdesk.drafts.passages import Pointer
from factdesk.drafts.queue import CheckFilter, QueueFilter
from factdesk.drafts.reading import FieldsRefused
from factdesk.drafts.texts import ImportChoice
from factdesk.errors import (
    Busy,
    Clash,
    Forbidden,
    Invalid,
    NoRoom,
    NotFound,
    NotSignedIn,
    Refusal,
    Stale,
    TooLarge,
    TooMany,
    Unusable,
    Unwritable,
    means_no_room,
)
from factdesk.web.deps import OldForm
from factdesk.web.middleware import SECURITY
from factdesk.web.rendering import Page, render, wants_fragment

_log = logging.getLogger(__name__)
STATUS: dict[type[Refusal], int] = {
    Invalid: 422,
    FieldsRefused: 422,
    NotFound: 404,
    NotSignedIn: 401,
    Forbidden: 403,
    OldForm: 403,
    Clash: 409,
    Stale: 409,
    TooLarge: 413,
    TooMany: 429,
    Busy: 503,
    Unwritable: 503,
    NoRoom: 503,
    Unusable: 503,
}
RETRY = {"Retry-After": "5"}
"""Seconds after which whoever was refused for now may try again (RFC 9110, section 10.2.3)."""
_FOR_NOW = (Busy, Unwritable, NoRoom)
_UNUSABLE = "The register cannot be read at the moment. Please try again later."
"""What a reader is told; the cause names files and servers, and is for the operator."""
_KNOWN: tuple[tuple[str, type[Filter]], ...] = (
    (r"/articles/[^/]+/claims/new$|/claims/[^/]+/passages/[^/]+$", Pointer),
    (r"/sources$", SourceFilter),
    (r"/queue(/next)?$", QueueFilter),
    (r"/queue/checks$", CheckFilter),
    (r"/articles/import(/[^/]+)?$", ImportChoice),
    (r"/import(/[^/]+)?$", IntakeChoice),
    (r"/changes$", ChangePage),
    (r"/changes\.[a-z]+$", ChangeFilter),
    (r"\.(csv|json)$", ClaimExport),
    (r"/(claims|articles)/[^/]+$|/api/v1/articles$", AsOf),
)
"""Which filters an address knows, by how it ends; any other is the register's."""
TOO_LARGE = 413
MORE_THAN_TAKEN = "What was sent is larger than this address takes."
_PLAIN = {
    404: "There is no page at this address.",
    405: "This address does not take that kind of request.",
    TOO_LARGE: MORE_THAN_TAKEN,
}


@dataclass(frozen=True, kw_only=True)
class Problem(Page):
    """The page that says what was refused and why."""

    template = "problems/problem.html"
    answer = "problems/_problem.html"
    status: int
    title: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class SignInFirst(Page):
    """The page that asks for a sign-in, and keeps the form that was sent without one, or the page to go on to."""

    template = "problems/sign_in_first.html"
    action: str
    kept: dict[str, str]
    sentence: str


@dataclass(frozen=True, kw_only=True)
class SendAgain(Page):
    """The page that holds what was typed and not stored, to be sent again as it is."""

    template = "problems/send_again.html"
    title: str = "You are signed in"
    sentence: str = "Nothing you typed was lost. It was not stored yet: send it now."
    action: str
    kept: dict[str, str]
    new_form_token: str


def install(app: FastAPI) -> None:
    """Let the application answer refusals."""
    app.add_exception_handler(Refusal, refuse)
    app.add_exception_handler(OSError, _no_room)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(HTTPException, _no_such_address)
    app.add_exception_handler(Exception, _failed)


def answer(request: Request, status: int, title: str, sentence: str, place: str | None = None) -> Response:
    """Answer with a problem, in the form the asker can read."""
    if _wants_problem(request):
        body = {"type": "about:blank", "title": title, "status": status, "detail": sentence}
        if place:
            body["parameter"] = place
        return JSONResponse(body, status_code=status, media_type="application/problem+json")
    headers = {"Vary": "HX-Request"}
    if wants_fragment(request):
        headers |= {"HX-Retarget": "#problem", "HX-Reswap": "outerHTML", "HX-Push-Url": "false"}
    return render(request, Problem(status=status, title=title, sentence=sentence), status=status, headers=headers)


def _wants_problem(request: Request) -> bool:
    """Say whether a program asks."""
    return request.url.path.startswith("/api/") or request.url.path.endswith((".json", ".csv", ".atom"))


async def refuse(request: Request, refusal: Exception) -> Response:
    """Answer a refusal; any other exception is raised again."""
    if not isinstance(refusal, Refusal):
        raise refusal
    if isinstance(refusal, Unusable):
        _log.error(refusal.sentence)
        return answer(request, STATUS[Unusable], "Not available", _UNUSABLE)
    if isinstance(refusal, Unwritable):
        _log.error("Nothing is stored: %s", refusal.__cause__)
    if isinstance(refusal, NotSignedIn) and not _wants_problem(request):
        return _sign_in(request, refusal)
    if isinstance(refusal, OldForm) and _typed(request):
        again = SendAgain(action=request.url.path, kept=_typed(request), new_form_token=request.state.form_token)
        return render(request, again, status=STATUS[OldForm], headers=_whole(request))
    if isinstance(refusal, _FOR_NOW) and _can_be_sent_again(request):
        sentence = f"{refusal.sentence} What you typed is kept here."
        again = SendAgain(title=refusal.title, sentence=sentence, action=request.url.path, kept=_typed(request),
                          new_form_token=request.state.form_token)  # fmt: skip
        return render(request, again, status=STATUS[type(refusal)], headers=RETRY)
    refused = answer(request, STATUS[type(refusal)], refusal.title, refusal.sentence, refusal.place)
    if isinstance(refusal, NotSignedIn):
        refused.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(refusal, _FOR_NOW):
        refused.headers.update(RETRY)
    return refused


def _sign_in(request: Request, refusal: NotSignedIn) -> Response:
    """Ask for a sign-in, and keep what was typed, so that it can be sent again afterwards."""
    if wants_fragment(request) and request.method == "GET":
        sentence = "You are no longer signed in. Send the form all the same: what you typed will be kept."
        return answer(request, STATUS[NotSignedIn], refusal.title, sentence)
    kept = _typed(request)
    action = request.url.path if kept or request.method == "GET" else ""
    page = SignInFirst(action=action, kept=kept, sentence=refusal.sentence)
    return render(request, page, status=STATUS[NotSignedIn], headers=_whole(request))


def _typed(request: Request) -> dict[str, str]:
    """Give what somebody typed into the form that was sent, if it was a form."""
    sent: dict[str, str] = getattr(request.state, "form", {})
    return {name: value for name, value in sent.items() if name not in ("csrf", "once", "password")}


def _can_be_sent_again(request: Request) -> bool:
    """Say whether a whole page is to hold the form that was sent: in a part of one it still stands, a file is gone."""
    has_file = request.headers.get("Content-Type", "").startswith("multipart/")
    known = getattr(request.state, "form_token", "")
    return bool(_typed(request) and known and not has_file and not wants_fragment(request))


def _whole(request: Request) -> dict[str, str]:
    """Let htmx put a whole page in the place of the one there is."""
    if not wants_fragment(request):
        return {}
    return {"HX-Retarget": "#main", "HX-Reselect": "#main", "HX-Reswap": "outerHTML"}


async def _no_room(request: Request, cause: Exception) -> Response:
    """Answer where a file could not be written for want of room; raise whatever else went wrong with one again."""
    if not isinstance(cause, OSError) or not means_no_room(cause):
        raise cause
    _log.error("There is no room for temporary files: %s", cause)
    return await refuse(request, NoRoom())


async def _failed(request: Request, _cause: Exception) -> Response:
    """Answer where the program itself failed; the server has logged why. No middleware sees this answer."""
    failed = answer(request, 500, "Something went wrong", "This is a fault of the program; its log says more.")
    failed.headers.update(SECURITY)
    return failed


async def _not_understood(request: Request, cause: Exception) -> Response:
    if not isinstance(cause, RequestValidationError):
        raise cause
    known = next((model for ending, model in _KNOWN if re.search(ending, request.url.path)), ClaimPage)
    refusal = explain(cause.errors(), list(known.model_fields))
    return answer(request, STATUS[Invalid], refusal.title, refusal.sentence, refusal.place)


async def _no_such_address(request: Request, cause: Exception) -> Response:
    if not isinstance(cause, HTTPException):
        raise cause
    sentence = _PLAIN.get(cause.status_code, str(cause.detail))
    title = NotFound.title if cause.status_code == STATUS[NotFound] else "Not possible"
    refused = answer(request, cause.status_code, title, sentence)
    refused.headers.update(cause.headers or {})  # such as Allow
    return refused
