"""Who may do what, door by door: every address and every command, for everybody, against one table."""

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient
from tests import desk
from tests.builders import a_claim, a_register

from factdesk import commands
from factdesk.access import OPERATOR
from factdesk.commands import articles, bulk, claims, evidence, people, reviews, signing, sources
from factdesk.database.transaction import WriteSession, writing
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.people import PersonDraft, TokenDraft
from factdesk.drafts.writing import NewDerivationDraft, NewTieDraft
from factdesk.errors import Forbidden, NotSignedIn, Refusal
from factdesk.settings import Settings
from factdesk.vocabulary import Role, Scope
from factdesk.web.app import create_app
from factdesk.web.deps import COOKIE, form_token

NOBODY, READS, REVIEWS, WRITES, KEEPS = "anonymous", "read", "review", "edit", "admin"
PEOPLE = {NOBODY: None, "reviewer": "ann", "editor": "ed", "admin": "ada"}
TOKENS = {f"{scope} token": scope for scope in Scope}
MAY: dict[str, set[str]] = {
    "anyone": {*PEOPLE, *TOKENS},
    "people": {"reviewer", "editor", "admin"},
    REVIEWS: {"reviewer", "editor", "admin", "review token", "edit token", "admin token"},
    WRITES: {"editor", "admin", "edit token", "admin token"},
    KEEPS: {"admin", "admin token"},
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
        "/", "/claims", "/claims.csv", "/claims.json", "/claims/TALE-1", "/articles", "/articles/a-tale", "/sources",
        "/sources/src01", "/about", "/sign-in", "/sign-in/some-secret", "/api/docs", "/api/openapi.json",
        "/api/v1/claims", "/api/v1/claims/TALE-1", "/api/v1/articles", "/api/v1/articles/a-tale", "/api/v1/sources",
        "/api/v1/sources/src01",
    ),
    "people": ("/account",),
    REVIEWS: ("/sources/choices", "/sources/new", "/claims/TALE-1/evidence/1", "/claims/TALE-1/evidence/1/withdrawal"),
    WRITES: (
        "/sources/src02/derivations/src01/withdrawal", "/sources/src03/ties/src04/withdrawal",
        "/articles/new", "/articles/a-tale/edit", "/articles/a-tale/withdrawal", "/articles/a-tale/claims/new",
        "/claims/TALE-1/edit", "/claims/TALE-1/withdrawal", "/sources/src01/edit", "/sources/src01/withdrawal",
    ),
}  # fmt: skip
WRITING: list[tuple[str, str, str, dict[str, str]]] = [
    (REVIEWS, "POST", "/claims/TALE-1/reviews", REVIEW),
    (REVIEWS, "POST", "/claims/TALE-1/retraction", {"reason": "I was wrong", "wording": "1"}),
    (REVIEWS, "POST", "/claims/TALE-1/evidence", PIECE | {"source": "src05"}),
    (REVIEWS, "POST", "/claims/TALE-1/evidence/1", PIECE | {"version": "1"}),
    (REVIEWS, "POST", "/claims/TALE-1/evidence/2/withdrawal", GONE),
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
    (WRITES, "POST", "/articles/a-tale/claims", CLAIM),
    (WRITES, "POST", "/claims/TALE-4/edit", CLAIM | {"statement": "A new statement", "version": "1",
                                                    "statement_change": "typo", "reason": "A typo"}),
    (WRITES, "POST", "/claims/TALE-4/publication", {"version": "2"}),
    (WRITES, "POST", "/claims/TALE-4/withdrawal", GONE | {"version": "3"}),
    ("people", "POST", "/sign-out", {}),
    ("people", "POST", "/sign-out-everywhere", {}),
    ("people", "POST", "/account/password", PASSWORD),
    (REVIEWS, "POST", "/api/v1/claims/TALE-2/reviews", REVIEW),
    (REVIEWS, "POST", "/api/v1/claims/TALE-2/retraction", {"reason": "I was wrong", "wording": "1"}),
    (REVIEWS, "POST", "/api/v1/claims/TALE-2/evidence", PIECE | {"source": "src05"}),
    (REVIEWS, "PATCH", "/api/v1/evidence/3", PIECE),
    (REVIEWS, "POST", "/api/v1/evidence/4/withdrawal", {"reason": "It does not hold"}),
    (REVIEWS, "POST", "/api/v1/sources", SOURCE | {"citekey": "src07", "title": "Seventh"}),
    (WRITES, "PATCH", "/api/v1/sources/src05", SOURCE | {"title": "Fifth"}),
    (WRITES, "POST", "/api/v1/sources/src07/withdrawal", {"reason": "It does not hold"}),
    (WRITES, "POST", "/api/v1/articles/a-tale/claims", CLAIM | {"statement": "By API"}),
    (WRITES, "PATCH", "/api/v1/claims/TALE-2", CLAIM | {"statement": "Statement 2"}),
    (WRITES, "POST", "/api/v1/claims/TALE-3/publication", {}),
    (WRITES, "POST", "/api/v1/claims/TALE-1/withdrawal", {"reason": "It does not hold"}),
]  # fmt: skip
"""In an order in which each works for whoever may do it first."""
SIGNING_IN = [("POST", "/sign-in"), ("POST", "/sign-in/some-secret")]
"""What nobody can have a form token for yet; another site is refused all the same."""
OPENLY = {"GET": [path for paths in READING.values() for path in paths]}


