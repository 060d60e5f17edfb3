"""Nothing of a text that readers may not read comes out by any door, but for the words its claims quote.

Two registers that differ in nothing but the text around the quotes are asked everything there is to ask, as a reader:
every route, every link of every page and every part of one. Both must answer alike.
"""

from contextlib import ExitStack
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.helpers import article_texts, desk
from tests.rights.test_blind import MOST_PAGES, Register, addresses, links
from tests.web.asking import PART
from tests.web.conftest import browsing

from factdesk.commands import articles
from factdesk.drafts.judging import WithdrawalDraft

pytestmark = [pytest.mark.slow, pytest.mark.engines("sqlite")]  # what is seen of a text does not depend on SQL
QUOTES = {"TALE-1": "water and salt", "TALE-2": "rose in spring", "TALE-3": "A desert"}
AROUND = (
    ("plughwumpus", "A tale of xyzzyquux, water and salt."),
    ("frobnicator", "Long before it was told, the quuxfoobar had brought water and salt."),
)
"""Two texts: the same quotes, paragraphs and sentences, and nothing else in common."""
TRACES = ("plughwumpus", "xyzzyquux", "frobnicator", "quuxfoobar")
MORE = ("/articles/a-tale?layout=outline", "/articles/a-tale?verdict=supported", "/articles/a-tale/versions",
        "/articles/a-tale/versions/1", "/articles/a-tale/versions/2", "/articles/a-tale/versions/2/changes",
        "/articles/a-tale/passages", "/articles/a-tale/notes/TALE-1", "/api/v1/articles/a-tale/versions",
        "/api/v1/articles/a-tale/versions/1", f"/articles/a-tale?as_of={desk.now():%Y-%m-%d}",
        f"/api/v1/articles/a-tale?as_of={desk.now():%Y-%m-%d}", f"/claims/TALE-1?as_of={desk.now():%Y-%m-%d}",
        "/claims?q=plughwumpus", "/claims?q=frobnicator", "/changes", "/changes.json")  # fmt: skip


def told(word: str, first: str) -> str:
    return f"{first}\n\nThe {word} rose in spring. Nobody saw the {word}."


class Withheld(Register):
    """A register whose article has a text that readers may not read, in two versions."""

    def __init__(self, engine: Any, client: TestClient, around: tuple[str, str], *, withdrawn: bool) -> None:
        self.engine, self.client = engine, client
        who = desk.open_desk(engine)
        article_texts.quote(engine, who["ed"], QUOTES)
        article_texts.hold(engine, who["ed"], "a-tale", told(*around), public=withdrawn)
        article_texts.take(engine, who["ed"], "a-tale", told(*around) + f"\n\nThe {around[0]} is back.")
        if withdrawn:
            gone = WithdrawalDraft(reason="It was another one", version=2)
            desk.run(engine, articles.withdraw, who["ed"], "a-tale", gone)


@pytest.fixture(scope="module", params=[False, True], ids=["not public", "withdrawn"])
def registers(request, databases):
    """Give two registers with different texts."""
    with ExitStack() as open_:
        found = []
        for around in AROUND:
            engine = open_.enter_context(databases.opened("empty"))
            client = open_.enter_context(browsing(engine))
            found.append(Withheld(engine, client, around, withdrawn=request.param))
        yield found


def test_no_door_gives_a_reader_more_of_the_text_than_its_quotes(registers):
    one, other = registers
    for register in registers:
        register.enter("anonymous")
    todo = [*MORE, *addresses(one)]
    seen, wrong, asked = set(todo), [], 0
    while todo and asked < MOST_PAGES:
        path = todo.pop(0)
        asked += 1
        answer = one.answer(path)
        wrong += [path] if answer != other.answer(path) else []
        if "text/html" in answer and one.answer(path, **PART) != other.answer(path, **PART):
            wrong.append(f"part of {path}")
        wrong += [f"{path}: {word}" for word in TRACES if word in answer.lower() and word not in path]
        for address in links(path, answer):
            if address not in seen and not address.startswith("/sign-"):
                seen.add(address)
                todo.append(address)
    assert asked > 150
    assert wrong == []


def test_the_desk_is_given_the_text(registers):
    one, other = registers
    for register in registers:
        register.enter("reviewer")
    assert "plughwumpus" in one.answer("/articles/a-tale")
    assert one.answer("/articles/a-tale") != other.answer("/articles/a-tale")
    assert "plughwumpus" in one.answer("/articles/a-tale/versions/1")
