"""What is refused before a form is read, where a way on may lead, and what takes a thread."""

from inspect import isasyncgenfunction, iscoroutinefunction

import pytest
from tests.helpers import desk, routes
from tests.web.conftest import browsing

from factdesk.web import deps
from factdesk.web.pages.account import _local

PASSWORD = "correct horse battery"
SIGN_IN = {"name": "ann", "password": PASSWORD}
FOREIGN = (
    "https://evil.example",
    "http://testserver.evil.example",
    "http://testserver:81",
    "null",
    "http://[",
    "file://",
)


@pytest.fixture
def known(at_work):
    """Give the browser of a desk where ann has a password."""
    at_work.sign_in("ann").send("/account/password", {"password": PASSWORD})
    return at_work.sign_in(None)


def test_a_form_of_another_site_is_refused_by_its_origin(known):
    for path, fields in (("/sign-in", SIGN_IN), ("/sign-in/some-secret", {}), ("/claims/TALE-1/reviews", {})):
        for origin in FOREIGN:
            with desk.nothing_stored(known.engine):
                answer = known.send(path, fields, Origin=origin)
            assert answer.status_code == 403, (path, origin)
            assert "another site" in answer.text
    assert known.send("/sign-in", SIGN_IN, Origin="http://testserver").status_code == 303


def test_the_host_of_the_settings_is_our_own_site_too(known):
    with browsing(known.engine, base_url="https://claims.example/register/") as client:
        for origin, status in (("https://claims.example", 303), ("https://other.example", 403)):
            answer = client.post("/sign-in", data=SIGN_IN, headers={"Origin": origin}, follow_redirects=False)
            assert answer.status_code == status, origin


def test_the_way_on_stays_on_this_site(known):
    ways = {
        "/claims/TALE-1": "/claims/TALE-1", "/queue?list=due#top": "/queue?list=due#top", "": "/claims",
        "//evil.example": "/claims", "/\\evil.example": "/claims", "/\t/evil.example": "/claims",
        "/\n/evil.example": "/claims", "/\r/evil.example": "/claims", "\t//evil.example": "/claims",
        "/\x00/evil.example": "/claims", "/\x7f": "/claims", "/ /evil.example": "/claims",
        "https://evil.example": "/claims", "javascript:alert(1)": "/claims", "/\u200b/evil.example": "/claims",
    }  # fmt: skip
    for sent, way in ways.items():
        assert _local(sent) == way, repr(sent)
    for sent in ("/claims/TALE-1", "/\t/evil.example"):
        answer = known.send("/sign-in", SIGN_IN | {"go_on": sent})
        assert (answer.status_code, answer.headers["Location"]) == (303, ways[sent])


def test_a_charset_that_decodes_no_text_is_refused(at_work):
    body = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n\xff-\r\n--x--\r\n'
    at_work.sign_in("ed")
    for path in ("/sign-in", "/articles/import", "/claims/TALE-1/reviews"):
        for charset in ("punycode", "idna", "undefined", "rot13", "hex", "nonsense"):
            kind = f"multipart/form-data; boundary=x; charset={charset}"
            answer = at_work.client.post(path, content=body, headers={"Content-Type": kind})
            assert 400 <= answer.status_code < 500, (path, charset, answer.status_code)


def test_no_route_takes_a_thread_for_what_does_not_wait(known):
    """Whoever reads would wait for one as often as the route has dependencies, while others write."""
    seen = set()
    for prefix, route in routes.every(known.client.app):
        waiting = list(route.dependant.dependencies)
        while waiting:
            one = waiting.pop()
            waiting += one.dependencies
            seen.add(one.call)
            path = prefix + route.path
            assert iscoroutinefunction(one.call) or isasyncgenfunction(one.call), (path, one.call)
    assert deps.known in seen


def test_a_form_token_that_is_no_ascii_is_refused_like_any_that_is_wrong(at_work):
    at_work.sign_in("ed")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for sent in (b"csrf=\xff", b"csrf=%ED%A0%80", "csrf=é".encode(), b"csrf=%00", b"csrf=" + b"%F0%9F%98%80" * 64):
        for path in ("/account/password", "/claims/TALE-1/reviews", "/articles/import"):
            with desk.nothing_stored(at_work.engine):
                answer = at_work.client.post(path, content=sent, headers=form)
            assert answer.status_code == 403, (path, sent)
        headers = [("Content-Type", "application/json"), ("X-CSRF-Token", b"\xff\xfe")]
        assert at_work.client.post("/api/v1/claims/TALE-1/notes", content=b"{}", headers=headers).status_code == 403


def test_a_filter_in_json_may_hold_anything_and_is_refused(at_work):
    at_work.sign_in("ed")
    for sent in ([[]], [{}], {}, [[["unassigned"]]], [None], [1e308], 2**70, True, ["unassigned", []]):
        for name in ("list", "q", "topic"):
            answer = at_work.ask(
                "POST", "/api/v1/queue/next", {name: sent} | ({"list": "due"} if name != "list" else {})
            )
            assert answer.status_code == 422, (name, sent, answer.text)
