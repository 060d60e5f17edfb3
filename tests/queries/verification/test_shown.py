"""Which sources must be shown is told from the chain, even where nothing rests on them any more."""

import sqlalchemy as sa
from tests.helpers import desk

from factdesk.commands import claims, evidence, sources
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.writing import NewDerivationDraft
from factdesk.facts.snapshots import table_of
from factdesk.models import Evidence, Source

SOURCE = table_of(Source)
_GONE = WithdrawalDraft(reason="It does not hold", version=1)


def found_of(engine, citekey):
    """Give what is found where a source is shown that was hidden, or hidden that was shown."""
    contrary = sa.update(SOURCE).where(SOURCE.c.citekey == citekey).values(shown=~SOURCE.c.shown)
    with engine.begin() as connection:
        connection.execute(contrary)
    found = desk.problems(engine)
    with engine.begin() as connection:
        connection.execute(contrary)
    return found[0]


def test_a_source_that_something_published_rested_on_until_a_derivation_was_withdrawn(desk_engine):
    ed = desk.the_people(desk_engine)["ed"]
    for citekey in ("src06", "src07"):
        desk.run(desk_engine, sources.add, ed, desk.new_source(citekey))
    desk.run(desk_engine, sources.derive, ed, "src06", NewDerivationDraft(parent="src07", how="cites"))
    assert "src07 is shown although" in found_of(desk_engine, "src07")
    desk.run(desk_engine, sources.derive, ed, "src01", NewDerivationDraft(parent="src06", how="cites"))
    desk.run(desk_engine, sources.underive, ed, "src01", "src06", _GONE)
    assert desk.problems(desk_engine) == []
    for citekey in ("src06", "src07"):
        assert f"{citekey} is hidden although a published claim once" in found_of(desk_engine, citekey)


def test_a_source_that_a_piece_of_evidence_passed_on_until_it_was_revised(desk_engine):
    ed = desk.the_people(desk_engine)["ed"]
    desk.run(desk_engine, sources.add, ed, desk.new_source("src06"))
    piece = desk.the(desk_engine, Evidence, id=4)
    assert piece.rests_on
    for version, rests_on in ((1, ["src06"]), (2, [])):
        draft = desk.changed_evidence(rests_on=rests_on, version=version)
        desk.run(desk_engine, evidence.revise, ed, piece.id, draft)
    assert desk.problems(desk_engine) == []
    assert "src06 is hidden although a published claim once" in found_of(desk_engine, "src06")


def test_a_source_that_only_a_draft_rested_on_was_never_shown(desk_engine):
    ed = desk.the_people(desk_engine)["ed"]
    ref = desk.run(desk_engine, claims.add, ed, "a-tale", desk.new_claim())
    for citekey in ("src06", "src07"):
        desk.run(desk_engine, sources.add, ed, desk.new_source(citekey))
    desk.run(desk_engine, sources.derive, ed, "src06", NewDerivationDraft(parent="src07", how="cites"))
    desk.run(desk_engine, evidence.add, ed, ref, desk.new_evidence("src06"))
    desk.run(desk_engine, sources.underive, ed, "src06", "src07", _GONE)
    assert desk.problems(desk_engine) == []
    assert "src07 is shown although" in found_of(desk_engine, "src07")
