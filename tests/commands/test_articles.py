import pytest
from tests.helpers import desk
from tests.helpers.rows import for_each

from factdesk.access import READER
from factdesk.commands import articles, claims, reviews
from factdesk.database.transaction import reading
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.reading import FieldsRefused, read
from factdesk.drafts.writing import NewArticleDraft
from factdesk.errors import Clash, Difference, Forbidden, NotFound, NotSignedIn, Stale
from factdesk.models import Article, Claim
from factdesk.queries import articles as pages
from factdesk.vocabulary import Scope


@pytest.fixture
def who(desk_engine):
    return desk.the_people(desk_engine)


def gone(version=1):
    return WithdrawalDraft(reason="It was retracted", version=version)


def slugs_for_readers(engine):
    with reading(engine) as session:
        return [article.slug for article in pages.find(session, READER)]


def test_a_new_article_is_a_draft_and_so_are_its_published_claims(desk_engine, who):
    assert desk.run(desk_engine, articles.add, who["ed"], desk.new_article()) == "second"
    desk.run(desk_engine, claims.add, who["ed"], "second", desk.new_claim())
    desk.run(desk_engine, claims.publish, who["ed"], "SEC-1", 1)
    assert desk.the(desk_engine, Claim, ref="SEC-1").shelf == "draft"
    assert slugs_for_readers(desk_engine) == ["a-tale"]
    desk.run(desk_engine, articles.publish, who["ed"], "second", 1)
    assert desk.the(desk_engine, Claim, ref="SEC-1").shelf == "public"
    assert slugs_for_readers(desk_engine) == ["second", "a-tale"]
    assert desk.problems(desk_engine) == []


def test_more_reviews_required_open_settled_claims_again(desk_engine, who):
    desk.run(desk_engine, articles.revise, who["ed"], "a-tale", desk.changed_article(reviews_required=2))
    claim = desk.the(desk_engine, Claim, ref="TALE-1")
    assert (claim.state, claim.verdict) == ("awaiting_second", "unreviewed")
    desk.run(desk_engine, reviews.submit, who["ann"], "TALE-1", desk.a_judgement(confidence="low"))
    claim = desk.the(desk_engine, Claim, ref="TALE-1")
    assert (claim.state, claim.verdict, claim.confidence) == ("settled", "supported", "low")


def test_a_withdrawn_article_takes_its_claims_along_and_its_pages_stay(desk_engine, who):
    desk.run(desk_engine, articles.withdraw, who["ed"], "a-tale", gone())
    assert desk.the(desk_engine, Claim, ref="TALE-1").shelf == "withdrawn"
    with reading(desk_engine) as session:
        assert pages.get(session, READER, "a-tale").withdrawn_reason == "It was retracted"


@for_each(
    ("but", "place"),
    [({"slug": "a-tale"}, "slug"), ({"prefix": "TALE"}, "prefix"), ({"slug": "new"}, "slug")],
)
def test_a_taken_name_is_refused_at_its_field(desk_engine, who, but, place):
    assert desk.refused(desk_engine, Clash, articles.add, who["ed"], desk.new_article(**but)).place == place


def test_of_two_who_change_it_the_second_sees_both_texts(desk_engine, who):
    desk.run(desk_engine, articles.revise, who["ed"], "a-tale", desk.changed_article(title="First"))
    second = desk.changed_article(title="Second", author="A. Writer")
    stale = desk.refused(desk_engine, Stale, articles.revise, who["ada"], "a-tale", second)
    assert set(stale.differences) == {Difference("title", "First", "Second"), Difference("author", "", "A. Writer")}
    assert desk.refused(desk_engine, Stale, articles.publish, who["ed"], "a-tale", 1).version == 2
    assert desk.refused(desk_engine, Stale, articles.withdraw, who["ed"], "a-tale", gone()).version == 2


def test_only_who_may_write_writes(desk_engine, who):
    given = [
        (articles.add, desk.new_article()),
        (articles.revise, "a-tale", desk.changed_article()),
        (articles.publish, "a-tale", 1),
        (articles.withdraw, "a-tale", gone()),
    ]
    for command, *rest in given:
        desk.refused(desk_engine, NotSignedIn, command, who["reader"], *rest)
        desk.refused(desk_engine, Forbidden, command, who["ann"], *rest)
        desk.refused(desk_engine, Forbidden, command, desk.limited(who["ed"], Scope.REVIEW), *rest)


def test_what_was_withdrawn_is_not_worked_on_and_what_is_not_there_is_not_found(desk_engine, who):
    desk.run(desk_engine, articles.withdraw, who["ed"], "a-tale", gone())
    given = [
        (articles.revise, desk.changed_article(version=2)),
        (articles.publish, 2),
        (articles.withdraw, gone(2)),
    ]
    for command, last in given:
        assert "retracted" in desk.refused(desk_engine, Clash, command, who["ed"], "a-tale", last).sentence
        desk.refused(desk_engine, NotFound, command, who["ed"], "nowhere", last)
    assert desk.the(desk_engine, Article, slug="a-tale").version == 2


@for_each(
    "but",
    [{"slug": "A Tale"}, {"prefix": "tale"}, {"reviews_required": "0"}, {"language": "English"}, {"title": "\x07"}],
)
def test_an_article_that_is_none_names_its_field(but):
    with pytest.raises(FieldsRefused) as refusal:
        read(NewArticleDraft, {"slug": "s", "prefix": "S", "title": "t"} | but)
    assert list(refusal.value.errors) == list(but)
