"""Nothing of an open blind round, and nothing written for the desk alone, comes out by any door.

Registers that differ in nothing but what must not be seen are asked everything there is to ask, as each kind of
viewer: every route, every link of every page, searches, filters, exports and feeds. All must answer alike.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urldefrag, urljoin

import pypdf
import pytest
from starlette.testclient import TestClient
from tests.helpers import article_texts, desk, routes
from tests.helpers.builders import a_claim, a_piece, a_register, load
from tests.web.conftest import browsing

from factdesk.access import OPERATOR
from factdesk.commands import articles, people, reviews, signing
from factdesk.database.transaction import writing
from factdesk.drafts.people import TokenDraft
from factdesk.vocabulary import Scope
from factdesk.web.deps import COOKIE

pytestmark = pytest.mark.slow
HIDDEN = (
    {"verdict": "unverifiable", "confidence": "very_low", "reason": "Plughwumpus is no witness",
     "recheck_on": "2031-02-03"},
    {"verdict": "mixed", "confidence": "very_high", "reason": "Xyzzyquux says as much"},
)  # fmt: skip
TRACES = ("plughwumpus", "xyzzyquux", "2031-02-03")
VIEWERS = {"anonymous": None, "reviewer": "ben", "editor": "ed"}
TOKEN = "token of an admin"
FILLED = {"ref": "TALE-1", "slug": "a-tale", "number": "1", "citekey": "src01", "kind": "derivations", "other": "src02"}
ASKED = (
    "q=plughwumpus", "q=xyzzyquux", "q=TALE-1", "verdict=unverifiable", "verdict=mixed", "verdict=unreviewed",
    "confidence=very_low", "confidence=very_high", "confidence=none", "confidence_min=low", "state=open",
    "state=awaiting_second", "state=settled", "reviewer=ann", "gap=1", "due=2040-01-01", "sort=newest", "sort=surest",
    "sort=unsurest", "after=2020-01-01", "topic=water", "withdrawn=yes", f"as_of={desk.now():%Y-%m-%d}",
)  # fmt: skip
ENDS = ("", ".csv", ".json", ".csv?layout=evidence", ".json?profile=internal")
EVERY_FORMAT = re.compile(r"/claims\.(?!csv|json\b)[a-z.]+\?")
"""The address of a format other than these two with a filter: each format is asked once, unfiltered."""
MOST_PAGES = 240
SAME = (
    (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "(id made of a head or a moment)"),
    (r"[0-9a-f]{12,64}", "(hash)"),
    (r"\d{4}-\d\d-\d\dT\d\d(:|%3A|%253A)\d\d(\1\d\d)?(\.\d+)?(Z|\+00:00|%2B00:00)?", "(moment)"),
    (r'filename="changes[^"]*"', "(a name with moments, cut short)"),
    (r"\d\d:\d\d(:\d\d)? UTC", "(time)"),
    (r"\d+ entries", "(length of the chain)"),
    (r'(name="(csrf|once)" value=)"[^"]*"', r'\1""'),
)
"""What differs between any two registers: the chain with its hashes and moments, and the marks of a form."""


class Register:
    """A register with an open blind round, or without, and a browser at its doors."""

    def __init__(self, engine: Any, client: TestClient, hidden: dict[str, str] | None) -> None:
        self.engine, self.client, self.hidden = engine, client, hidden
        who = desk.open_desk(engine)
        load(engine, a_register(a_claim(4, a_piece("src01"), topics=["water"], paragraph=2, quote="water and salt")))
        blind = desk.changed_article(title="A tale", blind_review=True, reviews_required=2, names_public=True)
        desk.run(engine, articles.revise, who["ed"], "a-tale", blind)
        article_texts.hold(engine, who["ed"], "a-tale", "It is a tale of water and salt.", public=True)
        self.secret = desk.run(
            engine, people.add_token, OPERATOR, TokenDraft(name="all", person="ada", scope=Scope.ADMIN)
        )
        if hidden:
            for ref in ("TALE-3", "TALE-4"):
                desk.run(engine, reviews.submit, who["ann"], ref, desk.a_judgement(**hidden))

    def enter(self, viewer: str) -> None:
        """Come in anew as one kind of viewer."""
        self.client.cookies.clear()
        self.client.headers.pop("Authorization", None)
        if viewer == TOKEN:
            self.client.headers["Authorization"] = f"Bearer {self.secret}"
        elif VIEWERS.get(viewer, viewer):
            with writing(self.engine) as session:
                secret = signing.by_link(session, signing.make_link(session, VIEWERS.get(viewer) or viewer))
            self.client.cookies.set(COOKIE, secret)

    def answer(self, path: str, **asked: str) -> str:
        """Give status and body of an answer, and the headers that say something, without what always differs."""
        found = self.client.get(path, headers=asked, follow_redirects=False)
        headers = [f"{name}: {value}" for name, value in sorted(found.headers.items()) if name != "content-length"]
        text = "\n".join([str(found.status_code), *headers, readable(found)])
        for pattern, instead in SAME:
            text = re.sub(pattern, instead, text)
        return text


def readable(answer: Any) -> str:
    """Give what an answer says; of a packed file, what its parts say."""
    if answer.content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
            return "\n".join(f"{name}\n{packed.read(name).decode()}" for name in packed.namelist())
    if answer.content.startswith(b"%PDF"):
        pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
        return "".join("".join(page.extract_text() for page in pages).split())  # a hash may be broken between lines
    return str(answer.text)


def read_from(app: Any) -> Iterator[str]:
    """Give the addresses of all routes that read, with something in their places."""
    for prefix, route in routes.every(app):
        if "GET" in route.methods:
            yield re.sub(r"\{(\w+)[^}]*\}", lambda place: FILLED.get(place[1], "1"), prefix + route.path)


def links(path: str, text: str) -> Iterator[str]:
    """Give the addresses of this site that a page leads to."""
    for found in re.findall(r'(?:href|src|data-hx-get)="([^"]+)"', text):
        address, _ = urldefrag(urljoin(path, found.replace("&amp;", "&")))
        if address.startswith("/") and not address.startswith("/static/") and not EVERY_FORMAT.match(address):
            yield address


def addresses(register: Register) -> list[str]:
    """Give where to begin: every route, and the register and its exports under many filters."""
    found = list(read_from(register.client.app))
    for asked in ASKED:
        found += [f"/claims{end}{'&' if '?' in end else '?'}{asked}" for end in ENDS]
        found += [f"/api/v1/claims?{asked}", f"/statistics?{asked}", f"/changes?{asked}"]
    for ref in ("TALE-3", "TALE-4"):
        found += [
            f"/claims/{ref}",
            f"/api/v1/claims/{ref}",
            f"/claims/{ref}?as_of={desk.now():%Y-%m-%d}",
        ]
    return list(dict.fromkeys(found))


def compare(registers: list[Register], viewer: str) -> tuple[int, list[str], list[str]]:
    """Ask all registers everything; give how many pages were compared, and what differed or held a trace.

    A page that differs is told with the numbers of the registers that answer otherwise than the first.
    """
    for register in registers:
        register.enter(viewer)
    todo = addresses(registers[0])
    seen, differing, traces = set(todo), [], []
    asked = 0
    while todo and asked < MOST_PAGES:
        path = todo.pop(0)
        asked += 1
        answers = [register.answer(path) for register in registers]
        others = [number for number, answer in enumerate(answers) if answer != answers[0]]
        differing += [f"{path} {others}"] if others else []
        said = {word for answer in answers for word in TRACES if word in answer.lower()}
        traces += [f"{path}: {word}" for word in said if word not in path]
        for address in links(path, answers[0]):
            if address not in seen and not address.startswith(("/sign-in", "/sign-out")):
                seen.add(address)
                todo.append(address)
    return asked, differing, traces


@pytest.fixture(scope="module")
def registers(databases):
    """Give three registers: with one hidden review, with another, and with none."""
    with ExitStack() as open_:
        found = []
        for hidden in (*HIDDEN, None):
            engine = open_.enter_context(databases.opened("empty"))
            client = open_.enter_context(browsing(engine))
            found.append(Register(engine, client, hidden))
        yield found


def is_queue(path: str) -> bool:
    return path.startswith(("/queue", "/api/v1/queue"))


def test_no_door_shows_a_trace_of_an_open_blind_round(registers, backend):
    """Two registers with different hidden reviews answer alike; one with none does too, but for the queue.

    What each viewer may see does not depend on the engine; on PostgreSQL the one who sees most is asked for.
    """
    for viewer in (*VIEWERS, TOKEN) if backend == "sqlite" else ("editor",):
        asked, differing, traces = compare(registers, viewer)
        assert asked > 150
        assert traces == [], viewer
        assert [told for told in differing if not (is_queue(told) and told.endswith(" [2]"))] == [], viewer


def test_the_queue_alone_says_how_many_reviews_are_in(registers):
    with_one, _, without = registers
    for register in (with_one, without):
        register.enter("reviewer")
    assert with_one.answer("/queue?list=second") != without.answer("/queue?list=second")


def test_its_author_sees_the_review_on_the_page_of_the_claim_and_nowhere_else(registers):
    with_one, with_other, _ = registers
    for register in (with_one, with_other):
        register.enter("ann")
    paths = [path for path in addresses(with_one) if not is_queue(path)]
    telling = {path.partition("?")[0] for path in paths if with_one.answer(path) != with_other.answer(path)}
    assert telling == {"/claims/TALE-3", "/claims/TALE-4"}
    assert TRACES[0] in with_one.answer("/claims/TALE-3").lower()


def test_the_reviews_appear_together_once_the_round_is_closed(databases):
    with databases.opened("empty") as engine, browsing(engine) as client:
        register = Register(engine, client, HIDDEN[0])
        second = desk.a_judgement(verdict="supported", confidence="high", reason="The second one")
        register.enter("anonymous")
        assert "Plughwumpus" not in register.answer("/claims/TALE-3")
        desk.run(engine, reviews.submit, desk.the_people(engine)["ben"], "TALE-3", second)
        shown = register.answer("/claims/TALE-3")
        assert "Plughwumpus is no witness" in shown
        assert "The second one" in shown
        assert "Split" in shown
        assert "TALE-3" in register.answer("/claims?q=plughwumpus")
        assert "Plughwumpus" not in register.answer("/claims/TALE-4")
