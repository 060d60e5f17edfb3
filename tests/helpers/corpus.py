"""A fixed corpus: small registers that hold every grade, stance, lineage and kind of judgement, and never change.

No chance is in it and no clock, so that what follows from it is the same on every machine, engine and Python. Do not
change it: what a derivation version comes to is recorded by it.
"""

from itertools import product
from typing import Any

import sqlalchemy as sa
from tests.helpers import desk
from tests.helpers.builders import a_claim, a_piece, a_register, a_review, a_source, load
from tests.helpers.large_register import days_passing

from factdesk.access import OPERATOR
from factdesk.commands import articles, assignments, claims, evidence, notes, people, reviews, sources
from factdesk.database.transaction import writing
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.people import PersonDraft
from factdesk.drafts.queue import AssignmentDraft
from factdesk.vocabulary import ClaimType, Confidence, Hedge, Reliability, Role, SourceKind, SupportCheck, Verdict

_WORDS = ("Straße", "naïve", "İzmir", "ﬁne", "ملح", "水の値", "co-operate", "don’t", "Ångström", "U.S.", "3,000", "x²")


def _turn(values: Any, at: int) -> Any:
    listed = list(values)
    return listed[at % len(listed)]


def _sources() -> list[dict[str, Any]]:
    made = []
    for at, (grade, lineage) in enumerate(product(Reliability, ("own", "derived", "not_recorded"))):
        given: dict[str, Any] = {"reliability": str(grade), "lineage": lineage, "kind": str(_turn(SourceKind, at))}
        given |= {"consulted": at % 7 != 3, "publisher": f"Publisher {at % 4}", "authors": [_turn(_WORDS, at)]}
        if lineage == "derived":
            given["derived_from"] = [{"source": f"key{at - 1:02}", "how": _turn(("reprints", "cites"), at)}]
        made.append(a_source(f"key{at:02}", title=f"{_turn(_WORDS, at + 5)} {at}", **given))
    return made


def _claim(at: int) -> dict[str, Any]:
    pieces = [
        a_piece(
            f"key{(at * 5 + step * 7) % 18:02}",
            stance=_turn(("supports", "supports", "disputes", "context"), at + step),
            credibility=(at + step * 2) % 6 + 1,
            support_check=str(_turn(SupportCheck, at // 3 + step)),
            says=f"{_turn(_WORDS, at + step)} says {step}",
            rests_on=[f"key{(at * 3) % 18:02}"] if step == 2 else [],
        )
        for step in range(at % 5)
    ]
    if at in (38, 39):  # enough for either end of the scale
        pieces = [a_piece(key, stance=_turn(("supports", "disputes"), at), credibility=1, support_check="says_it")
                  for key in ("key00", "key02", "key06")]  # fmt: skip
    review = a_review(
        verdict=str(_turn([one for one in Verdict if one is not Verdict.UNREVIEWED], at)),
        confidence=str(_turn(Confidence, at)), reason=_turn(_WORDS, at * 3),
    )  # fmt: skip
    return a_claim(
        at + 1, *pieces,
        statement=f"{_turn(_WORDS, at)} {_turn(_WORDS, at * 5 + 1)} {at}",
        hedge=str(_turn(Hedge, at)), type=str(_turn(ClaimType, at)),
        topics=[_turn(_WORDS, at)] if at % 3 else [], entities=[_turn(_WORDS, at + 2)] if at % 4 else [],
        review=review if at % 3 else None,
    )  # fmt: skip


def _judge(engine: sa.Engine) -> None:
    """Let a desk judge some claims once and twice, agree and disagree, reword, note, assign, publish and withdraw."""
    with writing(engine) as session:
        for name, role in (("ann", Role.REVIEWER), ("ben", Role.REVIEWER), ("ed", Role.EDITOR)):
            people.add(session, OPERATOR, PersonDraft(name=name, role=role))
    who = desk.the_people(engine)
    ann, ben, ed = (who[name] for name in ("ann", "ben", "ed"))
    other = desk.a_judgement(verdict="disputed", confidence="low", recheck_on="2030-01-02")
    gone = WithdrawalDraft(reason="It does not hold", version=1)
    steps: list[tuple[Any, ...]] = [
        (reviews.submit, ann, "CORP-41", desk.a_judgement()),
        (articles.revise, ed, "corpus", desk.changed_article(names_public=True, reviews_required=2)),
        (reviews.submit, ann, "CORP-44", desk.a_judgement()),
        (reviews.submit, ann, "CORP-47", desk.a_judgement()),
        (reviews.submit, ben, "CORP-47", other),
        (reviews.submit, ann, "CORP-50", desk.a_judgement()),
        (reviews.submit, ben, "CORP-50", other),
        (reviews.adjudicate, ed, "CORP-50", desk.a_judgement(verdict="mixed", confidence="moderate")),
        (reviews.submit, ben, "CORP-53", other),
        (reviews.retract, ben, "CORP-53", desk.a_retraction()),
        (claims.revise, ed, "CORP-41", desk.reworded("meaning")),
        (evidence.withdraw, ann, 5, gone),
        (sources.withdraw, ed, "key10", gone),
        (notes.add, ann, "CORP-56", desk.a_note(audience="public")),
        (notes.add, ben, "CORP-56", desk.a_note(body="ﬁne *Straße*")),
        (assignments.add, ed, "CORP-56", AssignmentDraft(person="ben")),
        (claims.add, ed, "corpus", desk.new_claim()),
        (claims.withdraw, ed, "TALE-4", gone),
    ]
    for command, actor, *given in steps:
        desk.run(engine, command, actor, *given)


def fill(engine: sa.Engine) -> None:
    """Load the corpus into an empty database: sixty claims over eighteen sources, some of them judged by a desk."""
    ties = [{"a": "key00", "b": "key03", "how": "same_owner"}, {"a": "key02", "b": "key05", "how": "same_author"}]
    made = [_claim(at) for at in range(60)]
    with days_passing():
        load(engine, a_register(*made[:40], sources=_sources(), ties=ties))
        load(engine, a_register(*made[40:], sources=_sources(), slug="corpus", prefix="CORP"))
        _judge(engine)
