"""A running register in which people sign in and work, and the pages they meet there."""

from dataclasses import dataclass, field

import sqlalchemy as sa
from playwright.sync_api import Page, Response

from factdesk.access import OPERATOR
from factdesk.commands import people, signing
from factdesk.database.transaction import reading, writing
from factdesk.drafts.people import PersonDraft
from factdesk.queries import claims
from factdesk.queries import people as known
from factdesk.shapes.claims import ClaimDetail
from factdesk.vocabulary import Role

PASSWORD = "correct horse battery staple"
CLAIM = "/claims/MDS-29"
ARTICLE = "/articles/malis-dark-shadow"
SOURCE = "/sources/keenan-pambazuka-2012"

SEND = """async ([action, fields]) => {
  const form = document.createElement("form");
  const csrf = document.querySelector("main [name=csrf], [name=csrf]")?.value ?? "";
  form.method = "post";
  form.action = action;
  for (const [name, value] of Object.entries({ csrf, ...fields })) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}"""


class Desk:
    """A register of one's own: its address, its database, and its people."""

    def __init__(self, address: str, engine: sa.Engine) -> None:
        self.address = address
        self.engine = engine

    def link(self, name: str = "ed", role: Role = Role.EDITOR) -> str:
        """Give the address that signs a person in; the person is made if need be."""
        with reading(self.engine) as session:
            there = known.by_name(session, name)
        with writing(self.engine) as session:
            if there is None:
                people.add(session, OPERATOR, PersonDraft(name=name, role=role))
            return f"/sign-in/{signing.make_link(session, name)}"

    def set_password(self, name: str) -> None:
        """Give a person PASSWORD."""
        with reading(self.engine) as session:
            actor = known.by_name(session, name)
        assert actor is not None
        with writing(self.engine) as session:
            signing.set_password(session, actor, PASSWORD)

    def sign_in(self, page: Page, name: str = "ed", role: Role = Role.EDITOR) -> None:
        """Sign in by a link."""
        page.goto(self.link(name, role))
        page.locator("main").get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name="Sign out").wait_for()

    def claim(self, ref: str) -> ClaimDetail:
        """Give a claim as a reader sees it."""
        from factdesk.access import READER

        with reading(self.engine) as session:
            return claims.get(session, READER, ref)


@dataclass(frozen=True)
class Kind:
    """A kind of page of the desk: who sees it, where, and what is sent from there first."""

    at: str
    send: tuple[str, dict[str, str]] | None = None
    role: Role | None = Role.EDITOR
    status: int = 200
    before: tuple[tuple[str, dict[str, str]], ...] = field(default=())
    unfold: bool = False


