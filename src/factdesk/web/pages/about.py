"""What every word means, how verdicts come about, and how errors are put right."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from factdesk.queries import chain
from factdesk.rules.confidence import FIRST_CUT, SECOND_CUT, STEEPNESS
from factdesk.rules.diff import ChangeKind
from factdesk.rules.strength import CREDIBILITY_WEIGHT, RELIABILITY_WEIGHT, WEIGHTS_VERSION
from factdesk.shapes.facts import Head
from factdesk.vocabulary import Confidence, Credibility, Reliability
from factdesk.web.deps import ReadDep
from factdesk.web.rendering import Page, render, signed

router = APIRouter()


@dataclass(frozen=True, kw_only=True)
class About(Page):
    """The page about the register; `bands` are the levels of the computed confidence with their scores."""

    template = "about/about.html"
    room = "about"
    head: Head
    weights_version: str
    reliability_weights: dict[Reliability, int]
    credibility_weights: dict[Credibility, int]
    cuts: tuple[int, int]
    steepness: int
    bands: list[tuple[Confidence, str]]
    change_kinds: list[ChangeKind]


@router.get("/about", response_class=HTMLResponse)
def about(request: Request, session: ReadDep) -> HTMLResponse:
    """Show what the words mean."""
    page = About(
        head=chain.head(session),
        weights_version=WEIGHTS_VERSION,
        reliability_weights=RELIABILITY_WEIGHT,
        credibility_weights=CREDIBILITY_WEIGHT,
        cuts=(FIRST_CUT, SECOND_CUT),
        steepness=STEEPNESS,
        bands=_bands(),
        change_kinds=list(ChangeKind),
    )
    return render(request, page)


def _bands() -> list[tuple[Confidence, str]]:
    """Give the scores of each level in words, the highest level first."""
    first, second = FIRST_CUT, SECOND_CUT
    scores = [
        f"{signed(second + 1)} and more",
        f"{signed(first + 1)} to {signed(second)}",
        f"{signed(-first)} to {signed(first)}",
        f"{signed(-second)} to {signed(-first - 1)}",
        f"{signed(-second - 1)} and less",
    ]
    return list(zip(reversed(Confidence), scores, strict=True))