class Doors:
    """A register with its people and their tokens, and a browser to try the doors with."""

    def __init__(self, engine: Any, client: TestClient) -> None:
        self.engine, self.client, self.actors = engine, client, desk.open_desk(engine)
        draft = [TokenDraft(name=f"{scope}-token", person="ada", scope=scope) for scope in Scope]
        self.secrets = {f"{one.scope} token": desk.run(engine, people.add_token, OPERATOR, one) for one in draft}

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
        return self.client.request(method, path, follow_redirects=False, **given)


@pytest.fixture(scope="module")
def doors(databases):
    with databases.opened("empty") as engine:
        url = engine.url.render_as_string(hide_password=False)
        with TestClient(create_app(Settings(database_url=url))) as client:
            yield Doors(engine, client)


def all_routes(routes: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Give every route with what stands before its path."""
    for route in routes:
        if isinstance(route, APIRoute):
            yield prefix, route
        elif hasattr(route, "original_router"):
            yield from all_routes(route.original_router.routes, prefix + route.include_context.prefix)


def refusal(who: str) -> int:
    return 401 if who == NOBODY else 403


def test_no_address_is_left_out_of_the_table(doors):
    tried = {(method, path) for method, paths in OPENLY.items() for path in paths} | set(SIGNING_IN)
    tried |= {(method, path) for _, method, path, _ in WRITING}
    left = set()
    found = list(all_routes(doors.client.app.routes))
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


WITHDRAWAL = WithdrawalDraft(reason="It does not hold", version=1)
COMMANDS: dict[Any, tuple[str, tuple[Any, ...]]] = {
    articles.add: (WRITES, (desk.new_article(slug="third", prefix="TRD"),)),
    articles.revise: (WRITES, ("a-tale", desk.changed_article())),
    articles.publish: (WRITES, ("a-tale", 1)),
    articles.withdraw: (WRITES, ("a-tale", WITHDRAWAL)),
    claims.add: (WRITES, ("a-tale", desk.new_claim())),
    claims.revise: (WRITES, ("TALE-1", desk.changed_claim())),
    claims.publish: (WRITES, ("TALE-1", 1)),
    claims.withdraw: (WRITES, ("TALE-1", WITHDRAWAL)),
    evidence.add: (REVIEWS, ("TALE-1", desk.new_evidence())),
    evidence.revise: (REVIEWS, (1, desk.changed_evidence())),
    evidence.withdraw: (REVIEWS, (1, WITHDRAWAL)),
    reviews.submit: (REVIEWS, ("TALE-1", desk.a_judgement())),
    reviews.retract: (REVIEWS, ("TALE-1", desk.a_retraction())),
    sources.add: (REVIEWS, (desk.new_source(),)),
    sources.revise: (WRITES, ("src01", desk.changed_source())),
    sources.withdraw: (WRITES, ("src01", WITHDRAWAL)),
    sources.derive: (WRITES, ("src03", NewDerivationDraft(parent="src01", how="cites"))),
    sources.underive: (WRITES, ("src02", "src01", WITHDRAWAL)),
    sources.tie: (WRITES, ("src01", NewTieDraft(other="src05", how="same_author"))),
    sources.untie: (WRITES, ("src03", "src04", WITHDRAWAL)),
    people.add: (KEEPS, (PersonDraft(name="eve", role=Role.REVIEWER),)),
    people.disable: (KEEPS, ("ben",)),
    people.add_token: (KEEPS, (TokenDraft(name="robot", person="ed", scope=Scope.READ),)),
    people.disable_token: (KEEPS, ("read-token",)),
    bulk.load: (KEEPS, (a_register(a_claim(1), slug="loaded", prefix="LOAD"),)),
    signing.set_password: ("people", ("correct horse battery",)),
}
WITHOUT_ACTOR = {"first_link", "make_link", "by_link", "by_password", "sign_out", "sign_out_everywhere", "once"}
"""Those that ask for no right: by what one holds (a link, a password, a key), or behind a door that asks."""


def test_no_command_is_left_out_of_the_table():
    found = set()
    for room in pkgutil.iter_modules(commands.__path__):
        if not room.name.startswith("_"):
            module = import_module(f"factdesk.commands.{room.name}")
            found |= {
                one for _, one in inspect.getmembers(module, inspect.isfunction) if one.__module__ == module.__name__
            }
    writes = {
        one for one in found if not one.__name__.startswith("_") and "session" in inspect.signature(one).parameters
    }
    assert {one.__qualname__ for one in writes - COMMANDS.keys()} == WITHOUT_ACTOR
    assert COMMANDS.keys() <= writes


def test_each_command_is_for_those_who_may(databases):
    wrong = []
    with databases.opened("empty") as engine:
        actors = desk.open_desk(engine)
        desk.run(engine, people.add_token, OPERATOR, TokenDraft(name="read-token", person="ada", scope=Scope.READ))
        who = {role: actors[name or "reader"] for role, name in PEOPLE.items()}
        who |= {name: desk.limited(actors["ada"], scope) for name, scope in TOKENS.items()}
        for command, (right, given) in COMMANDS.items():
            for name, actor in who.items():
                outcome = try_out(engine, command, actor, given)
                may_not = Forbidden if actor.role else NotSignedIn
                if isinstance(outcome, (Forbidden, NotSignedIn)) == (name in MAY[right]):
                    if command is signing.set_password and name == NOBODY:
                        continue  # refused as Invalid: there is nobody to have a password
                    wrong.append((command.__qualname__, name, outcome, may_not))
    assert wrong == []


def try_out(engine: Any, command: Any, actor: Any, given: tuple[Any, ...]) -> Refusal | None:
    """Run a command and undo it; give the refusal, if it was refused."""
    with writing(engine) as session:
        try:
            command(WriteSession(session), actor, *given)
        except Refusal as caught:
            return caught
        finally:
            session.rollback()
    return None
