"""HTML pages, one module a page; each folder of templates bears the module's name."""

from fastapi import APIRouter

from factdesk.web.deps import KnownViewer
from factdesk.web.pages import (
    about,
    account,
    articles,
    assignments,
    changes,
    checks,
    claiming,
    claims,
    connections,
    downloads,
    imports,
    intake,
    judging,
    notes,
    passages,
    publishers,
    publishing,
    queue,
    reading,
    register,
    sources,
    statistics,
    versions,
)

router = APIRouter(include_in_schema=False, dependencies=[KnownViewer])  # every page says who is signed in
PAGES = (
    downloads, changes, register, claiming, claims, judging, notes, passages, assignments, queue, checks, imports,
    intake, articles, publishing, reading, versions, sources, connections, publishers, statistics, account, about,
)  # fmt: skip
for page in PAGES:
    router.include_router(page.router)
