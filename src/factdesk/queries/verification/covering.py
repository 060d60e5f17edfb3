"""What `verify` covers: every table is named here, by the part of the check that covers it or as one it leaves out."""

from enum import Enum

from sqlmodel import SQLModel

from factdesk.models import (
    RECORDED,
    ChainHead,
    ClaimPast,
    DoneOnce,
    Event,
    Gist,
    Lease,
    Pair,
    Password,
    Posting,
    Rederivation,
    RegisterBasis,
    SignIn,
    SignInCount,
    SignInLink,
    Term,
    TokenUse,
    Upload,
)


class Part(Enum):
    """A part of the check; each covers whole rows, all columns."""

    LINKS = "the links of the audit chain"
    ROWS = "rows against the event that wrote them last"
    DERIVED = "what follows from the rows, computed again"
    PAST = "the past of the claims, from the chain"


COVERED: dict[type[SQLModel], Part] = {
    Event: Part.LINKS,
    ChainHead: Part.LINKS,
    **dict.fromkeys(RECORDED, Part.ROWS),  # their derived columns by Part.DERIVED
    Gist: Part.DERIVED,
    Term: Part.DERIVED,
    Posting: Part.DERIVED,
    Pair: Part.DERIVED,
    ClaimPast: Part.PAST,
}
"""The tables of which any single change is found. The search index is none of ours, but the engine's; it is, too."""

LEFT_OUT: dict[type[SQLModel], str] = {
    SignIn: "sign-ins",
    SignInLink: "links that sign in",
    SignInCount: "counts of sign-ins that failed",
    Password: "passwords",
    TokenUse: "when tokens were last used",
    Lease: "who is at which claim of the queue",
    DoneOnce: "which requests were sent before",
    RegisterBasis: "the version by which everything was derived at first",
    Rederivation: "what is prepared while everything is derived anew",
    Upload: "files in a preview of their import",
}
"""The tables that nothing is compared with, in words: they hold no register content and leave no trace in the chain.

What waits are the tables of factdesk.models.anew as well.
"""


def told_of_the_rest() -> str:
    """Say in a paragraph what verify does not cover."""
    *others, last = LEFT_OUT.values()
    return (
        f"Not covered, because the audit chain does not hold it: {', '.join(others)}, and {last}; nor the indexes that "
        "the database keeps for itself. A register that was rewritten as a whole, hashes and all, is found out only by "
        "a head you kept: give it with --head."
    )
