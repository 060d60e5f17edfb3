"""Signing in and out. These are no register content and no rights, so they append no event."""

import secrets
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from pwdlib import PasswordHash
from sqlmodel import col

from factdesk.access import Actor
from factdesk.commands import _loading
from factdesk.database.transaction import WriteSession
from factdesk.errors import Clash, Forbidden, Invalid
from factdesk.models import Password, Person, SignIn, SignInLink
from factdesk.rules.chain import secret_hash
from factdesk.shapes.people import KeptPassword

LINK_LASTS = timedelta(minutes=15)
SIGN_IN_LASTS = timedelta(days=14)
SHORTEST_PASSWORD = 12
REFUSED = "Name or password is not right."
_hasher = PasswordHash.recommended()
_NOBODY = _hasher.hash(secrets.token_urlsafe())
"""Checked where there is no such person, so that the time an answer takes does not tell."""


def make_link(session: WriteSession, name: str) -> str:
    """Make a secret that signs a person in once within LINK_LASTS; raises Clash for accounts that cannot sign in."""
    person = _loading.person(session, name)
    if person.disabled or person.role_account:
        raise Clash(f"The account {name} cannot sign in.")
    secret = secrets.token_urlsafe(24)
    until = datetime.now(UTC) + LINK_LASTS
    session.add(SignInLink(secret_hash=secret_hash(secret), person_id=person.id, until=until))
    session.flush()
    return secret


def by_link(session: WriteSession, secret: str) -> str:
    """Sign in by a link; gives the secret of the new sign-in. The link is used up, whatever comes of it.

    For LINK_LASTS a new password may be set there without the one before, which was forgotten perhaps.
    """
    # One statement finds and removes it, so that of two who press the button at once only one is signed in.
    taken = sa.delete(SignInLink).where(col(SignInLink.secret_hash) == secret_hash(secret))
    link = session.connection().execute(taken.returning(col(SignInLink.person_id), col(SignInLink.until))).first()
    if link is None or link.until < datetime.now(UTC):
        raise Invalid("This link was used already or is too old; ask for a new one.")
    return _sign_in(session, session.get_one(Person, link.person_id), by_link=True)


def hashed(password: str) -> str:
    """Give what is kept of a password (argon2id); raises Invalid for a short one. Takes long: never while writing."""
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid(f"A password needs at least {SHORTEST_PASSWORD} characters.", place="password")
    return _hasher.hash(password)


def is_right(kept: KeptPassword | None, password: str) -> bool:
    """Say whether a password is the one that is kept; takes as long where none is kept. Never while writing."""
    return _hasher.verify(password, kept.hash if kept else _NOBODY) and kept is not None


def by_password(session: WriteSession, kept: KeptPassword) -> str:
    """Sign in whoever gave the password that is kept; gives the secret of the new sign-in.

    Raises Invalid where it was changed or the account closed meanwhile.
    """
    if _present(session, kept.person_id) != kept.hash:
        raise Invalid(REFUSED)
    return _sign_in(session, session.get_one(Person, kept.person_id))


def set_password(session: WriteSession, actor: Actor, before: KeptPassword | None, new: str, stays: str = "") -> None:
    """Keep a new password, as `hashed` gives it, in place of the one there was; all other sign-ins and links end.

    `stays` is the secret of the sign-in that goes on. Raises Forbidden for a token, which would reach further than its
    scope that way, and Clash where the password was changed meanwhile.
    """
    person_id = its_own(actor)
    if _present(session, person_id) != (before.hash if before else None):
        raise Clash("The password was changed meanwhile: reload the page and try again.")
    session.merge(Password(person_id=person_id, hash=new))
    this = sa.update(SignIn).where(col(SignIn.secret_hash) == secret_hash(stays))
    session.connection().execute(this.values(by_link_until=None))  # so that the next asks for this one
    sign_out_everywhere(session, person_id, stays)


def its_own(actor: Actor) -> int:
    """Give the id of the person whose password an actor may set; raises Invalid for nobody, Forbidden for a token."""
    if actor.id is None:
        raise Invalid("Only a person has a password.")
    if actor.scope is not None:
        raise Forbidden("A token cannot set the password of its person.")
    return actor.id


def _present(session: WriteSession, person_id: int) -> str | None:
    kept = session.get(Password, person_id)
    return kept.hash if kept else None


def sign_out(session: WriteSession, secret: str) -> None:
    """End one sign-in."""
    session.connection().execute(sa.delete(SignIn).where(col(SignIn.secret_hash) == secret_hash(secret)))


def sign_out_everywhere(session: WriteSession, person_id: int, stays: str = "") -> None:
    """End every open link and every sign-in of a person, but for the one whose secret is given."""
    for model in (SignIn, SignInLink):
        others = col(model.person_id) == person_id, col(model.secret_hash) != secret_hash(stays)
        session.connection().execute(sa.delete(model).where(*others))


def _sign_in(session: WriteSession, person: Person, *, by_link: bool = False) -> str:
    if person.disabled:
        raise Invalid("This account is closed.")
    now = datetime.now(UTC)
    for model in (SignIn, SignInLink):
        session.connection().execute(sa.delete(model).where(col(model.until) < now))
    secret = secrets.token_urlsafe(32)
    session.add(SignIn(secret_hash=secret_hash(secret), person_id=person.id, until=now + SIGN_IN_LASTS,
                       by_link_until=now + LINK_LASTS if by_link else None))  # fmt: skip
    return secret
