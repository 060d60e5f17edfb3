import pytest
from tests.helpers import desk
from tests.helpers.rows import for_each

from factdesk.commands import claims, evidence, sources
from factdesk.drafts.judging import NewEvidenceDraft, WithdrawalDraft
from factdesk.drafts.reading import FieldsRefused, read
from factdesk.errors import Clash, Difference, Forbidden, Invalid, NotFound, NotSignedIn, Stale
from factdesk.models import Claim, Evidence, Source
from factdesk.vocabulary import Scope

GONE = WithdrawalDraft(reason="It was misread", version=1)


@pytest.fixture
def who(desk_engine):
    return desk.the_people(desk_engine)


@pytest.fixture
def piece(desk_engine, who):
    """Give the number of a piece that ann added to the third claim."""
    return int(desk.run(desk_engine, evidence.add, who["ann"], "TALE-3", desk.new_evidence(locator="p. 3")))


def origins(engine, ref):
    claim = desk.the(engine, Claim, ref=ref)
    return claim.origins_for, claim.origins_against


def test_a_piece_is_added_and_counts_at_once(desk_engine, who, piece):
    row = desk.the(desk_engine, Evidence, id=piece)
    assert (row.says, row.locator, row.credibility, row.rests_on) == ("It says so", "p. 3", "2", [])
    assert origins(desk_engine, "TALE-3") == (1, 0)
    desk.run(desk_engine, evidence.add, who["ben"], "TALE-3", desk.new_evidence("src03", stance="disputes"))
    assert origins(desk_engine, "TALE-3") == (1, 1)
    assert desk.problems(desk_engine) == []


def test_a_claim_may_cite_one_source_twice_and_it_counts_once(desk_engine, who, piece):
    desk.run(desk_engine, evidence.add, who["ben"], "TALE-3", desk.new_evidence(says="And so again"))
    assert origins(desk_engine, "TALE-3") == (1, 0)
    assert desk.the(desk_engine, Claim, ref="TALE-3").source_count == 1


def test_what_is_said_of_a_piece_is_changed(desk_engine, who, piece):
    draft = desk.changed_evidence(quotation="word for word")
    assert desk.run(desk_engine, evidence.revise, who["ben"], piece, draft) == "TALE-3"
    row = desk.the(desk_engine, Evidence, id=piece)
    assert (row.says, row.stance, row.quotation, row.locator, row.version) == (
        "It says otherwise", "disputes", "word for word", None, 2,
    )  # fmt: skip
    assert origins(desk_engine, "TALE-3") == (0, 1)


def test_a_withdrawn_piece_stays_and_counts_no_more(desk_engine, who, piece):
    assert desk.run(desk_engine, evidence.withdraw, who["ann"], piece, GONE) == "TALE-3"
    row = desk.the(desk_engine, Evidence, id=piece)
    assert row.withdrawn_at is not None
    assert (row.says, row.withdrawn_reason) == ("It says so", "It was misread")
    assert origins(desk_engine, "TALE-3") == (0, 0)
    assert desk.problems(desk_engine) == []


def test_of_two_who_change_it_the_second_sees_both_texts(desk_engine, who, piece):
    first = desk.changed_evidence(says="The first writes this")
    desk.run(desk_engine, evidence.revise, who["ann"], piece, first)
    second = desk.changed_evidence(says="The second writes that")
    stale = desk.refused(desk_engine, Stale, evidence.revise, who["ben"], piece, second)
    assert stale.version == 2
    assert stale.differences == (Difference("says", "The first writes this", "The second writes that"),)
    withdrawal = desk.refused(desk_engine, Stale, evidence.withdraw, who["ben"], piece, GONE)
    assert [one.sent for one in withdrawal.differences] == ["It was misread"]
    desk.run(desk_engine, evidence.revise, who["ben"], piece, second.model_copy(update={"version": 2}))
    assert desk.the(desk_engine, Evidence, id=piece).version == 3


def test_only_who_may_add_evidence_does(desk_engine, who, piece):
    given = [
        (evidence.add, "TALE-3", desk.new_evidence()),
        (evidence.revise, piece, desk.changed_evidence()),
        (evidence.withdraw, piece, GONE),
    ]
    for command, *rest in given:
        desk.refused(desk_engine, NotSignedIn, command, who["reader"], *rest)
        desk.refused(desk_engine, Forbidden, command, desk.limited(who["ed"], Scope.READ), *rest)


