import csv
import io
import json

import feedparser
import pytest
from tests.helpers import desk
from tests.helpers.command_line import run
from tests.helpers.rows import for_each

from factdesk.commands import reviews
from factdesk.drafts.moments import written
from factdesk.models import ChainHead


@pytest.fixture(scope="module")
def worked(databases):
    """Give the address of a register somebody judged in, and the moment before."""
    with databases.opened("desk") as engine:
        people = desk.the_people(engine)
        before = written(desk.the(engine, ChainHead).at)
        desk.run(engine, reviews.submit, people["ann"], "TALE-1", desk.a_judgement(verdict="mixed"))
        yield engine.url.render_as_string(hide_password=False), before


def test_a_list_and_an_export_are_of_the_moment_asked_for(worked):
    url, before = worked
    listed = run("list", "--as-of", before, "--verdict", "supported", "--database", url)
    assert (listed.code, [line.split("\t")[0] for line in listed.said.splitlines()]) == (0, ["TALE-1"])
    assert run("list", "--verdict", "supported", "--database", url).said == ""
    exported = run("export", "json", "--as-of", before, "--database", url)
    assert json.loads(exported.said)["claims"][0]["verdict"] == "supported"
    assert f"as_of={before[:10]}" in exported.told
    assert run("export", "json", "--as-of", before, "--database", url).written == exported.written


def test_what_changed_is_exported(worked):
    url, before = worked
    table = run("export", "changes.csv", "--after", before, "--database", url)
    rows = list(csv.DictReader(io.StringIO(table.said, newline="")))
    assert [(row["ref"], row["change"], row["after"]) for row in rows] == [("TALE-1", "verdict", "mixed")]
    assert "After: " in table.told
    read = run("export", "changes.json", "--after", before, "--verdict", "mixed", "--database", url)
    assert json.loads(read.said)["facts"]["count"] == 1
    feed = run("export", "changes.atom", "--article", "a-tale", "--database", url)
    assert feedparser.parse(feed.written).entries[0].title == "TALE-1: verdict supported → mixed"


@for_each(
    ("options", "named"),
    [
        (("export", "changes.csv", "--q", "water"), "q"),
        (("export", "changes.json", "--layout", "evidence"), "layout"),
        (("export", "changes.csv", "--after", "yesterday"), "after"),
        (("export", "csv", "--as-of", "2026-02-30"), "as_of"),
        (("list", "--as-of", "2026-01-01", "--kind", "news"), "kind"),
        (("list", "--as-of", "2999-01-01"), "as_of"),
        (("export", "changes.xlsx"), "changes.xlsx"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(worked, options, named):
    assert named in run(*options, "--database", worked[0]).refused(2)
