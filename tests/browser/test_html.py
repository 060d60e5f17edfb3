"""The Nu HTML checker finds nothing in any kind of page, nor in the part that htmx puts into one."""

import json
import shutil
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from tests.browser import judges
from tests.browser.conftest import DeskMaker, OpenPage
from tests.browser.desk import CLAIM, KINDS, Desk, show
from tests.browser.kinds import PAGES

pytestmark = pytest.mark.browser

HOSTILE = ["/claims", "/articles", "/articles/a-tale", "/sources", "/sources/source-1"]


@pytest.fixture(scope="module")
def checker(request: pytest.FixtureRequest) -> list[str]:
    """Give the command that checks the files named after it."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("needs Java, such as Debian's default-jre-headless")
    jar = Path(judges.fetch(request.config), "vnu-jar", "build", "dist", "vnu.jar")
    return [java, "-jar", str(jar), "--format", "json", "--stdout"]


def fetched(address: str, **headers: str) -> str:
    """Get a page, also one that says no."""
    request = urllib.request.Request(address, headers=headers)  # noqa: S310  our own server
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return str(answer.read().decode())
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.read().decode()


def complaints(checker: list[str], folder: Path, pages: dict[str, str]) -> list[str]:
    """Check all pages in one run of the checker, and give what it said of each."""
    for number, text in enumerate(pages.values()):
        (folder / f"{number}.html").write_text(text, encoding="utf-8")
    run = subprocess.run(
        [*checker, *(str(folder / f"{number}.html") for number in range(len(pages)))],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    names = list(pages)
    return [
        f"{names[int(Path(said['url']).stem)]}, line {said.get('lastLine')}: {said['message']}"
        for said in json.loads(run.stdout)["messages"]
    ]


def in_document(part: str) -> str:
    """Put the part that htmx asked for into a document, with the heading and the form it relies on."""
    around = '<h1>Part</h1><form id="filter-form" action="/claims"><p>Filter</p></form><datalist id="source-choices">'
    around += "</datalist>"
    return f'<!doctype html><html lang="en"><head><title>Part</title></head><body>{around}{part}</body></html>'


def test_the_checker_sees_errors(checker: list[str], tmp_path: Path) -> None:
    assert complaints(checker, tmp_path, {"wrong": in_document("<p><section hx-get='/'></p>")})


def test_every_page_is_correct_html(checker: list[str], server: str, tmp_path: Path) -> None:
    assert complaints(checker, tmp_path, {kind: fetched(server + path) for kind, path in PAGES.items()}) == []


def test_every_part_of_a_page_is_correct_html(checker: list[str], server: str, tmp_path: Path) -> None:
    parts = ["register", "article", "filtered", "searched", "empty", "later page", "not understood"]
    pages = {kind: in_document(fetched(server + PAGES[kind], **{"HX-Request": "true"})) for kind in parts}
    assert all(text.count("<html") == 1 for text in pages.values())
    assert complaints(checker, tmp_path, pages) == []


def test_hostile_texts_stay_correct_html(checker: list[str], hostile_server: str, tmp_path: Path) -> None:
    paths = [*HOSTILE, *(f"/claims/HOSTILE-{number}" for number in range(1, 6))]
    pages = {path: fetched(hostile_server + path) for path in paths}
    assert all("<b>bold</b>" not in text for text in pages.values())
    assert complaints(checker, tmp_path, pages) == []


@pytest.mark.parametrize("made", ["server", "hostile_server"])
def test_the_page_that_is_exported_is_correct_html(
    checker: list[str], tmp_path: Path, request: pytest.FixtureRequest, made: str
) -> None:
    pages = {"exported": fetched(request.getfixturevalue(made) + "/claims.html")}
    assert complaints(checker, tmp_path, pages) == []


def test_every_page_of_the_desk_is_correct_html(
    checker: list[str], open_page: OpenPage, make_desk: DeskMaker, tmp_path: Path
) -> None:
    pages = {}
    for kind, wanted in KINDS.items():
        with make_desk() as desk, open_page(base_url=desk.address, expecting=("status of", "Status Error")) as page:
            pages[kind] = show(page, desk, wanted).text()
    assert complaints(checker, tmp_path, pages) == []


def test_the_part_of_a_claim_that_a_form_brings_is_correct_html(
    checker: list[str], open_page: OpenPage, desk: Desk, tmp_path: Path
) -> None:
    with open_page(base_url=desk.address) as page:
        desk.sign_in(page)
        page.goto(CLAIM)
        form: dict[str, str | float | bool] = {
            "csrf": page.locator("#form-judgement [name=csrf]").input_value(),
            "wording": "1",
        }
        told: dict[str, str | float | bool] = {"verdict": "mixed", "confidence": "low", "reason": "Some of it holds."}
        asked = {"HX-Request": "true"}
        parts = {
            name: page.request.post(f"{CLAIM}/reviews", form=form | more, headers=asked).text()
            for name, more in (("refused", {}), ("stored", told))
        }
    assert "nothing was stored" in parts["refused"]
    assert "now stands as mixed" in parts["stored"]
    pages = {name: in_document(text).replace("<h1>Part</h1>", "") for name, text in parts.items()}
    assert complaints(checker, tmp_path, pages) == []
