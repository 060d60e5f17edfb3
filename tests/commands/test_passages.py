from threading import Barrier, Thread

import pytest
from sqlmodel import col, select
from tests.helpers import desk, quoted_desk
from tests.helpers.quoted_desk import CHANGED, TEXT, a_passage, a_settlement, a_withdrawal, anchors, take
from tests.helpers.rows import for_each

from factdesk.commands import articles, claims, passages
from factdesk.database.transaction import reading
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.errors import Clash, Forbidden, Invalid, NotFound, NotSignedIn, Stale
from factdesk.models import Anchor, Claim, Event
from factdesk.vocabulary import AnchorState

HERE, LIKE = "the salt to a merchant", "the keeper 👩‍👩‍👧 sold all of her salt to the merchant from the north"
GONE = WithdrawalDraft(reason="It does not hold", version=2)


@pytest.fixture
def who(quoted_engine):
    people = desk.the_people(quoted_engine)
    take(quoted_engine, people["ed"])
    return people


@pytest.fixture
def changed(quoted_engine, who):
    take(quoted_engine, who["ed"], CHANGED)
    return who


def last_event(engine):
    with reading(engine) as session:
        event = session.exec(select(Event).order_by(col(Event.seq).desc())).first()
        return event.action, event.subject


def test_a_claim_may_have_several_passages_and_share_one(quoted_engine, who):
    for ref, words in (("TALE-2", HERE), ("TALE-3", HERE), ("TALE-2", "every village")):
        assert desk.run(quoted_engine, passages.add, who["ed"], ref, a_passage(words)) == ref
    found = anchors(quoted_engine)
    assert [found["TALE-2", number].exact for number in (1, 2, 3)] == ["fell in autumn", HERE, "every village"]
    added = found["TALE-3", 2]
    assert TEXT[added.start : added.end] == HERE
    assert (added.state, added.score, added.settled, added.version) == (AnchorState.EXACT, 100, True, 1)
    assert (added.prefix[-5:], added.suffix[:5]) == ("sold ", " from")
    assert last_event(quoted_engine) == ("passage.add", "claim:TALE-2")
    assert desk.problems(quoted_engine) == []


def test_blanks_around_what_was_selected_are_no_part_of_it(quoted_engine, who):
    at = TEXT.index(" every village.")
    draft = a_passage(HERE, start=at, end=at + len(" every village.") + 2, chosen=" every village.")
    desk.run(quoted_engine, passages.add, who["ed"], "TALE-1", draft)
    assert anchors(quoted_engine)["TALE-1", 2].exact == "every village."


def test_a_passage_may_reach_over_paragraphs(quoted_engine, who):
    words = "told on the coast.\n\nThe river rose"
    desk.run(quoted_engine, passages.add, who["ed"], "TALE-1", a_passage(words))
    assert anchors(quoted_engine)["TALE-1", 2].exact == words


@for_each(
    ("why", "draft"),
    [
        (Invalid, a_passage(HERE, chosen="the salt to a merchan")),
        (Invalid, a_passage(HERE, start=TEXT.index(HERE) + 1)),
        (Invalid, a_passage(HERE, start=TEXT.index(HERE) + 9, end=TEXT.index(HERE))),
        (Invalid, a_passage(HERE, start=len(TEXT), end=len(TEXT) + len(HERE))),
        (Invalid, a_passage(HERE, start=4_999_999, end=5_000_000)),
        (Clash, a_passage(HERE, text_version=2)),
        (Clash, a_passage("A tale of water and salt")),
    ],
)
def test_only_the_words_that_were_seen_are_marked_and_only_once(quoted_engine, who, why, draft):
    desk.refused(quoted_engine, why, passages.add, who["ed"], "TALE-1", draft)


def test_words_that_read_the_same_elsewhere_with_all_around_them_are_no_passage(quoted_engine, who):
    twice = "\n\n".join([("so it was " * 500).strip()] * 2)
    take(quoted_engine, who["ed"], twice)
    draft = a_passage("so it was", twice, text_version=2, start=2500, end=2509)
    assert "elsewhere" in desk.refused(quoted_engine, Invalid, passages.add, who["ed"], "TALE-1", draft).sentence


def test_a_passage_is_settled_where_it_was_found(quoted_engine, changed):
    before = anchors(quoted_engine, 2)["TALE-3", 1]
    assert (before.state, CHANGED[before.start : before.end]) == (AnchorState.CHANGED, LIKE)
    assert before.exact == quoted_desk.QUOTES["TALE-3"]
    desk.run(quoted_engine, passages.settle, changed["ed"], "TALE-3", 1, a_settlement(LIKE))
    after = anchors(quoted_engine, 2)["TALE-3", 1]
    assert (after.state, after.score, after.settled, after.exact) == (AnchorState.EXACT, 100, True, LIKE)
    assert (after.start, after.end, after.version) == (before.start, before.end, 2)
    assert anchors(quoted_engine, 1)["TALE-3", 1].exact == quoted_desk.QUOTES["TALE-3"]
    assert last_event(quoted_engine) == ("passage.settle", "claim:TALE-3")
    assert desk.problems(quoted_engine) == []


