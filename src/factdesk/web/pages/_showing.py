"""Showing the claim page and the one-form pages, for reading and after a form was sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from factdesk.access import Actor, Right, may
from factdesk.errors import NotFound
from factdesk.queries import claims
from factdesk.shapes.claims import ClaimDetail, EvidencePiece, OriginGroup
from factdesk.vocabulary import Stance, Verdict, Visibility
from factdesk.web.deps import ReadDep
from factdesk.web.forms import Form, done
from factdesk.web.pages import _fields
from factdesk.web.pages._fields import Field
from factdesk.web.rendering import Page, render, wants_fragment


@dataclass(frozen=True, kw_only=True)
class Side:
    """The evidence of one stance: what counts, origin by origin, and what is on file but adds nothing."""

    stance: Stance
    number: int
    origins: list[tuple[OriginGroup, list[EvidencePiece]]]
    others: list[EvidencePiece]


@dataclass(frozen=True, kw_only=True)
class Show(Page):
    """A claim's page. `forms` holds the forms this viewer may use, by name; `fields` the fields of each.

    `said` is what a form came to, where htmx puts the page in the place of the one that sent it.
    """

    template = "claims/claim.html"
    answer = "claims/_answer.html"
    room = "register"
    claim: ClaimDetail
    sides: list[Side]
    page_address: str
    forms: Mapping[str, Form]
    fields: Mapping[str, tuple[Field, ...]]
    may_write: bool
    said: str


@dataclass(frozen=True, kw_only=True)
class Edit(Page):
    """A page with one form: its heading, a word of introduction, the fields, and what the button says."""

    template = "forms/edit.html"
    room = "register"
    heading: str
    intro: str
    back: str
    form: Form
    fields: tuple[Field, ...]
    button: str


class EditArticle(Edit):
    """A page with one form about an article."""

    room = "articles"


class EditSource(Edit):
    """A page with one form about a source."""

    room = "sources"


FIELDS = {"judgement": _fields.JUDGEMENT, "retraction": _fields.RETRACTION, "evidence": _fields.NEW_EVIDENCE,
          "publication": ()}  # fmt: skip


def claim(
    request: Request,
    session: ReadDep,
    viewer: Actor,
    site: str,
    ref: str,
    *,
    form: Form | None = None,
    stored: bool = False,
) -> HTMLResponse:
    """Show a claim; `form` is one that was refused and is shown again in its place, `stored` says that one was not."""
    detail = claims.get(session, viewer, ref)
    page = Show(
        claim=detail,
        sides=[_side(detail, stance) for stance in Stance],
        page_address=f"{site}/claims/{ref}",
        forms=_forms(viewer, detail) | ({form.name: form} if form else {}),
        fields=FIELDS,
        may_write=may(viewer, Right.WRITE),
        said=(form.sentence or "") if form else _stored(detail) if stored else "",
    )
    # htmx puts a refused form in its place only where it is told to.
    headers = {"HX-Retarget": "#claim", "HX-Reswap": "outerHTML"} if form and wants_fragment(request) else None
    return render(request, page, status=form.status if form else 200, headers=headers)


def _stored(claim: ClaimDetail) -> str:
    """Say what a claim stands at after something about it was stored."""
    confidence = claim.confidence.label.lower() if claim.confidence else "none yet"
    return (
        f"Stored. {claim.ref} now stands as {claim.verdict.label.lower()}, confidence {confidence}; "
        f"independent origins: {claim.origins.supports} for, {claim.origins.disputes} against."
    )


def after(
    request: Request, session: ReadDep, viewer: Actor, site: str, ref: str, refused: Form | None, place: str
) -> Response:
    """Answer a form of the claim page: the refused form in its place, the changed parts for htmx, or the page anew."""
    if refused is not None:
        return claim(request, session, viewer, site, ref, form=refused)
    if wants_fragment(request):
        return claim(request, session, viewer, site, ref, stored=True)
    return done(request, f"/claims/{ref}#{place}")


def evidence_values(session: ReadDep, viewer: Actor, ref: str, evidence_id: int) -> dict[str, str]:
    """Give a piece of evidence as the values of its form."""
    for piece in claims.get(session, viewer, ref).evidence:
        if piece.id == evidence_id:
            names = ("stance", "says", "credibility", "locator", "quotation", "support_check", "version")
            return {name: str(value) for name in names if (value := getattr(piece, name)) is not None}
    raise NotFound(f"{ref} has no such piece of evidence.")


def _forms(viewer: Actor, detail: ClaimDetail) -> dict[str, Form]:
    """Give the forms a viewer may use on a claim that stands."""
    if detail.withdrawn_reason is not None:
        return {}
    here, forms = f"/claims/{detail.ref}", {}
    wording = {"wording": str(detail.wording)}
    if may(viewer, Right.JUDGE):
        mine = next((review for review in detail.reviews if review.mine), None)
        standing = mine if mine and mine.counts and mine.verdict is not Verdict.UNREVIEWED else None
        given = {"verdict": str(standing.verdict), "confidence": str(standing.confidence)} if standing else {}
        forms["judgement"] = Form(name="judgement", action=f"{here}/reviews", values=wording | given)
        if standing:
            forms["retraction"] = Form(name="retraction", action=f"{here}/retraction", values=wording)
    if may(viewer, Right.WRITE) and detail.visibility is Visibility.DRAFT:
        values = {"version": str(detail.version)}
        forms["publication"] = Form(name="publication", action=f"{here}/publication", values=values)
    if may(viewer, Right.ADD_EVIDENCE):
        forms["evidence"] = Form(name="evidence", action=f"{here}/evidence", values={"support_check": "not_checked"})
    return forms


def _side(detail: ClaimDetail, stance: Stance) -> Side:
    pieces = {piece.id: piece for piece in detail.evidence if piece.stance is stance}
    groups = [group for group in detail.origin_groups if group.stance is stance]
    counted = {key for group in groups for key in group.pieces}
    return Side(
        stance=stance,
        number=len(pieces),
        origins=[(group, [pieces[key] for key in group.pieces]) for group in groups],
        others=[piece for key, piece in pieces.items() if key not in counted],
    )
