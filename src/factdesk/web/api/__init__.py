"""The API, version 1: the same filters and shapes as the pages, as JSON; problems as RFC 9457 says."""

from fastapi import APIRouter

from factdesk.web.api import articles, claims, docs, sources

router = APIRouter()
for room in (claims, articles, sources):
    router.include_router(room.router, prefix="/api/v1")
router.include_router(docs.router)
