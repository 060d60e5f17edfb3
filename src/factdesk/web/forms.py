"""Forms: what they hold, what was wrong with it, and the one way to try what they ask for."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from factdesk.access import Actor
from factdesk.commands.once import once
from factdesk.database.transaction import ReadSession, WriteSession
from factdesk.drafts import reading
from factdesk.drafts.base import Draft
from factdesk.drafts.reading import FieldsRefused
from factdesk.errors import Clash, Difference, Invalid, Refusal, Stale
from factdesk.web.deps import FORM_TOKEN
from factdesk.web.register import Register
from factdesk.web.rendering import wants_fragment

OUR_FIELDS = (FORM_TOKEN, "once")
_SHOWN_AS = {"claim_type": "type"}
"""Columns whose field in a form has another name."""
Read = TypeVar("Read", bound=Draft)
Checked = TypeVar("Checked")


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form as it is shown: its values, and, once it was refused, why and where.

    `differences` are the fields somebody else changed meanwhile; `once` makes a second sending count for nothing.
    """

    name: str
    action: str
    values: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    sentence: str | None = None
    differences: tuple[Difference, ...] = ()
    status: int = 200
    once: str = field(default_factory=lambda: secrets.token_urlsafe(12))


def read(draft: type[Read], fields: Mapping[str, str]) -> Read:
    """Read a form's fields into a draft; raises FieldsRefused."""
    return reading.read(draft, {name: value for name, value in fields.items() if name not in OUR_FIELDS})


async def attempt(
    request: Request,
    register: Register,
    actor: Actor,
    form: Form,
    check: Callable[[ReadSession], Checked],
    do: Callable[[WriteSession, Checked], str],
) -> tuple[str | None, Form]:
    """Try what a form asks for; give what came of it, or the form again with what was refused and why.

    What the form holds is checked first, as far as that needs no lock, and then handed to `do`. Refusals of rights
    pass through: they are no matter of the form.
    """
    asked = f"{request.url.path} {sorted((k, v) for k, v in form.values.items() if k not in OUR_FIELDS)}"
    try:
        checked = await register.read(check)
        stored = await register.write(
            lambda session: once(session, actor, form.values.get("once"), asked, lambda: do(session, checked))
        )
    except (Invalid, Clash, Stale) as refusal:
        return None, _refused(form, refusal)
    return stored, form


def done(request: Request, address: str) -> Response:
    """Send the reader on after a write: a plain browser by 303, htmx by its own header."""
    if wants_fragment(request):
        return Response(status_code=204, headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=303)


def _refused(form: Form, refusal: Refusal) -> Form:
    errors, sentence = {}, refusal.sentence
    if isinstance(refusal, FieldsRefused):
        errors, sentence = dict(refusal.errors), "Please look at the marked fields; nothing was stored."
    elif refusal.place:
        errors[refusal.place] = refusal.sentence
    values = dict(form.values)
    differences: tuple[Difference, ...] = ()
    if isinstance(refusal, Stale):
        differences = tuple(replace(one, field=_SHOWN_AS.get(one.field, one.field)) for one in refusal.differences)
        values |= {name: str(refusal.version) for name in ("version", "wording") if name in values}
    status = 422 if isinstance(refusal, Invalid) else 409
    return Form(name=form.name, action=form.action, values=values, errors=errors, sentence=sentence,
                differences=differences, status=status)  # fmt: skip
