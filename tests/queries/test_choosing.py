import pytest
from tests.helpers import desk
from tests.helpers.quoted_desk import TEXT, place, take
from tests.helpers.rows import for_each

from factdesk.commands import articles
from factdesk.database.transaction import reading
from factdesk.drafts.passages import Pointer
from factdesk.errors import Clash, Forbidden, Invalid, NotFound, NotSignedIn
from factdesk.queries import choosing


@pytest.fixture
def who(quoted_engine):
    people = desk.the_people(quoted_engine)
    take(quoted_engine, people["ed"])
    return people


def ask(engine, question, *given):
    with reading(engine) as session:
        return question(session, *given)


def chosen(engine, actor, slug="a-tale", **pointer):
    return ask(engine, choosing.chosen, actor, slug, Pointer(**pointer))


def test_a_range_is_shown_in_its_paragraphs(quoted_engine, who):
    at = TEXT.index("coast.")
    found = chosen(quoted_engine, who["ed"], version=1, start=at, end=at + len("coast.\n\nThe "))
    assert (found.around.words, found.paragraph) == ("coast.\n\nThe", 1)
    assert found.around.before + found.around.words + found.around.after == "\n\n".join(TEXT.split("\n\n")[:2])
    assert TEXT[found.start : found.end] == found.around.words


def test_words_are_found_where_they_stand_only_once(quoted_engine, who):
    found = chosen(quoted_engine, who["ed"], words="fell  in\nautumn")
    assert (found.around.words, found.start) == ("fell in autumn", TEXT.index("fell"))
    assert chosen(quoted_engine, who["ed"], words="salt", paragraph=1).start == TEXT.index("salt")
    for pointer in ({"words": "salt"}, {"words": "salt", "paragraph": 2}, {"words": "salt", "paragraph": 9}):
        with pytest.raises(Invalid):
            chosen(quoted_engine, who["ed"], **pointer)


def test_nothing_is_chosen_where_nothing_is_pointed_at(quoted_engine, who):
    assert chosen(quoted_engine, who["ed"]) is None
    assert chosen(quoted_engine, who["ed"], paragraph=2) is None


def test_a_range_is_one_of_the_newest_text(quoted_engine, who):
    for pointer, why in (({"version": 2, "start": 0, "end": 3}, Clash), ({"version": 1, "start": 3, "end": 3}, Invalid),
                         ({"version": 1, "start": 9_000, "end": 9_003}, Invalid)):  # fmt: skip
        with pytest.raises(why):
            chosen(quoted_engine, who["ed"], **pointer)
    desk.run(quoted_engine, articles.add, who["ed"], desk.new_article())
    with pytest.raises(Clash):
        chosen(quoted_engine, who["ed"], "second", words="salt")
    with pytest.raises(NotFound):
        chosen(quoted_engine, who["ed"], "third", words="salt")


def test_the_whole_text_is_given_by_paragraphs(quoted_engine, who):
    text = ask(quoted_engine, choosing.text, who["ed"], "a-tale")
    assert "\n\n".join(one.text for one in text.paragraphs) == TEXT
    assert all(TEXT[one.start :].startswith(one.text) for one in text.paragraphs)
    desk.run(quoted_engine, articles.add, who["ed"], desk.new_article())
    assert ask(quoted_engine, choosing.text, who["ed"], "second") is None


def test_hints_are_read_from_the_passage(quoted_engine, who):
    words = place("It is rumoured that the keeper")
    found = chosen(quoted_engine, who["ed"], version=1, start=words["start"], end=words["end"])
    told = ask(quoted_engine, choosing.hinted, who["ed"], "a-tale", found)
    assert (told.hedge, told.hedge_words, told.type, told.type_words) == ("rumoured", "rumoured", "fact", "")


def test_claims_that_stand_are_offered(quoted_engine, who, monkeypatch):
    assert [ref for ref, _ in ask(quoted_engine, choosing.offered, who["ed"], "a-tale")] == [
        "TALE-1",
        "TALE-2",
        "TALE-3",
    ]
    monkeypatch.setattr(choosing, "MOST_OFFERED", 2)
    assert len(ask(quoted_engine, choosing.offered, who["ed"], "a-tale")) == 2


@for_each(
    ("question", "given"),
    [
        (choosing.text, ("a-tale",)),
        (choosing.offered, ("a-tale",)),
        (choosing.chosen, ("a-tale", Pointer(words="salt"))),
    ],
)
def test_only_those_who_write_choose(quoted_engine, who, question, given):
    for name, why in (("reader", NotSignedIn), ("ann", Forbidden)):
        with pytest.raises(why):
            ask(quoted_engine, question, who[name], *given)
