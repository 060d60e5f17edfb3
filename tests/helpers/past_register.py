"""A register with a past: it has rows of each kind, loaded at once, written singly, and loaded and then changed."""

from typing import Any

import sqlalchemy as sa
from tests.helpers import desk
from tests.helpers.builders import a_claim, a_piece, a_register, load

from factdesk.access import Actor
from factdesk.commands import (
    articles,
    assignments,
    claims,
    evidence,
    notes,
    passages,
    people,
    reviews,
    sources,
    versions,
)
from factdesk.drafts.judging import Withdrawal, WithdrawalDraft
from factdesk.drafts.people import PersonDraft, TokenDraft
from factdesk.drafts.queue import AssignmentDraft
from factdesk.drafts.texts import PassageDraft, PassageWithdrawalDraft
from factdesk.drafts.writing import NewDerivationDraft, NewTieDraft
from factdesk.models import Evidence
from factdesk.vocabulary import Role, Scope

Steps = list[tuple[Any, ...]]
_CHOSEN = PassageDraft(text_version=1, start=11, end=32, chosen="Then it was otherwise")


def _gone(version: int = 1) -> WithdrawalDraft:
    return WithdrawalDraft(reason="It does not hold", version=version)


def write_a_lot(engine: sa.Engine) -> None:
    """Write a past of some fifty events into an empty register."""
    who = desk.open_desk(engine)
    more = a_register(a_claim(3), a_claim(4, a_piece("later"), a_piece("later", stance="context")))
    load(engine, more)
    for command, actor, *given in (*_evidence_and_sources(engine, who), *_claims_and_people(who)):
        desk.run(engine, command, actor, *given)


def _evidence_and_sources(engine: sa.Engine, who: dict[str, Actor]) -> Steps:
    ann, ben, ed = (who[name] for name in ("ann", "ben", "ed"))
    pieces = [desk.the(engine, Evidence, id=id_).id for id_ in (1, 2)]
    added = int(desk.run(engine, evidence.add, ann, "TALE-3", desk.new_evidence("src05")))
    second = int(desk.run(engine, evidence.add, ben, "TALE-3", desk.new_evidence("src01")))
    return [
        (reviews.submit, ann, "TALE-1", desk.a_judgement()),
        (reviews.submit, ben, "TALE-1", desk.a_judgement(verdict="disputed", confidence="low")),
        (reviews.adjudicate, ed, "TALE-1", desk.a_judgement(recheck_on="2030-01-02")),
        (reviews.retract, ben, "TALE-1", desk.a_retraction()),
        (evidence.add, ann, "TALE-4", desk.new_evidence("src03")),
        (evidence.revise, ann, added, desk.changed_evidence()),
        (evidence.withdraw, ann, second, _gone()),
        (evidence.revise, ben, pieces[0], desk.changed_evidence()),
        (evidence.withdraw, ben, pieces[1], _gone()),
        (sources.add, ann, desk.new_source("src06", publisher="Another paper")),
        (sources.add, ann, desk.new_source("src07", publisher="The Paper", url="https://example.org/7")),
        (sources.revise, ed, "src07", desk.changed_source(reliability_why="It was checked")),
        (sources.revise, ed, "src01", desk.changed_source(publisher="The Paper")),
        (sources.withdraw, ed, "src05", _gone()),
        (sources.derive, ed, "src06", NewDerivationDraft(parent="src07", how="cites", note="Said on page 2")),
        (sources.derive, ed, "src04", NewDerivationDraft(parent="src06", how="relays")),
        (sources.underive, ed, "src04", "src06", _gone()),
        (sources.underive, ed, "src02", "src01", _gone()),
        (sources.tie, ed, "src06", NewTieDraft(other="src01", how="same_author")),
        (sources.tie, ed, "src02", NewTieDraft(other="src01", how="same_owner")),
        (sources.untie, ed, "src02", "src01", _gone()),
        (sources.untie, ed, "src04", "src03", _gone()),
    ]  # fmt: skip


def _claims_and_people(who: dict[str, Actor]) -> Steps:
    ann, ben, ed, ada = (who[name] for name in ("ann", "ben", "ed", "ada"))
    return [
        (claims.add, ed, "a-tale", desk.new_claim(true_on="2021", topics=["water"], quote="So it was", paragraph=3)),
        (claims.add, ed, "a-tale", desk.new_claim(statement="Another")),
        (claims.publish, ed, "TALE-5", 1),
        (claims.revise, ed, "TALE-1", desk.reworded("meaning")),
        (notes.add, ann, "TALE-3", desk.a_note(audience="public")),
        (notes.add, ben, "TALE-3", desk.a_note()),
        (notes.withdraw, ben, "TALE-3", 2, _gone()),
        (assignments.add, ed, "TALE-3", AssignmentDraft(person="ben", message="Please", due_on="2030-01-02")),
        (assignments.add, ed, "TALE-4", AssignmentDraft(person="ann")),
        (assignments.withdraw, ed, "TALE-4", 2, Withdrawal(reason="Away")),
        (versions.take, ed, "a-tale", desk.a_text("So it was. Then it was otherwise.")),
        (passages.add, ed, "TALE-3", _CHOSEN),
        (passages.withdraw, ed, "TALE-5", 1, PassageWithdrawalDraft(reason="Not so", version=1, text_version=1)),
        (versions.take, ed, "a-tale", desk.a_text("It began. So it was. Then it was otherwise.")),
        (claims.withdraw, ed, "TALE-2", _gone()),
        (articles.add, ed, desk.new_article(author="A. Writer", published_on="2020")),
        (articles.add, ed, desk.new_article(slug="third", prefix="TRD")),
        (articles.publish, ed, "third", 1),
        (articles.withdraw, ed, "third", _gone(2)),
        (articles.revise, ed, "a-tale", desk.changed_article(names_public=True, reviews_required=2)),
        (people.add, ada, PersonDraft(name="eve", role=Role.REVIEWER, title="Eve")),
        (people.disable, ada, "eve"),
        (people.disable, ada, "desk"),
        (people.add_token, ada, TokenDraft(name="first", person="ed", scope=Scope.EDIT)),
        (people.add_token, ada, TokenDraft(name="second", person="ann", scope=Scope.READ)),
        (people.disable_token, ada, "second"),
    ]  # fmt: skip
