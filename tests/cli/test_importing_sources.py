"""`factdesk import FILE`: sources of a list of references, previewed, what is on file offered and never merged."""

import pytest
from tests.helpers import desk
from tests.helpers.command_line import address_of, run
from tests.helpers.rows import for_each

from factdesk.access import OPERATOR
from factdesk.commands import publishers, sources
from factdesk.drafts.publishers import PublisherChangeDraft
from factdesk.models import Publisher, Source
from factdesk.vocabulary import Checked, Lineage, Reliability

LIST = """@article{new-2020, title={A new one}, author={Doe, Jane}, journal={The Gazette}, year=2020,
  url={https://a.example/new}}
@online{src01, title={Another that is called src01 too}, url={https://a.example/other}}
@online{same-address, title={Quite another title}, url={http://www.a.example/known/}}
@online{same-title, title={A known one}}
@online{same-doi, title={By its DOI}, doi={10.1000/KNOWN}}
@online{within, title={Twice in the file}, url={https://a.example/new#part}}
"""


@pytest.fixture
def room(desk_engine, tmp_path):
    actors = desk.the_people(desk_engine)
    known = {"title": "A known one", "url": "https://a.example/known", "reliability": "B"}
    desk.run(desk_engine, sources.add, actors["ed"], desk.new_source("known", **known))
    with_doi = {"title": "With a DOI", "url": "https://doi.org/10.1000/known", "reliability": "B"}
    desk.run(desk_engine, sources.add, actors["ed"], desk.new_source("known-doi", **with_doi))
    file = tmp_path / "list.bib"
    file.write_text(LIST, encoding="utf-8")
    return ("--database", address_of(desk_engine)), file


def test_what_is_new_is_added_and_what_is_on_file_is_named(desk_engine, room):
    options, file = room
    done = run("import", str(file), "--yes", *options)
    assert (done.code, done.told) == (0, "")
    for line in (
        "entry same-address: Quite another title has the address of known",
        "entry same-title: A known one has the title of known",
        "entry same-doi: By its DOI has the DOI of known-doi",
        "entry within: Twice in the file has the address of entry new-2020",
        "entry new-2020: A new one (academic)",
        "  The Gazette",
        "Together: 2 added with 1 new publishers, 4 on file already, 0 refused",
        "Stored: added 2 sources, 4 were on file already.",
    ):
        assert line in done.said
    new = desk.the(desk_engine, Source, citekey="new-2020")
    assert (new.reliability, new.lineage, new.consulted, new.checked) == (
        Reliability.F, Lineage.NOT_RECORDED, False, Checked.NO)  # fmt: skip
    assert desk.the(desk_engine, Source, url="https://a.example/other").citekey not in {"src01", "new-2020"}
    assert desk.problems(desk_engine) == []


def test_a_list_brought_twice_adds_nothing_twice(desk_engine, room):
    options, file = room
    run("import", str(file), "--yes", *options)
    with desk.nothing_stored(desk_engine):
        assert run("import", str(file), "--yes", *options).said.endswith("Nothing would change.\n")


def test_what_seems_to_be_on_file_is_added_if_wanted_anyway(desk_engine, room):
    options, file = room
    assert "added 6 sources, 0 were" in run("import", str(file), "--anyway", "--yes", *options).said
    assert desk.problems(desk_engine) == []


def test_a_known_publisher_gives_its_grade(desk_engine, room):
    options, file = room
    desk.run(desk_engine, sources.add, OPERATOR, desk.new_source("p", publisher="The Gazette", reliability="C"))
    paper = desk.the(desk_engine, Publisher, name="The Gazette")
    grade = PublisherChangeDraft(default_reliability="C", version=paper.version)
    desk.run(desk_engine, publishers.grade, OPERATOR, paper.id, grade)
    assert "added with 0 new publishers" in run("import", str(file), "--yes", *options).said
    assert desk.the(desk_engine, Source, citekey="new-2020").reliability is Reliability.C


def test_one_bad_reference_keeps_all_others_out(desk_engine, room):
    options, file = room
    file.write_text(LIST + "@misc{bad, title={Bad}, year={soon}, url={ftp://a.example}}\n@misc{none, year=2020}\n")
    with desk.nothing_stored(desk_engine):
        done = run("import", str(file), "--yes", *options)
    assert done.code == 1
    assert "entry bad, published: Is not a date such as 2021, 2021-03 or 2021-03-05." in done.said
    assert "entry bad, url: Is not a web address" in done.said
    assert "entry none, title: This is needed." in done.said
    assert done.told == (
        "factdesk: Nothing was stored. list.bib, entry bad, published: Is not a date such as 2021, 2021-03 or "
        "2021-03-05 (3 refused in all).\n"
    )


def test_without_yes_nothing_is_stored(desk_engine, room):
    options, file = room
    with desk.nothing_stored(desk_engine):
        assert "--yes" in run("import", str(file), *options).told


@for_each("more", [("--into", "a-tale"), ("--map", "a=statement"), ("--edit", "typo")])
def test_what_concerns_claims_is_refused(desk_engine, room, more):
    options, file = room
    with desk.nothing_stored(desk_engine):
        assert "is a list of sources" in run("import", str(file), "--yes", *more, *options).refused(2)


def test_published_fact_checks_become_claims_and_come_in_once(desk_engine, room, tmp_path):
    options, _ = room
    file = tmp_path / "reviews.jsonld"
    file.write_text('{"@graph": [{"@type": "ClaimReview", "claimReviewed": "Salt is <b>wet</b>", '
                    '"itemReviewed": {"author": {"name": "Doe, Jane"}}}]}')  # fmt: skip
    done = run("import", str(file), "--into", "a-tale", "--yes", *options)
    assert done.said.endswith("Stored: added 1 (TALE-4 to TALE-4, drafts), changed 0, unchanged 0.\n")
    with desk.nothing_stored(desk_engine):
        again = run("import", str(file), "--into", "a-tale", "--yes", *options)
    assert "row 1: its statement is that of TALE-4" in again.said
    assert "--anyway is for lists of sources" in run("import", str(file), "--anyway", *options).refused(2)
