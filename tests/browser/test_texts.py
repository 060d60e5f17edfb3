"""Reading an article with its claims marked in it: notes by mouse and by key, filters, without scripts, any script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import DEVICES, PHONE, OpenPage, _serving
from tests.browser.judges import judged
from tests.browser.test_screenshots import TOO_WIDE, settled
from tests.helpers import article_texts, builders

from factdesk.access import OPERATOR
from factdesk.database.engine import open_engine
from factdesk.database.migrate import migrate

pytestmark = pytest.mark.browser

ARTICLE = "/articles/malis-dark-shadow"
SCRIPTS = {
    "ar": (
        "حكاية عن الماء والملح رواها كثيرون.\n\nارتفع النهر في الربيع، ثم انخفض في الخريف.",  # noqa: RUF001
        "الماء والملح",
    ),
    "ja": ("水と塩の話である。春に川が増水した。秋には水が引いた。", "春に川が増水した"),
    "he": ("מַיִם וָמֶלַח: כך סיפרו. הנהר עלה באביב.", "מַיִם וָמֶלַח"),
    "vi": (
        "Nu\u031b\u0323ớc và muối, ngu\u031bo\u031b\u0300i ta kể. Sông dâng lên.",
        "muối, ngu\u031bo\u031b\u0300i ta",
    ),
    "en": ("Families 👩‍👩‍👧‍👦 and flags 🇲🇱🇫🇷 were there 👍🏽, they say.", "👩‍👩‍👧‍👦 and flags 🇲🇱🇫🇷"),
}
INNER = """(mark) => [...mark.closest("p").childNodes].map(function walk(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  return node.hasAttribute("data-apart") ? "" : [...node.childNodes].map(walk).join("");
}).join("")"""


@pytest.fixture(scope="session")
def many_scripts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a register with an article in each script, and one whose text readers may not read."""
    url = f"sqlite:///{tmp_path_factory.mktemp('browser') / 'scripts'}.db"
    engine = open_engine(url)
    migrate(engine)
    for language, (text, quote) in SCRIPTS.items():
        claim = builders.a_claim(1, builders.a_piece("src01"), quote=quote, review=builders.a_review())
        slug = f"tale-{language}"
        draft = builders.a_register(claim, slug=slug, prefix=language.upper(), language=language, title=text[:20])
        builders.load(engine, draft)
        article_texts.hold(engine, OPERATOR, slug, text, public=True)
    claims = [builders.a_claim(1, quote="water"), builders.a_claim(2, quote="water and salt"), builders.a_claim(3)]
    builders.load(engine, builders.a_register(*claims, slug="kept", prefix="KEPT"))
    article_texts.hold(engine, OPERATOR, "kept", "A tale of water and salt. Nobody saw it.", public=False)
    engine.dispose()
    with _serving(url) as address:
        yield address


def test_a_note_opens_beside_its_mark_and_the_text_stays(page: Page) -> None:
    page.goto(ARTICLE)
    place = page.locator('.mark-ref[href="/claims/MDS-14"]')
    place.click()
    note = page.locator("#margin-note")
    expect(note).to_contain_text("MDS-14")
    expect(note).to_contain_text("Why:")
    assert page.url.endswith(ARTICLE)
    at, beside = place.bounding_box(), note.bounding_box()
    assert at is not None
    assert beside is not None
    assert beside["x"] > at["x"]
    assert abs(beside["y"] - at["y"]) < 80
    page.locator('.mark-ref[href="/claims/MDS-2"]').click()
    expect(page.locator(".margin-note")).to_have_count(1)
    expect(note).to_contain_text("MDS-2")
    note.get_by_role("link", name="The claim with").click()
    page.wait_for_url("**/claims/MDS-2")


def test_a_note_opens_and_closes_by_key_and_the_focus_returns(page: Page) -> None:
    page.goto(ARTICLE)
    place = page.locator('.mark-ref[href="/claims/MDS-3"]')
    page.locator('.mark-ref[href="/claims/MDS-2"]').focus()
    page.keyboard.press("Tab")
    expect(place).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#margin-note")).to_be_focused()
    expect(place).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#margin-note")).to_have_count(0)
    expect(place).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Close").click()
    expect(place).to_be_focused()
    place.click()
    expect(page.locator("#margin-note")).to_be_focused()
    place.click()
    expect(page.locator("#margin-note")).to_have_count(0)


