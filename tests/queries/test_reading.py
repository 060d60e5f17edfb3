import pytest
import sqlalchemy as sa
from tests.helpers import article_texts, desk, with_drafts
from tests.helpers.sql_watch import watched

from factdesk.access import OPERATOR, READER
from factdesk.commands import articles, passages, reviews
from factdesk.database.transaction import reading, writing
from factdesk.drafts.moments import written
from factdesk.drafts.texts import PassageDraft, PassageWithdrawalDraft
from factdesk.errors import NotFound, NotSignedIn
from factdesk.facts.snapshots import table_of
from factdesk.models import Anchor, ChainHead
from factdesk.queries import reading as queries
from factdesk.vocabulary import AnchorState, Confidence, Verdict

TEXT = "A tale of water and salt.\n\nThe river rose in spring. It fell in autumn. Nobody saw it."
QUOTES = {"TALE-1": "water and salt", "TALE-2": "rose in spring. It fell"}


@pytest.fixture
def who(desk_engine):
    people = desk.the_people(desk_engine)
    article_texts.quote(desk_engine, people["ed"], QUOTES)
    return people


def get(engine, viewer, **asked):
    with reading(engine) as session:
        return queries.get(session, viewer, "a-tale", **asked)


def now(engine):
    return written(desk.the(engine, ChainHead).at)


def words(found, ref):
    return "".join(part.text for line in found.paragraphs for part in line.segments if ref in part.refs)


def test_where_no_text_is_held_there_is_nothing_to_read(desk_engine, who):
    assert get(desk_engine, READER) is None


def test_each_passage_is_cut_out_of_its_paragraph(desk_engine, who):
    article_texts.hold(desk_engine, who["ed"], "a-tale", TEXT, public=True)
    found = get(desk_engine, READER)
    assert "\n\n".join("".join(part.text for part in one.segments) for one in found.paragraphs) == TEXT
    assert {ref: words(found, ref) for ref in QUOTES} == QUOTES
    assert [(one.ref, one.words) for one in found.unplaced] == [("TALE-3", None)]
    shares = {one.verdict: one.sentences for one in found.coverage if one.sentences}
    assert shares == {Verdict.SUPPORTED: 1, Verdict.UNREVIEWED: 2, None: 1}


def test_a_passage_over_two_paragraphs_is_marked_in_both_and_ends_once(desk_engine, who):
    article_texts.hold(desk_engine, who["ed"], "a-tale", TEXT, public=True)
    start, end = TEXT.index("salt"), TEXT.index(" rose")
    chosen = PassageDraft(text_version=1, start=start, end=end, chosen=TEXT[start:end])
    desk.run(desk_engine, passages.add, who["ed"], "TALE-3", chosen)
    found = get(desk_engine, READER)
    assert words(found, "TALE-3") == "salt.The river"
    ends = [(line.number, end.ref) for line in found.paragraphs for part in line.segments for end in part.ends]
    assert sorted(ends) == [(1, "TALE-1"), (2, "TALE-2"), (2, "TALE-3")]


def test_a_withdrawn_passage_is_not_marked(desk_engine, who):
    article_texts.hold(desk_engine, who["ed"], "a-tale", TEXT, public=True)
    gone = PassageWithdrawalDraft(reason="It says something else", version=1, text_version=1)
    desk.run(desk_engine, passages.withdraw, who["ed"], "TALE-1", 1, gone)
    found = get(desk_engine, READER)
    assert words(found, "TALE-1") == ""
    assert "TALE-1" in [one.ref for one in found.unplaced]


def test_an_open_blind_round_shows_in_no_mark(desk_engine, who):
    blind = desk.changed_article(title="A tale", blind_review=True, reviews_required=2)
    desk.run(desk_engine, articles.revise, who["ed"], "a-tale", blind)
    article_texts.hold(desk_engine, who["ed"], "a-tale", TEXT, public=True)
    before = get(desk_engine, READER)
    desk.run(desk_engine, reviews.submit, who["ann"], "TALE-2", desk.a_judgement(verdict="mixed"))
    for viewer in (READER, who["ann"], who["ben"], who["ed"]):
        assert get(desk_engine, viewer).claims["TALE-2"] == before.claims["TALE-2"]
    assert get(desk_engine, READER).coverage == before.coverage


