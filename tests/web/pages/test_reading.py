import pytest
from tests.helpers import article_texts, desk, hostile_register
from tests.helpers.markup import Node, parse
from tests.helpers.rows import for_each
from tests.web.asking import PART, WHOLE, is_whole

from factdesk.commands import articles, claims, passages
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.texts import PassageDraft

TEXT = "A tale of water and salt, it was said.\n\nThe river rose <b>in spring</b> & fell in autumn.\nNobody saw it."
QUOTES = {"TALE-1": "water and salt", "TALE-2": "rose <b>in spring</b> & fell", "TALE-3": "A desert"}
PAGE = "/articles/a-tale"
NOTE = f"{PAGE}/notes/TALE-1"


@pytest.fixture
def shown(at_work):
    """Give a browser on an article whose text everybody may read."""
    article_texts.quote(at_work.engine, at_work.who["ed"], QUOTES)
    article_texts.hold(at_work.engine, at_work.who["ed"], "a-tale", TEXT, public=True)
    return at_work.sign_in(None)


@pytest.fixture
def kept(at_work):
    """Give a browser on an article whose text readers may not read."""
    article_texts.quote(at_work.engine, at_work.who["ed"], QUOTES)
    article_texts.hold(at_work.engine, at_work.who["ed"], "a-tale", TEXT, public=False)
    return at_work.sign_in(None)


def own_text(node: Node) -> str:
    """Give the text inside, without what stands apart from it."""
    parts = (part if isinstance(part, str) else own_text(part) for part in node.parts)
    return "" if "data-apart" in node.attributes else "".join(parts)


def read(page: Node) -> dict[int, str]:
    text = page.one("div", class_="article-text")
    return {int(one.attributes["data-start"]): own_text(one) for one in text.all("p") if "data-start" in one.attributes}


def marks(page: Node) -> list[tuple[str, str]]:
    return [(one.attributes["data-ref"], own_text(one)) for one in page.all("mark")]


def test_the_text_reads_as_it_was_imported_with_each_claim_marked(shown):
    page = shown.page(PAGE)
    assert "\n\n".join(read(page).values()) == TEXT
    assert all(TEXT[start:].startswith(words) for start, words in read(page).items())
    assert marks(page) == [("TALE-1", "water and salt"), ("TALE-2", "rose <b>in spring</b> & fell")]
    box = page.one("div", class_="article-text")
    assert box.attributes | {"data-version": "1", "data-slug": "a-tale", "lang": "en"} == box.attributes


def test_a_claim_is_named_right_after_its_passage_with_verdict_and_confidence(shown):
    links = shown.page(PAGE).one("div", class_="article-text").all("a")
    assert [link.attributes["aria-label"] for link in links] == [
        "TALE-1: supported, evidence more for than against", "TALE-2: unreviewed, not judged yet",
    ]  # fmt: skip
    assert links[0].attributes["href"] == "/claims/TALE-1"
    assert "data-apart" in links[0].attributes


def test_a_claim_whose_passage_is_lost_is_listed_apart(shown):
    apart = shown.page(PAGE).one("section", class_="unplaced")
    assert apart.one("h2").text() == "Not found in this text"
    assert [link.text() for link in apart.all("a")] == ["TALE-3"]
    assert apart.one("q").text() == "A desert"


def test_the_bar_says_how_many_sentences_stand_under_claims(shown):
    table = shown.page(PAGE).one("figure", class_="coverage").one("table")
    rows = {row.one("th").text(): row.all("td")[0].text() for row in table.one("tbody").all("tr")}
    assert rows["Supported"] == rows["Unreviewed"] == rows["Unmarked"] == "1"


def test_nested_and_equal_passages_have_a_mark_and_a_link_each(shown):
    for start, end in ((2, 24), (10, 24)):
        chosen = PassageDraft(text_version=1, start=start, end=end, chosen=TEXT[start:end])
        desk.run(shown.engine, passages.add, shown.who["ed"], "TALE-3", chosen)
    page = shown.page(PAGE)
    assert "\n\n".join(read(page).values()) == TEXT
    both = [one for one in page.all("mark") if one.all("mark")]
    assert {own_text(one) for one in both} == {"water and salt"}
    first = page.one("div", class_="article-text").all("p")[0]
    assert [link.text()[1:] for link in first.all("a")] == ["3", "1", "3"] or sorted(
        link.text()[1:] for link in first.all("a")
    ) == ["1", "3", "3"]


