"""A small register that a desk has worked on: it left something in every table that moves to another."""

import sqlalchemy as sa
from tests.helpers import desk

from factdesk.access import OPERATOR
from factdesk.commands import assignments, claims, evidence, notes, people, reviews, sources, versions
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.people import TokenDraft
from factdesk.drafts.queue import AssignmentDraft
from factdesk.vocabulary import Scope


def worked_on(engine: sa.Engine) -> None:
    """Let a desk work on the register of tests.desk."""
    actors = desk.open_desk(engine)
    desk.run(engine, people.add_token, OPERATOR, TokenDraft(name="robot", person="ada", scope=Scope.READ))
    desk.run(engine, versions.take, actors["ed"], "a-tale", desk.a_text())
    desk.split(engine, actors, "TALE-2")
    desk.run(engine, reviews.adjudicate, actors["ed"], "TALE-2", desk.a_judgement(verdict="mixed"))
    desk.run(engine, claims.revise, actors["ed"], "TALE-1", desk.reworded("meaning"))
    desk.run(engine, claims.add, actors["ed"], "a-tale", desk.new_claim(topics=["ملح", "a\u2028b"], entities=["=1+1"]))
    desk.run(engine, notes.add, actors["ann"], "TALE-1", desk.a_note(body="Ask *her*\n\n\u202e and 𝄞"))
    desk.run(engine, assignments.add, actors["ed"], "TALE-1", AssignmentDraft(person="ben", message="Please look"))
    desk.run(engine, evidence.add, actors["ann"], "TALE-1", desk.new_evidence())
    version = desk.version_of(engine, "src01")
    desk.run(engine, sources.withdraw, actors["ed"], "src01", WithdrawalDraft(reason="A forgery", version=version))
