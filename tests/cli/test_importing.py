import io
import sys
from unittest.mock import patch

import pytest
from tests.helpers import desk
from tests.helpers.command_line import address_of, run, run_alone
from tests.helpers.rows import for_each

from factdesk.readers.limits import LARGEST_FILE

TALE = "A tale of salt\n\nThe river rose in spring.\n\nIt fell in autumn.\n"


@pytest.fixture
def room(desk_engine, tmp_path):
    file = tmp_path / "tale.txt"
    file.write_text(TALE, encoding="utf-8")
    return ("--database", address_of(desk_engine)), file


def test_a_text_is_stored_once_it_is_accepted(desk_engine, room):
    options, file = room
    done = run("import", "article", str(file), "--yes", *options)
    assert done.code == 0
    assert "Title: A tale of salt" in done.said
    assert "13 words in 3 paragraphs" in done.said
    assert "a new article, a draft: a-tale-of-salt, its claims ATOS-1 and so on" in done.said
    assert done.said.endswith("Stored a-tale-of-salt, version 1.\n")
    with desk.nothing_stored(desk_engine):
        again = run("import", "article", str(file), "--yes", *options)
    assert (again.code, again.said.splitlines()[-1]) == (
        0, "Nothing changed: a-tale-of-salt, version 1, has this text already.",
    )  # fmt: skip
    assert desk.problems(desk_engine) == []


def test_a_changed_text_is_a_new_version_of_the_article_named(desk_engine, room):
    options, file = room
    assert run("import", "article", str(file), "--into", "a-tale", "--yes", *options).said.endswith("version 1.\n")
    file.write_text(TALE.replace("autumn", "winter"), encoding="utf-8")
    done = run("import", "article", str(file), "--into", "a-tale", "--yes", *options)
    assert "version 2 of the text of a-tale" in done.said
    assert done.said.endswith("Stored a-tale, version 2.\n")


def test_where_nobody_can_answer_nothing_is_saved_and_the_way_is_told(desk_engine, room):
    options, file = room
    with desk.nothing_stored(desk_engine):
        done = run("import", "article", str(file), "--title", "Salt", *options)
    assert done.code == 2
    assert "a new article, a draft: salt" in done.said
    assert done.told == (
        "factdesk: Nothing was saved: look at the preview above, then run it again with --yes to accept it.\n"
    )


@for_each(("answer", "code", "last"), [("n\n", 1, "Nothing was saved.\n"), ("y\n", 0, "version 1.\n")])
def test_on_a_terminal_it_asks(room, answer, code, last):
    options, file = room

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    with patch.object(sys, "stdin", Terminal(answer)), patch("factdesk.cli._asking.answers_come", return_value=True):
        done = run("import", "article", str(file), *options)
    assert (done.code, done.said.endswith(last)) == (code, True)


def test_standard_input_is_read(room):
    options, _ = room
    done = run_alone("import", "article", "-", "--yes", *options, input=TALE.encode())
    assert (done.code, done.said.splitlines()[-1]) == (0, "Stored a-tale-of-salt, version 1.")


def test_what_cannot_be_imported_is_refused_in_one_line(desk_engine, room, tmp_path):
    options, file = room
    empty, large = tmp_path / "empty.txt", tmp_path / "large.txt"
    empty.write_bytes(b"")
    large.write_bytes(b"a" * (LARGEST_FILE + 1))
    with desk.nothing_stored(desk_engine):
        for words, code, told in (
            ((str(empty),), 2, "empty.txt is empty"),
            ((str(large),), 2, "large.txt"),
            ((str(tmp_path / "none.txt"),), 2, "cannot be read"),
            ((str(tmp_path),), 2, "cannot be read"),
            ((str(file), "--into", "nowhere"), 1, "There is no article nowhere"),
            ((str(file), "--into", "a-tale", "--title", "Salt"), 2, "--title is for a new article"),
        ):
            assert told in run("import", "article", *words, "--yes", *options).refused(code)


def test_the_group_names_what_can_be_imported():
    done = run_alone("import", "--help")
    assert done.code == 0
    assert "article" in done.said
