"""Who may do what, door by door: every address and every command, for everybody, against one table."""

from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.helpers import article_texts, desk, quoted_desk, routes
from tests.web.conftest import browsing

from factdesk.access import OPERATOR
from factdesk.commands import (
    notes,
    passages,
    people,
    signing,
)
from factdesk.database.transaction import writing
from factdesk.drafts.people import TokenDraft
from factdesk.exports import FORMATS
from factdesk.vocabulary import Scope
from factdesk.web.deps import COOKIE, form_token

pytestmark = pytest.mark.slow
NOBODY, READS, REVIEWS, WRITES, KEEPS = "anonymous", "read", "review", "edit", "admin"
PEOPLE = {NOBODY: None, "reviewer": "ann", "editor": "ed", "admin": "ada"}
TOKENS = {f"{scope} token": scope for scope in Scope}
MAY: dict[str, set[str]] = {
    "anyone": {*PEOPLE, *TOKENS},
    "people": {"reviewer", "editor", "admin"},
    REVIEWS: {"reviewer", "editor", "admin", "review token", "edit token", "admin token"},
    WRITES: {"editor", "admin", "edit token", "admin token"},
    KEEPS: {"admin", "admin token"},
    "its owner": {"admin"},
}
"""Who holds a right: people by their role, and tokens of an admin by their scope."""

GONE = {"reason": "It does not hold", "version": "1"}
REVIEW = {"verdict": "supported", "confidence": "high", "reason": "It holds", "wording": "1"}
PIECE = {"stance": "supports", "credibility": "2", "says": "It says so", "support_check": "says_it"}
CLAIM = {"statement": "Statement 1", "hedge": "asserted", "type": "fact"}
ARTICLE = {"title": "A tale", "language": "en", "reviews_required": "1"}
SOURCE = {"kind": "news", "reliability": "B"}
NEW = {"slug": "second", "prefix": "SEC"}
PASSWORD = {"password": "correct horse battery"}

