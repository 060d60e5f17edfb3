"""HTML pages, one module a page; each folder of templates bears the module's name."""

from fastapi import APIRouter

from factdesk.web.pages import about, articles, claims, downloads, register, sources

router = APIRouter(include_in_schema=False)
for page in (downloads, register, claims, articles, sources, about):
    router.include_router(page.router)
