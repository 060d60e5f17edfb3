"""What is predicted for a withdrawal or a new grade is exactly what the register holds after it was really done."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select
from tests.helpers import desk
from tests.helpers.builders import a_claim, a_piece, a_register, a_review, a_source, load

from factdesk.access import OPERATOR
from factdesk.commands import sources
from factdesk.database.transaction import reading
from factdesk.drafts.judging import WithdrawalDraft
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


def predicted(engine: Any, change: Change) -> dict[str, Reckoning]:
    with reading(engine) as session:
        every = session.exec(select(Claim.id)).all()
        return {one.facts.claim.ref: one.after for one in effects(gather(session, every), change)}


def held(engine: Any) -> dict[str, Reckoning]:
    with reading(engine) as session:
        return {
            one.ref: Reckoning(one.origins_for, one.origins_against, one.computed, one.computed_number,
                               one.computed_score, one.gap)
            for one in session.exec(select(Claim))
        }  # fmt: skip


def ways(engine: Any) -> list[tuple[Change, Any, tuple[object, ...]]]:
    """Give every change that can be imagined here, with the command that makes it."""
    with reading(engine) as session:
        key = {one.id: one.citekey for one in session.exec(select(Source))}
        found = [(Change(withdrawn=frozenset({one})), sources.withdraw, (one, GONE)) for one in KEYS]
        found += [
            (Change(derivations=frozenset({row.id})), sources.underive, (key[row.source_id], key[row.parent_id], GONE))
            for row in session.exec(select(Derivation))
        ]
        return found + [
            (Change(ties=frozenset({row.id})), sources.untie, (key[row.a_id], key[row.b_id], GONE))
            for row in session.exec(select(Tie))
        ]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(register=registers(), choice=st.integers(0, 1_000))
def test_what_is_predicted_for_a_withdrawal_is_what_the_register_then_holds(databases, register, choice):
    with databases.opened("empty") as engine:
        load(engine, register)
        every = ways(engine)
        change, command, given_ = every[choice % len(every)]
        expected = predicted(engine, change)
        desk.run(engine, command, OPERATOR, *given_)
        assert held(engine) == expected


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(register=registers(), key=st.sampled_from(KEYS), grade=st.sampled_from(Reliability))
def test_what_is_predicted_for_a_new_grade_is_what_the_register_then_holds(databases, register, key, grade):
    with databases.opened("empty") as engine:
        load(engine, register)
        source = desk.the(engine, Source, citekey=key)
        expected = predicted(engine, Change(graded={key: grade}))
        but = {"reliability": str(grade), "lineage": str(source.lineage), "consulted": source.consulted}
        desk.run(engine, sources.revise, OPERATOR, key, desk.changed_source(**but))
        assert held(engine) == expected


@pytest.mark.parametrize("change", [Change(), Change(withdrawn=frozenset({"elsewhere"}))])
def test_without_a_change_everything_stays(desk_engine, change):
    assert predicted(desk_engine, change) == held(desk_engine)


def test_nothing_is_written_and_claims_apart_are_left_alone(desk_engine):
    with desk.nothing_stored(desk_engine):
        after = predicted(desk_engine, Change(withdrawn=frozenset({"src01"})))
    assert after["TALE-1"].supports == 0
    with reading(desk_engine) as session:
        over = claims_over(session, session.exec(select(Source.id).where(col(Source.citekey) == "src01")).all())
        touched = set(session.exec(select(Claim.ref).where(col(Claim.id).in_(over))))
    assert touched == {"TALE-1", "TALE-2"}
    assert after["TALE-3"] == held(desk_engine)["TALE-3"]
