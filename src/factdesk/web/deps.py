"""What every route is handed: settings, a transaction, who is asking, and what a form holds.

The only use of dependencies. A person is known by the session cookie, a program by its bearer token. Whoever is
known by a cookie must send the form's token with every write, so that no other site can write in their name.
"""

import hmac
from collections.abc import Iterator
from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Path, Request
from pydantic import AfterValidator

from factdesk.access import READER, Actor
from factdesk.database.transaction import ReadSession, WriteSession, reading, writing
from factdesk.drafts.base import without_controls
from factdesk.errors import Forbidden, Invalid, NotSignedIn
from factdesk.queries import people
from factdesk.settings import Settings

COOKIE = "factdesk_session"
FORM_TOKEN = "csrf"  # noqa: S105  # nosec B105
LONGEST_FORM = 1_000_000


class OldForm(Forbidden):
    """A form of an earlier sign-in: what it holds can be sent again under the present one."""


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _read(request: Request) -> Iterator[ReadSession]:
    """Open a transaction that is over before the answer goes out."""
    with reading(request.app.state.engine) as session:
        yield session


def _write(request: Request) -> Iterator[WriteSession]:
    """Open a transaction that is committed before the answer goes out, or undone whole."""
    with writing(request.app.state.engine) as session:
        yield session


def _viewer(request: Request) -> Actor:
    """Say who is asking; a token that does not hold is refused rather than taken for a reader."""
    secret, token = request.cookies.get(COOKIE), _bearer(request)
    viewer: Actor | None = READER
    if secret or token:
        with reading(request.app.state.engine) as session:
            viewer = people.by_token(session, token) if token else people.by_sign_in(session, secret or "")
    if viewer is None:
        raise NotSignedIn("This token does not hold: it is unknown, ended, or its account is closed.")
    request.state.viewer = viewer
    request.state.form_token = form_token(secret) if secret and viewer.role else ""
    return viewer


def _bearer(request: Request) -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def form_token(secret: str) -> str:
    """Give the token a form must carry for a sign-in; without the cookie's secret nobody can make it."""
    return hmac.new(secret.encode(), FORM_TOKEN.encode(), sha256).hexdigest()


async def _form(request: Request) -> dict[str, str]:
    """Read a form's fields; raises Invalid for files, repeated fields and forms that are far too long."""
    if int(request.headers.get("Content-Length") or 0) > LONGEST_FORM:
        raise Invalid("The form is too long.")
    fields: dict[str, str] = {}
    for name, value in (await request.form(max_fields=100, max_files=0)).multi_items():
        if not isinstance(value, str) or name in fields:
            raise Invalid("The form is not one of ours.", place=name)
        fields[name] = value.replace("\r\n", "\n")  # a browser ends lines so, whatever was typed
    request.state.form = fields
    return fields


def _person(request: Request, viewer: Annotated[Actor, Depends(_viewer)], form: "FormDep") -> Actor:
    """Say on whose behalf a form writes; raises NotSignedIn, or Forbidden without the token of this sign-in."""
    own_site(request)
    _signed_in(viewer)
    expected = request.state.form_token
    if expected and not hmac.compare_digest(expected, form.get(FORM_TOKEN, "")):
        raise OldForm("This form does not belong to your present sign-in.")
    return viewer


def _program(request: Request, viewer: Annotated[Actor, Depends(_viewer)]) -> Actor:
    """Say on whose behalf the API writes; a browser's sign-in must send the form token as X-CSRF-Token."""
    own_site(request)
    _signed_in(viewer)
    expected = request.state.form_token
    if expected and not _bearer(request) and not hmac.compare_digest(expected, request.headers.get("X-CSRF-Token", "")):
        raise Forbidden("With a browser’s sign-in the API wants the form token in X-CSRF-Token; programs use a token.")
    return viewer


def _signed_in(viewer: Actor) -> None:
    if viewer.role is None:
        raise NotSignedIn("Nobody is signed in here, or no longer.")


def own_site(request: Request) -> None:
    """Refuse what a browser says another site sent (https://www.w3.org/TR/fetch-metadata/)."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden("This was sent from another site.")


def site(request: Request) -> str:
    """Give the public address of the site without a final slash: as set, else as the request names it."""
    return _settings(request).base_url.rstrip("/") or str(request.base_url).rstrip("/")


OwnSite = Depends(own_site)
KnownViewer = Depends(_viewer)
_InPath = AfterValidator(without_controls)
ClaimRef = Annotated[str, Path(description="Reference of the claim, such as MDS-1."), _InPath]
ArticleSlug = Annotated[str, Path(description="Slug of the article."), _InPath]
SourceKey = Annotated[str, Path(description="Citekey of the source."), _InPath]

SettingsDep = Annotated[Settings, Depends(_settings)]
ReadDep = Annotated[ReadSession, Depends(_read, scope="function")]
WriteDep = Annotated[WriteSession, Depends(_write, scope="function")]
ViewerDep = Annotated[Actor, Depends(_viewer)]
FormDep = Annotated[dict[str, str], Depends(_form)]
PersonDep = Annotated[Actor, Depends(_person)]
ProgramDep = Annotated[Actor, Depends(_program)]
SiteDep = Annotated[str, Depends(site)]
