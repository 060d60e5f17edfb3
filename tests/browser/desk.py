"""A running register in which people sign in and work."""

from collections.abc import Callable

import sqlalchemy as sa
from playwright.sync_api import Page

from factdesk.access import OPERATOR, READER
from factdesk.commands import people, signing
from factdesk.database.transaction import reading, writing
from factdesk.drafts.people import PersonDraft
from factdesk.queries import claims
from factdesk.queries import people as known
from factdesk.shapes.claims import ClaimDetail
from factdesk.vocabulary import Role
from factdesk.web.deps import COOKIE, form_token

PASSWORD = "correct horse battery staple"
CLAIM = "/claims/MDS-29"
ARTICLE = "/articles/malis-dark-shadow"
SOURCE = "/sources/keenan-pambazuka-2012"


class Desk:
    """A register of one's own: its address, its database, and its people."""

    def __init__(self, address: str, engine: sa.Engine) -> None:
        self.address = address
        self.engine = engine

    def link(self, name: str = "ed", role: Role = Role.EDITOR) -> str:
        """Give the address that signs a person in; the person is made if need be."""
        self._know(name, role)
        with writing(self.engine) as session:
            return f"/sign-in/{signing.make_link(session, name)}"

    def act(self, role: Role, command: Callable[..., str], *given: object) -> None:
        """Let somebody of this role, named by it, do something beside the browser."""
        self._know(str(role), role)
        with writing(self.engine) as session:
            command(session, known.by_name(session, str(role)), *given)

    def _know(self, name: str, role: Role) -> None:
        with reading(self.engine) as session:
            there = known.by_name(session, name)
        if there is None:
            with writing(self.engine) as session:
                people.add(session, OPERATOR, PersonDraft(name=name, role=role))

    def set_password(self, name: str) -> None:
        """Give a person PASSWORD; wherever they were signed in, they are no longer."""
        with reading(self.engine) as session:
            actor = known.by_name(session, name)
        assert actor is not None
        password = signing.hashed(PASSWORD)
        with writing(self.engine) as session:
            signing.set_password(session, actor, None, password)

    def sign_in(self, page: Page, name: str = "ed", role: Role = Role.EDITOR) -> str:
        """Sign a person in beside the browser; gives the token that their forms must carry."""
        self._know(name, role)
        with writing(self.engine) as session:
            secret = signing.by_link(session, signing.make_link(session, name))
        page.context.add_cookies([{"name": COOKIE, "value": secret, "url": self.address}])
        return form_token(secret)

    def claim(self, ref: str) -> ClaimDetail:
        """Give a claim as a reader sees it."""
        with reading(self.engine) as session:
            return claims.get(session, READER, ref)
