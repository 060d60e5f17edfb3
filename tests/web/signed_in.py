"""Browsers of people who are signed in, for tests of what pages show them and what their forms come to."""

from typing import Any

import sqlalchemy as sa
from starlette.testclient import TestClient
from tests.markup import Node, parse

from factdesk.commands import signing
from factdesk.database.transaction import writing
from factdesk.web.deps import COOKIE, form_token


class SignedIn:
    """One person's browser; without a name, a reader's. All share one app."""

    def __init__(self, client: TestClient, engine: sa.Engine, name: str | None) -> None:
        self.client, self.secret = client, ""
        if name:
            with writing(engine) as session:
                self.secret = signing.by_link(session, signing.make_link(session, name))

    def ask(self, method: str, path: str, **given: Any) -> Any:
        self.client.cookies.clear()
        if self.secret:
            self.client.cookies.set(COOKIE, self.secret)
        return self.client.request(method, path, follow_redirects=False, **given)

    def page(self, path: str) -> Node:
        answer = self.ask("GET", path)
        assert answer.status_code == 200, answer.text[:300]
        return parse(answer.text)

    def send(self, path: str, fields: dict[str, str], **headers: str) -> Any:
        """Send a form with the token of this sign-in."""
        csrf = {"csrf": form_token(self.secret)} if self.secret else {}
        return self.ask("POST", path, data=fields | csrf, headers=headers)
