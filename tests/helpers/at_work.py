"""A browser in which the people of a desk sign in by turns, and send forms as their pages do."""

from typing import Any

import sqlalchemy as sa
from starlette.testclient import TestClient
from tests.helpers import desk
from tests.helpers.markup import Node, parse

from factdesk.commands import signing
from factdesk.database.transaction import writing
from factdesk.web.deps import COOKIE, form_token


class AtWork:
    """A browser on a register with a desk, and who is signed in."""

    def __init__(self, engine: sa.Engine, client: TestClient) -> None:
        self.engine, self.client, self.who = engine, client, desk.the_people(engine)
        self._secret: str | None = None

    def sign_in(self, name: str | None) -> "AtWork":
        """Sign in as somebody, or out."""
        self.client.cookies.clear()
        self._secret = None
        if name is not None:
            with writing(self.engine) as session:
                self._secret = signing.by_link(session, signing.make_link(session, name))
            self.client.cookies.set(COOKIE, self._secret)
        return self

    def page(self, address: str, status: int = 200, **headers: str) -> Node:
        answer = self.client.get(address, headers=headers)
        assert answer.status_code == status, (address, answer.status_code, answer.text[:500])
        return parse(answer.text)

    def send(self, address: str, fields: dict[str, str], **headers: str) -> Any:
        token = {"csrf": form_token(self._secret)} if self._secret else {}
        return self.client.post(address, data=fields | token, headers=headers, follow_redirects=False)

    def send_form(self, shown: Node, id_: str, **fields: str) -> Any:
        """Send a form of a page with the fields it carries and some more."""
        form = shown.one("form", id=id_)
        carried = {one.attributes["name"]: one.attributes.get("value", "") for one in form.all("input", type_="hidden")}
        return self.client.post(form.attributes["action"], data=carried | fields, follow_redirects=False)

    def ask(self, method: str, address: str, body: Any = None, **headers: str) -> Any:
        """Ask the API."""
        token = {"X-CSRF-Token": form_token(self._secret)} if self._secret else {}
        return self.client.request(method, address, json=body, headers=headers | token)
