"""What the tests of pages ask in the same way: whole page or part, and refusals in one sentence."""

import re
from typing import Any

from starlette.testclient import TestClient
from tests.helpers.markup import Node, parse

PART = {"HX-Request": "true"}
WHOLE = (
    {"HX-Request": "true", "HX-Boosted": "true"},
    {"HX-Request": "true", "HX-History-Restore-Request": "true"},
    {},
)
SENTENCE = re.compile(r"[^\n]{10,600}\.")

BAD_FILTERS = (
    "foo=1",
    "FOO=1",
    "verdict=nonsense",
    "confidence=very+high",
    "confidence_min=none",
    "state=%3Cscript%3E",
    "sort=upside-down",
    "sort=relevance",
    "withdrawn=maybe",
    "after=2026-02-30",
    "before=yesterday",
    "q=%00",
    "q=" + "x" * 10_000,
    "q=...",
    "q=" + "a+" * 40,
    "topic=a%00b",
    "topic=" + "x" * 10_000,
    "article=%0D%0A",
    "&".join(f"topic={number}" for number in range(101)),
    "x" * 10_000 + "=1",
)
"""Wrong wherever claims are filtered."""
BAD_PAGES = ("limit=0", "limit=201", "limit=abc", "limit=", "limit=-1", "limit=1e9", "limit=" + "9" * 5_000)
"""Wrong wherever there are pages; an empty limit is none, and so is right."""
BAD_CURSORS = ("x", "!!", "....", "AAAA", "WyJhcnRpY2xlIl0", "eyJhIjoxfQ", "bnVsbA", "x" * 201, "%00", "%ED%A0%80")
"""None of them was made by the register."""


def page(client: TestClient, address: str, **headers: str) -> Node:
    """Get a page or a part of one."""
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, (address, answer.status_code, answer.text[:500])
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    return parse(answer.text)


def is_whole(text: str) -> bool:
    return text.startswith("<!doctype html>") and "</html>" in text


def refusal(client: TestClient, address: str, *statuses: int) -> str:
    """Get a page that refuses, and give its one sentence."""
    answer = client.get(address)
    assert answer.status_code in (statuses or (422,)), (address[:200], answer.status_code, answer.text[:500])
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    box = parse(answer.text).one("div", class_="nothing")
    assert box.one("p", class_="kicker").text() == str(answer.status_code)
    assert box.one("h1").text()
    sentence = box.all("p")[1].text()
    assert SENTENCE.fullmatch(sentence), sentence
    return sentence


def problem(client: TestClient, address: str, *statuses: int) -> dict[str, Any]:
    """Get a problem (RFC 9457), and give its members."""
    answer = client.get(address)
    assert answer.status_code in (statuses or (422,)), (address[:200], answer.status_code, answer.text[:500])
    assert answer.headers["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert found["type"] == "about:blank"
    assert found["status"] == answer.status_code
    assert found["title"]
    assert SENTENCE.fullmatch(found["detail"]), found["detail"]
    return found


def refs(shown: Node) -> list[str]:
    """Give the references of the claims a register shows, in order."""
    return [row.attributes["id"] for row in shown.one("section", id="results").all("li") if "id" in row.attributes]
