"""Whatever becomes of a text: a passage said to stand somewhere stands there, and none is dropped in silence."""

from collections import Counter
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import col, select
from tests.conftest import Databases
from tests.helpers import desk, quoted_desk
from tests.helpers.quoted_desk import anchors
from tests.state_machines.machine import Machine, after_each_change

from factdesk.commands import claims, passages
from factdesk.database.transaction import reading
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.texts import PassageDraft, SettlementDraft
from factdesk.errors import Clash, Invalid, NotFound, Stale
from factdesk.models import Anchor, ArticleVersion, Claim
from factdesk.rules.anchors import Quote, occurrences
from factdesk.vocabulary import AnchorState

CHANCE = st.integers(0, 2**32)
NTH = st.integers(0, 19)
WORDS = ["salt", "the", "river", "👩‍👩‍👧", "قالت", "盐在春天", "cafe\u0301", "fell.", "It", "was", "rumoured"]
STANDING = (AnchorState.EXACT, AnchorState.MOVED)


def edited(text: str, chance: Random) -> str:
    """Insert, delete, replace, move or duplicate some words or a paragraph."""
    parts = text.split("\n\n")
    at = chance.randrange(len(parts))
    words = parts[at].split(" ")
    first = chance.randrange(len(words))
    last = min(len(words), first + chance.randint(1, 4))
    some = chance.choices(WORDS, k=chance.randint(1, 3))
    match chance.choice(["insert", "delete", "replace", "move", "duplicate", "swap", "new", "drop", "double"]):
        case "insert":
            words[first:first] = some
        case "delete":
            words[first:last] = []
        case "replace":
            words[first:last] = some
        case "move":
            moved, words[first:last] = words[first:last], []
            words += moved
        case "duplicate":
            words[first:first] = words[first:last]
        case "swap":
            parts.insert(chance.randrange(len(parts)), parts.pop(at))
            return "\n\n".join(parts)
        case "new":
            parts.insert(at, " ".join(some))
            return "\n\n".join(parts)
        case "drop":
            parts.pop(at)
            return "\n\n".join(parts) or "Nothing is left."
        case "double":
            parts.insert(at, parts[at])
            return "\n\n".join(parts)
    parts[at] = " ".join(words)
    return "\n\n".join(part for part in parts if part.strip()) or "Nothing is left."


