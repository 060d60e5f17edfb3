"""Working in the register as reviewers and editors do: judging, sources and evidence, two at once, coming back."""

import csv
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.browser.chromium import refused
from tests.browser.conftest import OpenPage
from tests.browser.desk import ARTICLE, CLAIM, PASSWORD, Desk
from tests.helpers import desk as made

from factdesk.commands import claims
from factdesk.vocabulary import Role

pytestmark = pytest.mark.browser

REASON = "Two of the five have said since that nobody paid them."
AGAIN = "A third has said so, and a fourth denies it."
MINE = "Five journalists were paid, one of them says."
THEIRS = "Five journalists were paid by a minister."


@pytest.fixture
def editor(open_page: OpenPage, desk: Desk) -> Iterator[Page]:
    """Open a page in which an editor is signed in."""
    with open_page() as page:
        desk.sign_in(page)
        yield page


def judge(page: Page, verdict: str, confidence: str, reason: str) -> None:
    form = page.locator("#form-judgement")
    form.get_by_label(verdict, exact=True).check()
    form.get_by_label(confidence, exact=True).check()
    form.get_by_label("Reason").fill(reason)
    form.get_by_role("button").click()


def announced(page: Page, words: str) -> None:
    expect(page.locator("#announcement")).to_contain_text(words)


def in_csv(page: Page, ref: str) -> dict[str, str]:
    rows = csv.DictReader(page.request.get("/claims.csv").text().splitlines())
    return next(row for row in rows if row["ref"] == ref)


def unfolded(page: Page, title: str) -> None:
    page.locator(".desk summary", has_text=title).click()


def test_a_verdict_shows_everywhere_at_once_and_can_be_taken_back(editor: Page) -> None:
    page = editor
    page.goto(CLAIM)
    expect(page.locator(".stored")).to_have_count(0)
    judge(page, "Supported", "High", REASON)
    announced(page, "MDS-29 now stands as supported, confidence high")
    expect(page.locator(".card .verdict")).to_contain_text("Supported")
    expect(page.locator(".reasons")).to_contain_text(REASON)
    page.goto("/claims?verdict=supported&confidence=high")
    expect(page.locator("#MDS-29 .verdict")).to_contain_text("Supported")
    page.goto(ARTICLE)
    expect(page.locator(f'.strip a[href="{CLAIM}"] title')).to_have_text(re.compile("supported"))
    row = in_csv(page, "MDS-29")
    assert (row["verdict"], row["confidence"]) == ("supported", "high")
    page.goto(CLAIM)
    expect(page.locator("#form-judgement").get_by_label("Supported")).to_be_checked()
    unfolded(page, "Take my verdict back")
    page.locator("#retraction-reason").fill("I had read the wrong report.")
    page.get_by_role("button", name="Take it back").click()
    announced(page, "Stored.")
    expect(page.locator(".card .verdict")).not_to_contain_text("Supported")
    expect(page.locator(".reasons")).to_contain_text("I had read the wrong report.")
    assert in_csv(page, "MDS-29")["verdict"] != "supported"


def test_a_new_source_and_evidence_from_it_change_the_origins_without_a_reload(editor: Page) -> None:
    page = editor
    page.goto("/sources/new")
    page.get_by_label("Citekey").fill("rfi-rancon-2012")
    page.get_by_label("Title").fill("La rançon des journalistes")
    page.get_by_label("Published").fill("March 2012")
    page.get_by_label("Kind").select_option("news")
    page.get_by_label("Reliability").select_option("B")
    page.get_by_label("Lineage", exact=True).select_option("own")
    page.get_by_label("It was opened and read").check()
    page.get_by_role("button", name="Add the source").click()
    expect(page.locator(".bibliographic")).to_contain_text("March 2012")

    page.goto(CLAIM)
    before = page.locator(".card .numbers").inner_text()
    page.evaluate("window.stayed = true")
    unfolded(page, "Add evidence")
    source = page.locator("#evidence-source")
    source.press_sequentially("rançon des")
    expect(page.locator("#source-choices option")).to_have_attribute("value", "rfi-rancon-2012")
    form = page.locator("#form-evidence")
    form.get_by_label("For", exact=True).check()
    form.get_by_label("What the source says").fill("Five journalists were paid out of the ransom.")
    form.get_by_label("Credibility").select_option("2")
    form.get_by_role("button").click()
    announced(page, "independent origins: ")
    piece = page.locator(".side.supports .piece", has_text="La rançon des journalistes")
    expect(piece).to_be_visible()
    after = page.locator(".card .numbers").inner_text()
    assert origins(after) == (origins(before)[0] + 1, origins(before)[1])
    assert page.evaluate("window.stayed") is True

    piece.get_by_role("link", name="Change").click()
    page.get_by_label("Against").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".side.disputes .piece", has_text="La rançon")).to_be_visible()
    assert origins(page.locator(".card .numbers").inner_text()) == (origins(before)[0], origins(before)[1] + 1)

    page.locator(".piece", has_text="La rançon").get_by_role("link", name="Withdraw").click()
    page.get_by_label("Reason for withdrawing").fill("It speaks of other journalists.")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator(".uncounted .withdrawn")).to_contain_text("It speaks of other journalists.")
    assert page.locator(".card .numbers").inner_text() == before


