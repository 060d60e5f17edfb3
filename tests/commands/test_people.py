import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select
from tests.helpers import desk
from tests.helpers.rows import for_each

from factdesk.access import OPERATOR
from factdesk.commands import people, signing
from factdesk.database.transaction import reading, writing
from factdesk.drafts.people import PersonDraft, TokenDraft
from factdesk.drafts.reading import FieldsRefused, read
from factdesk.errors import Clash, Forbidden, Invalid, NotFound, NotSignedIn
from factdesk.models import ApiToken, Person, SignIn, SignInLink
from factdesk.queries import people as accounts
from factdesk.rules.chain import secret_hash
from factdesk.vocabulary import Role, Scope

EVE = PersonDraft(name="eve", role=Role.REVIEWER)


@pytest.fixture
def who(desk_engine):
    return desk.the_people(desk_engine)


def token(name="robot", person="ed", scope=Scope.REVIEW):
    return TokenDraft(name=name, person=person, scope=scope)


def by_token(engine, secret):
    """Give whom a token stands for, or why it does not hold."""
    with reading(engine) as session:
        try:
            return accounts.by_token(session, secret)
        except NotSignedIn as refusal:
            return refusal.sentence


def the_token(engine, name="robot"):
    with reading(engine) as session:
        return next(one for one in accounts.tokens(session) if one.name == name)


def grow_old(engine, by):
    """Let the tokens end earlier, as if that much time had passed."""
    with writing(engine) as session:
        for one in session.exec(select(ApiToken)):
            one.expires_at -= by
            session.add(one)


def test_an_account_is_made_once(desk_engine, who):
    assert desk.run(desk_engine, people.add, who["ada"], EVE) == "eve"
    assert desk.the(desk_engine, Person, name="eve").role == "reviewer"
    assert desk.refused(desk_engine, Clash, people.add, who["ada"], EVE).place == "name"


def test_a_token_stands_for_a_person_as_far_as_its_scope_and_is_stored_hashed(desk_engine, who):
    secret = desk.run(desk_engine, people.add_token, who["ada"], token())
    actor = by_token(desk_engine, secret)
    assert (actor.id, actor.role, actor.scope) == (who["ed"].id, Role.EDITOR, Scope.REVIEW)
    assert secret not in repr(desk.everything(desk_engine))
    assert desk.refused(desk_engine, Clash, people.add_token, who["ada"], token()).place == "name"
    assert by_token(desk_engine, secret + "x") == "This token is not known here."


def test_an_ended_token_holds_no_more(desk_engine, who):
    secret = desk.run(desk_engine, people.add_token, who["ada"], token())
    desk.run(desk_engine, people.disable_token, who["ada"], "robot")
    assert by_token(desk_engine, secret) == "This token was revoked."
    assert the_token(desk_engine).state == "revoked"
    desk.refused(desk_engine, Clash, people.disable_token, who["ada"], "robot")
    desk.refused(desk_engine, Clash, people.disable_token, who["ada"], "nothing")


def test_a_token_ends_after_90_days_or_when_it_was_said(desk_engine, who):
    secret = desk.run(desk_engine, people.add_token, who["ada"], token())
    assert desk.problems(desk_engine) == []
    for name, expires, ends in (("week", "7", timedelta(days=7)), ("day", "2100-02-28", None), ("ever", "never", None)):
        draft = read(TokenDraft, {"name": name, "person": "ed", "scope": "read", "expires": expires})
        desk.run(desk_engine, people.add_token, who["ada"], draft)
        if ends:
            assert timedelta(0) <= desk.now() + ends - the_token(desk_engine, name).expires < timedelta(minutes=1)
    assert the_token(desk_engine, "day").expires == datetime(2100, 2, 28, 23, 59, 59, 999999, tzinfo=UTC)
    assert the_token(desk_engine, "ever").expires is None
    desk.run(desk_engine, people.disable_token, who["ada"], "ever")
    assert desk.problems(desk_engine) == []
    with writing(desk_engine) as session:
        session.delete(session.exec(select(ApiToken).where(ApiToken.name == "ever")).one())
    grow_old(desk_engine, timedelta(days=90) - timedelta(minutes=1))
    assert by_token(desk_engine, secret).name == "ed"
    grow_old(desk_engine, timedelta(minutes=1))
    assert re.fullmatch(
        r"This token expired at \d{4}-\d\d-\d\d \d\d:\d\d UTC; ask for a new one\.", by_token(desk_engine, secret)
    )
    assert the_token(desk_engine).state == "expired"
    assert any("api_token" in problem for problem in desk.problems(desk_engine))  # an end that was moved is seen


def test_an_end_that_is_none_is_refused(desk_engine, who):
    for expires in (
        "0",
        "-1",
        "3651",
        "9" * 5000,
        "soon",
        "2027-13-01",
        "\u0661\u0660",
        "1e3",
        "2027-03-01T10:00",
        "\x00",
    ):
        with pytest.raises(FieldsRefused) as refusal:
            read(TokenDraft, {"name": "robot", "scope": "read", "expires": expires})
        assert list(refusal.value.errors) == ["expires"], expires
    over = read(TokenDraft, {"name": "robot", "person": "ed", "scope": "read", "expires": "2020-01-01"})
    assert desk.refused(desk_engine, Invalid, people.add_token, who["ada"], over).place == "expires"