def test_a_lost_passage_is_settled_elsewhere(quoted_engine, changed):
    assert anchors(quoted_engine, 2)["TALE-1", 1].state is AnchorState.LOST
    desk.run(quoted_engine, passages.settle, changed["ada"], "TALE-1", 1, a_settlement("in every village"))
    after = anchors(quoted_engine, 2)["TALE-1", 1]
    assert CHANGED[after.start : after.end] == after.exact == "in every village"


def test_a_settled_passage_is_looked_for_by_its_new_words_from_then_on(quoted_engine, changed):
    desk.run(quoted_engine, passages.settle, changed["ed"], "TALE-3", 1, a_settlement(LIKE))
    take(quoted_engine, changed["ed"], "A new beginning.\n\n" + CHANGED)
    third = anchors(quoted_engine, 3)["TALE-3", 1]
    assert (third.exact, third.state, third.settled) == (LIKE, AnchorState.EXACT, False)


def test_the_second_of_two_editors_is_told_what_the_first_one_settled(quoted_engine, changed):
    desk.run(quoted_engine, passages.settle, changed["ed"], "TALE-3", 1, a_settlement(LIKE))
    mine = a_settlement("in spring")
    refusal = desk.refused(quoted_engine, Stale, passages.settle, changed["ada"], "TALE-3", 1, mine)
    assert [(one.field, one.now, one.sent) for one in refusal.differences] == [("chosen", LIKE, "in spring")]
    desk.refused(quoted_engine, Stale, passages.withdraw, changed["ada"], "TALE-3", 1, a_withdrawal(text_version=2))


def test_of_two_who_settle_at_the_same_moment_one_is_heard(quoted_engine, changed):
    together, came = Barrier(2), []

    def settle(name, words):
        together.wait()
        try:
            desk.run(quoted_engine, passages.settle, changed[name], "TALE-1", 1, a_settlement(words))
            came.append(words)
        except Stale as refusal:
            came.append(refusal)

    both = [Thread(target=settle, args=given) for given in (("ed", "every village"), ("ada", "in spring"))]
    for one in both:
        one.start()
    for one in both:
        one.join()
    heard = [one for one in came if isinstance(one, str)]
    assert len(heard) == 1
    assert anchors(quoted_engine, 2)["TALE-1", 1].exact == heard[0]
    assert desk.problems(quoted_engine) == []


@for_each(
    ("why", "draft"),
    [
        (Clash, a_settlement(LIKE, text_version=1)),
        (Invalid, a_settlement(LIKE, chosen="Something else")),
        (Clash, a_settlement("fell in autumn")),
    ],
)
def test_a_passage_is_settled_only_on_words_that_stand_there_and_are_free(quoted_engine, changed, why, draft):
    if why is Clash and draft.text_version == 2:
        spare = a_passage("fell in autumn", CHANGED, text_version=2)
        desk.run(quoted_engine, passages.add, changed["ed"], "TALE-3", spare)
    desk.refused(quoted_engine, why, passages.settle, changed["ed"], "TALE-3", 1, draft)


def test_a_passage_is_withdrawn_with_a_reason_and_not_looked_for_again(quoted_engine, changed):
    desk.run(quoted_engine, passages.withdraw, changed["ed"], "TALE-1", 1, a_withdrawal(text_version=2))
    gone = anchors(quoted_engine, 2)["TALE-1", 1]
    assert (gone.withdrawn_reason, gone.withdrawn_at is not None) == ("It is no longer said", True)
    for command, draft in (
        (passages.withdraw, a_withdrawal(version=2, text_version=2)),
        (passages.settle, a_settlement(LIKE, version=2)),
    ):
        assert "withdrawn" in desk.refused(quoted_engine, Clash, command, changed["ed"], "TALE-1", 1, draft).sentence
    take(quoted_engine, changed["ed"], TEXT + "\n\nThe end.")
    assert ("TALE-1", 1) not in anchors(quoted_engine, 3)
    assert desk.problems(quoted_engine) == []


def test_nobody_withdraws_a_passage_of_a_text_that_was_not_read(quoted_engine, changed):
    desk.refused(quoted_engine, Clash, passages.withdraw, changed["ed"], "TALE-1", 1, a_withdrawal())


@for_each("passage", [0, -1, 2, 2**31, 2**63])
def test_there_is_no_other_passage(quoted_engine, changed, passage):
    desk.refused(quoted_engine, NotFound, passages.settle, changed["ed"], "TALE-3", passage, a_settlement(LIKE))
    gone = a_withdrawal(text_version=2)
    desk.refused(quoted_engine, NotFound, passages.withdraw, changed["ed"], "TALE-3", passage, gone)


