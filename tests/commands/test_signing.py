from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from tests.helpers import desk
from tests.helpers.rows import for_each

from factdesk.access import OPERATOR, READER
from factdesk.commands import signing
from factdesk.database.transaction import reading, writing
from factdesk.errors import Clash, Forbidden, Invalid, NotFound, Refusal
from factdesk.models import ChainHead, Event, Password, SignIn, SignInLink
from factdesk.queries import people as accounts
from factdesk.vocabulary import Scope

WORDS = "correct horse battery"
HASH, OTHER_HASH = signing.hashed(WORDS), signing.hashed(WORDS[::-1])


@pytest.fixture
def who(desk_engine):
    return desk.the_people(desk_engine)


def link_for(engine, name):
    with writing(engine) as session:
        return signing.make_link(session, name)


def follow(engine, link):
    with writing(engine) as session:
        return signing.by_link(session, link)


def signed_in(engine, secret):
    with reading(engine) as session:
        return accounts.by_sign_in(session, secret)


def test_a_link_signs_in_once(desk_engine, who):
    link = link_for(desk_engine, "ann")
    assert signed_in(desk_engine, follow(desk_engine, link)) == who["ann"]
    with desk.nothing_stored(desk_engine), pytest.raises(Invalid):
        follow(desk_engine, link)


def test_a_link_lasts_for_fifteen_minutes_and_no_longer(desk_engine, who):
    young, old = link_for(desk_engine, "ann"), link_for(desk_engine, "ben")
    with writing(desk_engine) as session:
        desk.grow_old(session, SignInLink, by=timedelta(minutes=14, seconds=50))
    assert signed_in(desk_engine, follow(desk_engine, young)).name == "ann"
    with writing(desk_engine) as session:
        desk.grow_old(session, SignInLink, by=timedelta(seconds=11))
    with pytest.raises(Invalid, match="too old"):
        follow(desk_engine, old)
    assert timedelta(minutes=15) == signing.LINK_LASTS


def test_of_two_who_follow_a_link_at_once_one_is_signed_in(desk_engine, who):
    for _ in range(5):
        link, start = link_for(desk_engine, "ann"), Barrier(2)

        def press(link=link, start=start):
            start.wait()
            try:
                return follow(desk_engine, link)
            except Refusal as refusal:
                return refusal

        with ThreadPoolExecutor(2) as pool:
            answers = [one.result() for one in [pool.submit(press) for _ in range(2)]]
        assert sorted(type(answer).__name__ for answer in answers) == ["Invalid", "str"]
    assert desk.number_of(desk_engine, SignIn) == 5


def test_a_sign_in_ends_after_its_time(desk_engine, who):
    secret = follow(desk_engine, link_for(desk_engine, "ann"))
    with writing(desk_engine) as session:
        desk.grow_old(session, SignIn, by=signing.SIGN_IN_LASTS)
    assert signed_in(desk_engine, secret) == READER


def test_signing_out_here_and_everywhere(desk_engine, who):
    first, second, third = (follow(desk_engine, link_for(desk_engine, "ann")) for _ in range(3))
    other, open_link = follow(desk_engine, link_for(desk_engine, "ben")), link_for(desk_engine, "ann")
    with writing(desk_engine) as session:
        signing.sign_out(session, first)
    assert [signed_in(desk_engine, one).role is None for one in (first, second, third)] == [True, False, False]
    with writing(desk_engine) as session:
        signing.sign_out_everywhere(session, who["ann"].id)
    assert [signed_in(desk_engine, one).role is None for one in (second, third, other)] == [True, True, False]
    with pytest.raises(Invalid):
        follow(desk_engine, open_link)


def test_a_password_signs_in_and_is_kept_by_argon2_alone(desk_engine, who):
    with writing(desk_engine) as session:
        signing.set_password(session, who["ann"], None, HASH)
        kept = accounts.password_of(session, "ann")
        secret = signing.by_password(session, kept)
    assert signing.is_right(kept, WORDS)
    assert signed_in(desk_engine, secret) == who["ann"]
    assert desk.the(desk_engine, Password, person_id=who["ann"].id).hash.startswith("$argon2id$")
    stored = repr(desk.everything(desk_engine))
    assert WORDS not in stored
    assert secret not in stored


def test_signing_in_and_passwords_append_no_event(desk_engine, who):
    before = desk.number_of(desk_engine, Event), desk.the(desk_engine, ChainHead, id=1).hash
    follow(desk_engine, link_for(desk_engine, "ann"))
    with writing(desk_engine) as session:
        signing.set_password(session, who["ann"], None, HASH)
    assert (desk.number_of(desk_engine, Event), desk.the(desk_engine, ChainHead, id=1).hash) == before


@for_each(
    ("name", "password"),
    [("ann", "wrong horse battery"), ("nobody", WORDS), ("ben", WORDS), ("desk", ""), ("", ""), ("a\x00nn", WORDS)],
)
def test_only_a_persons_own_password_is_right(desk_engine, who, name, password):
    with writing(desk_engine) as session:
        signing.set_password(session, who["ann"], accounts.password_of(session, "ann"), HASH)
    with reading(desk_engine) as session:
        assert not signing.is_right(accounts.password_of(session, name), password)


def test_a_password_that_was_changed_meanwhile_signs_nobody_in_and_is_not_replaced(desk_engine, who):
    with writing(desk_engine) as session:
        signing.set_password(session, who["ann"], None, HASH)
        old = accounts.password_of(session, "ann")
        signing.set_password(session, who["ann"], old, OTHER_HASH)
    for command, given, why in (
        (signing.by_password, (old,), Invalid),
        (signing.set_password, (who["ann"], old, HASH), Clash),
        (signing.set_password, (who["ann"], None, HASH), Clash),
    ):
        with desk.nothing_stored(desk_engine), writing(desk_engine) as session, pytest.raises(why):
            command(session, *given)


def test_a_new_password_ends_all_other_sign_ins_and_links(desk_engine, who):
    here, there = (follow(desk_engine, link_for(desk_engine, "ann")) for _ in range(2))
    others, link = follow(desk_engine, link_for(desk_engine, "ben")), link_for(desk_engine, "ann")
    with writing(desk_engine) as session:
        signing.set_password(session, who["ann"], None, HASH, here)
    assert [signed_in(desk_engine, one).role is None for one in (here, there, others)] == [False, True, False]
    with pytest.raises(Invalid):
        follow(desk_engine, link)


def test_a_password_is_long_enough_and_a_persons_own(desk_engine, who):
    with pytest.raises(Invalid, match="at least 12"):
        signing.hashed("x" * 11)
    with writing(desk_engine) as session:
        token = desk.limited(who["ann"], Scope.ADMIN)
        for actor, why in ((OPERATOR, Invalid), (READER, Invalid), (token, Forbidden)):
            with pytest.raises(why):
                signing.set_password(session, actor, None, HASH)
    assert desk.number_of(desk_engine, Password) == 0


def test_no_link_for_who_cannot_sign_in(desk_engine, who):
    for name, why in (("desk", Clash), ("nobody", NotFound)):
        with pytest.raises(why):
            link_for(desk_engine, name)
    with pytest.raises(Invalid):
        follow(desk_engine, "made up")
