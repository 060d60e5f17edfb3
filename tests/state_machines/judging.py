"""Whoever judges, edits, withdraws or decides, in whatever order and by whatever clock: rule 4 of the design holds.

A slow second reading of the rules on standing and blind rounds, over a log of what people did, says what every viewer
must see after each step; what was shown is kept, and must be found again under the moment at which it was shown.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule
from tests.conftest import Databases
from tests.helpers import desk
from tests.helpers.published_register import comes_back
from tests.helpers.table_rows import both_ways
from tests.state_machines.machine import Machine, after_each_change

from factdesk.commands import _records, articles, claims, evidence, reviews, sources
from factdesk.database.transaction import reading
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.writing import NewDerivationDraft, NewTieDraft
from factdesk.models import Claim, Evidence, Source
from factdesk.queries import chain
from factdesk.queries import claims as claim_pages
from factdesk.shapes.claims import ClaimDetail
from factdesk.vocabulary import Confidence, Credibility, Reliability, ReviewState, Stance, SupportCheck, Verdict

JUDGES = st.sampled_from(["ann", "ben", "ed", "ada", "reader"])
EDITORS = st.sampled_from(["ed", "ada", "ed", "ada", "ann"])
NTH = st.integers(0, 5)
REFS = st.sampled_from(["TALE-1", "TALE-2", "TALE-3"])
VERDICTS = st.sampled_from([verdict for verdict in Verdict if verdict is not Verdict.UNREVIEWED])
VIEWERS = ("reader", "ann", "ben", "ed")
MODERATE = list(Confidence).index(Confidence.MODERATE)


@dataclass(frozen=True)
class Judged:
    """One entry of the log: a verdict, or, with none, that it was taken back."""

    who: str
    wording: int
    verdict: Verdict | None
    confidence: Confidence | None
    reason: str
    decides: bool = False


@dataclass
class Known:
    """What the log says of one claim."""

    wording: int = 1
    log: list[Judged] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)

    def counting(self, upto: int | None = None, wording: int | None = None) -> list[Judged]:
        """Give the latest entry of each person, if it judges the wording and takes nothing back."""
        wording = wording or self.wording
        entries = [one for one in self.log[:upto] if not one.decides]
        latest = {one.who: at for at, one in enumerate(entries)}
        return [entries[at] for at in sorted(latest.values()) if entries[at].verdict and entries[at].wording == wording]

    def close(self, required: int) -> None:
        """Note which rounds have closed: each in which so many reviews of the wording ever were in."""
        for wording in {self.wording, *(one.wording for one in self.log)}:
            for upto in range(len(self.log) + 1):
                here = [one for one in self.log[:upto] if one.wording == wording and not one.decides]
                last = {one.who: one for one in here}
                if sum(one.verdict is not None for one in last.values()) >= required:
                    self.closed.add(wording)

    def seen(self, *, blind: bool) -> list[Judged]:
        """Give the entries that everybody may see; the others their authors alone."""
        if not blind or self.wording in self.closed:
            return self.log
        return [one for one in self.log if one.wording in self.closed]

    def stands(self, required: int, *, blind: bool) -> tuple[ReviewState, Verdict, Confidence | None]:
        """Read rule 1 slowly over what everybody sees."""
        public = Known(self.wording, self.seen(blind=blind))
        counting, decision = public.counting(), public.decision()
        if not counting:
            return ReviewState.OPEN, Verdict.UNREVIEWED, None
        if decision:
            return ReviewState.SETTLED, decision.verdict or Verdict.UNREVIEWED, decision.confidence
        if len(counting) < required:
            return ReviewState.AWAITING_SECOND, Verdict.UNREVIEWED, None
        if len({one.verdict for one in counting}) > 1:
            last = counting[-1]
            shown = (last.verdict, last.confidence) if required == 1 else (Verdict.UNREVIEWED, None)
            return ReviewState.SPLIT, shown[0] or Verdict.UNREVIEWED, shown[1]
        levels = [list(Confidence).index(one.confidence) for one in counting if one.confidence]
        nearest = min(levels, key=lambda level: (abs(level - MODERATE), level))
        return ReviewState.SETTLED, counting[0].verdict or Verdict.UNREVIEWED, list(Confidence)[nearest]

    def decision(self) -> Judged | None:
        """Give the adjudication that stands."""
        made = [(at, one) for at, one in enumerate(self.log) if one.decides and one.wording == self.wording]
        if not made or made[-1][1].verdict is None:
            return None
        at, decision = made[-1]
        later = [one for one in self.counting() if self.log.index(one) > at]
        return None if any(one.verdict is not decision.verdict for one in later) else decision


class Clock(datetime):
    """A clock that people may set forward and back."""

    off = timedelta()

    @classmethod
    def now(cls, tz: Any = None) -> datetime:
        return datetime.now(tz) + cls.off


class Judging(Machine):
    """People who judge three claims in a small register."""

    def __init__(self, databases: Databases, tally: Counter[str]) -> None:
        super().__init__(databases, tally)
        patch = self.open.enter_context(pytest.MonkeyPatch.context())
        Clock.off = timedelta()
        patch.setattr(_records, "datetime", Clock)
        first = Judged("desk", 1, Verdict.SUPPORTED, Confidence.HIGH, "Because of the evidence")
        self.known = {ref: Known() for ref in ("TALE-1", "TALE-2", "TALE-3")}
        self.known["TALE-1"].log.append(first)
        self.required, self.blind, self.number = 1, False, 0
        self.shown: dict[datetime, dict[tuple[str, str], Any]] = {}
        self.note()

    def teardown(self) -> None:
        try:
            for moment in list(self.shown):
                self.compare(moment)
            was, then = comes_back(self.databases, self.engine)
            for part, rows in was.items():
                for one, other in zip(rows, then[part], strict=True):
                    assert other == one
        finally:
            super().teardown()

    def reason(self) -> str:
        self.number += 1
        return f"Reason number {self.number:04}."

    def do(self, who: str, command: Callable[..., str], *given: object) -> bool:
        done = super().do(who, command, *given)
        if done:
            self.note()
        return done

    def note(self) -> None:
        """Bring the log's closed rounds up to date, and keep what is shown now under the present moment."""
        for known in self.known.values():
            known.close(self.required)
        with reading(self.engine) as session:
            moment = chain.head(session).at
            self.shown[moment] = {
                (viewer, ref): claim_pages.get(session, self.actors[viewer], ref)
                for viewer in ("reader", "ed") for ref in self.known
            }  # fmt: skip

    # --- what people do

    @rule(who=JUDGES, ref=REFS, verdict=VERDICTS, confidence=st.sampled_from(Confidence), late=st.booleans())
    def submit(self, who: str, ref: str, verdict: Verdict, confidence: Confidence, late: bool) -> None:
        known, reason = self.known[ref], self.reason()
        entry = Judged(who, known.wording, verdict, confidence, reason)
        draft = desk.a_judgement(
            verdict=verdict, confidence=confidence, reason=reason, wording=known.wording,
            recheck_on="2030-05-06" if late else None,
        )  # fmt: skip
        known.log.append(entry)
        if not self.do(who, reviews.submit, ref, draft):
            known.log.remove(entry)

    @rule(who=JUDGES, ref=REFS)
    def retract(self, who: str, ref: str) -> None:
        known, reason = self.known[ref], self.reason()
        entry = Judged(who, known.wording, None, None, reason)
        had = any(one.who == who for one in known.counting())
        known.log.append(entry)
        done = self.do(who, reviews.retract, ref, desk.a_retraction(reason=reason, wording=known.wording))
        if not done:
            known.log.remove(entry)
        assert not done or had

    @rule(who=EDITORS, ref=REFS, verdict=VERDICTS, confidence=st.sampled_from(Confidence))
    def adjudicate(self, who: str, ref: str, verdict: Verdict, confidence: Confidence) -> None:
        known, reason = self.known[ref], self.reason()
        state = known.stands(self.required, blind=self.blind)[0]
        may = who != "ann" and state is ReviewState.SPLIT and who not in {one.who for one in known.counting()}
        entry = Judged(who, known.wording, verdict, confidence, reason, decides=True)
        draft = desk.a_judgement(verdict=verdict, confidence=confidence, reason=reason, wording=known.wording)
        known.log.append(entry)
        done = self.do(who, reviews.adjudicate, ref, draft)
        if not done:
            known.log.remove(entry)
        assert done == (may and not self.gone(ref))

    @rule(who=EDITORS, ref=REFS)
    def take_decision_back(self, who: str, ref: str) -> None:
        known, reason = self.known[ref], self.reason()
        entry = Judged(who, known.wording, None, None, reason, decides=True)
        stood = known.decision() is not None and bool(known.counting())
        known.log.append(entry)
        draft = desk.a_retraction(reason=reason, wording=known.wording)
        done = self.do(who, reviews.retract_adjudication, ref, draft)
        if not done:
            known.log.remove(entry)
        assert done == (stood and who != "ann" and not self.gone(ref))

    @rule(ref=REFS, kind=st.sampled_from(["typo", "meaning"]))
    def reword(self, ref: str, kind: str) -> None:
        self.number += 1
        version = desk.version_of(self.engine, ref)
        known = self.known[ref]
        before = known.wording
        known.wording += kind == "meaning"
        draft = desk.reworded(kind, statement=f"Statement worded {self.number}", version=version)
        if not self.do("ed", claims.revise, ref, draft):
            known.wording = before

    @rule(required=st.sampled_from([1, 2, 2, 3]), blind=st.booleans(), names=st.booleans())
    def set_up(self, required: int, blind: bool, names: bool) -> None:
        before = self.required, self.blind
        for known in self.known.values():
            known.close(self.required)
        self.required, self.blind = required, blind
        draft = desk.changed_article(
            reviews_required=required, blind_review=blind, names_public=names,
            version=desk.version_of(self.engine, "a-tale"),
        )  # fmt: skip
        if not self.do("ed", articles.revise, "a-tale", draft):
            self.required, self.blind = before

    @rule(days=st.integers(-400, 400))
    def set_the_clock(self, days: int) -> None:
        Clock.off += timedelta(days=days)
        self.looked_at.clear()  # what must hold is looked at again, by the new clock

    @rule(who=JUDGES, ref=REFS, source=NTH, stance=st.sampled_from(Stance), credibility=st.sampled_from(Credibility))
    def add_evidence(self, who: str, ref: str, source: int, stance: Stance, credibility: Credibility) -> None:
        draft = desk.new_evidence(self.one_of(Source.citekey, source), stance=stance, credibility=credibility)
        self.do(who, evidence.add, ref, draft)

    @rule(nth=NTH, check=st.sampled_from(SupportCheck))
    def revise_evidence(self, nth: int, check: SupportCheck) -> None:
        key = self.one_of(Evidence.id, nth)
        version = desk.version_of(self.engine, key)
        self.do("ben", evidence.revise, key, desk.changed_evidence(support_check=check, version=version))

    @rule(nth=NTH)
    def withdraw_evidence(self, nth: int) -> None:
        key = self.one_of(Evidence.id, nth)
        draft = WithdrawalDraft(reason=self.reason(), version=desk.version_of(self.engine, key))
        self.do("ann", evidence.withdraw, key, draft)

    @rule(nth=NTH, reliability=st.sampled_from(Reliability), consulted=st.booleans())
    def regrade(self, nth: int, reliability: Reliability, consulted: bool) -> None:
        key = self.one_of(Source.citekey, nth)
        draft = desk.changed_source(
            reliability=reliability, consulted=consulted, reliability_why="We looked again",
            version=desk.version_of(self.engine, key),
        )  # fmt: skip
        self.do("ed", sources.revise, key, draft)

    @rule(one=NTH, other=NTH, tie=st.booleans())
    def connect(self, one: int, other: int, tie: bool) -> None:
        a, b = self.one_of(Source.citekey, one), self.one_of(Source.citekey, other)
        if tie:
            self.do("ed", sources.tie, a, NewTieDraft(other=b, how="same_author"))
        else:
            self.do("ed", sources.derive, a, NewDerivationDraft(parent=b, how="cites"))

    @rule(one=NTH, other=NTH, tie=st.booleans())
    def disconnect(self, one: int, other: int, tie: bool) -> None:
        a, b = self.one_of(Source.citekey, one), self.one_of(Source.citekey, other)
        draft = WithdrawalDraft(reason=self.reason(), version=desk.link_version(self.engine, a, b))
        self.do("ed", sources.untie if tie else sources.underive, a, b, draft)

    @rule(nth=NTH, seldom=st.integers(0, 5))
    def withdraw_source(self, nth: int, seldom: int) -> None:
        key = self.one_of(Source.citekey, nth)
        if not seldom:
            draft = WithdrawalDraft(reason=self.reason(), version=desk.version_of(self.engine, key))
            self.do("ed", sources.withdraw, key, draft)

    @rule(ref=REFS, seldom=st.integers(0, 5))
    def withdraw_claim(self, ref: str, seldom: int) -> None:
        if not seldom:
            draft = WithdrawalDraft(reason=self.reason(), version=desk.version_of(self.engine, ref))
            self.do("ed", claims.withdraw, ref, draft)

    def gone(self, ref: str) -> bool:
        return desk.the(self.engine, Claim, ref=ref).withdrawn_at is not None

    # --- what must hold

    @after_each_change
    def every_viewer_sees_what_the_rules_say(self) -> None:
        with reading(self.engine) as session:
            for viewer in VIEWERS:
                for ref, known in self.known.items():
                    shown = claim_pages.get(session, self.actors[viewer], ref)
                    assert (shown.state, shown.verdict, shown.confidence) == known.stands(
                        self.required, blind=self.blind
                    )
                    seen = [one.reason for one in known.seen(blind=self.blind)]
                    assert [one.reason for one in reversed(shown.reviews)] == seen
                    assert shown.dissent == sum(one.dissents for one in shown.reviews)

    @rule()
    def take_the_table_away(self) -> None:
        kept, gathered = both_ways(self.engine)
        assert kept == gathered

    @after_each_change
    def the_register_verifies(self) -> None:
        assert desk.problems(self.engine) == []

    @rule(nth=st.integers(0, 60))
    def look_back(self, nth: int) -> None:
        moments = sorted(self.shown)
        self.compare(moments[nth % len(moments)])

    def compare(self, moment: datetime) -> None:
        """Hold that what was shown at a moment is what the register shows of it now."""
        with reading(self.engine) as session:
            for (viewer, ref), shown in self.shown[moment].items():
                asked = moment.isoformat().replace("+00:00", "Z")
                now = claim_pages.get(session, self.actors[viewer], ref, asked)
                assert of_then(now, viewer) == of_then(shown, viewer)


def of_then(claim: ClaimDetail, viewer: str) -> dict[str, Any]:
    """Give all of a claim but its neighbours and what follows today's setting at every moment.

    That are the names of people, and for readers the ties to sources that may be known today.
    """
    plain = claim.model_dump(exclude={"previous", "next"})
    if viewer == "reader":
        for part, name in [(one, "ties") for one in plain["evidence"]] + [
            (one, "origin_sources") for one in plain["origin_groups"]
        ]:
            del part[name]
    for entry, name in [(one, "reviewer") for one in plain["reviews"]] + [(one, "who") for one in plain["history"]]:
        del entry[name]
    return plain
