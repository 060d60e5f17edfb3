"""Showing the claim page and the one-form pages, for reading and after a form was sent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from factdesk.access import Actor, Right, may
from factdesk.errors import NotFound
from factdesk.queries import assignments, basis, claims, passages, provenance, reviews
from factdesk.shapes.claims import ClaimDetail, EvidencePiece, OriginGroup, OwnReview, OwnView, ReviewEntry
from factdesk.shapes.consequences import Consequences
from factdesk.shapes.passages import ClaimPassage
from factdesk.shapes.provenance import Picture
from factdesk.shapes.queue import Assigned
from factdesk.vocabulary import ReviewState, Stance, Visibility
from factdesk.web.deps import ReadDep
from factdesk.web.forms import Form, done
from factdesk.web.pages import _fields, _level, _structured
from factdesk.web.pages._fields import Field
from factdesk.web.pages._level import Level
from factdesk.web.pages._queueing import Bar, bar
from factdesk.web.rendering import Page, address, plural, render, wants_fragment


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

    `own` is what this person alone sees of its review, None for readers; `level` why the computed confidence is what
    it is; `today` decides what is overdue. `said` is what a form came to, where htmx puts the page in the place of
    the one that sent it.
    """

    template = "claims/claim.html"
    answer = "claims/_answer.html"
    room = "register"
    claim: ClaimDetail
    own: OwnView | None
    level: Level | None
    today: str
    sides: list[Side]
    picture: Picture | None
    page_address: str
    forms: Mapping[str, Form]
    fields: Mapping[str, tuple[Field, ...]]
    may_write: bool
    said: str
    as_of: str | None
    assigned: list[Assigned]
    bar: Bar | None
    passages: list[ClaimPassage]
    structured: dict[str, Any] | None


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


@dataclass(frozen=True, kw_only=True)
class WithdrawSource(EditSource):
    """A page that asks why a source or one of its connections is withdrawn, and says before what would follow."""

    template = "forms/withdrawal.html"
    consequences: Consequences


WHY, MINE, NOTES = "why", "mine", "notes"
"""Places of the page to go on to: the reviews, one's own hidden one, the notes."""
FIELDS = {"judgement": _fields.JUDGEMENT, "retraction": _fields.RETRACTION, "evidence": _fields.NEW_EVIDENCE,
          "adjudication": _fields.ADJUDICATION, "undeciding": _fields.UNDECIDING, "note": _fields.NOTE,
          "publication": ()}  # fmt: skip


def claim(
    request: Request,
    session: ReadDep,
    viewer: Actor,
    site: str,
    ref: str,
    *,
    form: Form | None = None,
    stored: str = "",
    as_of: str | None = None,
) -> HTMLResponse:
    """Show a claim; `form` was refused and is shown again, `stored` names the place of what was not.

    As it was at a moment (`as_of`) it has no forms.
    """
    detail = claims.get(session, viewer, ref, as_of)
    own = reviews.mine(session, viewer, ref) if may(viewer, Right.READ_DRAFTS) and as_of is None else None
    queue_bar = bar(request, session, viewer, ref) if as_of is None else None
    forms = {} if as_of else _forms(viewer, detail, own)
    page = Show(
        claim=detail,
        own=own,
        level=_level.of(detail, basis.weights_version(session, as_of), basis.weights(session, as_of)),
        today=datetime.now(UTC).date().isoformat(),
        sides=[_side(detail, stance) for stance in Stance],
        picture=provenance.of_claim(session, viewer, ref, as_of),
        page_address=address(f"{site}/claims/{ref}", [("as_of", as_of)] if as_of else []),
        forms=_led_on(queue_bar, forms | ({form.name: form} if form else {})),
        fields=FIELDS | {"assignment": _fields.assignment(assignments.who_judges(session, viewer))},
        may_write=may(viewer, Right.WRITE) and as_of is None,
        as_of=as_of,
        said=(form.sentence or "") if form else _stored(detail, own, stored) if stored else "",
        assigned=[] if as_of else assignments.on_claim(session, viewer, ref),
        bar=queue_bar,
        passages=[] if as_of else passages.of_claim(session, viewer, ref),
        structured=_structured.of(session, viewer, detail, site, as_of),
    )
    # htmx puts a refused form in its place only where it is told to.
    headers = {"HX-Retarget": "#claim", "HX-Reswap": "outerHTML"} if form and wants_fragment(request) else None
    return render(request, page, status=form.status if form else 200, headers=headers)


