"""The scale between false and true, lying beside a claim and standing in the strip, in windows of all kinds."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page
from tests.browser.chromium import PHONE
from tests.browser.conftest import OpenPage
from tests.browser.judges import Axe
from tests.browser.layout import settled, too_wide, views
from tests.browser.strips import NUMBERS

from factdesk.rules.strip import MOST_LINKED

pytestmark = pytest.mark.browser

STRIP = """strip => {
  const place = strip.getBoundingClientRect(), room = strip.closest(".strip-room").getBoundingClientRect();
  const drawn = [...strip.querySelectorAll("path")].map((path) => path.getBoundingClientRect());
  return {
    inside: place.width <= room.width + 0.5
      && drawn.every((one) => one.right <= place.right + 3 && one.left >= place.left - 3),
    tops: [...strip.querySelectorAll("a rect")].map((one) => Math.round(one.getBoundingClientRect().top)),
    width: place.width,
    height: place.height,
  };
}"""
LABELS = """() => [...document.querySelectorAll(".strip-paragraphs text")]
  .map((label) => label.getBoundingClientRect()).filter((label) => label.width)
  .map((label) => [label.left, label.right])"""
INK = """element => {
  const { fill, stroke } = getComputedStyle(element);
  return [fill, stroke];
}"""


def shown(page: Page, number: int) -> None:
    page.goto(f"/claims?article=of-{number}&limit=5")
    settled(page)


def test_any_number_of_claims_stands_in_one_row_on_a_desktop_and_on_a_phone(
    open_page: OpenPage, strips_server: str
) -> None:
    for options in ({}, {"viewport": {"width": 1280 - 17, "height": 800}}, PHONE):
        with open_page(**options) as page:
            for number in NUMBERS:
                shown(page, number)
                strip = page.locator(".strip").evaluate(STRIP)
                assert strip["inside"], (number, options)
                assert strip["height"] < 120
                on_a_phone = options is PHONE
                assert len(set(strip["tops"])) == (1 if number <= MOST_LINKED else 0)
                linked = number if number <= MOST_LINKED and not on_a_phone else 0
                assert page.locator(".strip a:visible").count() == linked, (number, options)
                labels = page.evaluate(LABELS)
                assert labels, (number, options)
                assert all(before[1] <= after[0] for before, after in pairwise(labels)), number
                assert too_wide(page) == [], (number, options)


def test_axe_finds_nothing_in_a_strip_of_any_length(open_page: OpenPage, strips_server: str, axe: Axe) -> None:
    with open_page() as page:
        for number in NUMBERS:
            shown(page, number)
            for view in views(page):
                assert axe.faults(page) == [], (number, view)
            page.set_viewport_size({"width": 1280, "height": 900})


def test_direction_and_filling_tell_the_verdicts_apart_without_colour(open_page: OpenPage, strips_server: str) -> None:
    with open_page() as page:
        page.emulate_media(forced_colors="active")
        shown(page, 41)
        paper = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        inks = {
            name: page.locator(f".strip .{name.replace(' ', '.')}").first.evaluate(INK)
            for name in ("supported full", "disputed full", "mixed full", "mixed hollow", "unverifiable dashed",
                         "unreviewed ring")
        }  # fmt: skip
        ink = inks["supported full"][0]
        assert ink != paper
        assert inks["disputed full"][0] == inks["mixed full"][0] == ink
        assert inks["mixed hollow"] == inks["unverifiable dashed"] == [paper, ink]
        assert inks["unreviewed ring"][1] == ink
        line = page.locator(".strip .axis").bounding_box() or {}
        up, down = (page.locator(f".strip .{one}.full").bounding_box() or {} for one in ("supported", "disputed"))
        assert up["y"] + up["height"] <= line["y"] + 1
        assert down["y"] >= line["y"] - 1
        assert page.locator(".rows .track .band").first.evaluate(INK)[1] == ink


def test_the_scale_stands_with_its_words_wherever_a_claim_stands(page: Page) -> None:
    for path, place in (
        ("/claims", "#MDS-29 .judgement"),
        ("/articles/malis-dark-shadow?layout=outline", 'li:has(a[href="/claims/MDS-29"]) .judgement'),
        ("/claims/MDS-29", ".card"),
        ("/articles/malis-dark-shadow", "#margin-note"),
    ):
        page.goto(path)
        if place == "#margin-note":
            page.locator('.mark-ref[href="/claims/MDS-29"]').click()
        part = page.locator(place).first
        part.wait_for()
        assert "Evidence strongly against" in part.inner_text(), path
        track, dot = part.locator(".track").bounding_box(), part.locator(".ring").bounding_box()
        assert track is not None, path
        assert dot is not None, path
        assert dot["x"] + dot["width"] / 2 == pytest.approx(track["x"] + 0.08 * track["width"], abs=1), path
