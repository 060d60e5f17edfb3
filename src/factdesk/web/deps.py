"""What every route is handed: settings, a transaction, who is asking, and what a form holds.

The only use of dependencies. Each is `async` and takes a thread only where it waits for the database: else each would
wait for a thread, and readers for those who write.

A person is known by the session cookie, a program by its bearer token. Whoever is known by a cookie must send the
form's token with every write, so that no other site can write in their name.
"""

import hmac
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, cast
from urllib.parse import urlsplit

from anyio import to_thread
from fastapi import Depends, Path, Request
from pydantic import AfterValidator
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from factdesk.access import READER, Actor, Right, require
from factdesk.commands.people import note_use
from factdesk.database.transaction import ReadSession, reading
from factdesk.drafts.base import without_controls
from factdesk.drafts.texts import LARGEST_UPLOAD
from factdesk.errors import Forbidden, Invalid, NotSignedIn
from factdesk.queries import people
from factdesk.rules.chain import secret_hash
from factdesk.rules.uses import Uses
from factdesk.settings import Settings
from factdesk.web.register import Register

COOKIE = "factdesk_session"
FORM_TOKEN = "csrf"  # noqa: S105  # nosec B105
LONGEST_FILE_FORM = LARGEST_UPLOAD + 100_000
"""Bytes of a form with a file: the file, the fields, and what stands between them."""


class OldForm(Forbidden):
    """A form of an earlier sign-in: what it holds can be sent again under the present one."""


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def _read(request: Request) -> AsyncGenerator[ReadSession, None]:
    """Open a transaction that is over before the answer goes out; it takes no connection before it is asked."""
    with reading(request.app.state.engine) as session:
        try:
            yield session
        finally:
            await to_thread.run_sync(session.close)


async def _register(request: Request) -> Register:
    register: Register = request.app.state.register
    return register


async def known(request: Request) -> Actor:
    """Say who is asking; a token that does not hold is refused rather than taken for a reader."""
    if (found := getattr(request.state, "viewer", None)) is not None:  # found out on entry
        return cast("Actor", found)
    secret, token = request.cookies.get(COOKIE), _bearer(request)
    viewer = READER
    if secret or token:
        register = await _register(request)
        viewer = await register.read(
            lambda session: people.by_token(session, token) if token else people.by_sign_in(session, secret or "")
        )
    if token:
        _note_use(request, secret_hash(token))
    request.state.viewer = viewer
    request.state.form_token = form_token(secret) if secret and viewer.role else ""
    return viewer


def _note_use(request: Request, hashed: str) -> None:
    """Have it written down that a token is used, once in a while; another time where it cannot be just now."""
    uses: Uses = request.app.state.uses
    if uses.due(hashed, time.monotonic()):
        noting = request.app.state.register.later(lambda session: note_use(session, hashed))
        noting.add_done_callback(lambda done: None if not done.cancelled() and done.result() else uses.forget(hashed))


def _bearer(request: Request) -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def form_token(secret: str) -> str:
    """Give the token a form must carry for a sign-in; without the cookie's secret nobody can make it."""
    return hmac.new(secret.encode(), FORM_TOKEN.encode(), sha256).hexdigest()


def _is_same(expected: str, sent: str) -> bool:
    """Compare in a time that tells nothing; what was sent may be any text, of which the library takes ASCII alone."""
    return hmac.compare_digest(expected.encode(), sent.encode(errors="replace"))


async def _form(request: Request) -> dict[str, str]:
    """Read a form's fields; raises Invalid for files and repeated fields."""
    fields: dict[str, str] = {}
    try:
        sent = await request.form(max_fields=100, max_files=0)
    except UnicodeError as cause:  # a charset that is named in the header and decodes no text, such as punycode
        raise Invalid("The form is not one of ours.") from cause
    for name, value in sent.multi_items():
        if not isinstance(value, str) or name in fields:
            raise Invalid("The form is not one of ours.", place=name)
        fields[name] = value.replace("\r\n", "\n")  # a browser ends lines so, whatever was typed
    request.state.form = fields
    return fields


