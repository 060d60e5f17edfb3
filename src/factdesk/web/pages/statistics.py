"""The register in numbers: tables, each with a picture the browser draws from it, and links to the claims counted."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from factdesk.drafts.filters import ClaimFilter, PresentFilter
from factdesk.queries import facets, statistics
from factdesk.rules.confidence import WIDE_GAP
from factdesk.shapes.facets import Facet
from factdesk.shapes.statistics import Heading, Line, Statistics, Table
from factdesk.vocabulary import NOT_JUDGED, Confidence
from factdesk.web.deps import ReadDep, ViewerDep
from factdesk.web.pages import _filtering
from factdesk.web.rendering import Page, address, render

router = APIRouter()
PATH, REGISTER = "/statistics", "/claims"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A number of claims, the address of the register that shows them, if a filter can say which, and their column."""

    number: int
    address: str | None
    column: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a table: what its claims have in common, all of them where that makes sense, and its cells."""

    value: str
    label: str
    total: Cell | None
    cells: list[Cell]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the page: its table, the picture to draw from it, and what stands in the table's corner.

    `picture`: grid (of squares), confusion (the same with its diagonal), stacked or mirrored (bars), or columns.
    `inked`: what gives a mark its pattern, the row or the column.
    """

    name: str
    picture: str
    corner: str
    inked: str
    columns: list[Heading]
    rows: list[Row]


@dataclass(frozen=True, kw_only=True)
class Index(Page):
    """The statistics."""

    template = "statistics/index.html"
    answer = "statistics/_answer.html"
    room = "statistics"
    wanted: ClaimFilter
    found: Statistics
    parts: dict[str, Part]
    facets: list[Facet]
    carried: list[tuple[str, str]]
    chips: list[_filtering.Chip]
    register: str
    far_apart: str


@router.get(PATH, response_class=HTMLResponse)
def index(
    request: Request, session: ReadDep, viewer: ViewerDep, wanted: Annotated[PresentFilter, Query()]
) -> HTMLResponse:
    """Show the numbers of the claims that match."""
    found = statistics.find(session, viewer, wanted)
    drawn = _filtering.drawn(facets.find(session, viewer, wanted))
    page = Index(
        wanted=wanted,
        found=found,
        parts={part.name: part for part in _parts(wanted, found)},
        facets=drawn,
        carried=_filtering.carried(wanted, drawn),
        chips=_filtering.chips(PATH, wanted),
        register=address(REGISTER, wanted.pairs()),
        far_apart=address(REGISTER, wanted.pairs(gap=max(WIDE_GAP, wanted.gap or 0))),
    )
    return render(request, page, headers={"HX-Push-Url": address(PATH, wanted.pairs())})


def _parts(wanted: ClaimFilter, found: Statistics) -> list[Part]:
    return [
        _part(wanted, "verdicts", "grid", "Verdict", "row", found.verdicts, ("verdict", "confidence")),
        _part(wanted, "topics", "stacked", "Topic", "column", found.topics, ("topic", "verdict")),
        _part(wanted, "articles", "stacked", "Article", "column", found.articles, ("article", "verdict")),
        _part(wanted, "origins", "mirrored", "Origins", "column", found.origins),
        _part(wanted, "grades", "grid", "Source", "none", found.grades),
        _part(wanted, "months", "columns", "Month", "none", found.months),
        _part(wanted, "comparison", "confusion", "Computed", "none", found.comparison.table),
    ]


def _part(
    wanted: ClaimFilter,
    name: str,
    picture: str,
    corner: str,
    inked: str,
    table: Table,
    filters: tuple[str, str] | None = None,
) -> Part:
    """Make a part; `filters` name the filters that its rows and columns are values of."""
    lines, columns = table.lines, table.columns
    if picture == "confusion":
        lines = [line.model_copy(update={"label": _read(line.value)}) for line in lines]
    if picture == "confusion" or (filters and filters[1] == "confidence"):
        columns = [one.model_copy(update={"label": _read(one.value)}) for one in columns]
    rows = [_row(wanted, table, line, filters) for line in lines]
    return Part(name=name, picture=picture, corner=corner, inked=inked, columns=columns, rows=rows)


def _read(level: str) -> str:
    """Give a level as readers meet it."""
    return next((one.read.capitalize() for one in Confidence if one.value == level), NOT_JUDGED)


def _row(wanted: ClaimFilter, table: Table, line: Line, filters: tuple[str, str] | None) -> Row:
    cells = [
        Cell(
            number=number,
            address=_address(wanted, number, {filters[0]: line.value, filters[1]: column.value}) if filters else None,
            column=column.value,
        )
        for number, column in zip(line.counts, table.columns, strict=True)
    ]
    whole = sum(line.counts)
    total = (
        Cell(number=whole, address=_address(wanted, whole, {filters[0]: line.value}), column="all") if filters else None
    )
    return Row(value=line.value, label=line.label, total=total, cells=cells)


def _address(wanted: ClaimFilter, number: int, choice: dict[str, str]) -> str | None:
    """Give the address of the claims that match and have these values too, or None where no filter says so.

    A claim has several topics: where the filter names some, one it does not name cannot be asked for beside them.
    """
    topic = choice.get("topic")
    if not number or (topic and wanted.topic and topic not in wanted.topic):
        return None
    return address(REGISTER, wanted.pairs(**choice))
