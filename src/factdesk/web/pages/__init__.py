"""HTML pages, one module a page; each folder of templates bears the module's name."""

from fastapi import APIRouter

from factdesk.web.deps import KnownViewer
from factdesk.web.pages import about, account, articles, claims, connections, downloads, judging, register, sources

router = APIRouter(include_in_schema=False, dependencies=[KnownViewer])  # every page says who is signed in
for page in (downloads, register, claims, judging, articles, sources, connections, account, about):
    router.include_router(page.router)
