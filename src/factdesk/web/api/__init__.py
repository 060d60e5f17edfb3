"""The API, version 1: the same filters, shapes and commands as the pages, as JSON; problems as RFC 9457 says."""

from fastapi import APIRouter

from factdesk.web.api import (
    articles,
    changes,
    claims,
    docs,
    passages,
    publishers,
    queue,
    sources,
    statistics,
    versions,
    writing,
)

router = APIRouter()
ROOMS = (claims, changes, articles, versions, sources, publishers, statistics, queue, writing, passages)
for room in ROOMS:
    router.include_router(room.router, prefix="/api/v1")
router.include_router(docs.router)
