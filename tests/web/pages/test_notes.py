import pytest
from tests.helpers import desk, hostile_register
from tests.helpers.rows import for_each
from tests.web.asking import PART

from factdesk.commands import notes

AT = "/claims/TALE-1/notes"


@pytest.fixture
def people(desk_engine):
    return desk.the_people(desk_engine)


@pytest.fixture
def room(at_work):
    """Give the browser after one of the people, or a reader, came in."""
    return at_work.sign_in


def test_a_note_is_stored_and_shown_where_it_may_be(room):
    answer = room("ann").send(AT, {"body": "For the *desk*", "audience": "internal"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/claims/TALE-1#notes")
    room("ann").send(AT, {"body": "For **all**", "audience": "public"})
    shown = room("ben").page("/claims/TALE-1").one("section", id="notes")
    internal, public = shown.all("article")
    assert internal.one("em").text() == "desk"
    assert "Internal: only people who are signed in see this note" in internal.text()
    assert "Internal" not in public.text()
    (only,) = room(None).page("/claims/TALE-1").one("section", id="notes").all("article")
    assert only.one("strong").text() == "all"
    assert "ann" not in only.text().split()


def test_without_a_note_readers_see_no_room_for_them(room):
    assert room(None).page("/claims/TALE-1").all("section", id="notes") == []


def test_a_part_says_what_happened(room):
    answer = room("ann").send(AT, {"body": "One"}, **PART)
    assert "TALE-1 has 1 note; a note changes no verdict." in answer.text


def test_a_note_is_withdrawn_with_a_reason_by_its_own_page(room):
    room("ann").send(AT, {"body": "Mistaken", "audience": "public"})
    link = f"{AT}/1/withdrawal"
    for name, there in (("ann", True), ("ed", True), ("ben", False), (None, False)):
        assert (link in room(name).ask("GET", "/claims/TALE-1").text) == there
    assert "Withdraw a note" in room("ann").page(link).text()
    answer = room("ann").send(link, {"reason": "Other claim", "version": "1"})
    assert answer.status_code == 303
    assert "This note was withdrawn: Other claim" in room(None).page("/claims/TALE-1").text()


@for_each(("name", "status"), [(None, 401), ("ben", 403)])
def test_who_may_not_withdraw_it_is_told(room, desk_engine, name, status):
    room("ann").send(AT, {"body": "Mine"})
    who = room(name)
    with desk.nothing_stored(desk_engine):
        assert who.send(f"{AT}/1/withdrawal", {"reason": "So", "version": "1"}).status_code == status


@for_each(
    ("path", "fields", "status"),
    [
        (AT, {"body": ""}, 422), (AT, {"body": "x", "audience": "some"}, 422), (AT, {}, 422),
        (f"{AT}/1/withdrawal", {"reason": "", "version": "1"}, 422),
        (f"{AT}/1/withdrawal", {"reason": "So", "version": "7"}, 409),
        (f"{AT}/99/withdrawal", {"reason": "So", "version": "1"}, 404),
        (f"{AT}/x/withdrawal", {"reason": "So", "version": "1"}, 422),
        ("/claims/TALE-9/notes", {"body": "x"}, 404),
    ],
)  # fmt: skip
def test_junk_is_refused_and_nothing_stored(room, desk_engine, path, fields, status):
    room("ann").send(AT, {"body": "Mine"})
    ann = room("ann")
    with desk.nothing_stored(desk_engine):
        assert ann.send(path, fields).status_code == status
    assert ann.ask("GET", f"{AT}/99/withdrawal").status_code == 404


def test_hostile_notes_stay_text(room, desk_engine, people):
    for text in hostile_register.TEXTS:
        desk.run(desk_engine, notes.add, people["ann"], "TALE-1", desk.a_note(body=text, audience="public"))
    for node in room(None).page("/claims/TALE-1").one("section", id="notes").walk():
        assert node.tag not in ("img", "script", "iframe", "style")
        assert hostile_register.MARK not in node.tag
        assert not any(hostile_register.MARK in name or name.startswith("on") for name in node.attributes)
        assert not node.attributes.get("href", "").lower().startswith(("javascript:", "data:"))
