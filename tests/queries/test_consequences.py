import pytest
from tests.helpers import desk, with_drafts
from tests.helpers.builders import a_claim, a_piece, a_register, a_source, load

from factdesk.access import READER
from factdesk.database.transaction import reading
from factdesk.errors import NotFound
from factdesk.models import Tie
from factdesk.queries import consequences
from factdesk.queries.consequences import Kind
from factdesk.vocabulary import Reliability


@pytest.fixture
def who(desk_engine):
    return desk.the_people(desk_engine)


def asked(engine, viewer, question, *given):
    with reading(engine) as session:
        return question(session, viewer, *given)


def moves(found):
    return {
        one.ref: (one.before.supports, one.before.disputes, one.after.supports, one.after.disputes)
        for one in found.listed
    }


def test_the_claims_that_would_lose_an_origin_are_listed(desk_engine, who):
    found = asked(desk_engine, READER, consequences.of_withdrawal, "src01")
    # src02 reprints src01, and a piece of TALE-2 rests on it: with it both lose what they count through.
    assert moves(found) == {"TALE-1": (1, 0, 0, 0), "TALE-2": (1, 1, 0, 1)}
    assert (found.number, found.slight, found.looked_at, found.not_looked_at) == (2, 0, 2, 0)


def test_a_source_whose_origin_has_another_voice_takes_none_away(desk_engine, who):
    found = asked(desk_engine, READER, consequences.of_withdrawal, "src02")
    assert (found.listed, found.looked_at) == ([], 1)


def test_without_a_derivation_or_a_tie_origins_come_apart(desk_engine, who):
    found = asked(desk_engine, who["ed"], consequences.of_disconnecting, "src02", Kind.DERIVATIONS, "src01")
    assert moves(found) == {"TALE-1": (1, 0, 2, 0)}
    assert moves(asked(desk_engine, who["ed"], consequences.of_disconnecting, "src04", Kind.TIES, "src03")) == {}
    assert desk.number_of(desk_engine, Tie) == 1


def test_new_grades_show_claims_whose_number_moves(desk_engine, who):
    found = asked(desk_engine, who["ed"], consequences.of_regrading, {"src03": Reliability.A})
    (row,) = found.listed
    assert row.ref == "TALE-2"
    assert row.before.number > row.after.number
    assert asked(desk_engine, who["ed"], consequences.of_regrading, {}).listed == []


def test_so_many_are_listed_and_the_rest_is_counted(empty_engine, monkeypatch):
    load(empty_engine, a_register(*(a_claim(number, a_piece("one")) for number in range(1, 8))))
    monkeypatch.setattr(consequences, "MOST_LISTED", 3)
    monkeypatch.setattr(consequences, "CHUNK", 2)
    found = asked(empty_engine, READER, consequences.of_withdrawal, "one", 5)
    assert [one.ref for one in found.listed] == ["TALE-1", "TALE-2", "TALE-3"]
    assert (found.number, found.looked_at, found.not_looked_at, found.counted_all) == (5, 5, 2, True)


def test_a_piece_that_rests_on_the_source_is_found_by_it_alone(empty_engine):
    claim = a_claim(1, a_piece("copy", rests_on=["deep"]))
    load(empty_engine, a_register(claim, sources=[a_source("copy"), a_source("deep")]))
    assert moves(asked(empty_engine, READER, consequences.of_withdrawal, "deep")) == {"TALE-1": (1, 0, 0, 0)}


def test_readers_hear_of_no_draft(empty_engine):
    with_drafts.load(empty_engine)
    found = asked(empty_engine, READER, consequences.of_withdrawal, "open")
    assert [one.ref for one in found.listed] == list(with_drafts.OPEN_CLAIMS)
    assert found.looked_at == len(with_drafts.OPEN_CLAIMS)
    assert with_drafts.TRACE not in found.model_dump_json()
    people = desk.the_people(empty_engine)
    assert people["reader"] is READER
    for key in (*with_drafts.DRAFT_SOURCES, "never-was"):
        with pytest.raises(NotFound):
            asked(empty_engine, READER, consequences.of_withdrawal, key)