def test_nothing_is_added_to_what_was_withdrawn(desk_engine, who, piece):
    desk.run(desk_engine, sources.withdraw, who["ed"], "src05", WithdrawalDraft(reason="Retracted", version=1))
    assert (
        "Retracted"
        in desk.refused(desk_engine, Clash, evidence.add, who["ann"], "TALE-3", desk.new_evidence("src05")).sentence
    )
    desk.run(desk_engine, claims.withdraw, who["ed"], "TALE-3", WithdrawalDraft(reason="A double", version=1))
    given = [
        (evidence.add, "TALE-3", desk.new_evidence("src01")),
        (evidence.revise, piece, desk.changed_evidence()),
        (evidence.withdraw, piece, GONE),
    ]
    for command, *rest in given:
        assert "A double" in desk.refused(desk_engine, Clash, command, who["ann"], *rest).sentence


def test_a_withdrawn_piece_is_neither_changed_nor_withdrawn_again(desk_engine, who, piece):
    desk.run(desk_engine, evidence.withdraw, who["ann"], piece, GONE)
    again = WithdrawalDraft(reason="Once more", version=2)
    desk.refused(desk_engine, Clash, evidence.withdraw, who["ann"], piece, again)
    desk.refused(desk_engine, Clash, evidence.revise, who["ann"], piece, desk.changed_evidence(version=2))


@for_each("key", [0, -1, 10**6, 2**63, 10**40])
def test_a_number_that_no_piece_has_is_not_found(desk_engine, who, key):
    desk.refused(desk_engine, NotFound, evidence.revise, who["ann"], key, desk.changed_evidence())
    desk.refused(desk_engine, NotFound, evidence.withdraw, who["ann"], key, GONE)


def test_claim_and_source_must_be_there(desk_engine, who):
    desk.refused(desk_engine, NotFound, evidence.add, who["ann"], "TALE-99", desk.new_evidence())
    desk.refused(desk_engine, NotFound, evidence.add, who["ann"], "TALE-3", desk.new_evidence("nowhere"))


@for_each(
    "but",
    [{"credibility": "7"}, {"stance": "for"}, {"says": " "}, {"source": "not a key"}, {"support_check": "yes"}],
)
def test_a_piece_that_is_none_names_its_field(but):
    sent = {"source": "src01", "stance": "supports", "credibility": "2", "says": "So"} | but
    with pytest.raises(FieldsRefused) as refusal:
        read(NewEvidenceDraft, sent)
    assert list(refusal.value.errors) == list(but)


def test_a_piece_rests_on_other_sources_and_counts_with_them(desk_engine, who, piece):
    given = desk.new_evidence("src03", rests_on="src05\r\nsrc05, src01")
    assert given.rests_on == ("src05", "src01")
    desk.run(desk_engine, evidence.add, who["ann"], "TALE-3", desk.new_evidence("src03", rests_on=["src05"]))
    assert origins(desk_engine, "TALE-3") == (1, 0), "both come from src05"
    added = desk.the(desk_engine, Evidence, source_id=desk.the(desk_engine, Source, citekey="src03").id)
    assert added.rests_on == [desk.the(desk_engine, Source, citekey="src05").id]
    back = desk.changed_evidence(stance="supports", rests_on=[])
    desk.run(desk_engine, evidence.revise, who["ann"], added.id, back)
    assert origins(desk_engine, "TALE-3") == (2, 0)
    assert desk.problems(desk_engine) == []


def test_a_piece_that_would_rest_on_what_it_cannot_is_refused_at_its_field(desk_engine, who, piece):
    desk.run(desk_engine, sources.withdraw, who["ed"], "src04", WithdrawalDraft(reason="It was", version=1))
    told = {"nowhere": "add it first", "src01": "itself", "src02": "src02 itself derives from src01", "src04": "was"}
    for citekey, words in told.items():
        draft = desk.new_evidence("src01", rests_on=[citekey])
        refusal = desk.refused(desk_engine, Invalid, evidence.add, who["ann"], "TALE-3", draft)
        assert refusal.place == "rests_on", citekey
        assert words in refusal.sentence, citekey


def test_a_piece_keeps_what_it_rested_on_before_that_was_withdrawn(desk_engine, who):
    added = int(desk.run(desk_engine, evidence.add, who["ann"], "TALE-3", desk.new_evidence(rests_on=["src03"])))
    desk.run(desk_engine, sources.withdraw, who["ed"], "src03", WithdrawalDraft(reason="It was", version=1))
    desk.run(desk_engine, evidence.revise, who["ann"], added, desk.changed_evidence(rests_on=["src03"]))
    stale = desk.refused(desk_engine, Stale, evidence.revise, who["ann"], added, desk.changed_evidence())
    assert Difference("rests_on", "src03", "") in stale.differences


@for_each("given", ["no citekey!", "x" * 101, "\n".join(f"s{n}" for n in range(21))])
def test_what_is_no_list_of_citekeys_names_its_field(given):
    with pytest.raises(FieldsRefused) as refusal:
        read(
            NewEvidenceDraft,
            {"source": "s", "stance": "supports", "credibility": "2", "says": "x"} | {"rests_on": given},
        )
    assert list(refusal.value.errors) == ["rests_on"]
