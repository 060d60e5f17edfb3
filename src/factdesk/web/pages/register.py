"""The register: every claim a reader may see, filtered, searched, sorted and paged."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from factdesk.drafts.described import SORTS, Choice, choices
from factdesk.drafts.filters import ClaimPage, Sort
from factdesk.exports import FORMATS
from factdesk.queries import articles, claims, facets
from factdesk.shapes.articles import ArticleDetail
from factdesk.shapes.claims import ClaimPage as FoundPage
from factdesk.shapes.facets import Facet
from factdesk.web.deps import ReadDep, ViewerDep
from factdesk.web.rendering import Page, address, render

router = APIRouter()
PATH = "/claims"


@dataclass(frozen=True, kw_only=True)
class Chip:
    """One chosen filter, and the address without it."""

    choice: Choice
    without: str


@dataclass(frozen=True, kw_only=True)
class Download:
    """One way to take the rows away."""

    label: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Index(Page):
    """The register."""

    template = "register/index.html"
    answer = "register/_answer.html"
    room = "register"
    wanted: ClaimPage
    found: FoundPage
    facets: list[Facet]
    carried: list[tuple[str, str]]
    article: ArticleDetail | None
    matching: set[str] | None
    chips: list[Chip]
    sorts: dict[Sort, str]
    downloads: list[Download]
    next_page: str | None
    first_page: str | None


@router.get("/", response_class=HTMLResponse)
@router.get(PATH, response_class=HTMLResponse)
def index(request: Request, session: ReadDep, viewer: ViewerDep, wanted: Annotated[ClaimPage, Query()]) -> HTMLResponse:
    """Show one page of the register."""
    found = claims.find(session, viewer, wanted)
    article = articles.heading(session, viewer, wanted)
    drawn_facets = [facet for facet in facets.find(session, viewer, wanted) if _is_drawn(facet)]
    in_form = {"q", "confidence_min", "sort", *(facet.name for facet in drawn_facets)}
    drawn = [claim.ref for claim in article.outline] if article else []
    page = Index(
        wanted=wanted,
        found=found,
        facets=drawn_facets,
        carried=[pair for pair in wanted.pairs() if pair[0] not in in_form],
        article=article,
        matching=claims.matching_refs(session, viewer, wanted, drawn) if drawn and wanted.narrows() else None,
        chips=_chips(wanted),
        sorts={sort: label for sort, label in SORTS.items() if wanted.q or sort is not Sort.RELEVANCE},
        downloads=_downloads(wanted),
        next_page=address(PATH, wanted.pairs(cursor=found.next_cursor)) if found.next_cursor else None,
        first_page=address(PATH, wanted.pairs()) if wanted.cursor else None,
    )
    return render(request, page, headers={"HX-Push-Url": address(PATH, wanted.pairs(cursor=wanted.cursor))})


def _is_drawn(facet: Facet) -> bool:
    """Leave out a choice of articles where there is only one."""
    return facet.name != "article" or len(facet.values) > 1


def _chips(wanted: ClaimPage) -> list[Chip]:
    return [Chip(choice=choice, without=address(PATH, _without(wanted, choice))) for choice in choices(wanted)]


def _without(wanted: ClaimPage, choice: Choice) -> list[tuple[str, str]]:
    """Give the filter without one choice; without a search there is no order by relevance either."""
    gone = {(choice.name, choice.value)}
    if choice.name == "q":
        gone.add(("sort", Sort.RELEVANCE.value))
    return [pair for pair in wanted.pairs() if pair not in gone]


def _downloads(wanted: ClaimPage) -> list[Download]:
    pairs = [pair for pair in wanted.pairs() if pair[0] != "limit"]
    ways: list[tuple[str, str, list[tuple[str, str]]]] = [(form.label, form.suffix, []) for form in FORMATS.values()]
    ways[1:1] = [
        ("CSV for Excel", "csv", [("bom", "1")]),
        ("CSV, a row per piece of evidence", "csv", [("layout", "evidence")]),
    ]
    return [Download(label=label, address=address(f"{PATH}.{suffix}", [*pairs, *more])) for label, suffix, more in ways]