@for_each(
    ("query", "wanted"),
    [("verdict=supported", ["TALE-1"]), ("confidence=none", ["TALE-2"]), ("confidence_min=high", ["TALE-1"]),
     ("type=fact&hedge=hedged", ["TALE-1", "TALE-2"]), ("hedge=asserted", [])],
)  # fmt: skip
def test_a_filter_dims_the_other_marks_and_counts(shown, query, wanted):
    page = shown.page(f"{PAGE}?{query}")
    assert [one.attributes["data-ref"] for one in page.all("mark") if "dim" not in one.classes()] == wanted
    assert page.one("p", class_="tally").text() == f"{len(wanted)} of 2 passages"
    assert "\n\n".join(read(page).values()) == TEXT


def test_htmx_is_given_the_text_and_the_counts(shown):
    part = shown.client.get(f"{PAGE}?verdict=supported", headers=PART)
    assert not is_whole(part.text)
    assert part.headers["HX-Push-Url"] == f"{PAGE}?verdict=supported"
    assert next(node.attributes.get("id") for node in parse(part.text).children()) == "results"
    for headers in WHOLE:
        assert is_whole(shown.client.get(PAGE, headers=headers).text)


def test_a_note_is_the_claim_in_short(shown):
    note = parse(shown.client.get(NOTE, headers=PART).text).one("section", id="margin-note")
    assert note.one("p", class_="note-statement").text() == "Statement 1"
    assert "Because of the evidence" in note.one("p", class_="note-why").text()
    assert {link.attributes["href"] for link in note.all("a")} == {"/claims/TALE-1"}


def test_without_htmx_a_note_is_the_page_of_the_claim(shown):
    assert shown.page(NOTE).one("h1").text() == shown.page("/claims/TALE-1").one("h1").text()


@for_each("path", ["TALE-9", "MDS-1", "%ED%A0%80", "x" * 5_000])
def test_there_is_no_note_of_a_claim_of_no_such_article(shown, path):
    assert shown.client.get(f"{PAGE}/notes/{path}", headers=PART).status_code == 404
    assert shown.client.get(f"/articles/nope/notes/{path}", headers=PART).status_code == 404
    assert shown.client.get("/articles/nope/notes/TALE-1", headers=PART).status_code == 404


def test_the_outline_is_one_click_away_and_back(shown):
    outline = shown.page(f"{PAGE}?layout=outline").one("section", class_="outline")
    assert [one.text() for one in outline.all("p", class_="ref")] == ["TALE-1", "TALE-2", "TALE-3"]
    assert PAGE in [link.attributes["href"] for link in outline.all("a")]
    assert f"{PAGE}?layout=outline" in [link.attributes["href"] for link in shown.page(PAGE).all("a")]


def test_an_earlier_version_keeps_its_own_marks_and_says_that_it_is_not_the_newest(shown):
    article_texts.take(shown.engine, shown.who["ed"], "a-tale", f"A new beginning.\n\n{TEXT}")
    page = shown.page(f"{PAGE}/versions/1")
    assert "\n\n".join(read(page).values()) == TEXT
    assert "It is not the newest, which is version 2." in page.one("p", class_="past-banner").text()
    newest = shown.page(PAGE)
    assert "\n\n".join(read(newest).values()) == f"A new beginning.\n\n{TEXT}"
    assert marks(newest) == marks(page)
    assert not newest.all("p", class_="past-banner")
    assert not shown.page(f"{PAGE}/versions/2").all("p", class_="past-banner")


@for_each("number", ["2", "0", "-1", "x", "9" * 40])
def test_there_are_no_other_versions(shown, number):
    assert shown.client.get(f"{PAGE}/versions/{number}").status_code in (404, 422)


@for_each(
    "query", ["foo=1", "verdict=wrong", "layout=sideways", "confidence=very+high", "q=a", "as_of=soon", "limit=5"]
)
def test_what_is_no_filter_is_refused(shown, query):
    answer = shown.client.get(f"{PAGE}?{query}")
    assert answer.status_code == 422
    assert query.split("=", maxsplit=1)[0] in parse(answer.text).one("div", class_="nothing").text()


