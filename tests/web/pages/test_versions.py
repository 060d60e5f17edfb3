import pytest
from tests.helpers import desk
from tests.helpers.rows import for_each
from tests.web.asking import PART, is_whole

from factdesk.commands import articles
from factdesk.database.transaction import writing
from factdesk.imports import articles as importing

AT = "/articles/a-tale/versions"
FIRST = "A tale of salt\n\nThe river rose in spring.\n\nIt fell in autumn."
SECOND = "A tale of salt\n\nThe river rose early in spring.\n\nIt fell in autumn.\n\nThat was that."


@pytest.fixture
def held(at_work):
    for text in (FIRST, SECOND):
        with writing(at_work.engine) as session:
            importing.accept(session, at_work.who["ed"], importing.bring(text.encode(), "a.txt"), into="a-tale")
    return at_work


def test_the_versions_are_listed_with_what_leads_to_them(held):
    shown = held.sign_in("ann").page(AT)
    second, first = shown.one("ol", class_="entries").all("li")
    assert "Version 2 the newest" in second.text()
    assert "13 words in 3 paragraphs" in first.text()
    assert "plain text" in first.text()
    links = [one.attributes["href"] for one in second.all("a")]
    assert links == [f"{AT}/2", f"{AT}/2/changes"]
    assert [one.attributes["href"] for one in first.all("a")] == [f"{AT}/1"]
    for link in [*links, f"{AT}/1"]:
        held.page(link)
    assert "/articles/import?into=a-tale" not in [one.attributes["href"] for one in shown.all("a")]
    assert held.sign_in("ed").page(AT).one("p", class_="desk-links").all("a")


def test_the_article_leads_to_them_where_they_can_be_read(held):
    for name, there in (("ed", True), ("ann", True), (None, False)):
        links = [one.attributes["href"] for one in held.sign_in(name).page("/articles/a-tale").all("a")]
        assert (AT in links) == there


def test_an_article_without_its_text_says_so(at_work):
    assert "The text of this article is not held." in at_work.sign_in("ann").page(AT).text()


def test_readers_see_them_only_where_the_text_is_shown_to_them(held):
    held.sign_in(None).page(AT, status=401)
    held.page(f"{AT}/2/changes", status=401)
    shown = desk.changed_article(text_public=True, version=desk.version_of(held.engine, "a-tale"))
    desk.run(held.engine, articles.revise, held.who["ed"], "a-tale", shown)
    held.page(AT)
    held.page(f"{AT}/2/changes")


def test_it_is_always_whole(held):
    for address in (AT, f"{AT}/2/changes"):
        assert is_whole(held.sign_in("ann").client.get(address, headers=PART).text)


@for_each(
    ("address", "status"),
    [
        ("/articles/nowhere/versions", 404), ("/articles/nowhere/versions/1/changes", 404),
        (f"{AT}/3/changes", 404), (f"{AT}/0/changes", 404), (f"{AT}/{2**70}/changes", 404),
        (f"{AT}/x/changes", 422), ("/articles/%00/versions", 422),
    ],
)  # fmt: skip
def test_junk_is_refused(held, address, status):
    held.sign_in("ann").page(address, status=status)


def test_what_changed_is_shown_word_by_word_and_the_rest_is_folded(held):
    shown = held.sign_in("ann").page(f"{AT}/2/changes")
    assert "1 paragraph changed (2); 1 paragraph new (4)." in shown.text()
    changed, new = shown.one("div", class_="wording").all("section")
    assert changed.one("ins").text().replace("[new:]", "").replace("[end]", "").strip() == "early"
    assert changed.all("del") == []
    assert new.one("h2").text() == "Paragraph 4, new"
    folded = shown.one("div", class_="wording").all("details")
    assert [one.one("summary").text() for one in folded] == ["1 unchanged paragraph"] * 2
    assert "A tale of salt" in folded[0].text()


def test_the_first_version_has_none_before_it(held):
    shown = held.sign_in("ann").page(f"{AT}/1/changes")
    assert "This is the first version: there is none before it." in shown.text()
    assert shown.all("div", class_="wording") == []
