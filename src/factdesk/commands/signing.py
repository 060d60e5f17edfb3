"""Signing in and out. These are no register content and no rights, so they append no event."""

import secrets
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from pwdlib import PasswordHash
from sqlmodel import col, select

from factdesk.access import Actor
from factdesk.commands import _loading
from factdesk.database.transaction import WriteSession
from factdesk.errors import Clash, Forbidden, Invalid
from factdesk.models import Password, Person, SignIn, SignInLink
from factdesk.rules.chain import secret_hash

LINK_LASTS = timedelta(minutes=15)
SIGN_IN_LASTS = timedelta(days=14)
SHORTEST_PASSWORD = 12
_REFUSED = "Name or password is not right."
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
    """Sign in by a link; gives the secret of the new sign-in. The link is used up, whatever comes of it."""
    # One statement finds and removes it, so that of two who press the button at once only one is signed in.
    taken = sa.delete(SignInLink).where(col(SignInLink.secret_hash) == secret_hash(secret))
    link = session.connection().execute(taken.returning(col(SignInLink.person_id), col(SignInLink.until))).first()
    if link is None or link.until < datetime.now(UTC):
        raise Invalid("This link was used already or is too old; ask for a new one.")
    return _sign_in(session, session.get_one(Person, link.person_id))


def by_password(session: WriteSession, name: str, password: str) -> str:
    """Sign in by name and password; gives the secret of the new sign-in."""
    person = session.exec(select(Person).where(col(Person.name) == name)).first() if "\x00" not in name else None
    kept = session.get(Password, person.id) if person else None
    right = _hasher.verify(password, kept.hash if kept else _NOBODY)
    if person is None or kept is None or not right or person.disabled:
        raise Invalid(_REFUSED)
    return _sign_in(session, person)


def set_password(session: WriteSession, actor: Actor, password: str) -> None:
    """Set one's own password; raises Forbidden for a token, which would reach further than its scope that way."""
    if actor.id is None:
        raise Invalid("Only a person has a password.")
    if actor.scope is not None:
        raise Forbidden("A token cannot set the password of its person.")
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid(f"A password needs at least {SHORTEST_PASSWORD} characters.", place="password")
    session.merge(Password(person_id=actor.id, hash=_hasher.hash(password)))


def sign_out(session: WriteSession, secret: str) -> None:
    """End one sign-in."""
    session.connection().execute(sa.delete(SignIn).where(col(SignIn.secret_hash) == secret_hash(secret)))


def sign_out_everywhere(session: WriteSession, person_id: int) -> None:
    """End every sign-in and every open link of a person."""
    for model in (SignIn, SignInLink):
        session.connection().execute(sa.delete(model).where(col(model.person_id) == person_id))


def _sign_in(session: WriteSession, person: Person) -> str:
    if person.disabled:
        raise Invalid("This account is closed.")
    now = datetime.now(UTC)
    session.connection().execute(sa.delete(SignIn).where(col(SignIn.until) < now))
    secret = secrets.token_urlsafe(32)
    session.add(SignIn(secret_hash=secret_hash(secret), person_id=person.id, until=now + SIGN_IN_LASTS))
    return secret