READING = {
    "anyone": (
        "/", "/claims", *(f"/claims.{name}" for name in FORMATS),
        "/changes", "/changes.csv", "/changes.json", "/changes.atom",
        "/api/v1/changes", "/claims/TALE-1", "/articles", "/articles/a-tale", "/sources",
        "/articles/a-tale/versions/1", "/articles/a-tale/notes/TALE-1",
        "/sources/src01", "/about", "/sign-in", "/sign-in/some-secret", "/api/docs", "/api/openapi.json",
        "/api/v1/claims", "/api/v1/claims/TALE-1", "/api/v1/articles", "/api/v1/articles/a-tale", "/api/v1/sources",
        "/api/v1/sources/src01", "/statistics", "/api/v1/statistics", "/publishers", "/publishers/1",
        "/api/v1/publishers", "/api/v1/publishers/1", "/articles/a-tale/versions",
        "/articles/a-tale/versions/1/changes", "/api/v1/articles/a-tale/versions", "/api/v1/articles/a-tale/versions/1",
    ),
    "people": ("/account",),
    REVIEWS: ("/queue", "/queue/checks", "/api/v1/queue", "/api/v1/queue/checks",
              "/claims/TALE-1/assignments/1/withdrawal",
              "/sources/choices", "/sources/new", "/claims/TALE-1/evidence/1", "/claims/TALE-1/evidence/1/withdrawal",
              "/claims/TALE-1/notes/1/withdrawal"),
    WRITES: (
        "/sources/src02/derivations/src01/withdrawal", "/sources/src03/ties/src04/withdrawal",
        "/articles/a-tale/passages", "/claims/TALE-2/passages/1", "/claims/TALE-2/passages/1/withdrawal",
        "/claims/TALE-2/passages/new", "/api/v1/articles/a-tale/passages", "/articles/import", "/import",
        "/articles/a-tale/publication", "/api/v1/articles/a-tale/publication",
        "/articles/new", "/articles/a-tale/edit", "/articles/a-tale/withdrawal", "/articles/a-tale/claims/new",
        "/publishers/1/grade",
        "/claims/TALE-1/edit", "/claims/TALE-1/withdrawal", "/sources/src01/edit", "/sources/src01/withdrawal",
    ),
}  # fmt: skip
HERE = {name: str(value) for name, value in quoted_desk.place("tale", "A tale of water and salt.").items()}
THERE = {name: str(value) for name, value in quoted_desk.place("salt", "A tale of water and salt.").items()}
AWAY = {name: str(value) for name, value in quoted_desk.place("water", "A tale of water and salt.").items()}
GONE_FROM_TEXT = {"reason": "No longer said", "text_version": "1"}
WRITING: list[tuple[str, str, str, dict[str, str]]] = [
    (WRITES, "POST", "/articles/a-tale/passages", HERE | {"ref": "TALE-2"}),
    (WRITES, "POST", "/api/v1/claims/TALE-2/passages", THERE),
    (WRITES, "POST", "/claims/TALE-2/passages/2/settlement", AWAY | {"version": "1"}),
    (WRITES, "POST", "/claims/TALE-2/passages/2/withdrawal", GONE_FROM_TEXT | {"version": "2"}),
    (WRITES, "POST", "/api/v1/claims/TALE-2/passages/3/settlement", AWAY),
    (WRITES, "POST", "/api/v1/claims/TALE-2/passages/1/withdrawal", GONE_FROM_TEXT),
    (REVIEWS, "POST", "/claims/TALE-1/reviews", REVIEW),
    (WRITES, "POST", "/claims/TALE-2/adjudication", REVIEW),
    (WRITES, "POST", "/claims/TALE-2/adjudication/retraction", {"reason": "Too early", "wording": "1"}),
    (WRITES, "POST", "/api/v1/claims/TALE-2/adjudication", REVIEW),
    (WRITES, "POST", "/api/v1/claims/TALE-2/adjudication/retraction", {"reason": "Too early", "wording": "1"}),
    (REVIEWS, "POST", "/claims/TALE-1/notes", {"body": "A *note*", "audience": "internal"}),
    (REVIEWS, "POST", "/claims/TALE-1/notes/2/withdrawal", GONE),
    (REVIEWS, "POST", "/api/v1/claims/TALE-1/notes", {"body": "A note", "audience": "public"}),
    (REVIEWS, "POST", "/api/v1/claims/TALE-1/notes/3/withdrawal", {"reason": "It does not hold"}),
    (REVIEWS, "POST", "/claims/TALE-1/retraction", {"reason": "I was wrong", "wording": "1"}),
    (REVIEWS, "POST", "/claims/TALE-1/evidence", PIECE | {"source": "src05"}),
    (REVIEWS, "POST", "/claims/TALE-1/evidence/1", PIECE | {"version": "1"}),
    (REVIEWS, "POST", "/claims/TALE-1/evidence/2/withdrawal", GONE),
    (REVIEWS, "POST", "/queue/next", {"list": "unassigned"}),
    (REVIEWS, "POST", "/queue/give-back", {"list": "unassigned"}),
    (REVIEWS, "POST", "/claims/TALE-1/evidence/5/check", {"support_check": "says_it", "version": "1"}),
    (WRITES, "POST", "/claims/TALE-2/assignments", {"person": "ben"}),
    (WRITES, "POST", "/claims/TALE-2/assignments/1/withdrawal", {"reason": "Away"}),
    (REVIEWS, "POST", "/sources", SOURCE | {"citekey": "src06", "title": "Sixth"}),
    (WRITES, "POST", "/sources/src06/edit", SOURCE | {"title": "Sixth anew", "version": "1"}),
    (WRITES, "POST", "/sources/src06/derivations", {"parent": "src01", "how": "cites"}),
    (WRITES, "POST", "/sources/src06/ties", {"other": "src03", "how": "same_owner"}),
    (WRITES, "POST", "/sources/src06/withdrawal", GONE | {"version": "2"}),
    (WRITES, "POST", "/sources/src02/derivations/src01/withdrawal", GONE),
    (WRITES, "POST", "/sources/src03/ties/src04/withdrawal", GONE),
    (WRITES, "POST", "/articles", ARTICLE | NEW),
    (WRITES, "POST", "/articles/second/edit", ARTICLE | {"version": "1"}),
    (WRITES, "POST", "/articles/second/publication", {"version": "2"}),
    (WRITES, "POST", "/articles/second/withdrawal", GONE | {"version": "3"}),
    (WRITES, "POST", "/articles", ARTICLE | {"slug": "third", "prefix": "TRD"}),
    (WRITES, "POST", "/api/v1/articles/third/publication", {}),
    (WRITES, "POST", "/articles/import", {"text": "A tale of salt."}),
    (WRITES, "POST", "/articles/import/some-secret", {"answer": "drop"}),
    (WRITES, "POST", "/import", {"into": "a-tale"}),
    (WRITES, "POST", "/import/some-secret", {"answer": "drop"}),
    (WRITES, "POST", "/articles/a-tale/claims", CLAIM),
    (WRITES, "POST", "/claims/TALE-4/edit", CLAIM | {"statement": "A new statement", "version": "1",
                                                    "statement_change": "typo", "reason": "A typo"}),
    (WRITES, "POST", "/claims/TALE-4/publication", {"version": "2"}),
    (WRITES, "POST", "/claims/TALE-4/withdrawal", GONE | {"version": "3"}),
    ("people", "POST", "/sign-out", {}),
    ("people", "POST", "/sign-out-everywhere", {}),
    ("people", "POST", "/account/password", PASSWORD),
    ("its owner", "POST", "/account/tokens/spare/revoke", {}),
    (REVIEWS, "POST", "/api/v1/claims/TALE-2/reviews", REVIEW),
    (REVIEWS, "POST", "/api/v1/claims/TALE-2/retraction", {"reason": "I was wrong", "wording": "1"}),
    (REVIEWS, "POST", "/api/v1/claims/TALE-2/evidence", PIECE | {"source": "src05"}),
    (REVIEWS, "POST", "/api/v1/queue/next", {"list": "unassigned"}),
    (REVIEWS, "POST", "/api/v1/queue/give-back", {}),
    (REVIEWS, "POST", "/api/v1/claims/TALE-1/evidence/6/check", {"support_check": "says_it"}),
    (WRITES, "POST", "/api/v1/claims/TALE-3/assignments", {"person": "ben"}),
    (WRITES, "POST", "/api/v1/claims/TALE-3/assignments/2/withdrawal", {"reason": "Away"}),
    (REVIEWS, "PATCH", "/api/v1/evidence/3", PIECE),
    (REVIEWS, "POST", "/api/v1/evidence/4/withdrawal", {"reason": "It does not hold"}),
    (REVIEWS, "POST", "/api/v1/sources", SOURCE | {"citekey": "src07", "title": "Seventh",
                                                   "publisher": "New Press"}),
    (WRITES, "PATCH", "/api/v1/sources/src05", SOURCE | {"title": "Fifth"}),
    (WRITES, "POST", "/api/v1/sources/src07/withdrawal", {"reason": "It does not hold"}),
    (WRITES, "POST", "/api/v1/articles/a-tale/claims", CLAIM | {"statement": "By API"}),
    (WRITES, "PATCH", "/api/v1/claims/TALE-2", CLAIM | {"statement": "Statement 2"}),
    (WRITES, "POST", "/api/v1/claims/TALE-3/publication", {}),
    (WRITES, "POST", "/api/v1/claims/TALE-1/withdrawal", {"reason": "It does not hold"}),
    (WRITES, "POST", "/publishers/1/grade", {"default_reliability": "C", "version": "1"}),
    (WRITES, "PATCH", "/api/v1/publishers/2", {"default_reliability": "C"}),
    (WRITES, "POST", "/api/v1/articles/a-tale/versions", {"text": "A tale of water."}),
]  # fmt: skip
"""In an order in which each works for whoever may do it first."""
FILES = {"/import": ("claims.csv", b"statement\nSalt is wet.\n", "text/csv")}
"""The files that come with a form, by its address."""
SIGNING_IN = [("POST", "/sign-in"), ("POST", "/sign-in/some-secret")]
"""What nobody can have a form token for yet; another site is refused all the same."""
OPENLY = {"GET": [path for paths in READING.values() for path in paths]}
ONES_OWN = {("GET", "/articles/import/some-secret"), ("GET", "/import/some-secret")}
"""What only the one person sees who sent it; test_imports.py and test_intake.py of the pages ask for it as others."""


