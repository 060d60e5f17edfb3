"""An article comes in: pasted or as a file, looked at, accepted, and read; with scripts and without."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.chromium import refused
from tests.browser.conftest import OpenPage
from tests.browser.desk import ARTICLE, Desk
from tests.browser.desk_kinds import LATER, TEXT

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False])
def test_a_pasted_text_becomes_an_article(open_page: OpenPage, desk: Desk, *, scripts: bool) -> None:
    with open_page(java_script_enabled=scripts, expecting=refused(422)) as page:
        desk.sign_in(page)
        page.goto("/articles")
        page.get_by_role("link", name="Import an article").click()
        page.get_by_label("Title of a new article").fill("A tale of unrest")
        page.get_by_role("button", name="Show the preview").click()
        expect(page.locator("#import-problem")).to_contain_text("Paste the text, or choose a file.")
        expect(page.get_by_label("Title of a new article")).to_have_value("A tale of unrest")
        page.locator("#import-text").fill(TEXT)
        page.get_by_role("button", name="Show the preview").click()
        expect(page.locator("main")).to_contain_text("/articles/a-tale-of-unrest")
        expect(page.locator("main")).to_contain_text("in 3 paragraphs")
        page.get_by_role("button", name="Make the article").click()
        expect(page).to_have_url(f"{desk.address}/articles/a-tale-of-unrest")
        expect(page.locator("h1")).to_have_text("A tale of unrest")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_becomes_a_version_and_what_changed_is_seen(
    open_page: OpenPage, desk: Desk, tmp_path: Path, *, scripts: bool
) -> None:
    with open_page(java_script_enabled=scripts) as page:
        desk.sign_in(page)
        for number, text in enumerate((TEXT, LATER), start=2):
            file = tmp_path / f"text{number}.txt"
            file.write_text(text, encoding="utf-8")
            page.goto(ARTICLE)
            page.get_by_role("link", name="Import its text").click()
            page.get_by_label("Or a file").set_input_files(file)
            page.get_by_role("button", name="Show the preview").click()
            page.get_by_role("button", name=f"Store version {number}").click()
            expect(page).to_have_url(f"{desk.address}{ARTICLE}")
        page.get_by_role("link", name="versions", exact=True).click()
        page.get_by_role("link", name="What changed since version 2").click()
        expect(page.locator("del").first).to_contain_text("worst period")
        expect(page.locator("ins").first).to_contain_text("gravest time")