def test_a_version_is_asked_for_its_marks_alone(shown):
    for query in ("as_of=2026-01-01", "layout=outline"):
        assert shown.client.get(f"{PAGE}/versions/1?{query}").status_code == 422


def test_readers_who_may_not_read_the_text_see_the_quotes_alone(kept):
    page = kept.page(PAGE)
    assert not page.all("div", class_="article-text")
    box = page.one("div", class_="article-quotes")
    assert [(one.attributes["data-ref"], own_text(one)) for one in box.all("mark")] == [
        ("TALE-1", "water and salt"), ("TALE-2", "rose <b>in spring</b> & fell"),
    ]  # fmt: skip
    assert [one.text() for one in box.all("h2")] == ["Paragraph 1", "Paragraph 2"]
    assert "its author’s" in page.text()
    assert box.all("a")[0].attributes["data-hx-get"] == NOTE
    for word in ("Nobody", "autumn", "tale of"):
        assert word not in kept.client.get(PAGE).text


def test_the_desk_reads_the_text_and_is_told_who_does_not(kept):
    for name in ("ann", "ed"):
        page = kept.sign_in(name).page(PAGE)
        assert "\n\n".join(read(page).values()) == TEXT
        assert "Readers see only the quotes" in page.text()
        assert bool(page.all("div", id="choosing")) == (name == "ed")


def test_a_withdrawn_article_shows_readers_no_text(shown):
    gone = WithdrawalDraft(reason="It was another one", version=2)
    desk.run(shown.engine, articles.withdraw, shown.who["ed"], "a-tale", gone)
    assert "Nobody" not in shown.client.get(PAGE).text
    assert shown.client.get(f"{PAGE}/versions/1").status_code == 401
    assert "Nobody" in shown.sign_in("ann").client.get(PAGE).text


def test_hostile_text_stays_text(at_work):
    nasty = f'<img src=x onerror=alert(1)>{hostile_register.MARK}\u202e" onclick="x\' </p></mark><script>'
    article_texts.quote(at_work.engine, at_work.who["ed"], {"TALE-1": "onerror=alert(1)>"})
    article_texts.hold(at_work.engine, at_work.who["ed"], "a-tale", nasty, public=True)
    page = at_work.sign_in(None).page(PAGE)
    assert list(read(page).values()) == [nasty]
    assert not page.one("div", class_="article-text").all("img")
    assert not any(name.startswith("on") for node in page.walk() for name in node.attributes)


def test_a_passage_found_by_likeness_says_that_its_words_differ(shown):
    changed = TEXT.replace("rose <b>in spring</b> & fell", "rose <b>in the spring</b> & fell")
    article_texts.take(shown.engine, shown.who["ed"], "a-tale", changed)
    page = shown.page(PAGE)
    link = next(one for one in page.all("a", class_="mark-ref") if one.attributes["href"] == "/claims/TALE-2")
    assert link.attributes["aria-label"].endswith("the words here differ from the quote")
    assert page.one("span", class_="approximate").text() == "≈"
    assert "\n\n".join(read(page).values()) == changed


def test_of_more_than_three_claims_on_the_same_words_the_number_is_said(shown):
    for words in ("water and salt,", "water and salt, it", "water and salt, it was"):
        start = TEXT.index(words)
        chosen = PassageDraft(text_version=1, start=start, end=start + len(words), chosen=words)
        ref = desk.run(shown.engine, claims.add, shown.who["ed"], "a-tale", desk.new_claim())
        desk.run(shown.engine, passages.add, shown.who["ed"], ref, chosen)
    page = shown.sign_in("ed").page(PAGE)
    assert page.one("span", class_="many").text() == "4 claims"
    assert "\n\n".join(read(page).values()) == TEXT
    assert max(len(one.all("mark")) for one in page.all("mark")) == 2


def test_the_choices_beside_a_text_stand_in_the_order_of_those_beside_the_register(shown):
    for name in ("verdict", "confidence"):
        beside_text, beside_register = (
            [box.attributes["value"] for box in shown.page(path).all("input", name=name)] for path in (PAGE, "/claims")
        )
        assert beside_text[: len(beside_register)] == beside_register, name
