"""Carrying a list of the queue and its filters along: in forms, and on the page of a claim that came from it."""

import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Request

from factdesk.access import Actor, Right, may
from factdesk.drafts.queue import QueueFilter, QueueList, from_query
from factdesk.queries import queue
from factdesk.shapes.queue import Waiting
from factdesk.web.deps import ReadDep
from factdesk.web.rendering import address

PATH = "/queue"


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What the forms of a list carry: its name, the filters as an address writes them, and a key against repeats."""

    list: str
    filters: str
    at: str
    once: str


@dataclass(frozen=True, kw_only=True)
class Bar:
    """What the page of a claim says of the list it came from. `query` goes on where the claim's own forms lead."""

    word: QueueList
    waiting: Waiting
    address: str
    query: str
    next: Carried


def carried(wanted: QueueFilter, at: str = "") -> Carried:
    """Give what the forms of a list carry; `at` is the claim that is looked at."""
    filters = [pair for pair in wanted.pairs() if pair[0] != "list"]
    return Carried(list=wanted.list or "", filters=urlencode(filters), at=at, once=secrets.token_urlsafe(12))


def bar(request: Request, session: ReadDep, viewer: Actor, ref: str) -> Bar | None:
    """Give the bar of the list a claim was reached from, if its address names one; raises Invalid."""
    if not request.query_params.get("list") or not may(viewer, Right.JUDGE):
        return None
    wanted = from_query(QueueFilter, request.url.query)
    return Bar(
        word=wanted.list or QueueList.UNASSIGNED,
        waiting=queue.waiting(session, viewer, wanted, ref),
        address=address(PATH, wanted.pairs()),
        query=urlencode(wanted.pairs()),
        next=carried(wanted, ref),
    )
