"""What every word means, how verdicts come about, and how errors are put right."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from factdesk.queries import chain
from factdesk.rules.strength import CREDIBILITY_WEIGHT, RELIABILITY_WEIGHT, WEIGHTS_VERSION
from factdesk.shapes.facts import Head
from factdesk.vocabulary import Credibility, Reliability
from factdesk.web.deps import ReadDep
from factdesk.web.rendering import Page, render

router = APIRouter()


@dataclass(frozen=True, kw_only=True)
class About(Page):
    """The page about the register."""

    template = "about/about.html"
    room = "about"
    head: Head
    weights_version: str
    reliability_weights: dict[Reliability, int]
    credibility_weights: dict[Credibility, int]


@router.get("/about", response_class=HTMLResponse)
def about(request: Request, session: ReadDep) -> HTMLResponse:
    """Show what the words mean."""
    page = About(
        head=chain.head(session),
        weights_version=WEIGHTS_VERSION,
        reliability_weights=RELIABILITY_WEIGHT,
        credibility_weights=CREDIBILITY_WEIGHT,
    )
    return render(request, page)
