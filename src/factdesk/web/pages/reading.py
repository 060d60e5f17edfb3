"""An article as it reads, with its claims marked in place; where the text is not held, the outline of its claims."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse

from factdesk.access import Actor, Right, may
from factdesk.drafts.filters import AsOf
from factdesk.drafts.marks import MarkFilter, ReadingFilter
from factdesk.errors import NotFound
from factdesk.queries import articles, claims, passages, publications
from factdesk.queries import reading as texts
from factdesk.shapes.articles import ArticleDetail
from factdesk.shapes.claims import ClaimDetail, ReviewEntry
from factdesk.shapes.facets import Facet
from factdesk.shapes.reading import MarkedClaim, Reading
from factdesk.vocabulary import Verdict
from factdesk.web.deps import ArticleSlug, ClaimRef, ReadDep, SiteDep, ViewerDep
from factdesk.web.pages import _filtering, _showing, _sifting
from factdesk.web.pages import articles as outline
from factdesk.web.pages._marks import Line, Marks
from factdesk.web.rendering import Page, address, render, wants_fragment

router = APIRouter()
VersionNumber = Annotated[int, Path(ge=1, le=2**31 - 1, description="Number of the version, from 1.")]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the bar of coverage, in sentences: where it begins, in hundredths, and the address it leads to."""

    verdict: Verdict | None
    sentences: int
    begins: float
    share: float
    address: str | None


@dataclass(frozen=True, kw_only=True)
class Read(Page):
    """An article's text with its marks. `here` is the page's address without filters, `matching` the refs wanted."""

    template = "reading/article.html"
    answer = "reading/_answer.html"
    room = "articles"
    article: ArticleDetail
    drawn: ArticleDetail | None
    reading: Reading
    lines: list[Line]
    notes: list[MarkedClaim]
    parts: list[Part]
    sentences: int
    wanted: MarkFilter
    facets: list[Facet]
    chips: list[_filtering.Chip]
    matching: set[str] | None
    passages: int
    here: str
    carried: list[tuple[str, str]]
    site: str
    may_write: bool
    to_settle: int
    drafts: int
    as_of: str | None


@dataclass(frozen=True, kw_only=True)
class Note(Page):
    """A claim in the margin of the text it is about: `why` is the review that says most about its verdict."""

    template = "reading/_note.html"
    claim: ClaimDetail
    why: ReviewEntry | None
    as_of: str | None


@router.get("/articles/{slug}", response_class=HTMLResponse)
def show(
    request: Request,
    session: ReadDep,
    viewer: ViewerDep,
    site: SiteDep,
    slug: ArticleSlug,
    wanted: Annotated[ReadingFilter, Query()],
) -> HTMLResponse:
    """Show one article, as it is or as it was: its text, or the outline of its claims."""
    if wanted.layout == "text":
        article = articles.get(session, viewer, slug, wanted.as_of, outlined=False)
        reading = texts.get(session, viewer, slug, as_of=wanted.as_of)
        if reading is not None:
            page = _page(session, site, viewer, article, reading, wanted, f"/articles/{slug}")
            return render(request, page, headers={"HX-Push-Url": address(f"/articles/{slug}", wanted.pairs())})
    return outline.outline(request, session, viewer, articles.get(session, viewer, slug, wanted.as_of), wanted)


@router.get("/articles/{slug}/versions/{number}", response_class=HTMLResponse)
def version(
    request: Request,
    session: ReadDep,
    viewer: ViewerDep,
    site: SiteDep,
    slug: ArticleSlug,
    number: VersionNumber,
    wanted: Annotated[MarkFilter, Query()],
) -> HTMLResponse:
    """Show one version of an article's text with its own marks, to whoever reads the text."""
    reading = texts.get(session, viewer, slug, number=number)
    if reading is None:
        raise NotFound(f"There is no version {number} of this text to be read here.", place="number")
    article, here = articles.get(session, viewer, slug, outlined=False), f"/articles/{slug}/versions/{number}"
    page = _page(session, site, viewer, article, reading, wanted, here)
    return render(request, page, headers={"HX-Push-Url": address(here, wanted.pairs())})


