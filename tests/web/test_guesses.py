import asyncio
import time

import pytest
from sqlmodel import select
from tests.conftest import ENGINES

from factdesk.database.transaction import reading, writing
from factdesk.models import ChainHead, SignInCount
from factdesk.rules.attempts import OF_BOTH
from factdesk.web.guesses import Guesses
from factdesk.web.register import Register

pytestmark = pytest.mark.engines(*ENGINES)
ANN = ("ann", "192.0.2.1")


def stored(engine):
    with reading(engine) as session:
        return {row.key: (row.failed, row.known) for row in session.exec(select(SignInCount))}


async def guess(guesses, number):
    return [await guesses.wait(*ANN) for _ in range(number)]


def test_a_restart_forgets_no_guess(empty_engine):
    async def first():
        guesses = Guesses(Register(empty_engine))
        assert not any(await guess(guesses, OF_BOTH))
        await guesses.close()

    async def after_a_restart():
        guesses = Guesses(Register(empty_engine))
        assert 840 < await guesses.wait(*ANN) <= 900
        guesses.succeeded(*ANN)  # by a link, say
        await guesses.close()

    asyncio.run(first())
    assert sorted(stored(empty_engine).values()) == [(OF_BOTH, False)] * 3
    asyncio.run(after_a_restart())
    assert sorted(stored(empty_engine).values()) == [(0, True), (OF_BOTH - 1, False), (OF_BOTH - 1, False)]


def test_guesses_and_whoever_writes_do_not_wait_for_each_other(empty_engine):
    async def while_somebody_writes():
        guesses = Guesses(Register(empty_engine), every=0.01)
        with writing(empty_engine) as session:
            session.exec(select(ChainHead).with_for_update()).one()
            began = time.monotonic()
            await guess(guesses, OF_BOTH)
            assert time.monotonic() - began < 1
            await asyncio.sleep(0.2)  # in which it is tried to store them
        await guesses.close()

    asyncio.run(while_somebody_writes())
    assert {failed for failed, _ in stored(empty_engine).values()} == {OF_BOTH}