class Doors:
    """A register with its people and their tokens, and a browser to try the doors with."""

    def __init__(self, engine: Any, client: TestClient) -> None:
        self.engine, self.client, self.actors = engine, client, desk.open_desk(engine)
        draft = [TokenDraft(name=f"{scope}-token", person="ada", scope=scope) for scope in Scope]
        desk.split(engine, self.actors, "TALE-2")
        for _ in range(3):
            desk.run(engine, notes.add, self.actors["ann"], "TALE-1", desk.a_note())
        article_texts.hold(engine, self.actors["ed"], "a-tale", "A tale of water and salt.", public=True)
        desk.run(engine, passages.add, self.actors["ed"], "TALE-2", quoted_desk.a_passage("A tale", "A tale of water"))
        self.secrets = {f"{one.scope} token": desk.run(engine, people.add_token, OPERATOR, one) for one in draft}
        desk.run(engine, people.add_token, OPERATOR, TokenDraft(name="spare", person="ada", scope=Scope.READ))

    def sign_in(self, name: str) -> str:
        with writing(self.engine) as session:
            return signing.by_link(session, signing.make_link(session, name))

    def ask(self, who: str, method: str, path: str, fields: dict[str, str] | None = None, **headers: str) -> Any:
        """Ask as somebody, newly signed in or with a token, and with a form token where one is needed."""
        self.client.cookies.clear()
        given = {"headers": dict(headers)}
        if who in self.secrets:
            given["headers"]["Authorization"] = f"Bearer {self.secrets[who]}"
        secret = self.sign_in(PEOPLE[who]) if PEOPLE.get(who) else None
        if secret:
            self.client.cookies.set(COOKIE, secret)
        if fields is not None and path.startswith("/api/"):
            given |= {"json": fields}
            given["headers"] |= {"If-Match": "1"} | ({"X-CSRF-Token": form_token(secret)} if secret else {})
        elif fields is not None:
            given |= {"data": fields | ({"csrf": form_token(secret)} if secret else {})}
            given |= {"files": {"file": FILES[path]}} if path in FILES else {}
        return self.client.request(method, path, follow_redirects=False, **given)