WORDS = {"reason": "Because the only witness took it back", "verdict": "disputed", "confidence": "low"}
_CLAIM = {"statement": "Five journalists were paid.", "hedge": "asserted", "type": "fact"}
_STALE = _CLAIM | {"version": "1", "topics": "Kidnapping", "statement_change": "meaning", "reason": "Clearer"}
_ARTICLE = {"title": "Another tale", "language": "en", "reviews_required": "2"}
KINDS = {
    "sign in": Kind("/sign-in", role=None),
    "sign in, refused": Kind("/sign-in", ("/sign-in", {"name": "ed", "password": "wrong"}), None, 422),
    "sign-in link": Kind("/sign-in/unused", role=None),
    "sign-in link, used": Kind("/sign-in/used", ("/sign-in/used", {}), None, 422),
    "account": Kind("/account"),
    "account, refused": Kind("/account", ("/account/password", {"password": "short"}), status=422),
    "claim, reviewer": Kind(CLAIM, role=Role.REVIEWER, unfold=True),
    "claim, editor": Kind(CLAIM, unfold=True),
    "claim, judged": Kind(CLAIM, before=((f"{CLAIM}/reviews", WORDS | {"wording": "1"}),), unfold=True),
    "claim, draft": Kind("/claims/MDS-41", before=((f"{ARTICLE}/claims", _CLAIM),), unfold=True),
    "judgement, refused": Kind(CLAIM, (f"{CLAIM}/reviews", {"wording": "1", "reason": ""}), status=422),
    "evidence, refused": Kind(
        CLAIM, (f"{CLAIM}/evidence", {"source": "keenan", "stance": "supports", "credibility": "2"}), status=422
    ),
    "judgement, stale": Kind(
        CLAIM, (f"{CLAIM}/reviews", WORDS | {"wording": "1"}), status=409, before=((f"{CLAIM}/edit", _STALE),)
    ),
    "claim, new": Kind(f"{ARTICLE}/claims/new"),
    "claim, edit": Kind(f"{CLAIM}/edit"),
    "claim, edit refused": Kind(
        f"{CLAIM}/edit", (f"{CLAIM}/edit", _CLAIM | {"version": "1", "true_on": "soon"}), status=422
    ),
    "claim, edit stale": Kind(
        f"{CLAIM}/edit",
        (f"{CLAIM}/edit", _STALE | {"statement": "Five reporters were bribed."}),
        status=409,
        before=((f"{CLAIM}/edit", _STALE),),
    ),
    "claim, withdrawal": Kind(f"{CLAIM}/withdrawal"),
    "evidence, edit": Kind(f"{CLAIM}/evidence/1", role=Role.REVIEWER),
    "evidence, withdrawal": Kind(f"{CLAIM}/evidence/1/withdrawal", role=Role.REVIEWER),
    "articles, editor": Kind("/articles"),
    "article, editor": Kind(ARTICLE),
    "article, draft": Kind(
        "/articles/another-tale", before=(("/articles", _ARTICLE | {"slug": "another-tale", "prefix": "ANO"}),)
    ),
    "article, new": Kind("/articles/new"),
    "article, new refused": Kind("/articles/new", ("/articles", {"slug": "Not So", "title": "A tale"}), status=422),
    "article, edit": Kind(f"{ARTICLE}/edit"),
    "article, withdrawal": Kind(f"{ARTICLE}/withdrawal"),
    "source, editor": Kind(SOURCE, unfold=True),
    "source, new": Kind("/sources/new", role=Role.REVIEWER),
    "source, new refused": Kind(
        "/sources/new", ("/sources", {"title": "A page", "url": "nowhere", "published": "soon"}), status=422
    ),
    "source, edit": Kind(f"{SOURCE}/edit"),
    "source, withdrawal": Kind(f"{SOURCE}/withdrawal"),
    "not signed in": Kind("/account", role=None, status=401),
    "not signed in, text kept": Kind(CLAIM, (f"{CLAIM}/reviews", WORDS | {"wording": "1"}), None, 401),
    "not allowed": Kind("/articles/new", role=Role.REVIEWER, status=403),
    "send again": Kind("/account", (f"{CLAIM}/reviews", WORDS | {"wording": "1", "csrf": "old"}), status=403),
}


def show(page: Page, desk: Desk, kind: Kind) -> Response:
    """Bring a page of this kind into a browser; gives the answer that made it."""
    if kind.role is not None:
        desk.sign_in(page, str(kind.role), kind.role)
    at = kind.at
    if "/evidence/1" in at:
        at = at.replace("/evidence/1", f"/evidence/{desk.claim('MDS-29').evidence[0].id}")
    for action, fields in kind.before:
        stored = sent(page, action, fields, "/about")
        assert stored is not None
        assert stored.status == 200, stored.text()
    answer = sent(page, *kind.send, at) if kind.send else page.goto(at)
    assert answer is not None
    assert answer.status == kind.status, answer.text()
    if kind.unfold:
        unfold(page)
    return answer


def sent(page: Page, action: str, fields: dict[str, str], at: str) -> Response | None:
    """Send a form from a page that is open elsewhere, as a browser does."""
    page.goto(at)
    with page.expect_navigation() as navigation:
        page.evaluate(SEND, [action, fields])
    return navigation.value


def unfold(page: Page) -> None:
    """Open every form that is folded."""
    for summary in page.locator(".desk summary").all():
        if summary.evaluate("summary => !summary.parentElement.open"):
            summary.click()
