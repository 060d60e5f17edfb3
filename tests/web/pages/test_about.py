from tests.helpers import with_drafts
from tests.helpers.rows import for_each
from tests.web.asking import PART, WHOLE, is_whole, page, refusal
from tests.web.conftest import browsing

from factdesk import vocabulary
from factdesk.drafts.queue import QueueList
from factdesk.vocabulary import Word

NOT_SHOWN = {vocabulary.Audience, vocabulary.Visibility, vocabulary.Role, vocabulary.Scope, QueueList}
WORDS = [words for words in Word.__subclasses__() if words not in NOT_SHOWN]


@for_each("words", WORDS)
def test_every_word_is_explained(client, words):
    text = page(client, "/about").one("main").text()
    for word in words:
        assert word.label in text
        assert word.meaning in text


def test_the_head_of_the_chain_is_that_of_an_export(client):
    code = page(client, "/about").one("code", class_="hash").text()
    assert code == client.get("/claims.csv").headers["Factdesk-Head"]


def test_every_place_that_is_linked_is_on_the_page(client):
    shown = page(client, "/about")
    places = {node.attributes.get("id") for node in shown.walk()}
    linked = {link.attributes["href"] for link in shown.one("nav", class_="contents").all("a")}
    assert linked
    assert {f"#{place}" for place in places} >= linked


def test_an_empty_register_has_the_page_as_well(bare):
    assert "0 entries" in page(bare, "/about").one("main").text()


@for_each(
    ("contact", "address"),
    [("", None), ("desk@example.org", "mailto:desk@example.org"), ("https://example.org/r", "https://example.org/r")],
)
def test_errors_are_reported_to_the_address_that_is_set(seeded_engine, contact, address):
    with browsing(seeded_engine, contact=contact) as client:
        for path in ("/about", "/claims/MDS-1"):
            links = [link.attributes["href"].split("?")[0] for link in page(client, path).one("main").all("a")]
            if address is None:
                assert "has set no address for reports" in client.get(path).text
            else:
                assert address in links


@for_each("headers", [PART, *WHOLE])
def test_it_is_always_a_whole_page(client, headers):
    assert is_whole(client.get("/about", headers=headers).text)


def test_no_trace_of_a_draft_is_shown(guarded):
    assert with_drafts.TRACE not in guarded.get("/about").text


@for_each("path", ["/abouts", "/About", "/about/x", "/%00", "/favicon.ico", "/.git/config", "/claims/MDS-1/x"])
def test_an_address_that_is_none_is_not_found(client, path):
    assert refusal(client, path, 404) == "There is no page at this address."
