"""One claim with everything a reader may see of it."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from factdesk.queries import claims
from factdesk.shapes.claims import ClaimDetail, EvidencePiece, OriginGroup
from factdesk.vocabulary import Stance
from factdesk.web.deps import ClaimRef, ReadDep, SiteDep, ViewerDep
from factdesk.web.rendering import Page, render

router = APIRouter()


@dataclass(frozen=True, kw_only=True)
class Side:
    """The evidence of one stance: what counts, origin by origin, and what is on file but adds nothing."""

    stance: Stance
    number: int
    origins: list[tuple[OriginGroup, list[EvidencePiece]]]
    others: list[EvidencePiece]


@dataclass(frozen=True, kw_only=True)
class Show(Page):
    """A claim's page."""

    template = "claims/claim.html"
    room = "register"
    claim: ClaimDetail
    sides: list[Side]
    page_address: str


@router.get("/claims/{ref}", response_class=HTMLResponse)
def show(request: Request, session: ReadDep, viewer: ViewerDep, site: SiteDep, ref: ClaimRef) -> HTMLResponse:
    """Show one claim."""
    claim = claims.get(session, viewer, ref)
    page = Show(claim=claim, sides=[_side(claim, stance) for stance in Stance], page_address=f"{site}/claims/{ref}")
    return render(request, page)


def _side(claim: ClaimDetail, stance: Stance) -> Side:
    pieces = {piece.id: piece for piece in claim.evidence if piece.stance is stance}
    groups = [group for group in claim.origin_groups if group.stance is stance]
    counted = {key for group in groups for key in group.pieces}
    return Side(
        stance=stance,
        number=len(pieces),
        origins=[(group, [pieces[key] for key in group.pieces]) for group in groups],
        others=[piece for key, piece in pieces.items() if key not in counted],
    )
