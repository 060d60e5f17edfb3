"""A blind round of two reviewers to a split, and an editor's decision: after signing in, by keyboard alone."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import OpenPage
from tests.browser.desk import Desk
from tests.helpers import desk as made

from factdesk.commands import articles, claims
from factdesk.vocabulary import Role

pytestmark = pytest.mark.browser

BLIND = "/claims/BLD-1"
FIRST, SECOND = "The plughwumpus account is second hand", "The court file of xyzzyquux has the receipts"
DECISION = "The receipts are genuine; the first account never saw them"
ROLES = {"ann": Role.REVIEWER, "ben": Role.REVIEWER, "ed": Role.EDITOR}
Opener = Callable[..., list[Page]]


@pytest.fixture
def open_to(open_page: OpenPage, desk: Desk) -> Iterator[Opener]:
    """Publish a claim that is reviewed blind by two; give what opens a page for each of some people."""
    with ExitStack() as stack:

        def opened(*names: str) -> list[Page]:
            pages = [stack.enter_context(open_page()) for _ in names]
            for name, page in zip(names, pages, strict=True):
                if name in ROLES:
                    desk.sign_in(page, name, ROLES[name])
            return pages

        _publish(desk)
        yield opened


def _publish(desk: Desk) -> None:
    draft = made.new_article(slug="blind", prefix="BLD", reviews_required=2, blind_review=True)
    desk.act(Role.ADMIN, articles.add, draft)
    desk.act(Role.ADMIN, claims.add, "blind", made.new_claim())
    desk.act(Role.ADMIN, articles.publish, "blind", made.version_of(desk.engine, "blind"))
    desk.act(Role.ADMIN, claims.publish, "BLD-1", made.version_of(desk.engine, "BLD-1"))


def judge(page: Page, verdict: str, level: str, reason: str) -> None:
    """Judge by single keys; each is seen or heard."""
    page.goto(BLIND)
    page.keyboard.press(verdict)
    chosen = page.locator("#form-judgement [name=verdict]:checked")
    expect(chosen).to_be_focused()
    page.keyboard.press(level)
    expect(page.locator("#form-judgement [name=confidence]:checked")).to_be_focused()
    page.keyboard.press("r")
    expect(page.locator("#judgement-reason")).to_be_focused()
    page.keyboard.type(reason)
    expect(page.locator("#judgement-reason")).to_have_value(reason)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#desk")).to_be_focused()


def sees_nothing(page: Page, *words: str) -> None:
    page.goto(BLIND)
    text = page.content()
    assert [word for word in words if word in text] == []
    expect(page.locator(".card .verdict")).to_contain_text("Unreviewed")
    expect(page.locator("#reviews")).to_have_text("No review yet.")


def test_two_reviewers_who_see_nothing_of_each_other_and_an_editor_who_decides(open_to: Opener, desk: Desk) -> None:
    ann, ben, ed, reader = open_to("ann", "ben", "ed", "reader")

    judge(ann, "d", "2", FIRST)
    expect(ann.locator("#announcement")).to_have_text("Stored. Your review is hidden until 2 reviews are in.")
    expect(ann.locator("#mine")).to_contain_text("Only you see this until 2 reviews are in")
    expect(ann.locator("#mine")).to_contain_text(FIRST)
    expect(ann.locator("#reviews")).to_have_text("No review yet.")
    for page in (ben, ed, reader):
        sees_nothing(page, FIRST, "plughwumpus", "Only you see this")
    assert desk.claim("BLD-1").reviews == []

    judge(ben, "s", "4", SECOND)
    expect(ben.locator("#announcement")).to_contain_text("reviewers disagree")
    for page in (ann, ben, ed, reader):
        page.goto(BLIND)
        expect(page.locator(".state")).to_have_text("Two reviewers disagree; an editor who has not judged it decides.")
        expect(page.locator(".beside .review")).to_have_count(2)
        for words in (FIRST, SECOND):
            expect(page.locator(".beside")).to_contain_text(words)
    for page in (ann, ben):
        page.keyboard.press("a")
        expect(page.locator("#keys-said")).to_have_text("There is no split here for you to decide.")
        expect(page.locator("#form-adjudication")).to_have_count(0)

    ed.keyboard.press("a")
    expect(ed.locator("#adjudication-verdict")).to_be_focused()
    ed.keyboard.press("s")
    expect(ed.locator("#form-adjudication [value=supported]")).to_be_checked()
    ed.keyboard.press("3")
    ed.keyboard.press("r")
    ed.keyboard.type(DECISION)
    ed.keyboard.press("Control+Enter")
    expect(ed.locator("#announcement")).to_contain_text("BLD-1 now stands as supported, confidence moderate")
    reader.goto(BLIND)
    expect(reader.locator(".decision")).to_contain_text(DECISION)
    expect(reader.locator(".dissent")).to_have_text("Dissents: Reviewer 1 (disputed, evidence more against than for).")
    expect(reader.locator(".card")).to_contain_text("1 review dissents.")
    shown = desk.claim("BLD-1")
    assert (shown.state, shown.verdict, shown.confidence, shown.dissent) == ("settled", "supported", "moderate", 1)


def test_a_hidden_review_can_be_taken_back_by_its_author_alone(open_to: Opener) -> None:
    ann, ben = open_to("ann", "ben")
    judge(ann, "d", "2", FIRST)
    expect(ann.locator("#form-judgement [name=verdict]:checked")).to_have_value("disputed")
    ann.locator(".desk summary", has_text="Take my verdict back").press("Enter")
    ann.locator("#retraction-reason").press_sequentially("Too quick")
    ann.keyboard.press("Control+Enter")
    expect(ann.locator("#announcement")).to_have_text("Stored. Your verdict is taken back; nobody else saw it.")
    expect(ann.locator("#form-retraction")).to_have_count(0)
    sees_nothing(ben, FIRST, "Too quick")
