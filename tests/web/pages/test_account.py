import pytest

from factdesk.rules.attempts import OF_BOTH
from factdesk.web.deps import COOKIE

OLD, NEW = "correct horse battery", "another horse battery"


@pytest.fixture
def known(at_work):
    """Give the browser of a desk where ann is signed in and has a password."""
    assert at_work.sign_in("ann").send("/account/password", {"password": OLD}).status_code == 303
    return at_work


def sign_in(at_work, password, name="ann"):
    return at_work.sign_in(None).send("/sign-in", {"name": name, "password": password})


def test_a_first_password_asks_for_none_and_a_new_one_for_the_present(at_work):
    at_work.sign_in("ann")
    fields = {one.attributes["name"] for one in at_work.page("/account").one("main").all("input", type_="password")}
    assert fields == {"password"}
    assert at_work.send("/account/password", {"password": OLD}).status_code == 303
    fields = {one.attributes["name"] for one in at_work.page("/account").one("main").all("input", type_="password")}
    assert fields == {"password", "present"}


def test_without_the_present_password_nothing_changes(known):
    for sent in ({}, {"present": ""}, {"present": NEW}, {"present": OLD + " "}):
        answer = known.send("/account/password", {"password": NEW} | sent)
        assert answer.status_code == 422
        assert "This is not your present password." in answer.text
    assert sign_in(known, NEW).status_code == 422
    assert sign_in(known, OLD).status_code == 303


def test_a_short_one_is_refused_at_its_field(known):
    answer = known.send("/account/password", {"present": OLD, "password": "short"})
    assert answer.status_code == 422
    assert "A password needs at least 12 characters." in answer.text


def test_a_new_password_ends_the_sign_ins_elsewhere_and_this_one_goes_on(known):
    here = known.client.cookies[COOKIE]
    elsewhere = sign_in(known, OLD).cookies[COOKIE]
    known.sign_in("ann")
    here = known.client.cookies[COOKIE]
    assert known.send("/account/password", {"present": OLD, "password": NEW}).status_code == 303
    for secret, status in ((here, 200), (elsewhere, 401)):
        known.client.cookies.clear()
        known.client.cookies.set(COOKIE, secret)
        assert known.client.get("/account").status_code == status
    assert sign_in(known, NEW).status_code == 303


def test_guesses_come_to_an_end_and_say_when_it_may_be_tried_again(known):
    refused = [sign_in(known, "wrong", name="ben") for _ in range(OF_BOTH + 3)]
    assert [one.status_code for one in refused] == [422] * OF_BOTH + [429] * 3
    assert 890 < int(refused[-1].headers["Retry-After"]) <= 900
    assert "Too many tries failed. Wait for 15 minutes, or sign in by a link." in refused[-1].text
    assert sign_in(known, OLD).status_code == 303  # others at the same address
    assert known.sign_in("ben").client.get("/account").status_code == 200  # and ben by a link
