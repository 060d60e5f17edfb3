import pytest
from tests.helpers.command_line import address_of, run
from tests.helpers.rows import for_each

from factdesk.database.transaction import reading
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
    assert "bot\treviewer\tcannot sign in\tbot (program)" in run("user", "list", *options).said
    assert run("token", "add", "bot", *options).code == 1
    assert run("token", "disable", "bot", *options).code == 0
    assert run("token", "disable", "bot", *options).code == 1


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
