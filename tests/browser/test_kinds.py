"""Every kind of page of the desk, put before both judges: the Nu HTML checker, and axe-core with every rule it has."""

from typing import Literal

import pytest
from tests.browser.conftest import DEVICES, OpenPage, refused
from tests.browser.desk import KINDS, Desk, show
from tests.browser.judges import HtmlChecker, judged

pytestmark = pytest.mark.browser

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.mark.parametrize("kind", KINDS)
def test_neither_judge_finds_anything(
    open_page: OpenPage, desk: Desk, checker: HtmlChecker, axe: str, kind: str
) -> None:
    expecting = refused(KINDS[kind].status) if KINDS[kind].status != 200 else ()
    # axe comes as a script in the page, which our own policy rightly forbids.
    with open_page(base_url=desk.address, bypass_csp=True, expecting=expecting) as page:
        answer = show(page, desk, KINDS[kind])
        assert checker.complaints({kind: answer.text()}) == []
        for device in DEVICES.values():
            page.set_viewport_size(device["viewport"])
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                assert judged(page, axe) == [], (device, scheme)
