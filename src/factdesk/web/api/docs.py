"""The API's documentation as a plain page, drawn from the OpenAPI description."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from factdesk.exports import FORMATS
from factdesk.web.deps import KnownViewer
from factdesk.web.rendering import Page, render

router = APIRouter(include_in_schema=False, dependencies=[KnownViewer])


@dataclass(frozen=True, kw_only=True)
class Docs(Page):
    """The page of the API's documentation."""

    template = "api/docs.html"
    room = "api"
    operations: list[dict[str, Any]]
    shapes: dict[str, Any]
    formats: list[tuple[str, str]]


@router.get("/api/docs", response_class=HTMLResponse)
def docs(request: Request) -> HTMLResponse:
    """Show every address of the API with its parameters and answers."""
    described = request.app.openapi()
    operations = [
        {"path": path, "method": method.upper(), **operation}
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    formats = [(name, form.label) for name, form in FORMATS.items()]
    return render(request, Docs(operations=operations, shapes=described["components"]["schemas"], formats=formats))