Secret = Annotated[str, Path(description="What a file that waits is asked for by."), AfterValidator(without_controls)]


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent: what it is called, what it is said to be, and its bytes."""

    name: str
    media_type: str | None
    data: bytes


@dataclass(frozen=True, slots=True)
class FileForm:
    """A form with a file: the fields that stand before it, the file if one was chosen, or why it was not taken."""

    fields: dict[str, str]
    file: Sent | None
    refusal: Invalid | None = None


async def _file_form(request: Request) -> FileForm:
    """Read a form that may hold one file, bounded while it comes in; without a file it is as any form."""
    if not request.headers.get("Content-Type", "").startswith("multipart/form-data"):
        return FileForm(await _form(request), None)
    stream, refusal = _bounded(request), None
    parser = MultiPartParser(request.headers, stream, max_files=1, max_fields=20, max_part_size=LONGEST_FILE_FORM)
    try:
        items = (await parser.parse()).multi_items()
    except Invalid as too_large:
        items, refusal = parser.items, too_large
    except (MultiPartException, UnicodeError) as cause:
        raise Invalid("The form is not one of ours.") from cause
    fields: dict[str, str] = {}
    file: Sent | None = None
    for name, value in items:
        if isinstance(value, UploadFile):
            file = None if refusal else await _sent(value)
        elif name in fields:
            raise Invalid("The form is not one of ours.", place=name)
        else:
            fields[name] = value.replace("\r\n", "\n")
    request.state.form = fields
    return FileForm(fields, file, refusal)


async def _sent(file: UploadFile) -> Sent | None:
    """Read a file into memory; a browser sends one without a name where none was chosen."""
    try:
        return Sent(file.filename, file.content_type, await file.read()) if file.filename else None
    finally:
        await file.close()


async def _bounded(request: Request) -> AsyncGenerator[bytes, None]:
    """Pass on what comes in; raises Invalid once it is too much and has gone by."""
    size = 0
    async for chunk in request.stream():
        room, size = LONGEST_FILE_FORM - size, size + len(chunk)
        if room > 0:
            yield chunk[:room]
    if size > LONGEST_FILE_FORM:
        raise Invalid(f"What was sent is larger than {LARGEST_UPLOAD // 1024 // 1024} MB.", place="file")


async def _person(request: Request, viewer: Annotated[Actor, Depends(known)], form: "FormDep") -> Actor:
    """Say on whose behalf a form writes; raises NotSignedIn, or Forbidden without the token of this sign-in."""
    return await _with_token(request, viewer, form)


async def _sender(request: Request, viewer: Annotated[Actor, Depends(known)], form: "FileFormDep") -> Actor:
    """Say on whose behalf a form with a file writes; raises as `_person` does."""
    return await _with_token(request, viewer, form.fields)


async def _with_token(request: Request, viewer: Actor, form: dict[str, str]) -> Actor:
    await own_site(request)
    _signed_in(viewer)
    expected = request.state.form_token
    if expected and not _is_same(expected, form.get(FORM_TOKEN, "")):
        raise OldForm("This form does not belong to your present sign-in.")
    return viewer


async def _program(request: Request, viewer: Annotated[Actor, Depends(known)]) -> Actor:
    """Say on whose behalf the API writes; a browser's sign-in must send the form token as X-CSRF-Token."""
    await own_site(request)
    _signed_in(viewer)
    expected = request.state.form_token
    if expected and not _bearer(request) and not _is_same(expected, request.headers.get("X-CSRF-Token", "")):
        raise Forbidden("With a browser’s sign-in the API wants the form token in X-CSRF-Token; programs use a token.")
    return viewer


def _signed_in(viewer: Actor) -> None:
    if viewer.role is None:
        raise NotSignedIn("Nobody is signed in here, or no longer.")


async def own_site(request: Request) -> None:
    """Refuse what a browser says another site sent.

    Present browsers say so by Sec-Fetch-Site (https://www.w3.org/TR/fetch-metadata/), all by the Origin of a form
    (https://fetch.spec.whatwg.org/#origin-header), which must be the host that was asked, or that of the settings.
    """
    origin = request.headers.get("Origin")
    hosts = {request.headers.get("Host", "").lower(), urlsplit(request.app.state.settings.base_url).netloc.lower()}
    foreign = origin is not None and (not origin or _host_of(origin) not in hosts)
    if foreign or request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden("This was sent from another site.")


def _host_of(origin: str) -> str | None:
    """Give the host and port of an origin; None where it has none, as `null` has not."""
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:
        return None


async def site(request: Request) -> str:
    """Give the public address of the site without a final slash, as set; else empty, and addresses are relative.

    What a request names as its host is never asked: whoever sends it may write there what they like.
    """
    return str(request.app.state.settings.site)


async def _may_write(viewer: Annotated[Actor, Depends(known)]) -> None:
    """Refuse whoever may not write; for addresses that read what is long."""
    require(viewer, Right.WRITE)


OwnSite = Depends(own_site)
MayWrite = Depends(_may_write)
KnownViewer = Depends(known)
_InPath = AfterValidator(without_controls)
ClaimRef = Annotated[str, Path(description="Reference of the claim, such as MDS-1."), _InPath]
ArticleSlug = Annotated[str, Path(description="Slug of the article."), _InPath]
VersionNumber = Annotated[int, Path(description="Number of the version.")]
PublisherId = Annotated[int, Path(description="Number of the publisher.")]
TokenName = Annotated[str, Path(description="Name of the token."), _InPath]
SourceKey = Annotated[str, Path(description="Citekey of the source."), _InPath]

SettingsDep = Annotated[Settings, Depends(_settings)]
ReadDep = Annotated[ReadSession, Depends(_read, scope="function")]
RegisterDep = Annotated[Register, Depends(_register)]
ViewerDep = Annotated[Actor, Depends(known)]
FormDep = Annotated[dict[str, str], Depends(_form)]
PersonDep = Annotated[Actor, Depends(_person)]
FileFormDep = Annotated[FileForm, Depends(_file_form)]
SenderDep = Annotated[Actor, Depends(_sender)]
ProgramDep = Annotated[Actor, Depends(_program)]
SiteDep = Annotated[str, Depends(site)]
