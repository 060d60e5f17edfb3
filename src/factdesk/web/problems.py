"""Refusals as answers: the status, and the form the asker can read: page, part of a page, or RFC 9457 problem."""

import logging
from dataclasses import dataclass

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from factdesk.drafts.filters import ClaimExport, ClaimPage, SourceFilter, explain
from factdesk.errors import Forbidden, Invalid, NotFound, Refusal, Unusable
from factdesk.web.middleware import SECURITY
from factdesk.web.rendering import Page, render, wants_fragment

_log = logging.getLogger(__name__)
STATUS: dict[type[Refusal], int] = {Invalid: 422, NotFound: 404, Forbidden: 403, Unusable: 503}
_UNUSABLE = "The register cannot be read at the moment. Please try again later."
"""What a reader is told; the cause names files and servers, and is for the operator."""
_PLAIN = {404: "There is no page at this address.", 405: "This address does not take that kind of request."}


@dataclass(frozen=True, kw_only=True)
class Problem(Page):
    """The page that says what was refused and why."""

    template = "problems/problem.html"
    answer = "problems/_problem.html"
    status: int
    title: str
    sentence: str


def install(app: FastAPI) -> None:
    """Let the application answer refusals."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(HTTPException, _no_such_address)
    app.add_exception_handler(Exception, _failed)


def answer(request: Request, status: int, title: str, sentence: str, place: str | None = None) -> Response:
    """Answer with a problem, in the form the asker can read."""
    if request.url.path.startswith("/api/") or request.url.path.endswith((".json", ".csv")):
        body = {"type": "about:blank", "title": title, "status": status, "detail": sentence}
        if place:
            body["parameter"] = place
        return JSONResponse(body, status_code=status, media_type="application/problem+json")
    headers = {"Vary": "HX-Request"}
    if wants_fragment(request):
        headers |= {"HX-Retarget": "#problem", "HX-Reswap": "outerHTML", "HX-Push-Url": "false"}
    return render(request, Problem(status=status, title=title, sentence=sentence), status=status, headers=headers)


async def _refused(request: Request, refusal: Exception) -> Response:
    if not isinstance(refusal, Refusal):
        raise refusal
    if isinstance(refusal, Unusable):
        _log.error(refusal.sentence)
        return answer(request, STATUS[Unusable], "Not available", _UNUSABLE)
    return answer(request, STATUS[type(refusal)], refusal.title, refusal.sentence, refusal.place)


async def _failed(request: Request, _cause: Exception) -> Response:
    """Answer where the program itself failed; the server has logged why. No middleware sees this answer."""
    failed = answer(request, 500, "Something went wrong", "This is a fault of the program; its log says more.")
    failed.headers.update(SECURITY)
    return failed


async def _not_understood(request: Request, cause: Exception) -> Response:
    if not isinstance(cause, RequestValidationError):
        raise cause
    model = SourceFilter if request.url.path.endswith("/sources") else ClaimPage
    known = ClaimExport if request.url.path.endswith((".csv", ".json")) else model
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