def test_only_editors_mark_settle_and_withdraw(quoted_engine, changed):
    here = a_passage("in spring", CHANGED, text_version=2)
    for name, why in (("reader", NotSignedIn), ("ann", Forbidden)):
        desk.refused(quoted_engine, why, passages.add, changed[name], "TALE-3", here)
        desk.refused(quoted_engine, why, passages.settle, changed[name], "TALE-3", 1, a_settlement(LIKE))
        desk.refused(quoted_engine, why, passages.withdraw, changed[name], "TALE-3", 1, a_withdrawal(text_version=2))


def test_a_withdrawn_claim_and_a_claim_that_is_none_have_no_passages_to_work_on(quoted_engine, changed):
    desk.run(quoted_engine, claims.withdraw, changed["ed"], "TALE-3", GONE)
    desk.refused(quoted_engine, Clash, passages.settle, changed["ed"], "TALE-3", 1, a_settlement(LIKE))
    desk.refused(quoted_engine, NotFound, passages.settle, changed["ed"], "TALE-9", 1, a_settlement(LIKE))


def test_without_a_text_there_is_nothing_to_mark(quoted_engine, who):
    desk.run(quoted_engine, articles.add, who["ed"], desk.new_article())
    desk.run(quoted_engine, claims.add, who["ed"], "second", desk.new_claim(quote="water"))
    assert "not held" in desk.refused(quoted_engine, Clash, passages.add, who["ed"], "SEC-1", a_passage(HERE)).sentence
    desk.refused(quoted_engine, NotFound, passages.settle, who["ed"], "SEC-1", 1, a_settlement(LIKE))


def test_a_new_claim_is_marked_where_it_was_chosen_and_quotes_what_stands_there(quoted_engine, who):
    draft = desk.new_claim(passage=quoted_desk.place("river"), paragraph=2)
    assert desk.run(quoted_engine, claims.add, who["ed"], "a-tale", draft) == "TALE-4"
    found = anchors(quoted_engine)["TALE-4", 1]
    assert (found.start, found.state, found.settled) == (TEXT.index("river"), AnchorState.EXACT, True)
    assert desk.the(quoted_engine, Claim, ref="TALE-4").quote == "river"
    assert last_event(quoted_engine) == ("claim.add", "claim:TALE-4")


def test_a_new_claim_with_a_wrong_passage_is_not_made(quoted_engine, who):
    draft = desk.new_claim(passage=quoted_desk.place("river", chosen="rivers"))
    desk.refused(quoted_engine, Invalid, claims.add, who["ed"], "a-tale", draft)


def test_a_new_claim_is_marked_by_its_quote_where_nothing_was_chosen(quoted_engine, who):
    desk.run(quoted_engine, claims.add, who["ed"], "a-tale", desk.new_claim(quote="every village"))
    desk.run(quoted_engine, claims.add, who["ed"], "a-tale", desk.new_claim(quote="No such words"))
    desk.run(quoted_engine, claims.add, who["ed"], "a-tale", desk.new_claim())
    found = anchors(quoted_engine)
    assert found["TALE-4", 1].state is AnchorState.EXACT
    assert not found["TALE-4", 1].settled
    assert found["TALE-5", 1].state is AnchorState.LOST
    assert ("TALE-6", 1) not in found


def requote(engine, who, ref, quote):
    now = desk.the(engine, Claim, ref=ref)
    change = desk.changed_claim(statement=now.statement, quote=quote, version=now.version)
    desk.run(engine, claims.revise, who["ed"], ref, change)


def test_a_passage_follows_the_quote_of_its_claim(quoted_engine, who):
    requote(quoted_engine, who, "TALE-2", "every village")
    found = anchors(quoted_engine)["TALE-2", 1]
    assert (found.exact, found.start, found.version) == ("every village", TEXT.index("every village"), 2)
    requote(quoted_engine, who, "TALE-2", None)
    assert anchors(quoted_engine)["TALE-2", 1].exact == "every village"


def test_a_quote_that_is_another_passage_already_moves_nothing(quoted_engine, who):
    desk.run(quoted_engine, passages.add, who["ed"], "TALE-2", a_passage("every village"))
    before = anchors(quoted_engine)["TALE-2", 1].model_dump()
    requote(quoted_engine, who, "TALE-2", "every village")
    assert anchors(quoted_engine)["TALE-2", 1].model_dump() == before
    assert desk.number_of(quoted_engine, Anchor) == 4


def test_a_new_quote_is_marked_anew_where_the_old_passage_was_withdrawn(quoted_engine, who):
    desk.run(quoted_engine, passages.withdraw, who["ed"], "TALE-2", 1, a_withdrawal())
    requote(quoted_engine, who, "TALE-2", "every village")
    found = anchors(quoted_engine)
    assert found["TALE-2", 1].withdrawn_at is not None
    assert (found["TALE-2", 2].exact, found["TALE-2", 2].state) == ("every village", AnchorState.EXACT)
    assert desk.problems(quoted_engine) == []
