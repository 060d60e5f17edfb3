import re

import pytest
from sqlmodel import select
from tests.helpers.command_line import address_of, run
from tests.helpers.rows import for_each

from factdesk.commands import people
from factdesk.database.transaction import reading, writing
from factdesk.models import ApiToken
from factdesk.queries import verification


@pytest.fixture
def desk(engine):
    """Give the options that name a register somebody writes in, and the register."""
    return ("--database", address_of(engine)), engine


def test_an_account_is_made_with_a_link_listed_and_closed(desk):
    options, engine = desk
    made = run("user", "add", "rita", "--role", "reviewer", "--title", "Rita R.", *options)
    assert made.code == 0
    assert "/sign-in/" in made.said
    assert "rita\treviewer\topen\tRita R." in run("user", "list", *options).said
    assert "/sign-in/" in run("user", "link", "rita", *options).said
    assert run("user", "disable", "rita", *options).code == 0
    assert "rita\treviewer\tclosed" in run("user", "list", *options).said
    refused = run("user", "link", "rita", *options)
    assert (refused.code, refused.told.strip()) == (1, "factdesk: The account rita cannot sign in.")
    with reading(engine) as session:
        assert list(verification.problems(session)) == []


@for_each(
    ("words", "place"),
    [(("add", "Rita!"), "name"), (("add", "rita", "--role", "boss"), "role"), (("link", "nobody"), "nobody")],
)
def test_junk_is_refused_in_one_line(desk, words, place):
    options, _ = desk
    refused = run("user", *words, *options)
    assert refused.code in (1, 2)
    assert place in refused.told
    assert len(refused.told.strip().splitlines()) == 1


def test_a_token_is_shown_once_and_acts_for_an_account_of_its_own(desk):
    options, _ = desk
    made = run("token", "add", "bot", "--scope", "review", *options)
    assert made.code == 0
    assert made.said.startswith("fd_")
    assert re.match(r"The token bot expires at \d{4}-\d\d-\d\d \d\d:\d\d UTC\. Keep its secret; it is not", made.told)
    assert "bot\treviewer\tcannot sign in\tbot (program)" in run("user", "list", *options).said
    assert run("token", "add", "bot", *options).code == 1
    assert run("token", "revoke", "bot", *options).code == 0
    assert "The token bot was revoked already." in run("token", "disable", "bot", *options).refused(1)


def test_tokens_are_listed_with_whose_they_are_and_how_long_they_hold(desk):
    options, engine = desk
    run("token", "add", "bot", "--scope", "review", "--expires", "2100-02-28", *options)
    run("token", "add", "old", "--expires", "never", *options)
    with writing(engine) as session:
        people.note_use(session, session.exec(select(ApiToken.secret_hash).where(ApiToken.name == "old")).one())
    run("token", "revoke", "old", *options)
    time = r"\d{4}-\d\d-\d\d \d\d:\d\d"
    listed = run("token", "list", *options)
    assert listed.code == 0
    first, second = listed.said.splitlines()
    assert re.fullmatch(rf"bot\tbot\treview\tmade {time}\tnever used\texpires 2100-02-28 23:59\tholds", first)
    assert re.fullmatch(rf"old\told\tread\tmade {time}\tused {time}\tnever expires\trevoked", second)
    assert run("token", "add", "new", "--expires", "soon", *options).refused(2).startswith("factdesk: expires: ")


def test_a_review_counts_for_the_only_account_or_the_one_named(desk):
    options, _ = desk
    given = ("--verdict", "disputed", "--confidence", "low", "--reason", "Read it", *options)
    alone = run("review", "MDS-29", *given)
    assert (alone.code, alone.told.strip()) == (2, "factdesk: Say with --as which account judges.")
    run("user", "add", "rita", *options)
    assert run("review", "MDS-29", *given).said.strip() == "MDS-29: disputed, confidence low, settled."
    run("user", "add", "mira", *options)
    assert run("review", "MDS-29", *given).code == 2
    assert run("review", "MDS-29", "--as", "mira", *given).code == 0
    assert run("review", "NOPE-1", "--as", "mira", *given).code == 1
    assert run("review", "MDS-29", "--as", "mira", *given[:1], "sure", *given[2:]).code == 2
    assert run("review", "MDS-29", "--as", "mira", "--recheck-on", "soon", *given).code == 2
    assert run("review", "MDS-29", "--as", "mira", "--recheck-on", "2031-04-05", *given).code == 0
    assert ",2031-04-05," in run("export", "csv", *options).said
