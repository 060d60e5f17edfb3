"""Reading a form that names a source: by its citekey, or by enough of its citekey or title to mean only one."""

from collections.abc import Mapping
from typing import TypeVar

from factdesk.access import Actor
from factdesk.drafts.base import Draft
from factdesk.drafts.reading import FieldsRefused
from factdesk.queries import sources
from factdesk.web import forms
from factdesk.web.deps import ReadDep

Read = TypeVar("Read", bound=Draft)


def read(session: ReadDep, viewer: Actor, draft: type[Read], fields: Mapping[str, str], name: str) -> Read:
    """Read a form whose field `name` names a source; raises FieldsRefused, also where it means none or several."""
    typed = fields.get(name, "").strip()
    found = sources.typed(session, viewer, typed)
    meant = [source for source in found if source.citekey == typed] or found
    one = meant[0].citekey if len(meant) == 1 else ""
    try:
        return forms.read(draft, {**fields, name: one})
    except FieldsRefused as refusal:
        if typed and not one:
            refusal.errors[name] = _which([source.citekey for source in meant])
        raise


def _which(citekeys: list[str]) -> str:
    if citekeys:
        return f"Several sources match this; name one: {', '.join(citekeys)}."
    return "No source on file has this in its title or citekey. Add it first."
