"""People and their tokens: every change of rights is an event."""

import secrets
from datetime import UTC, date, datetime, timedelta

from sqlmodel import col, select

from factdesk.access import OPERATOR, Actor, Right, require
from factdesk.commands import _loading
from factdesk.commands._records import Recording, lock
from factdesk.commands.signing import make_link, sign_out_everywhere
from factdesk.database.transaction import WriteSession
from factdesk.drafts.moments import end_of
from factdesk.drafts.people import PersonDraft, TokenDraft
from factdesk.errors import Clash, Invalid
from factdesk.models import ApiToken, Password, Person, SignIn, TokenUse
from factdesk.rules.chain import secret_hash
from factdesk.vocabulary import Role, Scope


def add(session: WriteSession, actor: Actor, draft: PersonDraft) -> str:
    """Make an account; gives its name. Raises Clash where the name is taken."""
    require(actor, Right.KEEP_PEOPLE)
    lock(session)
    if session.exec(select(Person.id).where(col(Person.name) == draft.name)).first() is not None:
        raise Clash(f"There is an account {draft.name} already.", place="name")
    recording = Recording(session, actor)
    recording.create(Person(**draft.model_dump()))
    recording.close(action="person.add", subject=f"person:{draft.name}")
    return draft.name


def disable(session: WriteSession, actor: Actor, name: str) -> str:
    """Close an account: nobody signs in with it, its tokens end; what it wrote stays. Gives its name."""
    require(actor, Right.KEEP_PEOPLE)
    lock(session)
    person = _loading.person(session, name)
    if person.disabled:
        raise Clash(f"The account {name} is closed already.")
    sign_out_everywhere(session, person.id)
    recording = Recording(session, actor)
    recording.change(person, disabled=True)
    recording.close(action="person.disable", subject=f"person:{name}")
    return name


FIRST_EDITOR = "editor"
MACHINE_ROLE = {
    Scope.READ: Role.REVIEWER,
    Scope.REVIEW: Role.REVIEWER,
    Scope.EDIT: Role.EDITOR,
    Scope.ADMIN: Role.ADMIN,
}
"""The lowest role that holds all of a scope's rights; the scope limits it further."""


def first_link(session: WriteSession) -> str | None:
    """Give a sign-in link for the first editor, made if need be; None once anybody with an account has signed in."""
    lock(session)
    signs_in = col(Person.role_account).is_(False)
    if (
        session.exec(select(SignIn.person_id).limit(1)).first()
        or session.exec(select(Password.person_id).limit(1)).first()
    ):
        return None
    people = session.exec(select(Person.name).where(signs_in).limit(2)).all()
    if people and list(people) != [FIRST_EDITOR]:
        return None
    if not people:
        add(session, OPERATOR, PersonDraft(name=FIRST_EDITOR, role=Role.EDITOR))
    return make_link(session, FIRST_EDITOR)


def add_token(session: WriteSession, actor: Actor, draft: TokenDraft) -> str:
    """Make a token; gives its secret, which is shown this once and stored hashed.

    Without a person it acts for a machine account of the token's name, made with it, that cannot sign in.
    """
    require(actor, Right.KEEP_PEOPLE)
    lock(session)
    person = None if draft.person is None else _loading.person(session, draft.person)
    if person is not None and (person.disabled or (person.role_account and not _is_program(session, person))):
        raise Clash(f"The account {person.name} cannot act, so it gets no token.", place="person")
    if person is None and session.exec(select(Person.id).where(col(Person.name) == draft.name)).first() is not None:
        raise Clash(f"There is an account {draft.name}: name whom the token is for.", place="person")
    if session.exec(select(ApiToken.id).where(col(ApiToken.name) == draft.name)).first() is not None:
        raise Clash(f"There is a token {draft.name} already.", place="name")
    expires_at = _end(draft)
    secret = f"fd_{secrets.token_urlsafe(32)}"
    recording = Recording(session, actor)
    if person is None:
        machine = Person(
            name=draft.name, title=f"{draft.name} (program)", role=MACHINE_ROLE[draft.scope], role_account=True
        )
        person = recording.create(machine)
    token = ApiToken(name=draft.name, person_id=person.id, scope=draft.scope, secret_hash=secret_hash(secret),
                     expires_at=expires_at)  # fmt: skip
    recording.create(token)
    recording.close(action="token.add", subject=f"token:{draft.name}")
    return secret


def _is_program(session: WriteSession, person: Person) -> bool:
    """Say whether an account is one that was made with a token."""
    return session.exec(select(ApiToken.id).where(col(ApiToken.person_id) == person.id)).first() is not None


def _end(draft: TokenDraft) -> datetime | None:
    """Give when a new token ends; raises Invalid for a day that is over."""
    now = datetime.now(UTC)
    if draft.expires is None:
        return None
    until = end_of(draft.expires) if isinstance(draft.expires, date) else now + timedelta(days=draft.expires)
    if until <= now:
        raise Invalid("expires: This day is over already.", place="expires")
    return until


def disable_token(session: WriteSession, actor: Actor, name: str) -> str:
    """Revoke a token: a person's own, or any with the right to keep tokens; gives its name."""
    token = session.exec(select(ApiToken).where(col(ApiToken.name) == name)).first()
    if token is None or actor.scope is not None or token.person_id != actor.id:
        require(actor, Right.KEEP_PEOPLE)
    lock(session)
    if token is not None:
        session.refresh(token)
    if token is None:
        raise Clash(f"There is no token {name}.")
    if token.disabled:
        raise Clash(f"The token {name} was revoked already.")
    recording = Recording(session, actor)
    recording.change(token, disabled=True)
    recording.close(action="token.disable", subject=f"token:{name}")
    return name


def note_use(session: WriteSession, hashed: str) -> None:
    """Write down that the token of a secret's hash is used now; no event, as nothing of the register changes."""
    id_ = session.exec(select(ApiToken.id).where(col(ApiToken.secret_hash) == hashed)).one()
    session.merge(TokenUse(token_id=id_, used_at=datetime.now(UTC)))