@pytest.fixture(scope="module")
def doors(databases):
    with databases.opened("empty") as engine, browsing(engine) as client:
        yield Doors(engine, client)


def refusal(who: str) -> int:
    return 401 if who == NOBODY else 403


def test_no_address_is_left_out_of_the_table(doors):
    tried = {(method, path) for method, paths in OPENLY.items() for path in paths} | set(SIGNING_IN) | ONES_OWN
    tried |= {(method, path) for _, method, path, _ in WRITING}
    left = set()
    found = list(routes.every(doors.client.app))
    for prefix, route in found:
        for method in route.methods - {"HEAD"}:
            here = [path.removeprefix(prefix) for one, path in tried if one == method and path.startswith(prefix)]
            if not any(route.path_regex.match(path) for path in here):
                left.add((method, prefix + route.path))
    assert left == set()
    assert len({prefix for prefix, _ in found}) > 1
    assert len(found) > 50


def test_reading_is_for_those_who_may(doors):
    wrong = []
    for right, paths in READING.items():
        for path in paths:
            for who in (*PEOPLE, *TOKENS):
                answer = doors.ask(who, "GET", path)
                expected = 200 if who in MAY[right] else refusal(who)
                if answer.status_code != expected:
                    wrong.append((path, who, answer.status_code, expected))
    assert wrong == []


def test_writing_is_for_those_who_may(doors):
    wrong = []
    for right, method, path, fields in WRITING:
        worked = False
        for who in (*PEOPLE, *TOKENS):
            if path == "/account/password" and who in TOKENS:
                before = desk.everything(doors.engine)
            answer = doors.ask(who, method, path, fields)
            status = answer.status_code
            if who not in MAY[right]:
                if status != refusal(who):
                    wrong.append((path, who, status, refusal(who)))
            elif status >= 400 and not (worked and status == 409):
                wrong.append((path, who, status, "works"))
            else:
                worked = True
            if path == "/account/password" and who in TOKENS:
                assert desk.everything(doors.engine) == before
    assert wrong == []
    assert desk.problems(doors.engine) == []


def test_no_form_is_taken_without_its_token_or_from_another_site(doors):
    wrong = []
    for _, method, path, fields in WRITING:
        with desk.nothing_stored(doors.engine):
            doors.client.cookies.clear()
            anonymous = doors.client.request(method, path, headers={"Sec-Fetch-Site": "cross-site"})
        secret = doors.sign_in("ada")
        with desk.nothing_stored(doors.engine):
            doors.client.cookies.set(COOKIE, secret)
            body = {"json": fields} if path.startswith("/api/") else {"data": fields}
            bare = doors.client.request(method, path, headers={"If-Match": "1"}, follow_redirects=False, **body)
            false = {"csrf": "0" * 64}
            forged = doors.client.request(
                method, path, headers={"If-Match": "1", "X-CSRF-Token": "0" * 64}, follow_redirects=False,
                **({"json": fields} if path.startswith("/api/") else {"data": fields | false}),
            )  # fmt: skip
        across = doors.ask("admin", method, path, fields, **{"Sec-Fetch-Site": "cross-site"})
        found = (anonymous.status_code, bare.status_code, forged.status_code, across.status_code)
        if found[0] not in (401, 403) or found[1:] != (403, 403, 403):
            wrong.append((method, path, found))
    for method, path in SIGNING_IN:
        if doors.ask(NOBODY, method, path, {}, **{"Sec-Fetch-Site": "cross-site"}).status_code != 403:
            wrong.append((method, path))
    assert wrong == []


def test_the_cookie_is_kept_from_scripts_and_other_sites(doors):
    with writing(doors.engine) as session:
        link = signing.make_link(session, "ann")
    doors.client.cookies.clear()
    cookie = doors.client.post(f"/sign-in/{link}", follow_redirects=False).headers["Set-Cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}


def test_no_cache_keeps_what_somebody_signed_in_was_answered(doors):
    wrong = []
    asked = [("GET", path, None) for path in OPENLY["GET"]] + [(m, p, f) for _, m, p, f in WRITING]
    for who in ("admin", "admin token"):
        for method, path, fields in asked:
            headers = doors.ask(who, method, path, fields).headers
            if headers.get("Cache-Control") != "private, no-store" or "ETag" in headers:
                wrong.append((who, method, path, headers.get("Cache-Control"), headers.get("ETag")))
    assert wrong == []