def origins(numbers: str) -> tuple[int, int]:
    found = re.search(r"(\d+) for · (\d+) against", numbers)
    assert found
    return int(found[1]), int(found[2])


def change_statement(page: Page, statement: str) -> None:
    page.get_by_label("Statement", exact=True).fill(statement)
    page.get_by_label("Its meaning changed").check()
    page.get_by_label("Reason for the change").fill("As the article has it.")
    page.get_by_role("button", name="Save").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_two_editors_on_one_claim_lose_nothing(open_page: OpenPage, desk: Desk, scripts: bool) -> None:
    with open_page(java_script_enabled=scripts, expecting=refused(409)) as page:
        desk.sign_in(page)
        page.goto(f"{CLAIM}/edit")
        theirs = made.reworded("meaning", statement=THEIRS, hedge="rumoured", type="attribution")
        desk.act(Role.EDITOR, claims.revise, "MDS-29", theirs)
        change_statement(page, MINE)
        summary = page.locator(".problem", has_text="changed while you worked")
        expect(summary).to_be_focused()
        expect(summary.locator("dd").first).to_contain_text(THEIRS)
        expect(summary.locator("dd").nth(1)).to_contain_text(MINE)
        expect(page.get_by_label("Statement", exact=True)).to_have_value(MINE)
        merged = "Five journalists were paid by a minister, one of them says."
        change_statement(page, merged)
        expect(page.locator("h1")).to_have_text(merged)
    assert desk.claim("MDS-29").statement == merged


def test_what_was_typed_survives_the_end_of_a_sign_in(open_page: OpenPage, desk: Desk) -> None:
    with open_page(expecting=refused(401)) as page:
        desk.link("ed")
        desk.set_password("ed")
        desk.sign_in(page)
        page.goto(CLAIM)
        page.context.clear_cookies()
        judge(page, "Disputed", "Very low", REASON)
        expect(page.get_by_text("What you typed is kept")).to_be_visible()
        page.get_by_label("Name").fill("ed")
        page.get_by_label("Password").fill(PASSWORD)
        page.locator("main").get_by_role("button", name="Sign in").click()
        expect(page.locator(".kept")).to_contain_text(REASON)
        page.get_by_role("button", name="Send it").click()
        expect(page.locator(".reasons")).to_contain_text(REASON)
        expect(page.locator(".reasons .signed").first).to_contain_text("evidence strongly against")
    assert [review.reason for review in desk.claim("MDS-29").reviews].count(REASON) == 1


def test_after_another_sign_in_what_was_typed_is_sent_again_in_one_press(open_page: OpenPage, desk: Desk) -> None:
    with open_page(expecting=(*refused(401), *refused(403))) as page:
        desk.sign_in(page)
        page.goto(CLAIM)
        page.context.clear_cookies()
        judge(page, "Disputed", "Very low", REASON)
        expect(page.get_by_text("What you typed is kept")).to_be_visible()
        # Without a password: by a link in another tab.
        other = page.context.new_page()
        other.goto(desk.link())
        other.locator("main").get_by_role("button", name="Sign in").click()
        other.get_by_role("button", name="Sign out").wait_for()
        page.get_by_role("button", name="I have signed in there").click()
        page.get_by_role("button", name="Send it").click()
        expect(page.locator(".reasons")).to_contain_text(REASON)
        # The page's forms belong to that sign-in, and now there is another.
        desk.sign_in(page)
        judge(page, "Mixed", "Low", AGAIN)
        page.get_by_role("button", name="Send it").click()
        expect(page.locator(".reasons")).to_contain_text(AGAIN)