def test_a_moment_has_its_own_text_its_own_passages_and_its_own_verdicts(desk_engine, who):
    at_first = now(desk_engine)
    article_texts.hold(desk_engine, who["ed"], "a-tale", TEXT, public=True)
    marked = now(desk_engine)
    gone = PassageWithdrawalDraft(reason="It says something else", version=1, text_version=1)
    desk.run(desk_engine, passages.withdraw, who["ed"], "TALE-2", 1, gone)
    desk.run(desk_engine, reviews.submit, who["ann"], "TALE-1", desk.a_judgement(verdict="mixed", confidence="low"))
    article_texts.take(desk_engine, who["ed"], "a-tale", f"A word before.\n\n{TEXT}")
    assert get(desk_engine, READER, as_of=at_first) is None
    then = get(desk_engine, READER, as_of=marked)
    assert (then.number, then.newest) == (1, 1)
    assert {ref: words(then, ref) for ref in QUOTES} == QUOTES
    assert then.claims["TALE-1"].confidence is not Confidence.LOW
    present = get(desk_engine, READER)
    assert (present.number, words(present, "TALE-2")) == (2, "")
    assert present.claims["TALE-1"].confidence is Confidence.LOW


def test_who_may_not_read_the_text_is_given_the_words_quoted_and_never_those_found_instead(desk_engine, who):
    article_texts.hold(desk_engine, who["ed"], "a-tale", TEXT, public=False)
    anchor = table_of(Anchor)
    with writing(desk_engine) as session:
        changed = {"state": AnchorState.CHANGED.value, "start": 27, "end": 40, "score": 80}
        session.connection().execute(sa.update(anchor).where(anchor.c.exact == "water and salt").values(**changed))
    found = get(desk_engine, READER)
    assert (found.whole, found.paragraphs) == (False, [])
    assert [(one.number, [quote.words for quote in one.quotes]) for one in found.quoted] == [
        (2, ["water and salt", "rose in spring. It fell"])
    ]
    assert get(desk_engine, who["ann"]).whole


def test_a_version_is_there_for_those_who_read_the_text(desk_engine, who):
    article_texts.hold(desk_engine, who["ed"], "a-tale", TEXT, public=False)
    article_texts.take(desk_engine, who["ed"], "a-tale", f"A word before.\n\n{TEXT}")
    found = get(desk_engine, who["ann"], number=1)
    assert (found.number, found.newest, words(found, "TALE-1")) == (1, 2, "water and salt")
    for viewer, number, refusal in (
        (READER, 1, NotSignedIn), (READER, 2, NotSignedIn), (READER, 3, NotSignedIn), (who["ann"], 3, NotFound),
    ):  # fmt: skip
        with pytest.raises(refusal):
            get(desk_engine, viewer, number=number)


def test_claims_that_are_drafts_leave_no_mark_for_readers(empty_engine):
    with_drafts.load(empty_engine)
    with writing(empty_engine) as session:
        quoted = session.connection().scalar(sa.text("SELECT quote FROM claim WHERE ref = 'TALE-2'"))
    article_texts.hold(empty_engine, OPERATOR, "a-tale", f"It says: {quoted}.", public=True)
    found = get(empty_engine, READER)
    assert (found.passages, list(found.claims)) == ([], list(with_drafts.OPEN_CLAIMS))
    assert get(empty_engine, OPERATOR).passages == ["TALE-2"]


def test_the_number_of_questions_does_not_grow_with_the_claims(engine, desk_engine, who):
    article_texts.hold(desk_engine, who["ed"], "a-tale", TEXT, public=True)
    article_texts.hold_seed(engine)
    for one, slug in ((desk_engine, "a-tale"), (engine, "malis-dark-shadow")):
        with watched(one) as sent, reading(one) as session:
            found = queries.get(session, READER, slug)
        assert found.passages
        assert len([statement for statement in sent if statement.reads()]) == 2
