import pytest
from tests.helpers import desk
from tests.helpers.rows import for_each

from factdesk.commands import articles, claims, versions
from factdesk.database.transaction import reading, writing
from factdesk.errors import Clash, Forbidden, Invalid, NotFound, NotSignedIn
from factdesk.imports import articles as importing
from factdesk.imports.articles import Outcome
from factdesk.models import Article, ArticleVersion
from factdesk.vocabulary import Visibility

TALE = b"A tale of salt\n\nThe river rose in spring.\n\nIt fell in autumn.\n"


@pytest.fixture
def who(desk_engine):
    people = desk.the_people(desk_engine)
    for ref, quote in (("TALE-1", "river rose"), ("TALE-3", "A desert")):
        desk.run(desk_engine, claims.revise, people["ed"], ref,
                 desk.changed_claim(statement=f"Statement {ref[-1]}", quote=quote))  # fmt: skip
    return people


def preview(engine, actor, data=TALE, name="tale.txt", **but):
    brought = importing.bring(data, name)
    with desk.nothing_stored(engine), reading(engine) as session:
        return importing.preview(session, actor, brought, **but)


def accept(engine, actor, data=TALE, name="tale.txt", **but):
    brought = importing.bring(data, name)
    with writing(engine) as session:
        return importing.accept(session, actor, brought, **but)


def test_a_new_article_is_foreseen_and_made_as_a_draft(desk_engine, who):
    seen = preview(desk_engine, who["ed"])
    assert (seen.outcome, seen.slug, seen.prefix, seen.number) == (Outcome.ARTICLE, "a-tale-of-salt", "ATOS", 1)
    assert (seen.title, seen.words, seen.paragraphs) == ("A tale of salt", 13, 3)
    assert seen.beginnings == ("A tale of salt", "The river rose in spring.", "It fell in autumn.")
    made = accept(desk_engine, who["ed"])
    assert (made.slug, made.number, made.new) == ("a-tale-of-salt", 1, True)
    article = desk.the(desk_engine, Article, slug="a-tale-of-salt")
    assert (article.title, article.prefix, article.visibility) == ("A tale of salt", "ATOS", Visibility.DRAFT)
    assert desk.the(desk_engine, ArticleVersion, article_id=article.id).media_type == "text/plain"
    assert desk.problems(desk_engine) == []


def test_the_same_bytes_or_text_again_change_nothing(desk_engine, who):
    accept(desk_engine, who["ed"])
    for data in (TALE, TALE + b"\n\n"):
        seen = preview(desk_engine, who["ed"], data)
        assert (seen.outcome, seen.slug, seen.number) == (Outcome.NOTHING, "a-tale-of-salt", 1)
        with desk.nothing_stored(desk_engine):
            again = accept(desk_engine, who["ed"], data)
        assert (again.slug, again.number, again.new) == ("a-tale-of-salt", 1, False)
        assert preview(desk_engine, who["ed"], data, into="a-tale-of-salt").outcome is Outcome.NOTHING


def test_a_changed_text_is_a_version_with_its_passages_and_changes(desk_engine, who):
    accept(desk_engine, who["ed"], into="a-tale")
    changed = TALE.replace(b"autumn", b"winter") + b"\nAnd that was that.\n"
    seen = preview(desk_engine, who["ed"], changed, into="a-tale")
    assert (seen.outcome, seen.slug, seen.number, seen.known_as) == (Outcome.VERSION, "a-tale", 2, "A tale")
    assert {one.ref: one.found for one in seen.passages} == {"TALE-1": "river rose", "TALE-3": None}
    assert "TALE-3" in {one.ref for one in seen.uncertain}
    assert sum(seen.states.values()) == 2
    made = accept(desk_engine, who["ed"], changed, into="a-tale")
    assert (made.number, made.states) == (2, seen.states)
    assert desk.problems(desk_engine) == []


def test_the_title_given_wins_and_without_any_the_first_words_stand_in(desk_engine, who):
    assert preview(desk_engine, who["ed"], title="ظل مالي").slug == "article"
    assert preview(desk_engine, who["ed"], title="  New ").slug == "new-2"
    untitled = preview(desk_engine, who["ed"], b"It begins. At once.\n\nAnd ends.")
    assert (untitled.title, untitled.slug) == ("It begins. At once.", "it-begins-at-once")
    assert any("No title" in warning for warning in untitled.warnings)


def test_what_is_recognised_goes_into_the_article(desk_engine, who):
    page = (b"<!doctype html><html lang='fr'><head><title>Le sel</title><meta name='author' content='A. Writer'>"
            b"</head><body><article><h1>Le sel</h1>" + b"<p>La mer a laiss\xc3\xa9 le sel sur la rive du fleuve, "
            b"dit-on depuis longtemps dans la ville.</p>" * 6 + b"</article></body></html>")  # fmt: skip
    accept(desk_engine, who["ed"], page, "sel.html")
    article = desk.the(desk_engine, Article, slug="le-sel")
    assert (article.language, article.title) == ("fr", "Le sel")


def test_a_text_of_unknown_language_says_so(desk_engine, who):
    accept(desk_engine, who["ed"])
    assert desk.the(desk_engine, Article, slug="a-tale-of-salt").language == "und"


def test_one_transaction_holds_it_all(desk_engine, who, monkeypatch):
    def fail(*_given):
        raise Clash("Not now.")

    monkeypatch.setattr(versions, "take", fail)
    with desk.nothing_stored(desk_engine), pytest.raises(Clash):
        accept(desk_engine, who["ed"])


def test_who_may_not_is_refused_and_nothing_done(desk_engine, who):
    for name, refusal in (("reader", NotSignedIn), ("ann", Forbidden)):
        for do in (preview, accept):
            with desk.nothing_stored(desk_engine), pytest.raises(refusal):
                do(desk_engine, who[name])
    for do in (preview, accept):
        with desk.nothing_stored(desk_engine), pytest.raises(NotFound):
            do(desk_engine, who["ed"], into="nowhere")


@for_each(("data", "name"), [(b"", "empty.txt"), (b"\n \n", "blank.txt"), (b"\x00\x01\x02" * 99, "x.bin")])
def test_what_is_no_text_is_refused_in_a_sentence_that_names_it(data, name):
    with pytest.raises(Invalid, match=name):
        importing.bring(data, name)


def test_an_article_of_that_name_made_meanwhile_gives_way_to_a_number(desk_engine, who):
    desk.run(desk_engine, articles.add, who["ed"], desk.new_article(slug="a-tale-of-salt", prefix="ATOS"))
    assert accept(desk_engine, who["ed"]).slug == "a-tale-of-salt-2"
    assert desk.the(desk_engine, Article, slug="a-tale-of-salt-2").prefix == "ATOS2"