def test_asked_to_sign_in_one_goes_on_to_what_one_wanted(open_page: OpenPage, desk: Desk) -> None:
    with open_page(expecting=refused(401) + refused(422)) as page:
        desk.link("ed")
        desk.set_password("ed")
        page.goto("/account")
        page.get_by_label("Name").fill("ed")
        page.get_by_label("Password").fill("not my password")
        page.locator("main").get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_have_text("Name or password is not right.")
        page.get_by_label("Password").fill(PASSWORD)
        page.locator("main").get_by_role("button", name="Sign in").click()
        expect(page.locator("h1")).to_have_text("ed")


def test_a_double_click_counts_once(editor: Page, desk: Desk) -> None:
    page = editor
    page.goto(CLAIM)
    form = page.locator("#form-judgement")
    form.get_by_label("Mixed").check()
    form.get_by_label("Moderate").check()
    form.get_by_label("Reason").fill(REASON)
    form.get_by_role("button").dblclick()
    announced(page, "Stored.")
    assert [review.reason for review in desk.claim("MDS-29").reviews].count(REASON) == 1


def test_signing_out_everywhere_ends_the_other_browsers_sign_in(open_page: OpenPage, desk: Desk) -> None:
    with open_page() as here, open_page(expecting=refused(401)) as there:
        desk.sign_in(here)
        desk.sign_in(there)
        here.goto("/account")
        here.get_by_role("button", name="Sign out everywhere").click()
        expect(here.get_by_role("link", name="Sign in")).to_be_visible()
        there.goto("/claims")
        expect(there.get_by_role("link", name="Sign in")).to_be_visible()
        there.goto("/account")
        expect(there.locator("h1")).to_have_text("Please sign in")


def test_a_link_works_once(open_page: OpenPage, desk: Desk) -> None:
    with open_page(expecting=refused(422)) as page:
        link = desk.link()
        page.goto(link)
        page.goto(link)
        page.locator("main").get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("link", name="ed", exact=True)).to_be_visible()
        page.goto(link)
        page.locator("main").get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_contain_text("used already")


def test_readers_learn_a_reviewers_name_only_where_names_are_public(open_page: OpenPage, desk: Desk) -> None:
    with open_page() as page, open_page() as reader:
        desk.sign_in(page, "wilhelmina")
        page.goto(CLAIM)
        judge(page, "Disputed", "Low", REASON)
        announced(page, "Stored.")
        expect(page.locator(".reasons .signed").first).to_contain_text("wilhelmina")
        reader.goto(CLAIM)
        expect(reader.locator(".reasons")).to_contain_text(REASON)
        assert "wilhelmina" not in reader.content()
        page.goto(f"{ARTICLE}/edit")
        page.get_by_label("Show reviewers’ names to readers").check()
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".article-head")).to_be_visible()
        reader.goto(CLAIM)
        expect(reader.locator(".reasons .signed").first).to_contain_text("wilhelmina")


def test_every_page_says_who_is_signed_in(editor: Page) -> None:
    for path in ("/claims", "/articles", "/sources", "/about", "/api/docs", CLAIM, ARTICLE):
        editor.goto(path)
        expect(editor.get_by_role("link", name="ed", exact=True)).to_be_visible()


def test_a_reviewer_is_offered_what_a_reviewer_may_do(open_page: OpenPage, desk: Desk) -> None:
    with open_page() as page:
        desk.sign_in(page, "rita", Role.REVIEWER)
        page.goto(CLAIM)
        expect(page.locator(".desk h3")).to_have_text(["Judge this claim", "Add evidence", "Take this on"])
        expect(page.get_by_role("link", name="Change the claim")).to_have_count(0)
        page.goto(ARTICLE)
        expect(page.get_by_role("link", name="Add a claim")).to_have_count(0)
