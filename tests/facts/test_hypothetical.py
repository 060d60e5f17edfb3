"""What is predicted for a withdrawal or a new grade is exactly what the register holds after it was really done."""

from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select
from tests.helpers import desk
from tests.helpers.builders import a_claim, a_piece, a_register, a_review, a_source
from tests.helpers.rows import for_each

from factdesk.access import OPERATOR
from factdesk.commands import bulk, sources
from factdesk.database.transaction import ReadSession, WriteSession, reading, writing
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.register import RegisterDraft
from factdesk.facts.gather import gather
from factdesk.facts.hypothetical import Change, Reckoning, effects
from factdesk.facts.web import claims_over
from factdesk.models import Claim, Derivation, Source, Tie
from factdesk.vocabulary import Reliability

GONE = WithdrawalDraft(reason="It does not hold", version=1)
KEYS = [f"s{number}" for number in range(6)]
SOURCE = st.fixed_dictionaries({
    "reliability": st.sampled_from("ABCDEF"),
    "lineage": st.sampled_from(["own", "derived", "not_recorded"]),
    "consulted": st.sampled_from([True, True, True, False]),
})  # fmt: skip
PIECE = st.builds(
    a_piece,
    st.sampled_from(KEYS),
    stance=st.sampled_from(["supports", "supports", "disputes", "context"]),
    credibility=st.integers(1, 6),
)
CLAIM = st.lists(PIECE, max_size=5)


@st.composite
def registers(draw: st.DrawFn) -> Any:
    """Give a register of three claims over six sources with derivations, ties and pieces that rest on others."""
    parents = {key: draw(st.sets(st.sampled_from(KEYS[:at]), max_size=2)) if at else set() for at, key in
               enumerate(KEYS)}  # fmt: skip
    made = [
        a_source(key, derived_from=[{"source": one, "how": "relays"} for one in sorted(parents[key])], **draw(SOURCE))
        for key in KEYS
    ]
    pairs = draw(st.sets(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)).filter(lambda p: p[0] < p[1]),
                         max_size=3))  # fmt: skip
    claims = []
    for number in (1, 2, 3):
        pieces = draw(CLAIM)
        for piece in pieces:
            others = [key for key in KEYS if key != piece["source"]]
            piece["rests_on"] = draw(st.one_of(st.just([]), st.just([]), st.lists(st.sampled_from(others), max_size=1)))
        claims.append(a_claim(number, *pieces, review=a_review()))
    ties = [{"a": one, "b": other, "how": "same_author"} for one, other in sorted(pairs)]
    return a_register(*claims, sources=made, ties=ties)


def predicted(session: ReadSession, change: Change) -> dict[str, Reckoning]:
    every = session.exec(select(Claim.id)).all()
    return {one.facts.claim.ref: one.after for one in effects(gather(session, every), change)}


def held(session: ReadSession) -> dict[str, Reckoning]:
    kept = select(
        Claim.ref, Claim.origins_for, Claim.origins_against,
        Claim.computed, Claim.computed_number, Claim.computed_score, Claim.gap,
    )  # fmt: skip
    return {ref: Reckoning(*reckoned) for ref, *reckoned in session.connection().execute(kept)}


Way = tuple[Change, Any, tuple[object, ...]]
"""A change that can be imagined, the command that makes it, and what that is given."""


def removals(session: ReadSession) -> list[Way]:
    """Give every way to withdraw a source, a derivation or a tie."""
    key = dict(session.exec(select(Source.id, Source.citekey)).all())
    found: list[Way] = [(Change(withdrawn=frozenset({one})), sources.withdraw, (one, GONE)) for one in KEYS]
    found += [
        (Change(derivations=frozenset({row.id})), sources.underive, (key[row.source_id], key[row.parent_id], GONE))
        for row in session.exec(select(Derivation))
    ]
    return found + [
        (Change(ties=frozenset({row.id})), sources.untie, (key[row.a_id], key[row.b_id], GONE))
        for row in session.exec(select(Tie))
    ]


def grades(session: ReadSession) -> list[Way]:
    """Give every way to grade a source anew."""
    return [
        (
            Change(graded={one.citekey: grade}),
            sources.revise,
            (
                one.citekey,
                desk.changed_source(reliability=str(grade), lineage=str(one.lineage), consulted=one.consulted),
            ),
        )
        for one in session.exec(select(Source))
        for grade in Reliability
    ]


def really_done(session: WriteSession, command: Any, given_: tuple[object, ...]) -> dict[str, Reckoning]:
    """Give what the register holds after a command, and undo it."""
    session.expire_all()  # a command begins with a session that knows nothing yet
    undone = session.begin_nested()
    command(session, OPERATOR, *given_)
    session.flush()
    found = held(session)
    undone.rollback()
    session.expire_all()
    return found


@pytest.mark.slow
def test_what_is_predicted_is_what_the_register_then_holds(empty_engine):
    """Some changes of each register are tried, each undone again, and so is the register."""

    @settings(max_examples=settings.default.max_examples // 2, suppress_health_check=[HealthCheck.too_slow])
    @given(register=registers(), chance=st.randoms(use_true_random=False))
    def check(register: RegisterDraft, chance: Random) -> None:
        with writing(empty_engine) as session:
            bulk.load(session, OPERATOR, register)
            some = [*chance.sample(removals(session), 3), chance.choice(grades(session))]
            for change, command, given_ in some:
                expected = predicted(session, change)
                assert really_done(session, command, given_) == expected, change
            session.rollback()

    check()


@for_each("change", [Change(), Change(withdrawn=frozenset({"elsewhere"}))])
def test_without_a_change_everything_stays(desk_engine, change):
    with reading(desk_engine) as session:
        assert predicted(session, change) == held(session)


def test_nothing_is_written_and_claims_apart_are_left_alone(desk_engine):
    with desk.nothing_stored(desk_engine), reading(desk_engine) as session:
        after = predicted(session, Change(withdrawn=frozenset({"src01"})))
    assert after["TALE-1"].supports == 0
    with reading(desk_engine) as session:
        over = claims_over(session, session.exec(select(Source.id).where(col(Source.citekey) == "src01")).all())
        touched = set(session.exec(select(Claim.ref).where(col(Claim.id).in_(over))))
        assert touched == {"TALE-1", "TALE-2"}
        assert after["TALE-3"] == held(session)["TALE-3"]
