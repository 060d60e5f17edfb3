"""Rendering pages: the template engine, and the one place that knows htmx.

A page is declared as a Page: its template, the template htmx gets instead if it asks for a part, and exactly the
values both need.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from factdesk import __version__, paths, vocabulary
from factdesk.access import READER
from factdesk.drafts.moments import in_words
from factdesk.rules import scale, strip
from factdesk.rules.confidence import WIDE_GAP
from factdesk.rules.likelihood import mixed_with_confidence
from factdesk.rules.texts import media_name
from factdesk.shapes.citation import written_date
from factdesk.web.markdown import markdown


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page's templates and values. `room` names the entry of the navigation that it belongs to."""

    template: ClassVar[str]
    answer: ClassVar[str | None] = None
    room: ClassVar[str] = ""


def wants_fragment(request: Request) -> bool:
    """Say whether htmx asks for a part; for a boosted link or the Back button it needs the whole page."""
    asks = request.headers
    return (
        asks.get("HX-Request") == "true"
        and asks.get("HX-Boosted") != "true"
        and asks.get("HX-History-Restore-Request") != "true"
    )


def render(request: Request, page: Page, *, status: int = 200, headers: dict[str, str] | None = None) -> HTMLResponse:
    """Render a page, or the part of it that htmx asked for."""
    text = template_of(request, page).render(values_of(request, page))
    return HTMLResponse(text, status_code=status, headers=headers)


def template_of(request: Request, page: Page) -> Template:
    """Give the template of a page, or of the part of it that htmx asked for."""
    part = page.answer if page.answer and wants_fragment(request) else None
    return _environment.get_template(part or page.template)


def values_of(request: Request, page: Page) -> dict[str, Any]:
    """Give what a page's template is given: its own values, and what every template is given."""
    return {field.name: getattr(page, field.name) for field in fields(page)} | {
        "room": page.room,
        "contact": request.app.state.settings.contact,
        "viewer": getattr(request.state, "viewer", READER),
        "csrf": getattr(request.state, "form_token", ""),
    }


def address(path: str, pairs: Sequence[tuple[str, str]] = ()) -> str:
    """Give an address with its parameters."""
    return f"{path}?{urlencode(pairs)}" if pairs else path


def at(path: str, as_of: str | None) -> str:
    """Give an address at the moment a page shows, so that its links stay in that past."""
    return address(path, [("as_of", as_of)] if as_of else [])


def marked(text: str, hits: Sequence[tuple[int, int]]) -> Markup:
    """Give a text with the stretches of a search marked; both ends count code points."""
    parts, at = [], 0
    for start, end in hits:
        parts += [escape(text[at:start]), Markup("<mark>{}</mark>").format(text[start:end])]
        at = end
    return Markup("").join([*parts, escape(text[at:])])


def day(moment: datetime) -> str:
    """Write the day of a moment (UTC): 22 November 2026."""
    return f"{moment.day} {moment:%B %Y}"


def short_day(moment: datetime) -> str:
    """Write the day of a moment (UTC) where there is little room: 22 Nov 2026."""
    return f"{moment.day} {moment:%b %Y}"


def moment(value: datetime) -> str:
    """Write a moment to the minute: 22 November 2026, 16:05 UTC."""
    return f"{day(value)}, {value:%H:%M} UTC"


def thousands(number: int) -> str:
    """Write a number with commas."""
    return f"{number:,}"


def signed(number: int) -> str:
    """Write a number with its sign: +56, −70, 0."""
    return f"{number:+}".replace("-", "−") if number else "0"


def plural(number: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun: 1 claim, 2 claims."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


@lru_cache(maxsize=64)
def track(verdict: vocabulary.Verdict, level: vocabulary.Confidence | None) -> Markup:
    """Give the scale of a claim as a picture, without its ends."""
    return Markup(scale.as_svg(verdict, level))  # noqa: S704  # nosec B704 - numbers and words of closed lists


def _make_environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(paths.TEMPLATES),
        autoescape=True,
        auto_reload=False,  # templates change with the program only; to look at each file on each page takes time
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        marked=marked,
        day=day,
        short_day=short_day,
        moment=moment,
        asked_moment=in_words,
        thousands=thousands,
        plural=plural,
        written_date=written_date,
        markdown=markdown,
        mixed_with_confidence=mixed_with_confidence,
        signed=signed,
        media_name=media_name,
    )
    words: dict[str, Any] = {name: word for name, word in vars(vocabulary).items() if name[:1].isupper()}
    environment.globals.update(address=address, at=at, version=__version__, words=words, wide_gap=WIDE_GAP)
    environment.globals.update(
        drawn_as=scale.DRAWN,
        as_verdict=scale.AS_VERDICT,
        scale_ends=scale.ENDS,
        track=track,
        evidence_words=scale.in_words,
        strip_of=strip.draw,
    )
    return environment


_environment = _make_environment()
