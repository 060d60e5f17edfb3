from datetime import timedelta

import pytest
from sqlmodel import select
from tests.helpers import desk

from factdesk.access import OPERATOR
from factdesk.commands import uploads
from factdesk.commands.uploads import MOST_OF_A_PERSON
from factdesk.database.transaction import reading, writing
from factdesk.drafts.texts import LARGEST_UPLOAD
from factdesk.errors import Forbidden, Invalid, NotFound, NotSignedIn
from factdesk.models import Upload
from factdesk.queries import uploads as waiting


@pytest.fixture
def who(desk_engine):
    return desk.the_people(desk_engine)


def keep(engine, actor, data=b"A tale"):
    return desk.run(engine, uploads.keep, actor, "tale.txt", "text/plain", data)


def get(engine, actor, secret):
    with reading(engine) as session:
        return waiting.get(session, actor, secret)


def test_a_file_waits_for_the_person_who_sent_it_alone(desk_engine, who):
    secret = keep(desk_engine, who["ed"])
    found = get(desk_engine, who["ed"], secret)
    assert (found.name, found.media_type, found.data) == ("tale.txt", "text/plain", b"A tale")
    for other in ("ada",):
        with pytest.raises(NotFound):
            get(desk_engine, who[other], secret)
    with pytest.raises(Forbidden):
        get(desk_engine, who["ann"], secret)
    for junk in ("", "x", "\x00", "é" * 500):
        with pytest.raises(NotFound):
            get(desk_engine, who["ed"], junk)


def test_it_is_no_register_content(desk_engine, who):
    before = desk.everything(desk_engine)
    keep(desk_engine, who["ed"])
    after = desk.everything(desk_engine)
    assert after.pop("upload") != before.pop("upload")
    assert after == before


def test_only_ones_own_file_can_be_dropped(desk_engine, who):
    secret = keep(desk_engine, who["ed"])
    desk.run(desk_engine, uploads.drop, who["ada"], secret)
    get(desk_engine, who["ed"], secret)
    desk.run(desk_engine, uploads.drop, who["ed"], secret)
    with pytest.raises(NotFound):
        get(desk_engine, who["ed"], secret)


def test_a_handful_is_kept_of_a_person_and_the_oldest_goes(desk_engine, who):
    secrets = [keep(desk_engine, who["ed"], bytes([number])) for number in range(MOST_OF_A_PERSON + 1)]
    others = keep(desk_engine, who["ada"])
    with pytest.raises(NotFound):
        get(desk_engine, who["ed"], secrets[0])
    assert [get(desk_engine, who["ed"], secret).data for secret in secrets[1:]] == [
        bytes([number]) for number in range(1, MOST_OF_A_PERSON + 1)
    ]
    get(desk_engine, who["ada"], others)


def test_after_a_day_it_is_gone_whoever_keeps_the_next(desk_engine, who):
    secret = keep(desk_engine, who["ed"])
    with writing(desk_engine) as session:
        for one in session.exec(select(Upload)):
            one.created_at -= timedelta(days=1, seconds=1)
            session.add(one)
    with pytest.raises(NotFound):
        get(desk_engine, who["ed"], secret)
    keep(desk_engine, who["ada"])
    assert desk.number_of(desk_engine, Upload) == 1


def test_what_is_not_kept(desk_engine, who):
    given = ("tale.txt", None, b"A tale")
    desk.refused(desk_engine, NotSignedIn, uploads.keep, who["reader"], *given)
    desk.refused(desk_engine, Forbidden, uploads.keep, who["ann"], *given)
    desk.refused(desk_engine, Invalid, uploads.keep, OPERATOR, *given)
    desk.refused(desk_engine, Invalid, uploads.keep, who["ed"], "big.txt", None, bytes(LARGEST_UPLOAD + 1))
