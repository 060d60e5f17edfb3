from pathlib import Path

import pytest
from tests.helpers.command_line import address_of, run, run_alone
from tests.helpers.rows import for_each

from factdesk import paths
from factdesk.queries import comparison

PRINTED = Path(paths.ALEMBIC_INI).parent / "docs" / "confidence.md"


def test_it_prints_what_the_docs_print(seeded_url):
    ended = run("compare", "--database", seeded_url)
    assert ended.code == 0
    printed = PRINTED.read_text(encoding="utf-8").split("$ factdesk compare\n")[1].split("```")[0]
    assert ended.said.strip() == printed.strip()
    assert "Compared 40 claims" in ended.told


def test_a_filter_leaves_what_it_says(seeded_url):
    ended = run("compare", "--database", seeded_url, "--topic", "Algeria", "--gap", "1")
    assert ended.said.splitlines()[1] == "claims with both\t2"
    assert "MDS-9" not in ended.said


def test_where_nothing_can_be_compared_it_says_so(empty_engine):
    ended = run("compare", "--database", address_of(empty_engine))
    assert ended.code == 0
    assert ended.said.splitlines()[1:4] == [
        "claims with both\t0",
        "Spearman's rho\tundefined",
        "Kendall's tau-b\tundefined",
    ]


def test_those_left_out_of_the_list_are_counted(seeded_url, monkeypatch):
    monkeypatch.setattr(comparison, "MOST_NAMED", 0)
    ended = run("compare", "--database", seeded_url)
    assert "MDS-9" not in ended.said
    assert "1 more claim is 2 levels or more apart." in ended.told


@for_each("words", [("--verdict", "nonsense"), ("--gap", "0"), ("--sort", "relevance"), ("--as-of", "2020-01-01")])
def test_a_filter_that_is_none_is_misuse_said_in_one_line(seeded_url, words):
    assert run("compare", "--database", seeded_url, *words).refused(2)


@for_each("words", [("--limit", "5"), ("stray",)])
def test_what_is_no_option_is_misuse(seeded_url, words):
    ended = run("compare", "--database", seeded_url, *words)
    assert (ended.code, ended.written) == (2, b"")


def test_a_register_that_is_not_there_fails(tmp_path):
    assert run("compare", "--database", f"sqlite:///{tmp_path}/none.db").refused(1)


@pytest.mark.slow
def test_it_runs_as_a_process(seeded_url):
    ended = run_alone("compare", "--database", seeded_url)
    assert ended.code == 0
    assert ended.said.startswith("measure\tvalue\n")
