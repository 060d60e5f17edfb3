"""The register: every claim a reader may see, filtered, searched, sorted and paged."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from factdesk.access import Actor, Right, may
from factdesk.drafts.changes import ChangeFilter
from factdesk.drafts.described import SORTS
from factdesk.drafts.filters import NOT_OF_THE_PAST, ClaimPage, Sort
from factdesk.exports import FORMATS
from factdesk.queries import articles, claims, facets
from factdesk.shapes.articles import ArticleDetail
from factdesk.shapes.claims import ClaimPage as FoundPage
from factdesk.shapes.facets import Facet
from factdesk.web.deps import ReadDep, ViewerDep
from factdesk.web.pages import _filtering
from factdesk.web.rendering import Page, address, render

router = APIRouter()
PATH = "/claims"
_MOMENTS = {"after", "before"}
INTERNAL = "Internal, with drafts and internal notes"
_TAKEN_INTERNALLY = ("csv", "json")
_VARIANTS: dict[str, tuple[tuple[str, list[tuple[str, str]]], ...]] = {
    "csv": (
        ("CSV for Excel", [("bom", "1")]),
        ("CSV, a row per piece of evidence", [("layout", "evidence")]),
    )
}


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
    chips: list[_filtering.Chip]
    sorts: dict[Sort, str]
    downloads: list[tuple[str, list[Download]]]
    in_numbers: str
    of_past: list[tuple[str, str]]
    present: str
    feed: str
    changes: str
    next_page: str | None
    first_page: str | None


@router.get("/", response_class=HTMLResponse)
@router.get(PATH, response_class=HTMLResponse)
def index(request: Request, session: ReadDep, viewer: ViewerDep, wanted: Annotated[ClaimPage, Query()]) -> HTMLResponse:
    """Show one page of the register."""
    found = claims.find(session, viewer, wanted)
    article = articles.heading(session, viewer, wanted)
    drawn_facets = _filtering.drawn(facets.find(session, viewer, wanted))
    drawn = [claim.ref for claim in article.outline] if article else []
    page = Index(
        wanted=wanted,
        found=found,
        facets=drawn_facets,
        carried=_filtering.carried(wanted, drawn_facets),
        article=article,
        matching=claims.matching_refs(session, viewer, wanted, drawn) if drawn and wanted.narrows() else None,
        chips=_filtering.chips(PATH, wanted),
        sorts={sort: label for sort, label in SORTS.items() if wanted.q or sort is not Sort.RELEVANCE},
        downloads=_downloads(viewer, wanted),
        in_numbers=address("/statistics", [pair for pair in wanted.pairs() if pair[0] not in {"as_of", "limit"}]),
        of_past=[pair for pair in wanted.pairs() if pair[0] not in {"as_of", "sort", *NOT_OF_THE_PAST}],
        present=address(PATH, [pair for pair in wanted.pairs() if pair[0] != "as_of"]),
        feed=address("/changes.atom", _of_changes(wanted)),
        changes=address("/changes", _of_changes(wanted)),
        next_page=address(PATH, wanted.pairs(cursor=found.next_cursor)) if found.next_cursor else None,
        first_page=address(PATH, wanted.pairs()) if wanted.cursor else None,
    )
    return render(request, page, headers={"HX-Push-Url": address(PATH, wanted.pairs(cursor=wanted.cursor))})


def _of_changes(wanted: ClaimPage) -> list[tuple[str, str]]:
    """Give what of the filter can be asked of changes; there `after` and `before` mean something else."""
    return [pair for pair in wanted.pairs() if pair[0] in ChangeFilter.model_fields and pair[0] not in _MOMENTS]


def _downloads(viewer: Actor, wanted: ClaimPage) -> list[tuple[str, list[Download]]]:
    """Give the ways to take the rows away, by group, in the order of the formats; people of the desk have one more."""
    pairs = [pair for pair in wanted.pairs() if pair[0] != "limit"]
    groups: dict[str, list[Download]] = {}
    for form in FORMATS.values():
        for label, more in ((form.label, []), *_VARIANTS.get(form.suffix, ())):
            to = address(f"{PATH}.{form.suffix}", [*pairs, *more])
            groups.setdefault(form.group, []).append(Download(label=label, address=to))
    if may(viewer, Right.READ_DRAFTS):
        internal = [*pairs, ("profile", "internal")]
        groups[INTERNAL] = [
            Download(label=FORMATS[name].label, address=address(f"{PATH}.{name}", internal))
            for name in _TAKEN_INTERNALLY
        ]
    return list(groups.items())
