"""By what the register was derived, and whether this program can do the same: see factdesk.rules.basis."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from factdesk.errors import Unusable
from factdesk.models import ChainHead, Rederivation, RegisterBasis
from factdesk.rules import basis
from factdesk.rules.basis import Basis
from factdesk.rules.weights import Weights

_READ = "basis"
_UNKNOWN = "It is not known by which version this register was derived: rows of register_basis are missing."
_DUE = select(RegisterBasis, sa.exists(select(Rederivation.id))).order_by(col(RegisterBasis.from_seq).desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Due:
    """What a register is derived by, and whether some of it waits to be put in its place (see `models.anew`)."""

    basis: Basis
    under_way: bool

    @property
    def weights(self) -> Weights | None:
        """Give the weights by which this program can derive as the register was, or None where it cannot."""
        return basis.weights_of(self.basis)

    @property
    def is_pending(self) -> bool:
        """Say whether everything must be derived anew."""
        return self.basis != basis.PRESENT


def due(session: Session) -> Due:
    """Give what the register is derived by now, as it stands in the database."""
    found = session.exec(_DUE).first()
    if found is None:
        raise Unusable(_UNKNOWN)
    return Due(_basis(found[0]), bool(found[1]))


def at(session: Session, seq: int | None = None) -> Basis:
    """Give what the register was derived by right after an event, or is now; asked once a session.

    A session that puts another basis in place must call `forget`.
    """
    known: dict[int | None, Basis] = session.info.setdefault(_READ, {})
    if seq not in known:
        query = select(RegisterBasis).order_by(col(RegisterBasis.from_seq).desc()).limit(1)
        row = session.exec(query if seq is None else query.where(col(RegisterBasis.from_seq) <= seq)).first()
        if row is None:
            raise Unusable(_UNKNOWN)
        known[seq] = _basis(row)
    return known[seq]


def weights_at(session: Session, seq: int | None = None) -> Weights | None:
    """Give the weights by which this program makes the numbers of then again, or None where it cannot."""
    return basis.weights_of(at(session, seq))


def forget(session: Session) -> None:
    """Let `at` ask anew."""
    session.info.pop(_READ, None)


def require_known(session: Session) -> None:
    """Raise Unusable where a newer version of the program derived the register."""
    if due(session).basis.is_newer(basis.PRESENT):
        raise Unusable(
            "What follows in this register was derived by a newer version of Factdesk: update the program to open it."
        )


def is_empty(session: Session) -> bool:
    """Say whether nothing was ever written to the register."""
    return session.exec(select(ChainHead.seq)).one() == 0


def _basis(row: RegisterBasis) -> Basis:
    return Basis(weights=row.weights, rules=row.rules, terms=row.terms, folding=row.folding)
