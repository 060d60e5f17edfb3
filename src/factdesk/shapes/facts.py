"""What an export says of itself, and what the audit chain says of the register."""

from datetime import datetime

from factdesk.shapes.base import Shape

COMPLETE_LAYOUT = 1
"""The number of the layout of a complete register as JSON; a file with another is refused."""


class Head(Shape):
    """The end of the audit chain: number, hash and time of the last event."""

    seq: int
    hash: str
    at: datetime


class Facts(Shape):
    """The facts of an export: what it holds, of when, by which scale, and the head of the chain it was taken at."""

    title: str
    filter: str
    address: str
    moment: datetime
    count: int
    scale: str
    weights: str
    head: str
    program: str


class Progress(Shape):
    """How far deriving everything anew has come: claims done of all; `weights` is the version still shown."""

    done: int
    claims: int
    weights: int


class ChangeFacts(Facts):
    """The facts of an export of changes: `moment` and `head` are of the later one."""

    after: datetime


def written(moment: datetime) -> str:
    """Write a moment in UTC to the second, as every format does (RFC 3339)."""
    return f"{moment.isoformat(timespec='seconds').removesuffix('+00:00')}Z"
