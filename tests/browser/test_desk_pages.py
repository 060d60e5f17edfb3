"""Every kind of page of the desk: correct HTML, nothing for axe-core to find, nothing wider than its window."""

import pytest
from tests.browser.chromium import refused
from tests.browser.conftest import DeskMaker, OpenPage
from tests.browser.desk_kinds import KINDS, show
from tests.browser.judges import Axe, HtmlChecker, judged

pytestmark = pytest.mark.browser


def subject(name: str) -> str:
    return name.partition(",")[0]


@pytest.mark.parametrize("about", dict.fromkeys(map(subject, KINDS)))
def test_no_page_of_the_desk_has_a_fault(
    open_page: OpenPage, make_desk: DeskMaker, checker: HtmlChecker, axe: Axe, about: str
) -> None:
    found = {}
    for name, kind in KINDS.items():
        if subject(name) == about:
            with make_desk() as desk, open_page(expecting=refused(kind.status)) as page:
                answer = show(page, desk, kind)
                found[name] = checker.faults(answer.text()) + judged(page, axe)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
