from sqlmodel import select
from tests.helpers import desk

from factdesk.commands import claims, evidence, reviews
from factdesk.database.transaction import reading
from factdesk.facts.gather import gather
from factdesk.facts.past import claim_of, past_row, settled, shown_at
from factdesk.facts.snapshots import shown
from factdesk.models import ChainHead, Claim, ClaimPast


def test_what_was_kept_is_what_the_claim_showed_and_follows_from_the_chain(desk_engine):
    people = desk.the_people(desk_engine)
    seen = {}
    for step in (
        lambda: None,
        lambda: desk.run(desk_engine, reviews.submit, people["ann"], "TALE-2", desk.a_judgement(confidence="low")),
        lambda: desk.run(desk_engine, evidence.add, people["ann"], "TALE-2", desk.new_evidence()),
        lambda: desk.run(
            desk_engine, claims.revise, people["ed"], "TALE-2", desk.reworded("meaning", statement="Two", topics=["x"])
        ),
    ):
        step()
        seen[desk.the(desk_engine, ChainHead).seq] = shown(desk.the(desk_engine, Claim, ref="TALE-2"))
    with reading(desk_engine) as session:
        claim = session.exec(select(Claim).where(Claim.ref == "TALE-2")).one()
        kept = session.exec(select(ClaimPast).where(ClaimPast.claim_id == claim.id)).all()
        assert len(kept) == 3
        for past in kept:
            was = claim_of(past)
            assert shown(was) == past.shown
            assert (was.id, was.place, was.article_id, was.shown_seq) == (
                claim.id, claim.place, claim.article_id, past.from_seq,
            )  # fmt: skip
            assert ClaimPast(**past_row(was, past.shown, until_seq=past.until_seq)) == past
        for seq, expected in seen.items():
            [facts] = gather(session, [claim.id], seq)
            assert shown_at(facts) == expected
            assert settled(facts).verdict == expected["verdict"]
        versions = [past.shown for past in sorted(kept, key=lambda one: one.from_seq)] + [shown(claim)]
    assert versions == list(seen.values())
