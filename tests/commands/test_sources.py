import pytest
from tests.helpers import desk
from tests.helpers.rows import for_each

from factdesk.access import READER
from factdesk.commands import evidence, sources
from factdesk.database.transaction import reading
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.reading import FieldsRefused, read
from factdesk.drafts.writing import NewDerivationDraft, NewSourceDraft, NewTieDraft
from factdesk.errors import Clash, Difference, Forbidden, NotFound, NotSignedIn, Stale
from factdesk.models import Claim, Derivation, Publisher, Source, Tie
from factdesk.queries import claims as claim_pages
from factdesk.vocabulary import Scope


@pytest.fixture
def who(desk_engine):
    return desk.the_people(desk_engine)


def gone(version=1):
    return WithdrawalDraft(reason="It does not hold", version=version)


def derivation(parent, how="cites"):
    return NewDerivationDraft(parent=parent, how=how)


def tie(other):
    return NewTieDraft(other=other, how="same_author")


def origins_for(engine, ref):
    return desk.the(engine, Claim, ref=ref).origins_for


def test_a_source_is_added_with_its_publisher_made_or_found(desk_engine, who):
    for citekey, publisher in (("src06", "The Paper"), ("src07", "New Press"), ("src08", None)):
        draft = desk.new_source(citekey, publisher=publisher, authors="A. Writer\r\nB. Writer, Jr.")
        assert desk.run(desk_engine, sources.add, who["ann"], draft) == citekey
    assert desk.number_of(desk_engine, Publisher) == 2
    row = desk.the(desk_engine, Source, citekey="src07")
    assert row.authors == ["A. Writer", "B. Writer, Jr."]
    assert row.shown is False
    assert desk.problems(desk_engine) == []


def test_a_taken_or_reserved_citekey_is_refused_at_its_field(desk_engine, who):
    for citekey in ("src01", "new", "choices"):
        refusal = desk.refused(desk_engine, Clash, sources.add, who["ann"], desk.new_source(citekey))
        assert refusal.place == "citekey"


def test_a_source_on_file_is_pointed_out_and_may_be_added_anyway(desk_engine, who):
    desk.run(desk_engine, sources.add, who["ann"], desk.new_source("src06", url="https://example.org/6"))
    for but in ({"url": "https://example.org/6"}, {"title": "Title of src06"}):
        refusal = desk.refused(desk_engine, Clash, sources.add, who["ann"], desk.new_source("src07", **but))
        assert "src06" in refusal.sentence
    desk.run(desk_engine, sources.add, who["ann"], desk.new_source("src07", title="Title of src06", anyway=True))


@for_each(
    ("but", "citekey"),
    [
        ({"authors": ["Ada Lovelace"], "published": "1843-09"}, "lovelace-1843"),
        ({"publisher": "New York Paper"}, "new-2"),
        ({"title": "源"}, "source"),
        ({"title": "x" * 400}, "x" * 60),
    ],
)
def test_a_citekey_is_made_where_none_is_given(desk_engine, who, but, citekey):
    draft = desk.new_source("left-out", **{"title": f"Title for {citekey}"} | but).model_copy(update={"citekey": None})
    made = desk.run(desk_engine, sources.add, who["ann"], draft)
    assert made == citekey
    assert read(NewDerivationDraft, {"parent": made, "how": "cites"}).parent == made


def test_a_changed_source_is_counted_anew_wherever_it_is_cited(desk_engine, who):
    assert origins_for(desk_engine, "TALE-1") == 1
    desk.run(desk_engine, sources.revise, who["ed"], "src01", desk.changed_source(reliability="F"))
    assert origins_for(desk_engine, "TALE-1") == 1  # through the reprint, graded for itself
    desk.run(desk_engine, sources.withdraw, who["ed"], "src01", gone(2))
    assert origins_for(desk_engine, "TALE-1") == 0
    assert desk.problems(desk_engine) == []


def test_of_two_who_change_it_the_second_sees_both_texts(desk_engine, who):
    desk.run(desk_engine, sources.revise, who["ed"], "src01", desk.changed_source(title="The first title"))
    second = desk.changed_source(title="The second title")
    stale = desk.refused(desk_engine, Stale, sources.revise, who["ada"], "src01", second)
    assert stale.version == 2
    assert stale.differences == (Difference("title", "The first title", "The second title"),)
    desk.refused(desk_engine, Stale, sources.withdraw, who["ada"], "src01", gone())


def test_of_two_who_change_its_publisher_the_second_sees_both(desk_engine, who):
    desk.run(desk_engine, sources.revise, who["ed"], "src01", desk.changed_source(publisher="First Press"))
    second = desk.changed_source(publisher="Second Press")
    stale = desk.refused(desk_engine, Stale, sources.revise, who["ada"], "src01", second)
    assert stale.differences == (Difference("publisher", "First Press", "Second Press"),)


def test_a_circle_of_derivations_is_refused_and_named(desk_engine, who):
    desk.run(desk_engine, sources.derive, who["ed"], "src03", derivation("src02"))
    refusal = desk.refused(desk_engine, Clash, sources.derive, who["ed"], "src01", derivation("src03"))
    assert refusal.place == "parent"
    assert refusal.sentence.endswith("src01 from src03 from src02 from src01")
    own = desk.refused(desk_engine, Clash, sources.derive, who["ed"], "src05", derivation("src05"))
    assert own.sentence.endswith("src05 from src05")


