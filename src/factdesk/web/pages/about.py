"""What every word means, how verdicts come about, and how errors are put right."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from factdesk.queries import basis, chain
from factdesk.rules.diff import ChangeKind
from factdesk.rules.weights import PRESENT, Weights
from factdesk.shapes.facts import Head
from factdesk.vocabulary import Confidence
from factdesk.web.deps import ReadDep
from factdesk.web.rendering import Page, render, signed

router = APIRouter()


@dataclass(frozen=True, kw_only=True)
class About(Page):
    """The page about the register; `bands` are the levels of the computed confidence with their scores."""

    template = "about/about.html"
    room = "about"
    head: Head
    weights: Weights
    pending: bool
    bands: list[tuple[Confidence, str]]
    change_kinds: list[ChangeKind]


@router.get("/about", response_class=HTMLResponse)
def about(request: Request, session: ReadDep) -> HTMLResponse:
    """Show what the words mean."""
    weights = basis.weights(session) or PRESENT
    page = About(
        head=chain.head(session),
        weights=weights,
        pending=basis.is_pending(session),
        bands=_bands(weights),
        change_kinds=list(ChangeKind),
    )
    return render(request, page)


def _bands(weights: Weights) -> list[tuple[Confidence, str]]:
    """Give the scores of each level in words, the highest level first."""
    first, second = weights.first_cut, weights.second_cut
    scores = [
        f"{signed(second + 1)} and more",
        f"{signed(first + 1)} to {signed(second)}",
        f"{signed(-first)} to {signed(first)}",
        f"{signed(-second)} to {signed(-first - 1)}",
        f"{signed(-second - 1)} and less",
    ]
    return list(zip(reversed(Confidence), scores, strict=True))