def test_a_program_whose_token_ends_gets_another_for_the_same_account(desk_engine, who):
    desk.run(desk_engine, people.add_token, who["ada"], token(person=None))
    secret = desk.run(desk_engine, people.add_token, who["ada"], token(name="robot-2", person="robot"))
    assert by_token(desk_engine, secret).name == "robot"


def test_whoever_has_a_token_revokes_it_and_nobody_elses(desk_engine, who):
    for name, person in (("mine", "ann"), ("other", "ed")):
        desk.run(desk_engine, people.add_token, who["ada"], token(name, person))
    desk.refused(desk_engine, Forbidden, people.disable_token, who["ann"], "other")
    desk.refused(desk_engine, Forbidden, people.disable_token, who["ann"], "nothing")
    desk.refused(desk_engine, Forbidden, people.disable_token, desk.limited(who["ann"], Scope.REVIEW), "mine")
    assert desk.run(desk_engine, people.disable_token, who["ann"], "mine") == "mine"
    with reading(desk_engine) as session:
        assert [(one.name, one.state) for one in accounts.tokens(session, who["ann"].id)] == [("mine", "revoked")]
    assert desk.problems(desk_engine) == []


def test_the_use_of_a_token_is_written_down_without_an_event(desk_engine, who):
    secret = desk.run(desk_engine, people.add_token, who["ada"], token())
    assert the_token(desk_engine).used is None
    for _ in range(2):
        with desk.nothing_stored(desk_engine), writing(desk_engine) as session:
            people.note_use(session, secret_hash(secret))
        assert timedelta(0) <= desk.now() - the_token(desk_engine).used < timedelta(minutes=1)


def test_closing_an_account_ends_its_sign_ins_links_and_tokens_and_keeps_what_it_wrote(desk_engine, who):
    secret = desk.run(desk_engine, people.add_token, who["ada"], token())
    password = signing.hashed("correct horse battery")
    with writing(desk_engine) as session:
        signing.set_password(session, who["ed"], None, password)
        kept = accounts.password_of(session, "ed")
        signed_in = signing.by_password(session, kept)
        other = signing.by_link(session, signing.make_link(session, "ann"))
        link = signing.make_link(session, "ed")
    desk.run(desk_engine, people.disable, who["ada"], "ed")
    with reading(desk_engine) as session:
        assert accounts.by_sign_in(session, signed_in).role is None
        assert accounts.by_sign_in(session, other).name == "ann"
        assert accounts.by_name(session, "ed") is None
    assert by_token(desk_engine, secret) == "The account that this token acts for is closed."
    assert the_token(desk_engine).state == "its account is closed"
    assert (desk.number_of(desk_engine, SignIn), desk.number_of(desk_engine, SignInLink)) == (1, 0)
    for command, given in ((signing.by_link, (link,)), (signing.by_password, (kept,))):
        with writing(desk_engine) as session, pytest.raises(signing.Invalid):
            command(session, *given)
    with writing(desk_engine) as session, pytest.raises(Clash):
        signing.make_link(session, "ed")
    desk.refused(desk_engine, Clash, people.disable, who["ada"], "ed")
    desk.refused(desk_engine, Clash, people.add_token, who["ada"], token("another"))
    assert desk.problems(desk_engine) == []


def test_an_account_that_is_not_there_or_cannot_act(desk_engine, who):
    desk.refused(desk_engine, NotFound, people.disable, who["ada"], "nobody")
    desk.refused(desk_engine, NotFound, people.add_token, who["ada"], token(person="nobody"))
    desk.refused(desk_engine, Clash, people.add_token, who["ada"], token(person="desk"))


def test_only_an_admin_keeps_people(desk_engine, who):
    given = [
        (people.add, EVE),
        (people.disable, "ann"),
        (people.add_token, token()),
        (people.disable_token, "robot"),
    ]
    for command, last in given:
        desk.refused(desk_engine, NotSignedIn, command, who["reader"], last)
        for actor in (who["ann"], who["ed"], desk.limited(who["ada"], Scope.EDIT)):
            desk.refused(desk_engine, Forbidden, command, actor, last)
    for name, actor in (("eve", OPERATOR), ("eva", desk.limited(who["ada"], Scope.ADMIN))):
        desk.run(desk_engine, people.add, actor, PersonDraft(name=name, role=Role.REVIEWER))


def test_the_first_link_is_made_until_somebody_signs_in(empty_engine):
    with writing(empty_engine) as session:
        first = people.first_link(session)
        again = people.first_link(session)
        assert desk.the_row(session, Person, name=people.FIRST_EDITOR).role == "editor"
    assert first != again
    with writing(empty_engine) as session:
        signing.by_link(session, again)
    with writing(empty_engine) as session:
        assert people.first_link(session) is None
    assert desk.problems(empty_engine) == []


def test_no_first_link_where_others_have_accounts(desk_engine, who):
    with writing(desk_engine) as session:
        assert people.first_link(session) is None
    assert desk.number_of(desk_engine, ApiToken) == 0


@for_each("but", [{"name": "Eve Smith"}, {"name": "x" * 51}, {"role": "reader"}, {"title": "\x00"}])
def test_an_account_that_is_none_names_its_field(but):
    with pytest.raises(FieldsRefused) as refusal:
        read(PersonDraft, {"name": "eve", "role": "reviewer"} | but)
    assert list(refusal.value.errors) == list(but)
