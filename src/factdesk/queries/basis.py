"""By what the register was derived, for pages and commands that say so, and how far deriving it anew has come."""

from sqlmodel import select

from factdesk.access import Actor, Right, may
from factdesk.database.transaction import ReadSession
from factdesk.facts import basis
from factdesk.models import Rederivation
from factdesk.queries.moments import head_at
from factdesk.rules import basis as rules
from factdesk.rules.weights import Weights
from factdesk.shapes.facts import Progress


def weights_version(session: ReadSession, as_of: str | None = None) -> int:
    """Give the version of the weights that the register's numbers are made with, or were at a moment."""
    return basis.at(session, _seq(session, as_of)).weights


def weights(session: ReadSession, as_of: str | None = None) -> Weights | None:
    """Give the weights that the numbers were made with, or None where this program cannot make them again."""
    return basis.weights_at(session, _seq(session, as_of))


def is_pending(session: ReadSession) -> bool:
    """Say whether everything must be derived anew: this program derives it differently."""
    return basis.at(session) != rules.PRESENT


def progress(session: ReadSession, viewer: Actor) -> Progress | None:
    """Give how far deriving everything anew has come, for the desk; None where nothing is to be derived anew."""
    if not may(viewer, Right.READ_DRAFTS) or not is_pending(session):
        return None
    row = session.exec(select(Rederivation)).first()
    return Progress(done=row.done if row else 0, claims=row.claims if row else 0, weights=basis.at(session).weights)


def _seq(session: ReadSession, as_of: str | None) -> int | None:
    return None if as_of is None else head_at(session, as_of).seq