def test_on_a_phone_the_note_stands_below_its_paragraph(phone: Page) -> None:
    phone.goto(ARTICLE)
    place = phone.locator('.mark-ref[href="/claims/MDS-14"]')
    place.tap()
    note = phone.locator("#margin-note")
    expect(note).to_contain_text("MDS-14")
    paragraph, below = place.locator("xpath=ancestor::p").bounding_box(), note.bounding_box()
    assert paragraph is not None
    assert below is not None
    assert below["y"] >= paragraph["y"] + paragraph["height"]
    assert phone.evaluate(TOO_WIDE) == []


def test_a_filter_dims_the_rest_and_says_how_many_passages_are_left(page: Page) -> None:
    page.goto(ARTICLE)
    every = page.locator("mark").count()
    page.locator('input[type="checkbox"][name="verdict"][value="disputed"]').check()
    expect(page.locator(".tally")).to_have_text("6 of 40 passages")
    expect(page.get_by_role("status")).to_have_text("6 of 40 passages")
    assert page.locator("mark").count() == every
    assert set(page.locator("mark:not(.dim)").evaluate_all("marks => marks.map((one) => one.className)")) == {
        "disputed"
    }
    assert page.url.endswith("?verdict=disputed")
    page.locator(".coverage a").first.click()
    page.wait_for_url("**?verdict=supported")
    page.go_back()
    expect(page.locator('input[value="disputed"]')).to_be_checked()


def test_everything_works_without_scripts(plain_page: Page) -> None:
    page = plain_page
    page.goto(ARTICLE)
    page.locator('input[type="checkbox"][name="confidence"][value="very_low"]').check()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".tally")).to_have_text("3 of 40 passages")
    page.locator(".mark-ref:not(.dim)").first.click()
    page.wait_for_url("**/claims/MDS-11")
    page.go_back()
    expect(page.locator("mark:not(.dim)")).to_have_count(3)


@pytest.mark.parametrize("language", SCRIPTS)
@pytest.mark.parametrize("device", DEVICES)
def test_every_script_reads_and_is_marked_as_it_was_written(
    open_page: OpenPage, many_scripts: str, language: str, device: str
) -> None:
    text, quote = SCRIPTS[language]
    with open_page(base_url=many_scripts, **DEVICES[device]) as page:
        page.goto(f"/articles/tale-{language}")
        settled(page)
        marked = page.locator("mark")
        assert marked.all_inner_texts() == [quote]
        paragraphs = page.locator(".article-text p[data-start]")
        assert "\n\n".join(paragraphs.evaluate_all(f"all => all.map((one) => ({INNER})(one))")) == text
        direction = "rtl" if language in ("ar", "he") else "ltr"
        assert paragraphs.first.evaluate("one => getComputedStyle(one).direction") == direction
        link, words = page.locator(".mark-ref").bounding_box(), marked.bounding_box()
        assert link is not None
        assert words is not None
        # What names the claim stands after its last word, on the side where the reading goes on.
        if direction == "rtl" and words["height"] < 45:
            assert link["x"] < words["x"] + 2
        assert page.evaluate(TOO_WIDE) == []


def test_where_the_text_is_not_shown_its_quotes_are_with_the_same_notes(open_page: OpenPage, many_scripts: str) -> None:
    with open_page(base_url=many_scripts, **PHONE) as page:
        page.goto("/articles/kept")
        assert page.locator("mark").all_inner_texts() == ["water and salt", "water"]
        assert "Nobody" not in page.content()
        page.locator(".mark-ref").first.tap()
        expect(page.locator("#margin-note")).to_contain_text("KEPT-2")


def test_print_writes_the_claims_below_the_text(page: Page) -> None:
    page.goto(ARTICLE)
    expect(page.locator(".footnotes")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".footnotes dd")).to_have_count(40)
    assert "/claims/MDS-40" in page.locator(".footnotes").inner_text()
    style = "one => getComputedStyle(one).textDecorationStyle"
    assert page.locator("mark.disputed").first.evaluate(style) == "double"
    assert page.pdf(format="A4").startswith(b"%PDF-")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", DEVICES)
def test_axe_finds_nothing_with_a_note_open_and_in_quotes_alone(
    open_page: OpenPage, many_scripts: str, axe: str, device: str, scheme: str
) -> None:
    with open_page(**DEVICES[device], color_scheme=scheme, bypass_csp=True) as page:
        page.goto(ARTICLE)
        page.locator(".mark-ref").first.click()
        expect(page.locator("#margin-note")).to_be_focused()
        assert judged(page, axe) == []
    with open_page(base_url=many_scripts, **DEVICES[device], color_scheme=scheme, bypass_csp=True) as page:
        for path in ("/articles/kept", "/articles/tale-ar", "/articles/tale-ja"):
            page.goto(path)
            assert judged(page, axe) == []
