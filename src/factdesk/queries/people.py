"""Who is asking: from the secret a browser or a program sends."""

from datetime import UTC, datetime

from sqlmodel import col, select

from factdesk.access import READER, Actor
from factdesk.database.transaction import ReadSession
from factdesk.models import ApiToken, Password, Person, SignIn, SignInCount
from factdesk.rules.attempts import Count
from factdesk.rules.chain import secret_hash
from factdesk.shapes.people import KeptPassword, PersonRow


def by_sign_in(session: ReadSession, secret: str) -> Actor:
    """Give the person a browser's secret stands for, or a reader where it stands for nobody any more."""
    query = (
        select(Person)
        .join(SignIn, col(SignIn.person_id) == col(Person.id))
        .where(col(SignIn.secret_hash) == secret_hash(secret), col(SignIn.until) > datetime.now(UTC))
    )
    person = session.exec(query).first()
    return READER if person is None or person.disabled else Actor(person.id, person.name, person.role)


def by_token(session: ReadSession, secret: str) -> Actor | None:
    """Give the person a program's token stands for, held to the token's scope; None for a token that does not hold."""
    query = (
        select(Person, ApiToken)
        .join(ApiToken, col(ApiToken.person_id) == col(Person.id))
        .where(col(ApiToken.secret_hash) == secret_hash(secret), col(ApiToken.disabled).is_(False))
    )
    found = session.exec(query).first()
    if found is None or found[0].disabled:
        return None
    person, token = found
    return Actor(person.id, person.name, person.role, token.scope)


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
