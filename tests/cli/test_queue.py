import pytest
from tests.helpers.command_line import address_of, run

from factdesk.drafts.queue import QueueList


@pytest.fixture
def options(engine):
    """Give the options that name a register somebody writes in."""
    return ("--database", address_of(engine))


def test_a_list_of_somebodys_queue_is_printed(options):
    run("user", "add", "rita", *options)
    ended = run("list", "--queue", "gap", *options)
    assert ended.code == 0
    assert [line.split("\t")[0] for line in ended.said.splitlines()] == ["MDS-9"]
    assert ended.told.strip() == "1 of 1 in the list gap of rita."
    run("user", "add", "mira", *options)
    assert "of mira." in run("list", "--queue", "mine", "--as", "mira", *options).told
    narrowed = run("list", "--queue", "gap", "--as", "mira", "--verdict", "disputed", *options)
    assert (narrowed.said, narrowed.told.strip()) == ("", "0 of 0 in the list gap of mira.")


def test_whose_queue_must_be_clear_and_the_list_one_of_ours(options):
    assert "--as" in run("list", "--queue", "mine", *options).refused(2)
    assert "--as" in run("list", "--queue", "mine", "--as", "nobody", *options).refused(2)
    run("user", "add", "rita", *options)
    told = run("list", "--queue", "nonsense", *options).refused(2)
    assert all(word in told for word in QueueList)
