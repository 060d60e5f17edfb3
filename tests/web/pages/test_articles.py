from tests.helpers import hostile_register, with_drafts
from tests.helpers.rows import for_each
from tests.web.asking import PART, WHOLE, is_whole, page, refusal

BAD_SLUGS = ("nope", "Malis-Dark-Shadow", "%27", "x" * 10_000, "%ED%A0%80", "%3Cscript%3E", "..%2f..")


def test_all_articles_are_listed_with_their_claims(client):
    entry = page(client, "/articles").one("ol", class_="entries").children()[0]
    assert entry.one("h2").one("a").attributes["href"] == "/articles/malis-dark-shadow"
    assert entry.one("ul", class_="legend").children()[0].text() == "40 claims"
    for link in entry.all("a"):
        assert client.get(link.attributes["href"]).status_code == 200


def test_the_numbers_by_verdict_are_those_of_the_register(client):
    legend = page(client, "/articles").one("ul", class_="legend").all("a")
    stored = client.get("/api/v1/articles").json()["articles"][0]["verdicts"]
    assert sum(stored.values()) == 40
    assert [int(link.text().split()[0]) for link in legend] == [number for number in stored.values() if number]
    for link in legend:
        found = page(client, link.attributes["href"]).one("p", class_="tally").text()
        assert found == f"{link.text().split()[0]} of 40 claims"


def test_an_article_has_its_claims_in_order_by_paragraph(client):
    shown = page(client, "/articles/malis-dark-shadow")
    outline = shown.one("section", class_="outline")
    assert [node.text() for node in outline.all("p", class_="ref")] == [f"MDS-{number}" for number in range(1, 41)]
    titles = [node.text() for node in outline.all("h3")]
    assert titles == sorted(titles, key=lambda title: int(title.removeprefix("Paragraph ")))


def test_an_empty_register_has_no_article_and_says_so(bare):
    assert "no article yet" in page(bare, "/articles").one("div", class_="nothing").text()


@for_each("address", ["/articles", "/articles/malis-dark-shadow"])
@for_each("headers", [PART, *WHOLE])
def test_it_is_always_a_whole_page(client, address, headers):
    assert is_whole(client.get(address, headers=headers).text)


def test_a_draft_article_is_not_found_in_the_very_words_of_one_that_never_was(guarded):
    there = guarded.get(f"/articles/{with_drafts.DRAFT_ARTICLE}")
    never = guarded.get("/articles/never-was")
    assert there.status_code == never.status_code == 404
    assert there.text == never.text.replace("never-was", with_drafts.DRAFT_ARTICLE)


@for_each("address", ["/articles", "/articles/a-tale"])
def test_no_trace_of_a_draft_is_shown(guarded, address):
    text = guarded.get(address).text
    assert with_drafts.TRACE not in text
    assert with_drafts.DRAFT_ARTICLE not in text
    assert with_drafts.DRAFT_CLAIM not in text
    assert "2 claims" in text


@for_each("slug", BAD_SLUGS)
def test_a_slug_that_is_none_is_not_found(client, slug):
    assert refusal(client, f"/articles/{slug}", 404)


def test_a_slug_with_control_characters_is_refused(client):
    assert "control characters" in refusal(client, "/articles/a%00b")


@for_each("address", ["/articles", "/articles/attacked"])
def test_hostile_text_stays_text(attacked, address):
    for node in page(attacked, address).walk():
        assert hostile_register.MARK not in node.tag
        assert node.tag != "img"
        assert not any(hostile_register.MARK in name or name.startswith("on") for name in node.attributes)
