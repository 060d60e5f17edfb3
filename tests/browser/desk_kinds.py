"""One row for each kind of page that people at a desk meet, and how such a page is brought about."""

import json
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from playwright.sync_api import Page, Response
from tests.browser.desk import ARTICLE, CLAIM, SOURCE, Desk
from tests.helpers import article_texts
from tests.helpers import desk as made
from tests.helpers.published_register import SMALLEST

from factdesk.access import Actor
from factdesk.commands import articles, claims, notes, reviews, versions
from factdesk.database.transaction import WriteSession
from factdesk.imports import articles as importing
from factdesk.queries import articles as pages
from factdesk.readers.recognised import Recognised
from factdesk.vocabulary import Role

SEND = """async ([action, fields]) => {
  const form = document.createElement("form");
  const csrf = document.querySelector("main [name=csrf], [name=csrf]")?.value ?? "";
  form.method = "post";
  form.action = action;
  for (const [name, value] of Object.entries({ csrf, ...fields })) {
    const input = document.createElement("input");
    if (name === "file") {
      const [called, ...lines] = value.split("\\n");
      const files = new DataTransfer();
      files.items.add(new File([lines.join("\\n")], called));
      Object.assign(input, { type: "file", name, hidden: true });
      input.files = files.files;
      form.enctype = "multipart/form-data";
    } else {
      Object.assign(input, { type: "hidden", name, value });
    }
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}"""
"""Sends a form from a page, which need not have it; a file's first line is what it is called."""
UNFOLD = """() => {
  const folded = ".desk summary, .sums > summary, .desk-only > summary, .import summary, .wording summary";
  for (const summary of document.querySelectorAll(folded)) summary.parentElement.open = true;
}"""

COMING = "claims.csv\nclaim text,speaker,note\nSalt is wet.,Reuters,x\nMost Malians depend on farming and herding.,,\n"
LISTED = (
    "list.bib\n@misc{one, title={A new source}, journal={A new paper}}\n"
    "@misc{two, title={Mali's worst human rights situation in 50 years, warns Amnesty}}\n"
)
REGISTER = f"register.json\n{json.dumps(SMALLEST)}"
"""Files that come in, as SEND takes them."""
SHORT = "/claims/MDS-8"
"""A claim with a few pieces of each stance; CLAIM has the most."""

TAKEN_BACK = (f"{SHORT}/evidence/48/withdrawal", {"reason": "It speaks of another year.", "version": "1"})
"""A piece of evidence of SHORT that an editor withdraws."""

Act = tuple[Any, ...]
"""Who does something beside the browser, by role; the command; what it is given."""


@dataclass(frozen=True)
class Kind:
    """A kind of page of the desk: who sees it, where, what is sent from there first, and what others did before."""

    at: str
    send: tuple[str, dict[str, str]] | None = None
    role: Role | None = Role.EDITOR
    status: int = 200
    before: tuple[tuple[str, dict[str, str]], ...] = field(default=())
    unfold: bool = False
    acts: tuple[Act, ...] = ()


WORDS = {"reason": "Because the only witness took it back", "verdict": "disputed", "confidence": "low"}
_DRAFT = {"statement": "Five journalists were paid.", "hedge": "asserted", "type": "fact"}
_STALE = _DRAFT | {"version": "1", "topics": "Kidnapping", "statement_change": "meaning", "reason": "Clearer"}
_ARTICLE = {"title": "Another tale", "language": "en", "reviews_required": "2"}
SPLIT: tuple[Act, ...] = (
    (Role.REVIEWER, reviews.submit, "MDS-8", made.a_judgement(recheck_on="2026-01-01")),
    (Role.REVIEWER, notes.add, "MDS-8", made.a_note(body="### Ask\n\n- [her](https://example.org)\n- `him`")),
    (Role.REVIEWER, notes.add, "MDS-8", made.a_note(audience="public")),
)
DECIDED = (*SPLIT, (Role.EDITOR, reviews.adjudicate, "MDS-8", made.a_judgement(verdict="disputed")))
BLIND: tuple[Act, ...] = (
    (Role.EDITOR, articles.add, made.new_article(slug="blind", prefix="BLD", reviews_required=2, blind_review=True)),
    (Role.EDITOR, claims.add, "blind", made.new_claim()),
    (Role.REVIEWER, reviews.submit, "BLD-1", made.a_judgement()),
)


