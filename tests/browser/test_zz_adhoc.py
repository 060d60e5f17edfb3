import pytest
from tests.browser.conftest import PHONE
from tests.browser.desk import KINDS, show
pytestmark = pytest.mark.browser
@pytest.mark.parametrize("size", ["desktop","phone"])
def test_x(open_page, desk, size):
    opt = PHONE | {"device_scale_factor": 1} if size=="phone" else {}
    for i, kind in enumerate(["claim, judged", "source, editor", "article, draft", "claim, draft", "account", "article, new"]):
        with open_page(base_url=desk.address, color_scheme="dark" if size=="phone" and i==0 else "light", **opt) as page:
            show(page, desk, KINDS[kind])
            page.wait_for_function("document.fonts.ready.then(() => true)")
            page.screenshot(path=f"/tmp/fd/shots3/x{i}-{size}.png", full_page=True)
