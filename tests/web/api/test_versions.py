from base64 import b64encode

import pytest
from tests.helpers import desk
from tests.helpers.rows import for_each

from factdesk.commands import claims

AT = "/api/v1/articles/a-tale/versions"
TALE = "A tale of salt 🧂\n\nThe river rose in spring."


@pytest.fixture
def editor(at_work):
    changed = desk.changed_claim(quote="river rose")
    desk.run(at_work.engine, claims.revise, at_work.who["ed"], "TALE-1", changed)
    return at_work.sign_in("ed")


def test_a_text_is_taken_once(editor):
    taken = editor.ask("POST", AT, {"text": TALE})
    assert (taken.status_code, taken.json()) == (201, {"number": 1, "new": True, "passages": {"exact": 1}})
    with desk.nothing_stored(editor.engine):
        again = editor.ask("POST", AT, {"text": TALE})
    assert again.json() == {"number": 1, "new": False, "passages": {}}
    assert desk.problems(editor.engine) == []


def test_a_file_is_taken_by_its_name(editor):
    data = b64encode("Die Flüsse stiegen im Frühjahr.\n\nIm Herbst sanken sie.".encode("utf-16")).decode()
    assert editor.ask("POST", AT, {"data": data, "name": "tale.txt"}).json()["number"] == 1
    assert "Flüsse" in editor.ask("GET", f"{AT}/1").json()["text"]


def test_a_version_comes_with_selectors_of_the_web_annotation_model(editor):
    editor.ask("POST", AT, {"text": TALE})
    found = editor.sign_in("ann").ask("GET", f"{AT}/1").json()
    assert found["text"] == TALE
    (anchor,) = found["anchors"]
    quote, place = anchor["selector"]
    assert (anchor["ref"], anchor["passage"], anchor["state"], anchor["score"]) == ("TALE-1", 1, "exact", 100)
    assert (quote["type"], quote["exact"]) == ("TextQuoteSelector", "river rose")
    assert place["type"] == "TextPositionSelector"
    assert TALE[place["start"] : place["end"]] == quote["exact"]
    assert TALE[: place["start"]].endswith(quote["prefix"])
    (listed,) = editor.ask("GET", AT).json()["versions"]
    assert listed.items() <= found.items()


def test_who_may_not_is_refused(editor):
    editor.ask("POST", AT, {"text": TALE})
    for name, status in (("ann", 403), (None, 401)):
        who = editor.sign_in(name)
        with desk.nothing_stored(editor.engine):
            assert who.ask("POST", AT, {"text": "Other"}).status_code == status
    for address in (AT, f"{AT}/1"):
        assert editor.ask("GET", address).status_code == 401


@for_each(
    "body",
    [
        {}, {"text": ""}, {"text": " \n "}, {"text": "x", "data": "eA==", "name": "x.txt"}, {"data": "eA=="},
        {"data": "!", "name": "x.txt"}, {"data": "", "name": "x.txt"}, {"text": "x", "foo": 1}, [], "x",
        {"text": "\x00\x00"}, {"data": b64encode(b"\x89PNG\r\n\x1a\n").decode(), "name": "x.png"},
    ],
)  # fmt: skip
def test_junk_is_refused(editor, body):
    with desk.nothing_stored(editor.engine):
        answer = editor.ask("POST", AT, body)
    assert answer.status_code == 422, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_what_is_not_there_is_not_found(editor):
    for address in (f"{AT}/1", f"{AT}/0", f"{AT}/{2**70}", "/api/v1/articles/nowhere/versions"):
        assert editor.ask("GET", address).status_code == 404, address
    assert editor.ask("POST", "/api/v1/articles/nowhere/versions", {"text": TALE}).status_code == 404
