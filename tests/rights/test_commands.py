"""Who may do what, command by command, against the table of the doors."""

import inspect
import pkgutil
from importlib import import_module
from typing import Any

import pytest
from tests.helpers import desk, quoted_desk
from tests.helpers.builders import a_claim, a_register
from tests.helpers.published_register import SMALLEST
from tests.rights.test_rights import KEEPS, MAY, NOBODY, PEOPLE, REVIEWS, TOKENS, WRITES

from factdesk import commands
from factdesk.access import OPERATOR
from factdesk.commands import (
    anew,
    articles,
    assignments,
    bulk,
    claims,
    complete,
    evidence,
    leases,
    notes,
    passages,
    people,
    published,
    publishers,
    reviews,
    signing,
    sources,
    upkeep,
    uploads,
    versions,
)
from factdesk.drafts.judging import Withdrawal, WithdrawalDraft
from factdesk.drafts.people import PersonDraft, TokenDraft
from factdesk.drafts.published import PublishedRegister
from factdesk.drafts.publishers import PublisherChangeDraft
from factdesk.drafts.queue import AssignmentDraft, SupportCheckDraft
from factdesk.drafts.writing import NewDerivationDraft, NewTieDraft
from factdesk.errors import Forbidden, NotSignedIn
from factdesk.facts.anew import Batch
from factdesk.vocabulary import Role, Scope

WITHDRAWAL = WithdrawalDraft(reason="It does not hold", version=1)
COMMANDS: dict[Any, tuple[str, tuple[Any, ...]]] = {
    articles.add: (WRITES, (desk.new_article(slug="third", prefix="TRD"),)),
    articles.revise: (WRITES, ("a-tale", desk.changed_article())),
    articles.publish: (WRITES, ("a-tale", 1)),
    articles.withdraw: (WRITES, ("a-tale", WITHDRAWAL)),
    claims.add: (WRITES, ("a-tale", desk.new_claim())),
    claims.add_all: (WRITES, ("a-tale", [desk.new_claim()])),
    claims.revise: (WRITES, ("TALE-1", desk.changed_claim())),
    claims.publish: (WRITES, ("TALE-1", 1)),
    claims.withdraw: (WRITES, ("TALE-1", WITHDRAWAL)),
    evidence.add: (REVIEWS, ("TALE-1", desk.new_evidence())),
    evidence.revise: (REVIEWS, (1, desk.changed_evidence())),
    evidence.withdraw: (REVIEWS, (1, WITHDRAWAL)),
    passages.add: (WRITES, ("TALE-1", quoted_desk.a_passage("salt", "salt"))),
    passages.settle: (WRITES, ("TALE-1", 1, quoted_desk.a_settlement("salt", "salt"))),
    passages.withdraw: (WRITES, ("TALE-1", 1, quoted_desk.a_withdrawal())),
    versions.take: (WRITES, ("a-tale", desk.a_text())),
    notes.add: (REVIEWS, ("TALE-1", desk.a_note())),
    notes.withdraw: (WRITES, ("TALE-1", 1, WITHDRAWAL)),
    reviews.adjudicate: (WRITES, ("TALE-2", desk.a_judgement())),
    reviews.retract_adjudication: (WRITES, ("TALE-2", desk.a_retraction())),
    evidence.check: (REVIEWS, ("TALE-1", 1, SupportCheckDraft(support_check="says_it", version=1))),
    assignments.add: (WRITES, ("TALE-2", AssignmentDraft(person="ben"))),
    assignments.withdraw: (REVIEWS, ("TALE-2", 1, Withdrawal(reason="Away"))),
    leases.take: (REVIEWS, (["TALE-1"],)),
    leases.give_back: (REVIEWS, ()),
    reviews.submit: (REVIEWS, ("TALE-1", desk.a_judgement())),
    reviews.retract: (REVIEWS, ("TALE-1", desk.a_retraction())),
    publishers.grade: (WRITES, (1, PublisherChangeDraft(default_reliability="C", version=1))),
    sources.add: (REVIEWS, (desk.new_source(),)),
    sources.revise: (WRITES, ("src01", desk.changed_source())),
    sources.withdraw: (WRITES, ("src01", WITHDRAWAL)),
    sources.derive: (WRITES, ("src03", NewDerivationDraft(parent="src01", how="cites"))),
    sources.underive: (WRITES, ("src02", "src01", WITHDRAWAL)),
    sources.tie: (WRITES, ("src01", NewTieDraft(other="src05", how="same_author"))),
    sources.untie: (WRITES, ("src03", "src04", WITHDRAWAL)),
    people.add: (KEEPS, (PersonDraft(name="eve", role=Role.REVIEWER),)),
    people.disable: (KEEPS, ("ben",)),
    people.add_token: (KEEPS, (TokenDraft(name="robot", person="ed", scope=Scope.READ),)),
    people.disable_token: (KEEPS, ("read-token",)),
    upkeep.index_all: (KEEPS, ()),
    anew.take: (KEEPS, ("one",)),
    anew.keep: (KEEPS, ("one", Batch(0, ()))),
    anew.switch: (KEEPS, ("one",)),
    uploads.keep: (WRITES, ("tale.txt", None, b"A tale")),
    uploads.drop: (WRITES, ("some-secret",)),
    bulk.load: (KEEPS, (a_register(a_claim(1), slug="loaded", prefix="LOAD"),)),
    published.bring: (KEEPS, (PublishedRegister.model_validate(SMALLEST),)),
    complete.restore: (KEEPS, ([],)),
    signing.set_password: ("people", (None, signing.hashed("correct horse battery"))),
}
WITHOUT_ACTOR = {
    "first_link", "make_link", "by_link", "by_password", "sign_out", "sign_out_everywhere", "once", "note_use",
    "store", "try_to_write",
}  # fmt: skip
"""Those that ask for no right: by what one holds (a link, a password, a key), or behind a door that asks."""


def test_no_command_is_left_out_of_the_table():
    found = set()
    for room in pkgutil.iter_modules(commands.__path__):
        if not room.name.startswith("_"):
            module = import_module(f"factdesk.commands.{room.name}")
            found |= {
                one for _, one in inspect.getmembers(module, inspect.isfunction) if one.__module__ == module.__name__
            }
    writes = {
        one for one in found if not one.__name__.startswith("_") and "session" in inspect.signature(one).parameters
    }
    assert {one.__qualname__ for one in writes - COMMANDS.keys()} == WITHOUT_ACTOR
    assert COMMANDS.keys() <= writes


@pytest.mark.slow
def test_each_command_is_for_those_who_may(databases):
    wrong = []
    with databases.opened("empty") as engine:
        actors = desk.open_desk(engine)
        desk.split(engine, actors, "TALE-2")
        desk.run(engine, notes.add, actors["ed"], "TALE-1", desk.a_note())
        desk.run(engine, people.add_token, OPERATOR, TokenDraft(name="read-token", person="ada", scope=Scope.READ))
        who = {role: actors[name or "reader"] for role, name in PEOPLE.items()}
        who |= {name: desk.limited(actors["ada"], scope) for name, scope in TOKENS.items()}
        for command, (right, given) in COMMANDS.items():
            for name, actor in who.items():
                outcome = desk.try_out(engine, command, actor, given)
                may_not = Forbidden if actor.role else NotSignedIn
                if isinstance(outcome, (Forbidden, NotSignedIn)) == (name in MAY[right]):
                    if command is signing.set_password and name == NOBODY:
                        continue  # refused as Invalid: there is nobody to have a password
                    wrong.append((command.__qualname__, name, outcome, may_not))
    assert wrong == []
