"""`factdesk publish SLUG`: an article with its drafts, after a preview; a register moves with what came of it."""

import pytest
from tests.helpers import desk
from tests.helpers.command_line import address_of, run

from factdesk.commands import articles, claims
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.models import Claim


@pytest.fixture
def options(desk_engine):
    ed = desk.the_people(desk_engine)["ed"]
    desk.run(desk_engine, articles.add, ed, desk.new_article())
    for number in (1, 2, 3):
        desk.run(desk_engine, claims.add, ed, "second", desk.new_claim(statement=f"Number {number}"))
    desk.run(desk_engine, claims.withdraw, ed, "SEC-3", WithdrawalDraft(reason="Said twice", version=1))
    return ("--database", address_of(desk_engine))


def test_it_shows_what_would_become_visible_and_publishes_that(desk_engine, options):
    with desk.nothing_stored(desk_engine):
        shown = run("publish", "second", *options)
    assert shown.code == 2
    assert "--yes" in shown.told
    assert shown.said.splitlines()[1:] == [
        "Left out:", "  SEC-3: It was withdrawn: Said twice",
        "Drafts to publish:", "  SEC-1: Number 1", "  SEC-2: Number 2",
        "Together: 2 drafts to publish, 1 left out",
    ]  # fmt: skip
    done = run("publish", "second", "--yes", *options)
    assert (done.code, done.told) == (0, "")
    assert done.said.splitlines()[-1] == "Published second and its 2 drafts."
    assert desk.the(desk_engine, Claim, ref="SEC-2").shelf == "public"
    with desk.nothing_stored(desk_engine):
        assert run("publish", "second", *options).said.splitlines()[-1] == "Nothing would change."
    ed = desk.the_people(desk_engine)["ed"]
    desk.run(desk_engine, claims.add, ed, "second", desk.new_claim(statement="A late one"))
    assert run("publish", "second", "--yes", *options).said.splitlines()[-1] == "Published 1 draft of second."
    assert "nowhere" in run("publish", "nowhere", "--yes", *options).refused(1)


def test_a_register_moves_with_what_was_published_at_once(databases, options, tmp_path):
    file = tmp_path / "house.json"
    assert run("publish", "second", "--yes", *options).code == 0
    assert run("export", "json", "--complete", "-o", str(file), *options).code == 0
    with databases.opened("empty") as engine:
        there = ("--database", address_of(engine))
        assert run("import", str(file), "--yes", *there).code == 0
        assert run("list", "--article", "second", *there).said.count("SEC-") == 2
        assert "verifies" in run("verify", *there).said
