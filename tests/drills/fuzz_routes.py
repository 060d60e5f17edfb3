"""Asking every address whatever can be asked: the answer is one of ours, never a fault of the program."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import hypothesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.conftest import Databases
from tests.drills.figures import Figures
from tests.helpers import routes

from factdesk.drafts.exports import ClaimExport
from factdesk.drafts.filters import ClaimPage, Sort, SourceFilter
from factdesk.settings import Settings
from factdesk.vocabulary import Word
from factdesk.web.app import create_app

NAMES = sorted({*ClaimPage.model_fields, *ClaimExport.model_fields, *SourceFilter.model_fields, "as_of", "foo"})
WORDS = sorted({str(word) for words in Word.__subclasses__() for word in words} | {sort.value for sort in Sort})
EVIL = ("", "0", "-1", "1e309", "9" * 30, "none", "null", "true", "\x00", "\ud800", "%00", "'", '"', '"a', "a*", "*",
        "a b" * 200, "2026-02-30", "0001-01-01", "9999-12-31", "MDS-1", "hrw-2020", "malis-dark-shadow", "' OR 1=1 --",
        "../../etc/passwd", "<script>", "{{7*7}}", "漢字 mali", "\u202e", "é\u0301", "WyJhcnRpY2xlIiwgMV0")  # fmt: skip
VALUES = st.one_of(st.sampled_from(WORDS), st.sampled_from(EVIL), st.text(max_size=30), st.integers().map(str))
QUERIES = st.lists(st.tuples(st.one_of(st.sampled_from(NAMES), st.text(max_size=10)), VALUES), max_size=5)
PARTS = st.one_of(VALUES, st.sampled_from(["claims", "api", "v1", "sources", "static", "..", "."]))
HEADERS = st.fixed_dictionaries({}, optional={
    "HX-Request": st.sampled_from(["true", "false", "x"]),
    "HX-Boosted": st.sampled_from(["true", ""]),
    "Host": st.sampled_from(["example.org", "[", "a b", "[::1]:80", "-", "x" * 300]),
    "If-None-Match": st.sampled_from(["*", '""', '"', "W/"]),
    "Range": st.sampled_from(["bytes=0-1", "bytes=-", "x"]),
    "Accept": st.sampled_from(["application/json", "*/*", "nonsense"]),
    "Cookie": st.sampled_from(["a=b", "=;=", "\x7f"]),
})  # fmt: skip
Question = tuple[str, list[tuple[str, str]], dict[str, str]]
"""An address, the pairs of its query, and headers."""


def fuzz_routes(databases: Databases, *, requests: int = 5_000, seed: int = 0) -> Figures:
    """Ask every address that reads, and addresses that are none, for whatever comes: no answer is a fault of ours.

    Gives how many answers there were of each status. Raises AssertionError for an answer of 500 or above, one that
    shows a traceback, or one without the headers that guard a page; and whatever the program itself raises.
    """
    _, url = databases.make("seeded")
    answered: Counter[int] = Counter()
    with TestClient(create_app(Settings(database_url=url))) as client:

        @hypothesis.seed(seed)
        @settings(max_examples=requests, database=None, deadline=None, suppress_health_check=list(HealthCheck))
        @given(question=questions(addresses(client)))
        def ask_one(question: Question) -> None:
            client.cookies.clear()
            answered[ask(client, *question)] += 1

        ask_one()
        for question in every_sign():
            answered[ask(client, *question)] += 1
    return {f"answers of status {status}": answered[status] for status in sorted(answered)}


def addresses(client: TestClient) -> list[str]:
    """Give the addresses of all that can be read, with a place such as {ref} for what stands in them."""
    app: Any = client.app
    described = client.get("/api/openapi.json").json()["paths"]
    return [*read_from(app), *sorted(described), "/static/{file}"]


def read_from(app: FastAPI) -> list[str]:
    """Give the addresses of all routes that read."""
    return sorted({prefix + route.path for prefix, route in routes.every(app) if "GET" in route.methods})


def encoded(text: str) -> str:
    """Give a text as it stands in an address, even one that is no Unicode."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def questions(known: list[str]) -> st.SearchStrategy[Question]:
    """Give a strategy for questions: three of known addresses to two of addresses that may not exist."""
    filled = st.builds(
        lambda path, inside: re.sub(r"\{[^}]+\}", lambda _: encoded(inside), path), st.sampled_from(known), VALUES
    )
    asked = st.tuples(filled, QUERIES, HEADERS)
    made_up = st.lists(PARTS, max_size=5).map(lambda parts: "/" + "/".join(encoded(part) for part in parts))
    elsewhere = st.tuples(made_up, st.just([]), st.just({}))
    return st.integers(1, 5).flatmap(lambda number: asked if number <= 3 else elsewhere)


def every_sign() -> Iterator[Question]:
    """Give questions with each byte there is, within a search and alone as a topic."""
    for sign in range(256):
        yield f"/api/v1/claims?limit=1&q=a%{sign:02x}b&topic=%{sign:02X}", [], {}


def ask(client: TestClient, path: str, pairs: list[tuple[str, str]], headers: dict[str, str]) -> int:
    """Ask one question and give the status of the answer; raises AssertionError where it is a fault of ours."""
    query = urlencode([(name.encode("utf-8", "surrogatepass"), value.encode("utf-8", "surrogatepass"))
                       for name, value in pairs])  # fmt: skip
    address = f"http://testserver{path}?{query}" if query else f"http://testserver{path}"
    answer = client.get(address, headers=headers, follow_redirects=False)
    assert answer.status_code < 500, (path, pairs, headers, answer.text[:300])
    assert "Traceback" not in answer.text, (path, pairs, headers)
    assert "Content-Security-Policy" in answer.headers, (path, pairs, headers)
    return int(answer.status_code)