def hold(session: WriteSession, actor: Actor, *, changed: bool = False) -> None:
    """Give the example's article a text made of its quotes, and a second one that changes one and lacks another."""
    text = article_texts.made_of(pages.get(session, actor, "malis-dark-shadow").outline)
    versions.take(session, actor, "malis-dark-shadow", made.a_text(text))
    if changed:
        text = text.replace("five journalists for", "five reporters for about").replace(
            "Divided by the Niger river", ""
        )
        versions.take(session, actor, "malis-dark-shadow", made.a_text(text))


HELD: tuple[Act, ...] = ((Role.EDITOR, hold),)
CHANGED: tuple[Act, ...] = ((Role.EDITOR, partial(hold, changed=True)),)
TEXT = "Mali sees its worst period of unrest in decades.\n\nA second paragraph.\n\nA third one, the last of them."
LATER = TEXT.replace("worst period", "gravest time").replace("A second paragraph.\n\n", "") + "\n\nIt was corrected."


def bring(session: WriteSession, actor: Actor, brought: importing.Brought) -> None:
    """Bring a text of the example's article."""
    importing.accept(session, actor, brought, into="malis-dark-shadow")


READ = [importing.Brought(Recognised(text=text, media_type="text/plain"), made.a_text(text)) for text in (TEXT, LATER)]
TEXTS: tuple[Act, ...] = tuple((Role.EDITOR, bring, one) for one in READ)
_PLACE = {"text_version": "2", "start": "0", "end": "4", "chosen": "Here"}
_ASSIGNMENT = {"person": "editor", "message": "Two new sources came in.", "due_on": "2026-12-01"}
KINDS = {
    "claim, split": Kind(SHORT, unfold=True, acts=SPLIT),
    "claim, decided": Kind(SHORT, role=Role.REVIEWER, unfold=True, acts=DECIDED),
    "claim, decided, editor": Kind(SHORT, unfold=True, acts=DECIDED),
    "claim, one's own hidden review": Kind("/claims/BLD-1", role=Role.REVIEWER, unfold=True, acts=BLIND),
    "claim, blind": Kind("/claims/BLD-1", acts=BLIND),
    "article, blind": Kind("/articles/blind", acts=BLIND),
    "note, withdrawal": Kind(f"{SHORT}/notes/1/withdrawal", acts=SPLIT),
    "adjudication, refused": Kind(
        SHORT, (f"{SHORT}/adjudication", {"wording": "1", "reason": "", "recheck_on": "soon"}), status=422, acts=SPLIT
    ),
    "note, refused": Kind(SHORT, (f"{SHORT}/notes", {"body": ""}), status=422),
    "sign in": Kind("/sign-in", role=None),
    "sign in, refused": Kind("/sign-in", ("/sign-in", {"name": "ed", "password": "wrong"}), None, 422),
    "sign-in link": Kind("/sign-in/unused", role=None),
    "sign-in link, used": Kind("/sign-in/used", ("/sign-in/used", {}), None, 422),
    "account": Kind("/account"),
    "account, refused": Kind("/account", ("/account/password", {"password": "short"}), status=422),
    "claim, reviewer": Kind(SHORT, role=Role.REVIEWER, unfold=True),
    "claim, editor": Kind(CLAIM, unfold=True),
    "claim, judged": Kind(SHORT, before=((f"{SHORT}/reviews", WORDS | {"wording": "1"}), TAKEN_BACK), unfold=True),
    "claim, draft": Kind("/claims/MDS-41", before=((f"{ARTICLE}/claims", _DRAFT),), unfold=True),
    "judgement, refused": Kind(SHORT, (f"{SHORT}/reviews", {"wording": "1", "reason": ""}), status=422),
    "evidence, refused": Kind(
        SHORT, (f"{SHORT}/evidence", {"source": "keenan", "stance": "supports", "credibility": "2"}), status=422
    ),
    "judgement, stale": Kind(
        SHORT, (f"{SHORT}/reviews", WORDS | {"wording": "1"}), status=409, before=((f"{SHORT}/edit", _STALE),)
    ),
    "claim, new": Kind(f"{ARTICLE}/claims/new"),
    "article, text to choose from": Kind(ARTICLE, acts=HELD),
    "claim, new from a passage": Kind(f"{ARTICLE}/claims/new?words=five+journalists+for", acts=HELD),
    "claim, new from a passage, refused": Kind(
        f"{ARTICLE}/claims/new",
        (f"{ARTICLE}/claims", _PLACE | {"statement": "", "text_version": "1"}),
        status=422,
        acts=HELD,
    ),
    "claim, new, words not found": Kind(f"{ARTICLE}/claims/new?words=no+such+words", status=422, acts=HELD),
    "claim, new, one paragraph": Kind(f"{ARTICLE}/claims/new?paragraph=2", acts=HELD),
    "claim, passages to settle": Kind(CLAIM, unfold=True, acts=CHANGED),
    "passages": Kind(f"{ARTICLE}/passages", acts=CHANGED),
    "passages, none": Kind(f"{ARTICLE}/passages", acts=HELD),
    "passage, place": Kind(f"{CLAIM}/passages/1", acts=CHANGED),
    "passage, one more": Kind(f"{CLAIM}/passages/new?words=five+reporters", acts=CHANGED),
    "passage, confirmed": Kind(f"{CLAIM}/passages/1?words=five+reporters+for", acts=CHANGED),
    "passage, stale": Kind(
        f"{CLAIM}/passages/1", (f"{CLAIM}/passages/1/settlement", _PLACE | {"version": "9"}), status=409, acts=CHANGED
    ),
    "passage, of no claim": Kind(
        f"{CLAIM}/passages/new", (f"{ARTICLE}/passages", _PLACE | {"ref": "MDS-999"}), status=422, acts=CHANGED
    ),
    "passage, withdrawal": Kind(f"{CLAIM}/passages/1/withdrawal", acts=CHANGED),
    "claim, edit": Kind(f"{SHORT}/edit"),
    "claim, edit refused": Kind(
        f"{SHORT}/edit", (f"{SHORT}/edit", _DRAFT | {"version": "1", "true_on": "soon"}), status=422
    ),
    "claim, edit stale": Kind(
        f"{CLAIM}/edit",
        (f"{CLAIM}/edit", _STALE | {"statement": "Five reporters were bribed."}),
        status=409,
        before=((f"{CLAIM}/edit", _STALE),),
    ),
    "claim, withdrawal": Kind(f"{SHORT}/withdrawal"),
    "evidence, edit": Kind(f"{CLAIM}/evidence/1", role=Role.REVIEWER),
    "evidence, withdrawal": Kind(f"{CLAIM}/evidence/1/withdrawal", role=Role.REVIEWER),
    "queue": Kind("/queue", before=((f"{SHORT}/assignments", _ASSIGNMENT),)),
    "queue, empty list": Kind("/queue?list=split", role=Role.REVIEWER),
    "queue, nothing left": Kind("/queue", ("/queue/next", {"list": "split"})),
    "queue, claim": Kind(
        f"{SHORT}?list=mine",
        before=((f"{SHORT}/assignments", _ASSIGNMENT), ("/queue/next", {"list": "mine"})),
        unfold=True,
    ),
    "queue, assignment withdrawn": Kind(
        f"{SHORT}/assignments/1/withdrawal", before=((f"{SHORT}/assignments", _ASSIGNMENT),)
    ),
    "queue, checks": Kind("/queue/checks", role=Role.REVIEWER),
    "queue, checks done": Kind("/queue/checks?support=silent", role=Role.REVIEWER),
    "articles, editor": Kind("/articles"),
    "article, editor": Kind(ARTICLE),
    "article, draft": Kind(
        "/articles/another-tale", before=(("/articles", _ARTICLE | {"slug": "another-tale", "prefix": "ANO"}),)
    ),
    "article, new": Kind("/articles/new"),
    "article, new refused": Kind("/articles/new", ("/articles", {"slug": "Not So", "title": "A tale"}), status=422),
    "import": Kind("/articles/import"),
    "import, refused": Kind("/articles/import", ("/articles/import", {"text": " ", "title": "A tale"}), status=422),
    "import, new article": Kind("/articles/import", ("/articles/import", {"text": TEXT}), unfold=True),
    "import, new version": Kind(
        "/articles/import",
        ("/articles/import", {"text": LATER, "into": "malis-dark-shadow"}),
        unfold=True,
        acts=TEXTS[:1],
    ),
    "import, nothing new": Kind("/articles/import", ("/articles/import", {"text": TEXT}), acts=TEXTS[:1]),
    "import, claims or sources": Kind("/import"),
    "import, no file": Kind("/import", ("/import", {"into": "malis-dark-shadow"}), status=422),
    "import, claims": Kind("/import", ("/import", {"into": "malis-dark-shadow", "file": COMING}), unfold=True),
    "import, claims refused": Kind("/import", ("/import", {"file": COMING}), unfold=True),
    "import, sources": Kind("/import", ("/import", {"file": LISTED}), unfold=True),
    "import, register": Kind("/import", ("/import", {"file": REGISTER}), role=Role.ADMIN, unfold=True),
    "import, register refused": Kind(
        "/import", ("/import", {"file": REGISTER.replace("unreviewed", "supported")}), role=Role.ADMIN, unfold=True
    ),
    "versions": Kind(f"{ARTICLE}/versions", acts=TEXTS),
    "versions, none": Kind("/articles/blind/versions", role=Role.REVIEWER, acts=BLIND[:1]),
    "version, changes": Kind(f"{ARTICLE}/versions/3/changes", role=Role.REVIEWER, unfold=True, acts=TEXTS),
    "version, the first": Kind(f"{ARTICLE}/versions/1/changes", acts=TEXTS),
    "article, edit": Kind(f"{ARTICLE}/edit"),
    "article, drafts left": Kind("/articles/blind", acts=(*BLIND, (Role.EDITOR, articles.publish, "blind", 1))),
    "article, publication": Kind("/articles/blind/publication", acts=BLIND),
    "article, publication refused": Kind(
        "/articles/blind/publication", ("/articles/blind/publication", {"version": "7"}), status=409, acts=BLIND
    ),
    "article, withdrawal": Kind(f"{ARTICLE}/withdrawal"),
    "source, editor": Kind(SOURCE, unfold=True),
    "source, new": Kind("/sources/new", role=Role.REVIEWER),
    "source, new refused": Kind(
        "/sources/new", ("/sources", {"title": "A page", "url": "nowhere", "published": "soon"}), status=422
    ),
    "source, edit": Kind(f"{SOURCE}/edit"),
    "source, withdrawal": Kind(f"{SOURCE}/withdrawal"),
    "source, withdrawal with consequences": Kind("/sources/sahelintel-tinzawaten-2021/withdrawal"),
    "source, suggested ties": Kind("/sources/rfi-agbibi-2021"),
    "connection, withdrawal": Kind("/sources/golem-ag-ghali/derivations/sahelintel-tinzawaten-2021/withdrawal"),
    "publisher, editor": Kind("/publishers/6"),
    "publisher, preview": Kind("/publishers/6/grade?default_reliability=C"),
    "publisher, refused": Kind("/publishers/6", ("/publishers/6/grade", {"default_reliability": "Z"}), status=422),
    "not signed in": Kind("/account", role=None, status=401),
    "not signed in, text kept": Kind(SHORT, (f"{SHORT}/reviews", WORDS | {"wording": "1"}), None, 401),
    "not allowed": Kind("/articles/new", role=Role.REVIEWER, status=403),
    "send again": Kind("/account", (f"{SHORT}/reviews", WORDS | {"wording": "1", "csrf": "old"}), status=403),
}


def show(page: Page, desk: Desk, kind: Kind) -> Response:
    """Bring a page of this kind into a browser; gives the answer that made it."""
    for role, command, *given in kind.acts:
        desk.act(role, command, *given)
    token = desk.sign_in(page, str(kind.role), kind.role) if kind.role else ""
    at = kind.at
    if "/evidence/1" in at:
        at = at.replace("/evidence/1", f"/evidence/{desk.claim('MDS-29').evidence[0].id}")
    for action, fields in kind.before:
        stored = page.request.post(action, form={"csrf": token, **fields})
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
    page.evaluate(UNFOLD)
