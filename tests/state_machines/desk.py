"""Whatever people do at the desk, in whatever order: the chain verifies, replays, and nothing leaks or is half done."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlmodel import Session, col, select
from tests.conftest import Databases
from tests.helpers import desk
from tests.state_machines.machine import Machine, after_each_change

from factdesk.access import READER, Actor
from factdesk.commands import articles, claims, evidence, people, reviews, sources
from factdesk.database.transaction import reading
from factdesk.drafts.filters import ClaimPage, SourceFilter
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.people import PersonDraft, TokenDraft
from factdesk.drafts.writing import NewDerivationDraft, NewTieDraft
from factdesk.errors import NotFound
from factdesk.facts.derive import DRAFT
from factdesk.facts.snapshots import RECORDED_TABLES, snapshot
from factdesk.facts.unpublished import unpublished
from factdesk.models import RECORDED, Article, Claim, Derivation, Event, Evidence, Review, Source, Tie
from factdesk.queries import articles as article_pages
from factdesk.queries import claims as claim_pages
from factdesk.queries import facets
from factdesk.queries import sources as source_pages
from factdesk.rules.origins import Lineages, Piece, SourceFacts, count_origins
from factdesk.rules.standing import ReviewFacts, standing
from factdesk.vocabulary import (
    Confidence,
    Credibility,
    Reliability,
    Role,
    Scope,
    Stance,
    SupportCheck,
    Verdict,
)

WHO = st.sampled_from(["ann", "ben", "ed", "ed", "ada", "ada", "reader", "held"])
"""Who acts; `held` is the admin by a token that may only read. Those who may write come more often."""
NTH = st.integers(0, 11)
FRESH = st.sampled_from([True, True, True, True, False])
VERDICTS = st.sampled_from([verdict for verdict in Verdict if verdict is not Verdict.UNREVIEWED])
Rows = dict[tuple[str, int], dict[str, Any]]


def recorded_rows(session: Session) -> Rows:
    """Give every row the chain covers, with the number of the event that wrote it last."""
    found: Rows = {}
    for table, model in zip(RECORDED_TABLES, RECORDED, strict=True):
        for row in session.exec(select(model)):
            found[table.name, row.id] = snapshot(row) | {"event_seq": row.event_seq}
    return found


class Desk(Machine):
    """People at work on a small register, with what must hold after each step."""

    def __init__(self, databases: Databases, tally: Counter[str]) -> None:
        super().__init__(databases, tally)
        self.actors["held"] = desk.limited(self.actors["ada"], Scope.READ)
        with reading(self.engine) as session:
            rows, first = recorded_rows(session), session.get_one(Event, 1)
            assert first.payload
            assert set(first.payload) == {"created"}
        self.base = {key: row for key, row in rows.items() if row["event_seq"] == 1}
        self.count = 0

    def name(self, what: str) -> str:
        """Give a name nothing had before."""
        self.count += 1
        return f"{what}{self.count:03}"

    def version(self, key: Any, fresh: bool) -> int:
        return desk.version_of(self.engine, key) + (0 if fresh else 7)

    def wording(self, ref: str, fresh: bool) -> int:
        return int(desk.the(self.engine, Claim, ref=ref).wording) + (0 if fresh else 1)

    def withdrawal(self, version: int) -> WithdrawalDraft:
        return WithdrawalDraft(reason=self.name("It does not hold "), version=version)

    # --- judging

    @rule(who=WHO, nth=NTH, fresh=FRESH, verdict=VERDICTS, confidence=st.sampled_from(Confidence))
    def submit(self, who: str, nth: int, fresh: bool, verdict: Verdict, confidence: Confidence) -> None:
        ref = self.one_of(Claim.ref, nth)
        draft = desk.a_judgement(verdict=verdict, confidence=confidence, wording=self.wording(ref, fresh))
        self.do(who, reviews.submit, ref, draft)

    @rule(who=WHO, nth=NTH, fresh=FRESH)
    def retract(self, who: str, nth: int, fresh: bool) -> None:
        ref = self.one_of(Claim.ref, nth)
        self.do(who, reviews.retract, ref, desk.a_retraction(wording=self.wording(ref, fresh)))

    @rule(who=WHO, nth=NTH, source=NTH, stance=st.sampled_from(Stance))
    def add_evidence(self, who: str, nth: int, source: int, stance: Stance) -> None:
        ref, citekey = self.one_of(Claim.ref, nth), self.one_of(Source.citekey, source)
        self.do(who, evidence.add, ref, desk.new_evidence(citekey, stance=stance))

    @rule(who=WHO, nth=NTH, fresh=FRESH, stance=st.sampled_from(Stance), check=st.sampled_from(SupportCheck),
          credibility=st.sampled_from(Credibility))  # fmt: skip
    def revise_evidence(
        self, who: str, nth: int, fresh: bool, stance: Stance, check: SupportCheck, credibility: Credibility
    ) -> None:
        key = self.one_of(Evidence.id, nth)
        draft = desk.changed_evidence(
            stance=stance, support_check=check, credibility=credibility, version=self.version(key, fresh)
        )
        self.do(who, evidence.revise, key, draft)

    @rule(who=WHO, nth=NTH, fresh=FRESH)
    def withdraw_evidence(self, who: str, nth: int, fresh: bool) -> None:
        key = self.one_of(Evidence.id, nth)
        self.do(who, evidence.withdraw, key, self.withdrawal(self.version(key, fresh)))

    # --- sources

    @rule(who=WHO, taken=st.sampled_from([False, False, True]), publisher=st.sampled_from([None, "The Paper", "New"]))
    def add_source(self, who: str, taken: bool, publisher: str | None) -> None:
        citekey = "src01" if taken else self.name("src1")
        self.do(who, sources.add, desk.new_source(citekey, publisher=publisher, consulted=True, lineage="own"))

    @rule(who=WHO, nth=NTH, fresh=FRESH, reliability=st.sampled_from(Reliability), consulted=st.booleans())
    def revise_source(self, who: str, nth: int, fresh: bool, reliability: Reliability, consulted: bool) -> None:
        citekey = self.one_of(Source.citekey, nth)
        draft = desk.changed_source(reliability=reliability, consulted=consulted, version=self.version(citekey, fresh))
        self.do(who, sources.revise, citekey, draft)

    @rule(who=WHO, nth=NTH, fresh=FRESH)
    def withdraw_source(self, who: str, nth: int, fresh: bool) -> None:
        citekey = self.one_of(Source.citekey, nth)
        self.do(who, sources.withdraw, citekey, self.withdrawal(self.version(citekey, fresh)))

    @rule(who=WHO, one=NTH, other=NTH)
    def derive(self, who: str, one: int, other: int) -> None:
        ends = self.one_of(Source.citekey, one), self.one_of(Source.citekey, other)
        self.do(who, sources.derive, ends[0], NewDerivationDraft(parent=ends[1], how="cites"))

    @rule(who=WHO, one=NTH, other=NTH)
    def tie(self, who: str, one: int, other: int) -> None:
        ends = self.one_of(Source.citekey, one), self.one_of(Source.citekey, other)
        self.do(who, sources.tie, ends[0], NewTieDraft(other=ends[1], how="same_author"))

    @rule(who=WHO, nth=NTH, fresh=FRESH, model=st.sampled_from([Derivation, Tie]))
    def unlink(self, who: str, nth: int, fresh: bool, model: Any) -> None:
        row = desk.the(self.engine, model, id=self.one_of(model.id, nth))
        ends = (row.source_id, row.parent_id) if model is Derivation else (row.b_id, row.a_id)
        one, other = (desk.the(self.engine, Source, id=end).citekey for end in ends)
        command = sources.underive if model is Derivation else sources.untie
        self.do(who, command, one, other, self.withdrawal(row.version + (0 if fresh else 3)))

    # --- writing

    @rule(who=WHO, nth=NTH)
    def add_claim(self, who: str, nth: int) -> None:
        draft = desk.new_claim(statement=self.name("Draft statement "), topics=[self.name("topic")])
        self.do(who, claims.add, self.one_of(Article.slug, nth), draft)

    @rule(who=WHO, nth=NTH, fresh=FRESH, how=st.sampled_from(["typo", "meaning", None]), reason=st.booleans())
    def revise_claim(self, who: str, nth: int, fresh: bool, how: str | None, reason: bool) -> None:
        ref = self.one_of(Claim.ref, nth)
        draft = desk.reworded(
            how or "typo", statement=self.name("Reworded statement "), statement_change=how,
            reason="It reads better" if reason else None, version=self.version(ref, fresh),
        )  # fmt: skip
        self.do(who, claims.revise, ref, draft)

    @rule(who=WHO, nth=NTH, fresh=FRESH)
    def publish_claim(self, who: str, nth: int, fresh: bool) -> None:
        ref = self.one_of(Claim.ref, nth)
        self.do(who, claims.publish, ref, self.version(ref, fresh))

    @rule(who=WHO, nth=NTH, fresh=FRESH)
    def withdraw_claim(self, who: str, nth: int, fresh: bool) -> None:
        ref = self.one_of(Claim.ref, nth)
        self.do(who, claims.withdraw, ref, self.withdrawal(self.version(ref, fresh)))

    @rule(who=WHO, taken=st.sampled_from([False, False, True]))
    def add_article(self, who: str, taken: bool) -> None:
        slug = "a-tale" if taken else self.name("tale")
        self.do(who, articles.add, desk.new_article(slug=slug, prefix=self.name("T"), title=f"Title of {slug}"))

    @rule(who=WHO, nth=NTH, fresh=FRESH, required=st.integers(1, 3), names=st.booleans())
    def revise_article(self, who: str, nth: int, fresh: bool, required: int, names: bool) -> None:
        slug = self.one_of(Article.slug, nth)
        draft = desk.changed_article(
            title=f"Title of {slug}", reviews_required=required, names_public=names, version=self.version(slug, fresh)
        )
        self.do(who, articles.revise, slug, draft)

    @rule(who=WHO, nth=NTH, fresh=FRESH, drafts=st.sampled_from([False, True, True]))
    def publish_article(self, who: str, nth: int, fresh: bool, drafts: bool) -> None:
        slug = self.one_of(Article.slug, nth)
        with reading(self.engine) as session:
            article = session.exec(select(Article).where(col(Article.slug) == slug)).one()
            preview = unpublished(session, article).mark if drafts else None
        self.do(who, articles.publish, slug, self.version(slug, fresh), preview)

    @precondition(lambda self: self.changes > 5)
    @rule(who=WHO, nth=NTH, fresh=FRESH)
    def withdraw_article(self, who: str, nth: int, fresh: bool) -> None:
        slug = self.one_of(Article.slug, nth)
        self.do(who, articles.withdraw, slug, self.withdrawal(self.version(slug, fresh)))

    # --- people

    @rule(who=WHO, role=st.sampled_from(Role), taken=st.booleans())
    def add_person(self, who: str, role: Role, taken: bool) -> None:
        self.do(who, people.add, PersonDraft(name="ann" if taken else self.name("person"), role=role))

    @rule(who=WHO, name=st.sampled_from(["person001", "person002", "ann", "nobody"]))
    def disable(self, who: str, name: str) -> None:
        self.do(who, people.disable, name)

    @rule(who=WHO, scope=st.sampled_from(Scope), taken=st.booleans(), person=st.sampled_from(["ed", "ann", "desk"]))
    def add_token(self, who: str, scope: Scope, taken: bool, person: str) -> None:
        name = "the-token" if taken else self.name("token")
        self.do(who, people.add_token, TokenDraft(name=name, person=person, scope=scope))

    @rule(who=WHO)
    def disable_token(self, who: str) -> None:
        self.do(who, people.disable_token, "the-token")

    # --- what must hold

    @after_each_change
    def it_verifies(self) -> None:
        assert desk.problems(self.engine) == []

    @after_each_change
    def the_events_replay_to_the_present_rows(self) -> None:
        with reading(self.engine) as session:
            query = select(Event.seq, Event.payload).where(col(Event.seq) > 1).order_by(col(Event.seq))
            events, present = session.exec(query).all(), recorded_rows(session)
        replayed = dict(self.base)
        for seq, payload in events:
            assert payload
            for row in payload["rows"]:
                key = (row["table"], row["id"])
                before = replayed.get(key, {"event_seq": None})
                assert row.get("before_seq") == before["event_seq"]
                assert row["before"] == ({k: v for k, v in before.items() if k != "event_seq"} or None)
                replayed[key] = row["after"] | {"event_seq": seq}
        assert replayed == present

    @after_each_change
    def the_standing_follows_from_the_reviews(self) -> None:
        with reading(self.engine) as session:
            required = {row.id: row.reviews_required for row in session.exec(select(Article))}
            judged = session.exec(select(Review)).all()
            for claim in session.exec(select(Claim)):
                facts = [
                    ReviewFacts(one.id, one.reviewer_id, one.wording, one.verdict, one.confidence, one.adjudication)
                    for one in judged
                    if one.claim_id == claim.id
                ]
                due = standing(facts, claim.wording, required[claim.article_id])
                assert (claim.verdict, claim.confidence, claim.state) == (due.verdict, due.confidence, due.state)

    @after_each_change
    def the_origins_follow_from_the_evidence(self) -> None:
        with reading(self.engine) as session:
            key = dict(session.exec(select(Source.id, Source.citekey)).all())
            facts = {
                one.citekey: SourceFacts(
                    one.citekey, one.reliability, one.lineage, one.consulted, one.withdrawn_at is not None
                )
                for one in session.exec(select(Source))
            }
            derived = session.exec(select(Derivation).where(col(Derivation.withdrawn_at).is_(None))).all()
            tied = session.exec(select(Tie).where(col(Tie.withdrawn_at).is_(None))).all()
            lineages = Lineages.build(
                facts,
                [(key[row.source_id], key[row.parent_id]) for row in derived],
                [(key[row.a_id], key[row.b_id]) for row in tied],
            )
            on_file = session.exec(select(Evidence)).all()
            for claim in session.exec(select(Claim)):
                pieces = [
                    Piece(one.id, key[one.source_id], one.stance, one.credibility, one.support_check,
                          frozenset(key[id_] for id_ in one.rests_on), one.withdrawn_at is not None)
                    for one in on_file if one.claim_id == claim.id
                ]  # fmt: skip
                due = count_origins(pieces, lineages)
                kept = (claim.origins_for, claim.origins_against, claim.unrecorded_for, claim.unrecorded_against)
                supports, disputes = due[Stance.SUPPORTS], due[Stance.DISPUTES]
                assert kept == (supports.number, disputes.number, supports.unrecorded, disputes.unrecorded)

    @after_each_change
    def readers_see_no_draft(self) -> None:
        with reading(self.engine) as session:
            drafts = session.exec(select(Claim).where(col(Claim.shelf) == DRAFT)).all()
            refs = [claim.ref for claim in drafts]
            others = set(session.exec(select(Claim.ref).where(col(Claim.shelf) != DRAFT)))
            hidden = {text for claim in drafts for text in (claim.statement, f'"{claim.ref}"', *claim.topics)}
            hidden |= set(session.exec(select(Source.citekey).where(col(Source.shown).is_(False))))
            hidden |= {f'"{one.slug}"' for one in session.exec(select(Article)) if one.visibility == "draft"}
            shared = {topic for claim in session.exec(select(Claim)) if claim.shelf != DRAFT for topic in claim.topics}
            for wanted in (ClaimPage(limit=200), ClaimPage(limit=200, withdrawn="yes")):
                found = claim_pages.find(session, READER, wanted)
                assert {one.row.ref for one in found.rows} <= others
                assert found.number == len(found.rows)
            shown = self.all_a_reader_sees(session, READER)
            for ref in refs:
                with pytest.raises(NotFound):
                    claim_pages.get(session, READER, ref)
        assert [text for text in hidden - shared if text in shown] == []

    def all_a_reader_sees(self, session: Any, viewer: Actor) -> str:
        """Write everything there is to read, as a viewer sees it, into one text."""
        seen: list[Any] = []
        for wanted in (ClaimPage(limit=200), ClaimPage(limit=200, withdrawn="yes")):
            seen += [claim_pages.find(session, viewer, wanted), *facets.find(session, viewer, wanted)]
            seen += list(claim_pages.every(session, viewer, wanted))
        found = source_pages.find(session, viewer, SourceFilter(limit=200))
        seen += [found, *(source_pages.get(session, viewer, row.citekey) for row in found.rows)]
        listed = article_pages.find(session, viewer)
        seen += [*listed, *(article_pages.get(session, viewer, row.slug) for row in listed)]
        return "\n".join(one.model_dump_json() for one in seen)
