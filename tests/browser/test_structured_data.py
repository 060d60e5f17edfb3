"""A tool for structured data finds in claim pages all that search engines ask of a fact-check."""

import re
import shutil
import subprocess
import urllib.request
from pathlib import Path

import pytest
from tests.browser import judges
from tests.helpers.rows import for_each

pytestmark = pytest.mark.browser
TOOL = Path("structured-data-testing-tool", "bin", "cli.js")
NAMED = ("ClaimReview", "@type", "url", "reviewRating", "claimReviewed", "author", "datePublished", "itemReviewed")


@pytest.fixture(scope="module")
def tool(request: pytest.FixtureRequest) -> list[str]:
    """Give the command that tests the file named after it, by what Google asks."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node.js, such as Debian's nodejs")
    fetched = judges.fetch(request.config)
    where = f"NODE_PATH={fetched}"  # the folder is not called node_modules, so Node would not look there by itself
    return ["env", where, node, str(fetched / TOOL), "--presets", "Google", "--info", "--file"]


def found(tool: list[str], folder: Path, address: str) -> str:
    """Let the tool test a page, and give what it said."""
    file = folder / "page.html"
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310  our own server
        file.write_bytes(answer.read())
    run = subprocess.run([*tool, str(file)], capture_output=True, text=True, timeout=60, check=False)
    return re.sub("\x1b\\[[0-9;]*m", "", run.stdout)


@for_each("ref", ["MDS-1", "MDS-25", "MDS-29", "MDS-40"])
def test_nothing_is_missing_in_a_settled_claim(tool: list[str], server: str, tmp_path: Path, ref: str) -> None:
    said = found(tool, tmp_path, f"{server}/claims/{ref}")
    assert "Schemas in JSON-LD: 1" in said
    for name in NAMED:
        assert re.search(rf"✓\s+{re.escape(name)}$", said, flags=re.MULTILINE), name
    assert re.search(r"Failed: 0\b", said)
    assert re.search(r"Warnings: 0\b", said)


def test_nothing_is_missing_in_hostile_texts(tool: list[str], hostile_server: str, tmp_path: Path) -> None:
    said = found(tool, tmp_path, f"{hostile_server}/claims/HOSTILE-1")
    assert re.search(r"Failed: 0\b", said)
    assert "Schema.org schemas: ClaimReview" in said
