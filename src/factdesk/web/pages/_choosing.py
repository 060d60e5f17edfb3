"""Passages in forms: what a form says of a chosen passage, and the place it means in the newest text."""

from collections.abc import Mapping

from factdesk.access import Actor
from factdesk.drafts import filters
from factdesk.drafts.passages import Pointer
from factdesk.errors import Clash, Invalid
from factdesk.queries import choosing
from factdesk.shapes.passages import Chosen
from factdesk.web.deps import ReadDep

PLACE = ("text_version", "start", "end", "chosen")
"""The fields of a form that say which passage is meant."""


def values(place: Chosen) -> dict[str, str]:
    """Give a chosen passage as the values of its form."""
    return {
        "text_version": str(place.version), "start": str(place.start), "end": str(place.end),
        "chosen": place.around.words,
    }  # fmt: skip


def apart(fields: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Part the fields that say which passage is meant, where any is, from the others."""
    place = {name: fields[name] for name in PLACE if fields.get(name)}
    return place, {name: value for name, value in fields.items() if name not in PLACE}


def again(session: ReadDep, viewer: Actor, slug: str, fields: Mapping[str, str]) -> Chosen | None:
    """Find the passage of a refused form in the newest text: at its place, else by its words; None where it is not."""
    place, _ = apart(fields)
    given = {"version": place.get("text_version"), "start": place.get("start"), "end": place.get("end")}
    for values_ in (given, {"words": place.get("chosen")}):
        try:
            wanted = filters.read(Pointer, {name: value for name, value in values_.items() if value})
            found = choosing.chosen(session, viewer, slug, wanted)
        except (Clash, Invalid):
            continue
        if found is not None and found.around.words == place.get("chosen", "").replace("\r\n", "\n").strip():
            return found
    return None
