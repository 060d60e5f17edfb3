import re
from datetime import timedelta

import pytest
from sqlmodel import select
from tests.helpers import desk

from factdesk.commands import people, signing
from factdesk.database.transaction import reading, writing
from factdesk.drafts.people import TokenDraft
from factdesk.models import SignIn
from factdesk.queries import people as accounts
from factdesk.rules.attempts import OF_BOTH
from factdesk.vocabulary import Scope
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
    assert 800 < int(refused[-1].headers["Retry-After"]) <= 900
    assert "Too many tries failed. Wait for 15 minutes, or sign in by a link." in refused[-1].text
    assert sign_in(known, OLD).status_code == 303  # others at the same address
    assert known.sign_in("ben").client.get("/account").status_code == 200  # and ben by a link


def by_link(known, name="ann"):
    """Follow a link that the operator made."""
    with writing(known.engine) as session:
        link = signing.make_link(session, name)
    known.sign_in(None)
    answer = known.client.post(f"/sign-in/{link}", follow_redirects=False)
    known._secret = known.client.cookies[COOKIE]
    return answer.headers["Location"]


def test_whoever_forgot_the_password_comes_by_a_link_and_sets_a_new_one(known):
    elsewhere = sign_in(known, OLD).cookies[COOKIE]
    assert by_link(known) == "/account"
    shown = known.page("/account").one("main")
    assert {one.attributes["name"] for one in shown.all("input", type_="password")} == {"password"}
    assert "set a new password here" in shown.text()
    short = known.send("/account/password", {"password": "short"})
    assert (short.status_code, "present" in short.text) == (422, False)
    assert known.send("/account/password", {"password": NEW}).status_code == 303
    again = known.send("/account/password", {"password": OLD})  # which the link does not do twice
    assert (again.status_code, "This is not your present password." in again.text) == (422, True)
    known.client.cookies.clear()
    known.client.cookies.set(COOKIE, elsewhere)
    assert known.client.get("/account").status_code == 401
    assert [sign_in(known, password).status_code for password in (OLD, NEW)] == [422, 303]


def test_after_a_quarter_of_an_hour_the_present_password_is_asked_for(known):
    by_link(known)
    with writing(known.engine) as session:
        for row in session.exec(select(SignIn)):
            if row.by_link_until:
                row.by_link_until -= timedelta(minutes=15)
                session.add(row)
    shown = known.page("/account").one("main")
    assert {one.attributes["name"] for one in shown.all("input", type_="password")} == {"password", "present"}
    assert known.send("/account/password", {"password": NEW}).status_code == 422
    assert sign_in(known, OLD).status_code == 303


def test_a_link_leads_whoever_has_no_password_to_the_register(at_work):
    assert by_link(at_work, "ben") == "/claims"


def a_token(known, name="robot", person="ann"):
    draft = TokenDraft(name=name, person=person, scope=Scope.READ)
    return desk.run(known.engine, people.add_token, desk.OPERATOR, draft)


def test_ones_own_tokens_are_on_the_account_page_and_are_revoked_there(known):
    secret = a_token(known)
    a_token(known, "of-ed", "ed")
    asks = {"Authorization": f"Bearer {secret}"}
    assert known.client.get("/api/v1/claims", headers=asks).status_code == 200
    known.sign_in("ann")
    shown = known.page("/account")
    assert "of-ed" not in shown.text()
    (row,) = [row for row in shown.one("main").all("li") if "robot" in row.text()][-1:]
    assert re.search(r"robot \(read\): made .+, (never used|last used .+), expires \d+ \w+ \d{4}\.", row.text())
    (form,) = row.all("form")
    assert known.send("/account/tokens/of-ed/revoke", {}).status_code == 403
    assert known.send(form.attributes["action"], {}).headers["Location"] == "/account"
    assert not [
        form for form in known.page("/account").one("main").all("form") if "tokens" in form.attributes["action"]
    ]
    refused = known.client.get("/api/v1/claims", headers=asks)
    assert (refused.status_code, refused.json()["detail"]) == (401, "This token was revoked.")


def test_when_a_token_was_last_used_is_written_down_after_whoever_waits_to_write(known):
    secret = a_token(known)
    for _ in range(3):
        assert known.client.get("/api/v1/claims", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    known.sign_in("ann").send("/claims/TALE-1/notes", {"body": "A note", "audience": "internal"})  # comes after it
    with reading(known.engine) as session:
        (row,) = accounts.tokens(session, known.who["ann"].id)
    assert timedelta(0) <= desk.now() - row.used < timedelta(minutes=1)
