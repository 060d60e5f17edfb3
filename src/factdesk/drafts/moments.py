"""Moments as people write them: a day, which means its end, or a time in UTC. Kept as text, so that addresses read."""

import re
from datetime import UTC, date, datetime, time
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from factdesk.drafts.base import without_controls

_DAY = re.compile(r"\d{4}-\d\d-\d\d", flags=re.ASCII)
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(:\d\d(\.\d{1,6})?)?)(Z|z|[+ ]00:?00)", flags=re.ASCII)


def _normal(text: str) -> str:
    """Write a moment in its one form; raises ValueError for what is none, or not in UTC."""
    text = text.strip()
    found = _TIME.fullmatch(text)
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
        if found:
            return written(datetime.combine(date.fromisoformat(found[1]), time.fromisoformat(_padded(found[2])), UTC))
    except ValueError as cause:
        raise ValueError("is not a moment of the calendar") from cause
    raise ValueError("is not a day such as 2026-11-22 or a time in UTC such as 2026-11-22T10:00:00Z")


def _padded(clock: str) -> str:
    """Give the fraction of a second all its six digits, which Python 3.11 wants."""
    whole, _, fraction = clock.partition(".")
    return f"{whole}.{fraction:0<6}" if fraction else whole


Moment = Annotated[str, StringConstraints(max_length=40), AfterValidator(without_controls), AfterValidator(_normal)]
"""A day or a time, in its one form."""


def written(moment: datetime) -> str:
    """Write a time as an address does: 2026-11-22T10:00:00Z, with as much of a second as there is."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat().rstrip("0" if moment.microsecond else "") + "Z"


def end_of(day: date) -> datetime:
    """Give the moment a bare date means: its end (UTC)."""
    return datetime.combine(day, time.max, tzinfo=UTC)


def moment_of(text: str) -> datetime:
    """Give the moment a text in its one form means."""
    return end_of(date.fromisoformat(text)) if _DAY.fullmatch(text) else datetime.fromisoformat(text)


def in_words(text: str) -> str:
    """Say a moment as people read it: 22 November 2026, or 22 November 2026, 10:00 UTC."""
    moment = moment_of(text)
    day = f"{moment.day} {moment:%B %Y}"
    if _DAY.fullmatch(text):
        return day
    return f"{day}, {moment:%H:%M}{f':{moment:%S}' if moment.second or moment.microsecond else ''} UTC"
