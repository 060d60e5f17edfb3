"""The work queue: its lists, and the next claim of one."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from factdesk.access import Right, require
from factdesk.commands import leases
from factdesk.commands.once import once
from factdesk.drafts.described import SORTS, Choice, choices
from factdesk.drafts.filters import Sort
from factdesk.drafts.queue import QueueFilter, QueueList, from_query
from factdesk.queries import basis, queue
from factdesk.shapes.facets import Facet
from factdesk.shapes.facts import Progress
from factdesk.shapes.queue import QueuePage
from factdesk.web.deps import FormDep, PersonDep, ReadDep, RegisterDep, ViewerDep
from factdesk.web.forms import done
from factdesk.web.pages._queueing import PATH, Carried, carried
from factdesk.web.register import WriteSession
from factdesk.web.rendering import Page, address, render

router = APIRouter()


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One list: its name, how many claims it has, and where it is."""

    word: QueueList
    number: int
    counted_all: bool
    address: str


@dataclass(frozen=True, kw_only=True)
class Chip:
    """One chosen filter, and the address without it."""

    choice: Choice
    without: str


@dataclass(frozen=True, kw_only=True)
class Index(Page):
    """A list of the queue."""

    template = "queue/index.html"
    answer = "queue/_answer.html"
    room = "queue"
    wanted: QueueFilter
    found: QueuePage
    tabs: list[Tab]
    tab: Tab
    facets: list[Facet]
    hidden: list[tuple[str, str]]
    chips: list[Chip]
    clear: str
    sorts: dict[Sort, str]
    next: Carried
    next_page: str | None
    first_page: str | None
    anew: Progress | None


@dataclass(frozen=True, kw_only=True)
class Nothing(Page):
    """What is said where no claim of a list is left to be given."""

    template = "queue/nothing.html"
    room = "queue"
    word: QueueList
    back: str


@router.get(PATH, response_class=HTMLResponse)
def index(
    request: Request, session: ReadDep, viewer: ViewerDep, wanted: Annotated[QueueFilter, Query()]
) -> HTMLResponse:
    """Show one page of a list."""
    require(viewer, Right.JUDGE)
    found = queue.find(session, viewer, wanted)
    wanted = wanted.model_copy(update={"list": QueueList.of(found.chosen)})
    tabs = [
        Tab(word=QueueList.of(one.name), number=one.number, counted_all=one.counted_all,
            address=address(PATH, wanted.pairs(list=one.name)))
        for one in found.counts
    ]  # fmt: skip
    facets = queue.sidebar(session, viewer, wanted, found.chosen)
    drawn = [facet for facet in facets if facet.name != "article" or len(facet.values) > 1]
    in_form = {"q", "confidence_min", "sort", *(facet.name for facet in drawn)}
    page = Index(
        wanted=wanted,
        found=found,
        tabs=tabs,
        tab=next(tab for tab in tabs if tab.word == found.chosen),
        facets=drawn,
        hidden=[pair for pair in wanted.pairs() if pair[0] not in in_form],
        chips=[Chip(choice=choice, without=address(PATH, _without(wanted, choice))) for choice in choices(wanted)],
        clear=address(PATH, [("list", found.chosen)]),
        sorts={sort: label for sort, label in SORTS.items() if wanted.q or sort is not Sort.RELEVANCE},
        next=carried(wanted),
        next_page=address(PATH, wanted.pairs(cursor=found.next_cursor)) if found.next_cursor else None,
        first_page=address(PATH, wanted.pairs()) if wanted.cursor else None,
        anew=basis.progress(session, viewer),
    )
    return render(request, page, headers={"HX-Push-Url": address(PATH, wanted.pairs(cursor=wanted.cursor))})


@router.post(f"{PATH}/next")
async def take(request: Request, register: RegisterDep, actor: PersonDep, form: FormDep) -> Response:
    """Give the next claim of a list to whoever asks, for a while."""
    require(actor, Right.JUDGE)
    wanted = _sent(form)
    at = form.get("at") or None
    asked = f"{request.url.path} {wanted.pairs()} {at}"

    def take_first(session: WriteSession) -> str:
        return leases.take(session, actor, queue.offered(session, actor, wanted, at))

    ref = await register.write(
        lambda session: once(session, actor, form.get("once"), asked, lambda: take_first(session))
    )
    if ref:
        return done(request, address(f"/claims/{ref}", wanted.pairs()))
    nothing = Nothing(word=wanted.list or QueueList.UNASSIGNED, back=address(PATH, wanted.pairs()))
    return await register.read(lambda _: render(request, nothing))


@router.post(f"{PATH}/give-back")
async def give_back(request: Request, register: RegisterDep, actor: PersonDep, form: FormDep) -> Response:
    """Give the claim back that is held."""
    require(actor, Right.JUDGE)
    wanted = _sent(form)
    await register.write(lambda session: leases.give_back(session, actor))
    return done(request, address(PATH, wanted.pairs()))


def _sent(form: dict[str, str]) -> QueueFilter:
    """Read the list and the filters a form carries; raises Invalid."""
    chosen = urlencode([("list", form.get("list", ""))])
    return from_query(QueueFilter, "&".join(part for part in (form.get("filters", ""), chosen) if part))


def _without(wanted: QueueFilter, choice: Choice) -> list[tuple[str, str]]:
    """Give the filter without one choice; without a search there is no order by relevance either."""
    gone = {(choice.name, choice.value)}
    if choice.name == "q":
        gone.add(("sort", Sort.RELEVANCE.value))
    return [pair for pair in wanted.pairs() if pair not in gone]
