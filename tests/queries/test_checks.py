import pytest
from tests.helpers import desk
from tests.helpers.builders import a_claim, a_piece, a_register, a_source, load
from tests.helpers.rows import for_each

from factdesk.access import OPERATOR
from factdesk.commands import claims, evidence, people, sources
from factdesk.database.transaction import reading
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.people import PersonDraft
from factdesk.drafts.queue import CheckFilter, SupportCheckDraft
from factdesk.errors import Clash, Difference, Forbidden, NotFound, NotSignedIn, Stale
from factdesk.models import Claim, Event, Evidence
from factdesk.queries import checks
from factdesk.vocabulary import Scope

GONE = WithdrawalDraft(reason="It does not hold", version=1)


@pytest.fixture
def who(empty_engine):
    """Give the people of a desk with five pieces over two claims."""
    told = [
        a_claim(1, a_piece("src01"), a_piece("src02", stance="disputes"), a_piece("src01", says="Again")),
        a_claim(2, a_piece("src03", stance="context"), a_piece("src02")),
    ]
    load(
        empty_engine,
        a_register(*told, sources=[a_source("src01"), a_source("src02", reliability="D"), a_source("src03")]),
    )
    for name, role in desk.ROLES.items():
        desk.run(empty_engine, people.add, OPERATOR, PersonDraft(name=name, role=role))
    return desk.the_people(empty_engine)


def found(engine, actor, **wanted):
    with reading(engine) as session:
        return checks.find(session, actor, CheckFilter.model_validate(wanted))


def walked(engine, actor, **wanted):
    """Give the pieces as one who skips them all meets them."""
    met, cursor = [], None
    while (one := found(engine, actor, **wanted, cursor=cursor).next) is not None:
        met.append((one.ref, one.piece.source.citekey, one.piece.says))
        cursor = one.piece.id
    return met


def check(word, version=1):
    return SupportCheckDraft(support_check=word, version=version)


def test_all_pieces_are_met_once_in_the_registers_order(empty_engine, who):
    expected = [
        ("TALE-1", "src01", "What src01 says"),
        ("TALE-1", "src02", "What src02 says"),
        ("TALE-1", "src01", "Again"),
        ("TALE-2", "src03", "What src03 says"),
        ("TALE-2", "src02", "What src02 says"),
    ]
    assert walked(empty_engine, who["ann"]) == expected
    first = found(empty_engine, who["ann"])
    assert (first.number, first.counted_all) == (5, True)
    assert (first.next.statement, first.next.article_title) == ("Statement 1", "A tale")


@for_each(
    ("wanted", "number"),
    [
        ({"stance": "disputes"}, 1), ({"stance": "context"}, 1), ({"source": "src02"}, 2), ({"reliability": "D"}, 2),
        ({"source": "src01", "stance": "disputes"}, 0), ({"article": "a-tale"}, 5), ({"article": "nowhere"}, 0),
        ({"support": "says_it"}, 0), ({"reliability": "D", "stance": "supports"}, 1),
    ],
)  # fmt: skip
def test_filters_are_about_the_piece_itself(empty_engine, who, wanted, number):
    assert found(empty_engine, who["ann"], **wanted).number == number
    assert len(walked(empty_engine, who["ann"], **wanted)) == number


def test_what_was_withdrawn_is_not_compared(empty_engine, who):
    piece = found(empty_engine, who["ann"]).next.piece.id
    desk.run(empty_engine, evidence.withdraw, who["ann"], piece, GONE)
    assert found(empty_engine, who["ann"]).number == 4
    desk.run(empty_engine, sources.withdraw, who["ed"], "src02", GONE)
    assert found(empty_engine, who["ann"]).number == 2
    desk.run(empty_engine, claims.withdraw, who["ed"], "TALE-1", GONE)
    assert [ref for ref, *_ in walked(empty_engine, who["ann"])] == ["TALE-2"]


def test_a_checked_piece_leaves_the_list_and_is_on_another(empty_engine, who):
    piece = found(empty_engine, who["ann"]).next.piece
    desk.run(empty_engine, evidence.check, who["ann"], "TALE-1", piece.id, check("silent"))
    assert found(empty_engine, who["ann"]).number == 4
    other = found(empty_engine, who["ann"], support="silent")
    assert (other.number, other.next.piece.id, other.next.piece.version) == (1, piece.id, 2)
    event = desk.the(empty_engine, Event, seq=desk.the(empty_engine, Evidence, id=piece.id).event_seq)
    assert (event.action, event.subject, event.actor_id) == ("evidence.check", "claim:TALE-1", who["ann"].id)
    assert desk.problems(empty_engine) == []


def test_a_source_that_is_silent_counts_no_more(empty_engine, who):
    for one in ("src01", "src01"):
        piece = found(empty_engine, who["ann"], source=one).next.piece
        desk.run(empty_engine, evidence.check, who["ann"], "TALE-1", piece.id, check("silent"))
    claim = desk.the(empty_engine, Claim, ref="TALE-1")
    assert (claim.origins_for, claim.origins_against) == (0, 1)


def test_a_piece_that_was_changed_meanwhile_is_not_checked(empty_engine, who):
    piece = found(empty_engine, who["ann"]).next.piece.id
    desk.run(empty_engine, evidence.check, who["ann"], "TALE-1", piece, check("says_it"))
    refusal = desk.refused(empty_engine, Stale, evidence.check, who["ben"], "TALE-1", piece, check("silent"))
    assert refusal.differences == (Difference("support_check", "says_it", "silent"),)
    assert refusal.version == 2


def test_a_check_is_refused_where_there_is_nothing_to_check(empty_engine, who):
    piece = found(empty_engine, who["ann"]).next.piece.id
    for ref, given in (("TALE-2", piece), ("TALE-1", 10**6), ("TALE-1", 0), ("NONE-1", piece)):
        desk.refused(empty_engine, NotFound, evidence.check, who["ann"], ref, given, check("says_it"))
    desk.run(empty_engine, evidence.withdraw, who["ann"], piece, GONE)
    desk.refused(empty_engine, Clash, evidence.check, who["ann"], "TALE-1", piece, check("says_it", 2))


def test_only_who_may_add_evidence_compares_it(empty_engine, who):
    for actor, why in ((who["reader"], NotSignedIn), (desk.limited(who["ed"], Scope.READ), Forbidden)):
        desk.refused(empty_engine, why, evidence.check, actor, "TALE-1", 1, check("says_it"))
        with pytest.raises(why):
            found(empty_engine, actor)
        with reading(empty_engine) as session, pytest.raises(why):
            checks.piece(session, actor, 1)