@router.get("/articles/{slug}/notes/{ref}", response_class=HTMLResponse)
def note(
    request: Request, session: ReadDep, viewer: ViewerDep, site: SiteDep, slug: ArticleSlug, ref: ClaimRef,
    asked: Annotated[AsOf, Query()],
) -> HTMLResponse:  # fmt: skip
    """Show a claim beside the text; to a browser that does not ask for a part, the claim's page."""
    claim = claims.get(session, viewer, ref, asked.as_of)
    if claim.article != slug:
        raise NotFound(f"There is no claim {ref[:80]} in this article.", place="ref")
    if not wants_fragment(request):
        return _showing.claim(request, session, viewer, site, ref, as_of=asked.as_of)
    return render(request, Note(claim=claim, why=_why(claim), as_of=asked.as_of))


def _why(claim: ClaimDetail) -> ReviewEntry | None:
    """Give the decision that stands, else the latest review that counts and agrees, else the latest that counts."""
    standing = [review for review in claim.reviews if review.decides or review.counts]
    agreeing = [review for review in standing if review.verdict is claim.verdict]
    decision = [review for review in standing if review.decides]
    return next(iter([*decision, *reversed(agreeing), *reversed(standing)]), None)


def _page(
    session: ReadDep, site: str, viewer: Actor, article: ArticleDetail, reading: Reading, wanted: MarkFilter, here: str
) -> Read:
    as_of = wanted.as_of if isinstance(wanted, ReadingFilter) else None
    known = reading.claims
    matching = {ref for ref, claim in known.items() if wanted.matches(claim)} if wanted.narrows() else None
    marks = Marks(slug=article.slug, as_of=as_of, claims=known, matching=matching)
    writes = may(viewer, Right.WRITE) and as_of is None
    carried = [("as_of", as_of)] if as_of else []
    return Read(
        article=article,
        drawn=_drawn(article, reading),
        reading=reading,
        lines=marks.lines(reading),
        notes=[known[ref] for ref in dict.fromkeys(reading.passages)],
        parts=_parts(reading, here, carried),
        sentences=sum(one.sentences for one in reading.coverage),
        wanted=wanted,
        facets=_sifting.facets(list(known.values()), wanted),
        chips=_filtering.chips(here, wanted),
        matching=matching,
        passages=sum(matching is None or ref in matching for ref in reading.passages),
        here=here,
        carried=carried,
        site=site,
        may_write=writes,
        to_settle=passages.numbers_to_settle(session, viewer, [article.slug]).get(article.slug, 0) if writes else 0,
        drafts=publications.waiting(session, viewer, article.slug) if writes else 0,
        as_of=as_of,
    )


def _drawn(article: ArticleDetail, reading: Reading) -> ArticleDetail | None:
    """Give the article as its strip draws it, if it has claims and not more than can be drawn."""
    claims = list(reading.claims.values())
    if not claims or len(claims) > articles.MOST_DRAWN:
        return None
    return article.model_copy(update={"outline": claims})


def _parts(reading: Reading, here: str, carried: list[tuple[str, str]]) -> list[Part]:
    """Give the parts of the bar in the order of the verdicts, what is unmarked last."""
    counts = {one.verdict: one.sentences for one in reading.coverage}
    every, begins, found = sum(counts.values()) or 1, 0.0, []
    for verdict in (*Verdict, None):
        share = 100 * counts.get(verdict, 0) / every
        led = address(here, [*carried, ("verdict", str(verdict))]) if verdict else None
        found.append(Part(verdict=verdict, sentences=counts.get(verdict, 0), begins=round(begins, 2),
                          share=round(share, 2), address=led))  # fmt: skip
        begins += share
    return found
