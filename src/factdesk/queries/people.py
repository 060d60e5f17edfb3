"""Who is asking: from the secret a browser or a program sends."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.access import READER, Actor
from factdesk.database.transaction import ReadSession
from factdesk.errors import NotSignedIn
from factdesk.models import ApiToken, Event, Password, Person, SignIn, SignInCount, TokenUse
from factdesk.rules.attempts import Count
from factdesk.rules.chain import secret_hash
from factdesk.shapes.people import KeptPassword, PersonRow, TokenRow, TokenState

_BY_TOKEN = (
    select(Person, ApiToken)
    .join(ApiToken, col(ApiToken.person_id) == col(Person.id))
    .where(col(ApiToken.secret_hash) == sa.bindparam("hashed"))
)


def by_sign_in(session: ReadSession, secret: str) -> Actor:
    """Give the person a browser's secret stands for, or a reader where it stands for nobody any more."""
    query = (
        select(Person)
        .join(SignIn, col(SignIn.person_id) == col(Person.id))
        .where(col(SignIn.secret_hash) == secret_hash(secret), col(SignIn.until) > datetime.now(UTC))
    )
    person = session.exec(query).first()
    return READER if person is None or person.disabled else Actor(person.id, person.name, person.role)


def by_token(session: ReadSession, secret: str) -> Actor:
    """Give the person a program's token stands for, held to the token's scope.

    Raises NotSignedIn for a token that does not hold, and says why: whoever sent it knows its secret.
    """
    found = session.exec(_BY_TOKEN, params={"hashed": secret_hash(secret)}).first()
    if found is None:
        raise NotSignedIn("This token is not known here.")
    person, token = found
    match _state(person, token):
        case TokenState.REVOKED:
            raise NotSignedIn("This token was revoked.")
        case TokenState.CLOSED:
            raise NotSignedIn("The account that this token acts for is closed.")
        case TokenState.EXPIRED:
            raise NotSignedIn(f"This token expired at {token.expires_at:%Y-%m-%d %H:%M} UTC; ask for a new one.")
    return Actor(person.id, person.name, person.role, token.scope)


def _state(person: Person, token: ApiToken) -> TokenState:
    if token.disabled:
        return TokenState.REVOKED
    if person.disabled:
        return TokenState.CLOSED
    if token.expires_at is not None and token.expires_at <= datetime.now(UTC):
        return TokenState.EXPIRED
    return TokenState.HOLDS


def tokens(session: ReadSession, person_id: int | None = None) -> list[TokenRow]:
    """Give the tokens of a person, or of all, by name."""
    made = (col(Event.action) == "token.add") & (col(Event.subject) == "token:" + col(ApiToken.name))
    query = (
        select(ApiToken, Person, Event.at, TokenUse.used_at)
        .join(Person, col(ApiToken.person_id) == col(Person.id))
        .join(Event, made)
        .join(TokenUse, col(TokenUse.token_id) == col(ApiToken.id), isouter=True)
        .order_by(col(ApiToken.name))
    )
    if person_id is not None:
        query = query.where(col(ApiToken.person_id) == person_id)
    return [
        TokenRow(name=token.name, person=person.name, scope=token.scope, made=made_at, used=used_at,
                 expires=token.expires_at, state=_state(person, token))
        for token, person, made_at, used_at in session.exec(query)
    ]  # fmt: skip


def came_by_link(session: ReadSession, secret: str) -> bool:
    """Say whether a browser was signed in by a link so lately that a new password may be set without the one before."""
    query = select(SignIn.by_link_until).where(col(SignIn.secret_hash) == secret_hash(secret))
    until = session.exec(query).first()
    return until is not None and until > datetime.now(UTC)


def password_of(session: ReadSession, name: str) -> KeptPassword | None:
    """Give what is kept of a person's password; None where nobody of this name can sign in by one."""
    if "\x00" in name:  # which PostgreSQL takes in no text
        return None
    query = select(Password).join(Person).where(col(Person.name) == name, col(Person.disabled).is_(False))
    kept = session.exec(query).first()
    return KeptPassword(kept.person_id, kept.hash) if kept else None


def by_name(session: ReadSession, name: str) -> Actor | None:
    """Give the person of this name who can act, for the command line."""
    person = session.exec(select(Person).where(col(Person.name) == name)).first()
    if person is None or person.disabled or person.role_account:
        return None
    return Actor(person.id, person.name, person.role)


def only_one(session: ReadSession) -> Actor | None:
    """Give the one person who can act, if there is just one."""
    query = select(Person).where(col(Person.disabled).is_(False), col(Person.role_account).is_(False)).limit(2)
    found = session.exec(query).all()
    return Actor(found[0].id, found[0].name, found[0].role) if len(found) == 1 else None


def find(session: ReadSession) -> list[PersonRow]:
    """Give all accounts by name."""
    return [
        PersonRow(name=one.name, title=one.title, role=one.role, role_account=one.role_account, disabled=one.disabled)
        for one in session.exec(select(Person).order_by(col(Person.name)))
    ]


def sign_in_counts(session: ReadSession) -> dict[str, Count]:
    """Give what was counted of failed sign-ins, by key, in seconds since 1970."""
    rows = session.exec(select(SignInCount).order_by(col(SignInCount.since)))
    return {row.key: Count(row.failed, row.since.timestamp(), row.known) for row in rows}