class Passages(Machine):
    """One article, its claims, and what editors and new texts do to them."""

    holding = "quoted"
    refusals = (Clash, Stale, Invalid, NotFound)

    def __init__(self, databases: Databases, tally: Counter[str]) -> None:
        super().__init__(databases, tally)
        self.text, self.number = "", 0
        self.past: dict[int, list[dict[str, Any]]] = {}
        """The passages of each earlier version of the text, as they were when the next one came."""
        self.take(quoted_desk.TEXT)

    def rows(self) -> list[Anchor]:
        return list(anchors(self.engine, self.number).values())

    def claims(self) -> list[Claim]:
        with reading(self.engine) as session:
            found = list(session.exec(select(Claim).order_by(col(Claim.id))))
            session.expunge_all()
        return found

    def live(self) -> dict[tuple[str, int], Anchor]:
        """Give the passages that stand or wait, of claims that stand."""
        refs = {claim.ref for claim in self.claims() if claim.withdrawn_at is None}
        found = anchors(self.engine, self.number).items()
        return {key: one for key, one in found if key[0] in refs and one.withdrawn_at is None}

    def nth(self, nth: int) -> tuple[tuple[str, int], Anchor] | None:
        found = sorted(self.live().items())
        return found[nth % len(found)] if found else None

    def some_words(self, chance: Random) -> tuple[int, int]:
        start = chance.randrange(len(self.text))
        return start, min(len(self.text), start + chance.randint(1, 40))

    def draft(self, start: int, end: int) -> dict[str, Any]:
        words = self.text[start:end].strip() or "none"
        return {"text_version": self.number, "start": start, "end": end, "chosen": words}

    def take(self, text: str) -> None:
        """Take a text; one that is as it was makes no version and changes nothing."""
        before = desk.everything(self.engine)
        rows = [one.model_dump() for one in self.rows()]
        taken = quoted_desk.take(self.engine, self.actors["ed"], text)
        assert taken.new == (text != self.text)
        if not taken.new:
            assert (taken.number, desk.everything(self.engine)) == (self.number, before)
            return
        assert taken.number == self.number + 1
        if self.number:
            self.past[self.number] = rows
        self.text, self.number = text, taken.number
        self.changed()

    @rule(chance=CHANCE, edits=st.integers(1, 4))
    def a_new_text_comes(self, chance: int, edits: int) -> None:
        random, text, before = Random(chance), self.text, self.live()
        for _ in range(edits):
            text = edited(text, random)
        new = text != self.text
        quoting = {claim.ref for claim in self.claims() if claim.quote and claim.withdrawn_at is None}
        self.take(text)
        after = self.live()
        assert before.keys() <= after.keys()
        assert {ref for ref, _ in after.keys() - before.keys()} <= quoting
        assert all(after[key].exact == one.exact for key, one in before.items())
        assert not (new and any(one.settled for one in after.values()))

    @rule(chance=CHANCE, nth=NTH)
    def somebody_marks_a_passage(self, chance: int, nth: int) -> None:
        refs = [claim.ref for claim in self.claims()]
        place = self.draft(*self.some_words(Random(chance)))
        self.do("ed", passages.add, refs[nth % len(refs)], PassageDraft.model_validate(place))

    @rule(chance=CHANCE, nth=NTH, found=st.booleans(), fresh=st.sampled_from([True, True, False]))
    def somebody_settles_one(self, chance: int, nth: int, found: bool, fresh: bool) -> None:
        one = self.nth(nth)
        if one is None:
            return
        (ref, number), anchor = one
        place = (anchor.start, anchor.end) if found and anchor.start is not None else self.some_words(Random(chance))
        version = anchor.version + (0 if fresh else 5)
        draft = SettlementDraft.model_validate(self.draft(*place) | {"version": version})
        if self.do("ed", passages.settle, ref, number, draft):
            assert fresh
            settled = anchors(self.engine, self.number)[ref, number]
            assert (settled.state, settled.score, settled.settled) == (AnchorState.EXACT, 100, True)
            assert settled.exact == draft.chosen

    @rule(nth=NTH)
    def somebody_withdraws_one(self, nth: int) -> None:
        one = self.nth(nth)
        if one is not None and nth % 4 == 0:
            draft = quoted_desk.a_withdrawal(version=one[1].version, text_version=self.number)
            assert self.do("ed", passages.withdraw, *one[0], draft)

    @rule(chance=CHANCE, chosen=st.booleans())
    def somebody_writes_a_claim(self, chance: int, chosen: bool) -> None:
        start, end = self.some_words(Random(chance))
        place = {"passage": self.draft(start, end)} if chosen else {"quote": self.text[start:end].strip() or None}
        self.do("ed", claims.add, "a-tale", desk.new_claim(**place))

    @rule(chance=CHANCE, nth=NTH)
    def somebody_changes_a_quote(self, chance: int, nth: int) -> None:
        found = self.claims()
        claim, (start, end) = found[nth % len(found)], self.some_words(Random(chance))
        words = self.text[start:end].strip() or None
        change = desk.changed_claim(statement=claim.statement, quote=words, version=claim.version)
        if claim.withdrawn_at is None:
            assert self.do("ed", claims.revise, claim.ref, change)

    @rule(nth=NTH)
    def somebody_withdraws_a_claim(self, nth: int) -> None:
        found = [claim for claim in self.claims() if claim.withdrawn_at is None]
        if len(found) > 1 and nth == 0:
            assert self.do(
                "ed", claims.withdraw, found[-1].ref, WithdrawalDraft(reason="Gone", version=found[-1].version)
            )

    @after_each_change
    def what_is_said_to_stand_stands_there(self) -> None:
        for one in self.rows():
            if one.state is AnchorState.LOST:
                assert (one.start, one.end) == (None, None)
                continue
            assert one.start is not None
            assert one.end is not None
            assert 0 <= one.start < one.end <= len(self.text)
            if one.state in STANDING or one.settled:
                assert self.text[one.start : one.end] == one.exact
            if one.state is AnchorState.EXACT:
                assert occurrences(self.text, Quote(one.exact, one.prefix, one.suffix)) == [(one.start, one.end)]

    @after_each_change
    def nothing_goes_without_a_reason_and_no_passage_stands_twice(self) -> None:
        for one in self.rows():
            assert (one.withdrawn_at is None) == (one.withdrawn_reason is None)
        marked = [(one.claim_id, one.start, one.end) for one in self.rows() if one.settled and one.withdrawn_at is None]
        assert len(marked) == len(set(marked))

    @after_each_change
    def earlier_texts_and_their_marks_stay_as_they_were(self) -> None:
        for number, rows in self.past.items():
            assert [one.model_dump() for one in anchors(self.engine, number).values()] == rows
        with reading(self.engine) as session:
            assert len(session.exec(select(ArticleVersion)).all()) == self.number

    @after_each_change
    def the_register_verifies(self) -> None:
        assert desk.problems(self.engine) == []
