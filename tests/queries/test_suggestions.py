import pytest
from tests.helpers import desk
from tests.helpers.builders import a_claim, a_piece, a_register, a_source, load

from factdesk.access import OPERATOR
from factdesk.commands import sources
from factdesk.database.transaction import reading
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.writing import NewDerivationDraft, NewTieDraft
from factdesk.queries import suggestions

GONE = WithdrawalDraft(reason="It does not hold", version=1)


@pytest.fixture
def names(empty_engine):
    """Load sources on one claim that share names with the first, and one elsewhere that does too."""
    made = [
        a_source("one", authors=["Ann Écrivain", "others"], publisher="The Daily Paper"),
        a_source("author", authors=["ann ecrivain"], publisher="Elsewhere"),
        a_source("owner", publisher="the daily  paper!"),
        a_source("others", authors=["others"]),
        a_source("nameless", authors=["…"]),
        a_source("apart", authors=["Ann Écrivain"]),
    ]
    together = a_claim(1, *(a_piece(key) for key in ("one", "author", "owner", "others", "nameless")))
    load(empty_engine, a_register(together, a_claim(2, a_piece("apart")), sources=made))
    return empty_engine


def suggested(engine, citekey="one"):
    with reading(engine) as session:
        return {row.citekey: str(row.how) for row in suggestions.ties(session, OPERATOR, citekey)}


def test_names_that_match_on_the_same_claim_are_suggested(names):
    assert suggested(names) == {"author": "same_author", "owner": "same_owner"}
    assert suggested(names, "author") == {"one": "same_author"}
    assert suggested(names, "apart") == suggested(names, "nameless") == suggested(names, "never-was") == {}


def test_what_is_tied_directly_or_through_another_is_not(names):
    desk.run(names, sources.tie, OPERATOR, "author", NewTieDraft(other="one", how="same_author"))
    assert suggested(names) == {"owner": "same_owner"}
    desk.run(names, sources.tie, OPERATOR, "author", NewTieDraft(other="owner", how="same_owner"))
    assert suggested(names) == {}


def test_a_tie_that_was_withdrawn_is_not_suggested_again(names):
    desk.run(names, sources.tie, OPERATOR, "author", NewTieDraft(other="one", how="same_author"))
    desk.run(names, sources.untie, OPERATOR, "one", "author", GONE)
    assert suggested(names) == {"owner": "same_owner"}
    assert suggested(names, "author") == {}


@pytest.mark.parametrize(("child", "parent"), [("one", "author"), ("author", "one")])
def test_what_derives_from_the_other_is_not(names, child, parent):
    desk.run(names, sources.derive, OPERATOR, child, NewDerivationDraft(parent=parent, how="cites"))
    assert suggested(names) == {"owner": "same_owner"}


def test_a_withdrawn_source_is_not(names):
    desk.run(names, sources.withdraw, OPERATOR, "author", GONE)
    assert suggested(names) == {"owner": "same_owner"}
