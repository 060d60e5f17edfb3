"""The API, version 1: the same filters, shapes and commands as the pages, as JSON; problems as RFC 9457 says."""

from fastapi import APIRouter

from factdesk.web.api import articles, claims, docs, sources, writing

router = APIRouter()
for room in (claims, articles, sources, writing):
    router.include_router(room.router, prefix="/api/v1")
router.include_router(docs.router)