def test_a_connection_on_file_is_not_made_twice(desk_engine, who):
    desk.refused(desk_engine, Clash, sources.derive, who["ed"], "src02", derivation("src01", "translates"))
    for ends in (("src03", "src04"), ("src04", "src03"), ("src03", "src03")):
        desk.refused(desk_engine, Clash, sources.tie, who["ed"], ends[0], tie(ends[1]))
    assert (desk.number_of(desk_engine, Derivation), desk.number_of(desk_engine, Tie)) == (1, 1)


def test_connections_made_and_withdrawn_are_counted_at_once(desk_engine, who):
    desk.run(desk_engine, evidence.add, who["ann"], "TALE-1", desk.new_evidence("src03"))
    before = origins_for(desk_engine, "TALE-1")
    desk.run(desk_engine, sources.tie, who["ed"], "src03", tie("src01"))
    assert origins_for(desk_engine, "TALE-1") == before - 1
    desk.run(desk_engine, sources.untie, who["ed"], "src01", "src03", gone())
    assert origins_for(desk_engine, "TALE-1") == before
    desk.run(desk_engine, sources.underive, who["ed"], "src02", "src01", gone())
    assert origins_for(desk_engine, "TALE-1") == before + 1
    assert desk.problems(desk_engine) == []


def test_a_withdrawn_connection_can_be_made_again(desk_engine, who):
    desk.run(desk_engine, sources.underive, who["ed"], "src02", "src01", gone())
    desk.refused(desk_engine, Clash, sources.underive, who["ed"], "src02", "src01", gone(2))
    desk.run(desk_engine, sources.derive, who["ed"], "src01", derivation("src02"))
    desk.run(desk_engine, sources.untie, who["ed"], "src03", "src04", gone())
    desk.refused(desk_engine, Clash, sources.untie, who["ed"], "src03", "src04", gone())
    desk.run(desk_engine, sources.tie, who["ed"], "src04", tie("src03"))


def test_a_connection_changed_meanwhile_is_not_withdrawn(desk_engine, who):
    assert desk.refused(desk_engine, Stale, sources.underive, who["ed"], "src02", "src01", gone(2)).version == 1
    assert desk.refused(desk_engine, Stale, sources.untie, who["ed"], "src03", "src04", gone(2)).version == 1


def test_what_is_withdrawn_is_not_worked_on(desk_engine, who):
    desk.run(desk_engine, sources.withdraw, who["ed"], "src05", gone())
    given = [
        (sources.revise, "src05", desk.changed_source(version=2)),
        (sources.withdraw, "src05", gone(2)),
        (sources.derive, "src05", derivation("src01")),
        (sources.tie, "src05", tie("src01")),
    ]
    for command, *rest in given:
        assert "It does not hold" in desk.refused(desk_engine, Clash, command, who["ed"], *rest).sentence


def test_only_who_may_write_changes_sources(desk_engine, who):
    given = [
        (sources.revise, "src01", desk.changed_source()),
        (sources.withdraw, "src01", gone()),
        (sources.derive, "src03", derivation("src01")),
        (sources.underive, "src02", "src01", gone()),
        (sources.tie, "src01", tie("src05")),
        (sources.untie, "src03", "src04", gone()),
    ]
    for command, *rest in given:
        desk.refused(desk_engine, NotSignedIn, command, who["reader"], *rest)
        desk.refused(desk_engine, Forbidden, command, who["ann"], *rest)
        desk.refused(desk_engine, Forbidden, command, desk.limited(who["ada"], Scope.REVIEW), *rest)
    desk.refused(desk_engine, NotSignedIn, sources.add, who["reader"], desk.new_source())
    desk.refused(desk_engine, Forbidden, sources.add, desk.limited(who["ada"], Scope.READ), desk.new_source())


def test_sources_that_are_not_there_are_not_found(desk_engine, who):
    given = [
        (sources.revise, "nowhere", desk.changed_source()),
        (sources.withdraw, "nowhere", gone()),
        (sources.derive, "src01", derivation("nowhere")),
        (sources.underive, "nowhere", "src01", gone()),
        (sources.tie, "src01", tie("nowhere")),
        (sources.untie, "src01", "nowhere", gone()),
    ]
    for command, *rest in given:
        desk.refused(desk_engine, NotFound, command, who["ed"], *rest)


@for_each(
    "but",
    [{"url": "javascript:alert(1)"}, {"published": "2021-13"}, {"reliability": "G"}, {"title": ""}, {"kind": "myth"}],
)
def test_a_source_that_is_none_names_its_field(but):
    with pytest.raises(FieldsRefused) as refusal:
        read(NewSourceDraft, {"citekey": "k", "title": "t", "kind": "news", "reliability": "A"} | but)
    assert list(refusal.value.errors) == list(but)


def test_readers_hear_nothing_of_a_source_only_drafts_rest_on(desk_engine, who):
    desk.run(desk_engine, sources.add, who["ann"], desk.new_source("secret"))
    desk.run(desk_engine, sources.tie, who["ed"], "src01", tie("secret"))
    with reading(desk_engine) as session:
        assert "secret" not in claim_pages.get(session, READER, "TALE-1").model_dump_json()
        assert "secret" in claim_pages.get(session, who["ann"], "TALE-1").model_dump_json()
