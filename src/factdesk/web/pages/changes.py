"""What changed between two moments: as a page, as files, and the newest changes as a feed."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse

from factdesk.drafts.changes import ChangeFilter, ChangePage
from factdesk.drafts.described import choices
from factdesk.drafts.moments import written
from factdesk.exports import CHANGES, FEED
from factdesk.exports.atom import FeedContents
from factdesk.exports.changes import ChangeContents
from factdesk.queries import changes, feed
from factdesk.shapes.changes import ChangesPage
from factdesk.web.deps import ReadDep, SiteDep, ViewerDep
from factdesk.web.pages.downloads import sent
from factdesk.web.rendering import Page, address, render

router = APIRouter()
PATH = "/changes"
FEED_PATH = "/changes.atom"


@dataclass(frozen=True, kw_only=True)
class Chip:
    """One chosen filter in words, and the address without it."""

    words: str
    without: str


@dataclass(frozen=True, kw_only=True)
class Index(Page):
    """The changed claims; `after` and `before` are the two moments as an address writes them."""

    template = "changes/index.html"
    room = "changes"
    found: ChangesPage
    after: str
    before: str
    asked: ChangePage
    carried: list[tuple[str, str]]
    chips: list[Chip]
    downloads: list[tuple[str, str]]
    feed: str
    next_page: str | None
    first_page: str | None


@router.get(PATH, response_class=HTMLResponse)
def index(
    request: Request, session: ReadDep, viewer: ViewerDep, wanted: Annotated[ChangePage, Query()]
) -> HTMLResponse:
    """Show one page of the claims that changed."""
    found = changes.find(session, viewer, wanted)
    carried = [pair for pair in wanted.pairs() if pair[0] not in ("after", "before")]
    filters = [pair for pair in wanted.pairs() if pair[0] != "limit"]
    page = Index(
        found=found,
        after=wanted.after or written(found.after),
        before=wanted.before or written(found.before),
        asked=wanted,
        carried=carried,
        chips=_chips(wanted),
        downloads=[(form.label, address(f"{PATH}.{form.suffix}", filters)) for form in CHANGES.values()],
        feed=address(FEED_PATH, [pair for pair in carried if pair[0] != "limit"]),
        next_page=address(PATH, wanted.pairs(cursor=found.next_cursor)) if found.next_cursor else None,
        first_page=address(PATH, wanted.pairs()) if wanted.cursor else None,
    )
    return render(request, page)


@router.get("/changes.csv")
def csv(session: ReadDep, viewer: ViewerDep, site: SiteDep, wanted: Annotated[ChangeFilter, Query()]) -> FileResponse:
    """Send what changed as CSV."""
    return _send("changes.csv", session, viewer, site, wanted)


@router.get("/changes.json")
def json(session: ReadDep, viewer: ViewerDep, site: SiteDep, wanted: Annotated[ChangeFilter, Query()]) -> FileResponse:
    """Send what changed as JSON."""
    return _send("changes.json", session, viewer, site, wanted)


@router.get(FEED_PATH)
def atom(session: ReadDep, viewer: ViewerDep, site: SiteDep, wanted: Annotated[ChangeFilter, Query()]) -> FileResponse:
    """Send the newest changes as an Atom feed."""
    entries = feed.newest(session, viewer, wanted)
    told = feed.facts(session, viewer, wanted, entries, site=site)
    own = address(f"{site}{FEED_PATH}", wanted.pairs())
    return sent(FEED, FeedContents(facts=told, entries=entries, address=own, site=site), told, inline=True)


def _send(name: str, session: ReadDep, viewer: ViewerDep, site: str, wanted: ChangeFilter) -> FileResponse:
    told = changes.facts(session, viewer, wanted, site=site)
    contents = ChangeContents(facts=told, claims=changes.every(session, viewer, wanted), site=site)
    return sent(CHANGES[name], contents, told)


def _chips(wanted: ChangePage) -> list[Chip]:
    """Give what was chosen beside the two moments."""
    found = [(choice.read(), (choice.name, choice.value)) for choice in choices(wanted.claims())]
    found += [("Withdrawn claims only", ("withdrawn", "yes"))] if wanted.withdrawn == "yes" else []
    return [
        Chip(words=words, without=address(PATH, [pair for pair in wanted.pairs() if pair != gone]))
        for words, gone in found
    ]
