"""The desk without scripts: everything can be done, nothing typed is lost."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.browser.chromium import refused
from tests.browser.conftest import OpenPage
from tests.browser.desk import ARTICLE, CLAIM, PASSWORD, Desk
from tests.browser.desk_kinds import SEND
from tests.browser.test_desk import REASON, in_csv, judge, origins, unfolded

pytestmark = pytest.mark.browser


@pytest.fixture
def desk_page(open_page: OpenPage, desk: Desk) -> Iterator[Page]:
    """Open a page of the desk without scripts."""
    expecting = (*refused(401), *refused(409), *refused(422))
    with open_page(java_script_enabled=False, expecting=expecting) as page:
        yield page


@pytest.fixture
def plain_editor(desk_page: Page, desk: Desk) -> Page:
    """Open a page without scripts in which an editor is signed in."""
    desk.sign_in(desk_page)
    return desk_page


def test_a_refused_verdict_names_its_faults_and_keeps_the_rest_until_it_is_given_and_taken_back(
    plain_editor: Page,
) -> None:
    page = plain_editor
    page.goto(CLAIM)
    page.locator("#judgement-reason").fill(REASON)
    page.locator("#form-judgement").get_by_role("button").click()
    summary = page.locator("#judgement-problem")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_text(["Verdict", "Confidence that the claim is true"])
    expect(page.locator("#judgement-reason")).to_have_value(REASON)
    summary.get_by_role("link", name="Verdict").click()
    expect(page.locator("#judgement-verdict")).to_be_focused()
    expect(page.locator("#form-judgement .refused").first).to_contain_text("This is needed.")

    judge(page, "Supported", "High", REASON)
    expect(page).to_have_url(f"{page.url.split('/claims')[0]}{CLAIM}#why")
    expect(page.locator(".card .verdict")).to_contain_text("Supported")
    assert in_csv(page, "MDS-29")["verdict"] == "supported"
    unfolded(page, "Take my verdict back")
    page.locator("#retraction-reason").fill("I had read the wrong report.")
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator(".reasons")).to_contain_text("I had read the wrong report.")


def test_a_source_and_evidence_from_it_named_by_a_part_of_its_title(plain_editor: Page) -> None:
    page = plain_editor
    page.goto("/sources/new")
    page.get_by_label("Title").fill("La rançon des journalistes")
    page.get_by_label("Publisher").fill("RFI")
    page.get_by_label("Published").fill("5 March 2012")
    page.get_by_label("Address").fill("nowhere")
    page.get_by_label("Reliability").select_option("B")
    page.get_by_label("It was opened and read").check()
    page.get_by_role("button", name="Add the source").click()
    expect(page.locator(".problem").get_by_role("link")).to_have_text(["Address"])
    expect(page.get_by_label("Published")).to_have_value("5 March 2012")
    expect(page.get_by_label("Reliability")).to_have_value("B")
    expect(page.get_by_label("It was opened and read")).to_be_checked()
    page.get_by_label("Address").fill("https://example.org/rancon")
    page.get_by_role("button", name="Add the source").click()
    expect(page.locator("h1")).to_have_text("La rançon des journalistes")

    page.goto(CLAIM)
    before = page.locator(".card .numbers").inner_text()
    unfolded(page, "Add evidence")
    form = page.locator("#form-evidence")
    form.get_by_label("Source", exact=True).fill("a")
    form.get_by_label("Against").check()
    form.get_by_label("What the source says").fill("Nobody was paid.")
    form.get_by_label("Credibility").select_option("2")
    form.get_by_role("button").click()
    expect(page.locator("#evidence-problem")).to_contain_text("Several sources match this")
    form.get_by_label("Source", exact=True).fill("rançon des")
    form.get_by_role("button").click()
    expect(page.locator(".side.disputes .piece", has_text="La rançon")).to_contain_text("Nobody was paid.")
    assert origins(page.locator(".card .numbers").inner_text())[1] == origins(before)[1] + 1

    page.locator(".piece", has_text="La rançon").get_by_role("link", name="Withdraw").click()
    page.get_by_label("Reason for withdrawing").fill("Of other journalists.")
    page.get_by_role("button", name="Withdraw").click()
    assert page.locator(".card .numbers").inner_text() == before


def test_an_article_and_a_claim_from_draft_to_the_register(desk_page: Page, desk: Desk) -> None:
    page = desk_page
    page.goto(desk.link())
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.goto("/articles")
    page.get_by_role("link", name="Make one without its text").click()
    page.get_by_label("Short name").fill("another-tale")
    page.get_by_label("Prefix").fill("ANO")
    page.get_by_label("Title").fill("Another tale")
    page.get_by_label("Published").fill("2021")
    page.get_by_role("button", name="Make the article").click()
    page.get_by_role("link", name="Add a claim").click()
    page.get_by_label("Statement").fill("It never rained.")
    page.get_by_label("Topics").fill("Weather, Rain")
    page.get_by_label("Meant for the date").fill("March 2021")
    page.get_by_role("button", name="Add the claim").click()
    expect(page.locator(".card")).to_contain_text("March 2021")
    expect(page.get_by_text("This claim is a draft")).to_be_visible()
    unfolded(page, "Publish this draft")
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_text("This claim is a draft")).to_have_count(0)
    page.goto("/articles/another-tale")
    page.get_by_role("link", name="Publish it").click()
    page.get_by_role("button", name="Publish the article").click()
    expect(page.get_by_text("This article is a draft")).to_have_count(0)
    page.get_by_role("button", name="Sign out").click()
    page.goto("/claims?topic=Rain")
    expect(page.locator(".rows h2")).to_contain_text("It never rained.")


def test_what_was_typed_survives_the_end_of_a_sign_in(plain_editor: Page, desk: Desk) -> None:
    page = plain_editor
    desk.set_password("ed")
    desk.sign_in(page)
    page.goto(f"{ARTICLE}/claims/new")
    page.get_by_label("Statement").fill("First line.\nSecond line, with “quotes” & <signs>.")
    page.context.clear_cookies()
    page.get_by_role("button", name="Add the claim").click()
    page.get_by_label("Name").fill("ed")
    page.get_by_label("Password").fill("wrong at first")
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Send it").click()
    expect(page.locator("h1")).to_have_text("First line. Second line, with “quotes” & <signs>.")


def test_the_same_form_sent_twice_counts_once(open_page: OpenPage, desk: Desk) -> None:
    with open_page() as page:
        desk.sign_in(page)
        page.goto(CLAIM)
        hidden = {
            name: page.locator(f"#form-judgement [name={name}]").input_value() for name in ("csrf", "once", "wording")
        }
        sent = hidden | {"verdict": "mixed", "confidence": "low", "reason": REASON}
        for _ in range(2):
            with page.expect_navigation():
                page.evaluate(SEND, [f"{CLAIM}/reviews", sent])
    assert [review.reason for review in desk.claim("MDS-29").reviews].count(REASON) == 1


def test_a_source_that_is_on_file_is_pointed_out_and_can_be_added_all_the_same(plain_editor: Page) -> None:
    page = plain_editor
    for citekey in ("first", "second"):
        page.goto("/sources/new")
        page.get_by_label("Title").fill("The same page")
        page.get_by_label("Citekey").fill(citekey)
        page.get_by_label("Reliability of the source").select_option("F")
        expect(page.get_by_label("It is another source")).to_have_count(0)
        page.get_by_role("button", name="Add the source").click()
    expect(page.locator(".problem")).to_contain_text("on file already: first")
    page.get_by_label("It is another source").check()
    page.get_by_role("button", name="Add the source").click()
    expect(page.locator(".kicker")).to_contain_text("second")