def _stored(claim: ClaimDetail, own: OwnView | None, what: str) -> str:
    """Say what came of something that was stored; in an open blind round, nothing of what is hidden."""
    if what == MINE:
        return "Stored. " + _of_own(own)
    if what == NOTES:
        return f"Stored. {claim.ref} has {plural(len(claim.notes), 'note')}; a note changes no verdict."
    split = f"; {claim.state.meaning.lower().rstrip('.')}" if claim.state is ReviewState.SPLIT else ""
    confidence = claim.confidence.label.lower() if claim.confidence else "none yet"
    return (
        f"Stored. {claim.ref} now stands as {claim.verdict.label.lower()}, confidence {confidence}; "
        f"independent origins: {claim.origins.supports} for, {claim.origins.disputes} against{split}."
    )


def _of_own(own: OwnView | None) -> str:
    if own and own.hidden and own.hidden[0].counts:
        return f"Your review is hidden until {plural(own.required, 'review')} are in."
    return "Your verdict is taken back; nobody else saw it."


def after(
    request: Request, session: ReadDep, viewer: Actor, site: str, ref: str, refused: Form | None, place: str
) -> Response:
    """Answer a form of the claim page: the refused form in its place, the changed parts for htmx, or the page anew."""
    if refused is not None:
        return claim(request, session, viewer, site, ref, form=refused)
    if wants_fragment(request):
        return claim(request, session, viewer, site, ref, stored=place)
    here = bar(request, session, viewer, ref)
    return done(request, f"/claims/{ref}{f'?{here.query}' if here else ''}#{place}")


def after_review(
    request: Request, session: ReadDep, viewer: Actor, site: str, ref: str, refused: Form | None
) -> Response:
    """Answer a form of one's own review: it stands apart while its blind round is open."""
    place = "" if refused else MINE if reviews.mine(session, viewer, ref).open_round else WHY
    return after(request, session, viewer, site, ref, refused, place)


def _led_on(queue_bar: Bar | None, forms: Mapping[str, Form]) -> dict[str, Form]:
    """Let a claim's forms lead back to the claim as it came from the queue."""
    if queue_bar is None:
        return dict(forms)
    return {name: replace(one, action=f"{one.action}?{queue_bar.query}") for name, one in forms.items()}


def evidence_values(session: ReadDep, viewer: Actor, ref: str, evidence_id: int) -> dict[str, str]:
    """Give a piece of evidence as the values of its form."""
    for piece in claims.get(session, viewer, ref).evidence:
        if piece.id == evidence_id:
            names = ("stance", "says", "credibility", "locator", "quotation", "support_check", "version")
            values = {name: str(value) for name in names if (value := getattr(piece, name)) is not None}
            return values | {"rests_on": "\n".join(piece.rests_on)}
    raise NotFound(f"{ref} has no such piece of evidence.")


def _forms(viewer: Actor, detail: ClaimDetail, own: OwnView | None) -> dict[str, Form]:
    """Give the forms a viewer may use on a claim that stands."""
    if detail.withdrawn_reason is not None:
        return {}
    here, forms = f"/claims/{detail.ref}", {}
    wording = {"wording": str(detail.wording)}
    if may(viewer, Right.JUDGE):
        shown: list[ReviewEntry | OwnReview] = [
            *(own.hidden if own else []),
            *(review for review in detail.reviews if review.mine),
        ]
        standing = next((review for review in shown if review.counts), None)
        given = {"verdict": str(standing.verdict), "confidence": str(standing.confidence)} if standing else {}
        given |= {"recheck_on": standing.recheck_on} if standing and standing.recheck_on else {}
        forms["judgement"] = Form(name="judgement", action=f"{here}/reviews", values=wording | given)
        if standing:
            forms["retraction"] = Form(name="retraction", action=f"{here}/retraction", values=wording)
    if own and own.may_adjudicate:
        forms["adjudication"] = Form(name="adjudication", action=f"{here}/adjudication", values=wording)
    if own and own.decided and may(viewer, Right.WRITE):
        action = f"{here}/adjudication/retraction"
        forms["undeciding"] = Form(name="undeciding", action=action, values=wording)
    if may(viewer, Right.NOTE):
        forms["note"] = Form(name="note", action=f"{here}/notes", values={"audience": "internal"})
    if may(viewer, Right.WRITE) and detail.visibility is Visibility.DRAFT:
        values = {"version": str(detail.version)}
        forms["publication"] = Form(name="publication", action=f"{here}/publication", values=values)
    if may(viewer, Right.ADD_EVIDENCE):
        forms["evidence"] = Form(name="evidence", action=f"{here}/evidence", values={"support_check": "not_checked"})
    if may(viewer, Right.JUDGE):
        forms["assignment"] = Form(name="assignment", action=f"{here}/assignments", values={"person": viewer.name})
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
