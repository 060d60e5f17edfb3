"""axe-core, with every rule it has, finds nothing on any page a reader meets: desktop and phone, light and dark.

Kinds of pages of the desk are put before it in test_kinds.py.
"""

import pytest
from tests.browser.conftest import DEVICES, OpenPage, refused
from tests.browser.desk import Desk, hold
from tests.browser.judges import judged
from tests.browser.kinds import PAGES, STATUS

from factdesk.vocabulary import Role

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing(open_page: OpenPage, axe: str, kind: str, device: str, scheme: str) -> None:
    expecting = refused(STATUS[kind]) if kind in STATUS else ()
    # The checker comes as a script in the page, which our own policy rightly forbids.
    with open_page(**DEVICES[device], color_scheme=scheme, bypass_csp=True, expecting=expecting) as page:
        page.goto(PAGES[kind])
        assert judged(page, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens(open_page: OpenPage, axe: str, scheme: str) -> None:
    with open_page(color_scheme=scheme, bypass_csp=True) as page:
        page.goto("/claims?q=ransom")
        for summary in page.locator("summary").all():
            if summary.is_visible() and summary.evaluate("summary => !summary.parentElement.open"):
                summary.click()
        page.locator(".menu > summary").click()
        assert judged(page, axe) == []
        page.goto("/claims/MDS-31")
        page.locator(".sums > summary").click()
        assert judged(page, axe) == []
    with open_page(**DEVICES["phone"], color_scheme=scheme, bypass_csp=True) as page:
        page.goto("/claims#filters")
        assert judged(page, axe) == []


def test_axe_finds_nothing_after_a_filter_and_after_a_refusal(open_page: OpenPage, axe: str) -> None:
    with open_page(bypass_csp=True, expecting=refused(422)) as page:
        page.goto("/claims")
        page.locator('input[type="checkbox"][name="verdict"][value="disputed"]').check()
        page.locator(".chips").wait_for()
        assert judged(page, axe) == []
        page.get_by_label("Search claims").fill('"')
        page.get_by_role("alert").wait_for()
        assert judged(page, axe) == []


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("path", ["/claims", *(f"/claims/HOSTILE-{number}" for number in range(1, 6))])
def test_axe_finds_nothing_in_hostile_texts(
    open_page: OpenPage, hostile_server: str, axe: str, device: str, path: str
) -> None:
    with open_page(base_url=hostile_server, **DEVICES[device], bypass_csp=True) as page:
        page.goto(path)
        assert judged(page, axe) == []


def test_axe_finds_nothing_in_the_list_of_keys(open_page: OpenPage, desk: Desk, axe: str) -> None:
    with open_page(base_url=desk.address, bypass_csp=True) as page:
        desk.sign_in(page)
        page.goto("/claims/MDS-29")
        page.keyboard.press("?")
        page.locator("#keys").wait_for()
        assert judged(page, axe) == []


def test_axe_finds_nothing_while_a_passage_is_chosen(open_page: OpenPage, desk: Desk, axe: str) -> None:
    desk.act(Role.EDITOR, hold)
    with open_page(base_url=desk.address, bypass_csp=True) as page:
        desk.sign_in(page)
        page.goto("/articles/malis-dark-shadow")
        page.locator(".article-text p").first.select_text()
        page.locator("#choosing-bar").wait_for()
        assert judged(page, axe) == []
        page.keyboard.press("p")
        page.locator("#choosing-desk").wait_for()
        assert judged(page, axe) == []


def test_axe_finds_nothing_after_a_form_was_swapped_in(open_page: OpenPage, desk: Desk, axe: str) -> None:
    with open_page(base_url=desk.address, bypass_csp=True, expecting=refused(422)) as page:
        desk.sign_in(page)
        page.goto("/claims/MDS-29")
        page.get_by_role("button", name="Give this verdict").click()
        page.locator("#judgement-problem").wait_for()
        assert judged(page, axe) == []
        page.get_by_label("Mixed", exact=True).check()
        page.get_by_label("Low", exact=True).check()
        page.get_by_label("Reason", exact=True).fill("Some of it holds.")
        page.get_by_role("button", name="Give this verdict").click()
        page.locator(".stored").wait_for()
        assert judged(page, axe) == []
