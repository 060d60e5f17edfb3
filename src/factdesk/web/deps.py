"""What every route is handed: settings, a transaction, and who is asking. The only use of dependencies."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Path, Request
from pydantic import AfterValidator

from factdesk.access import READER, Actor
from factdesk.database.transaction import ReadSession, reading
from factdesk.drafts.base import without_controls
from factdesk.settings import Settings


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _read(request: Request) -> Iterator[ReadSession]:
    """Open a transaction that is over before the answer goes out."""
    with reading(request.app.state.engine) as session:
        yield session


def _viewer() -> Actor:
    """Say who is asking: nobody can sign in yet, so everybody is a reader."""
    return READER


def site(request: Request) -> str:
    """Give the public address of the site without a final slash: as set, else as the request names it."""
    return _settings(request).base_url.rstrip("/") or str(request.base_url).rstrip("/")


_InPath = AfterValidator(without_controls)
ClaimRef = Annotated[str, Path(description="Reference of the claim, such as MDS-1."), _InPath]
ArticleSlug = Annotated[str, Path(description="Slug of the article."), _InPath]
SourceKey = Annotated[str, Path(description="Citekey of the source."), _InPath]

SettingsDep = Annotated[Settings, Depends(_settings)]
ReadDep = Annotated[ReadSession, Depends(_read, scope="function")]
ViewerDep = Annotated[Actor, Depends(_viewer)]
SiteDep = Annotated[str, Depends(site)]
