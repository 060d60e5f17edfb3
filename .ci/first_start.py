"""Follow the README's first command as a newcomer would: fresh clone, empty folder, empty home, no Node in sight.

Prints how long it took; fails unless the served register has the 40 claims, 252 sources and 302 pieces of evidence,
and a second start keeps it as it is.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

PORT = "8765"
HERE = Path(__file__).resolve().parent.parent


def main() -> None:
    """Clone, start twice, look, stop."""
    command = re.search(
        r"^python3 -m venv .* factdesk serve$|^python3 -m venv .*factdesk serve$", _readme(), re.MULTILINE
    )
    assert command, "the README has no start command"
    with tempfile.TemporaryDirectory() as folder:
        clone, home, bin_ = Path(folder, "clone"), Path(folder, "home"), Path(folder, "bin")
        subprocess.run(["git", "clone", "-q", str(HERE), str(clone)], check=True)
        home.mkdir()
        bin_.mkdir()
        (bin_ / "python3").symlink_to(sys.executable)
        kept = {
            name: value
            for name, value in os.environ.items()
            if name.startswith(("PIP_", "SSL_", "REQUESTS_", "NODE_EXTRA", "npm_config"))
        }
        environment = kept | {"HOME": str(home), "PATH": f"{bin_}:/usr/bin:/bin"}
        began = time.monotonic()
        first = _start(f"{command[0]} --port {PORT}", clone, environment)
        print(f"first start: {time.monotonic() - began:.0f} s to a served register")
        second = _start(f".venv/bin/factdesk serve --port {PORT}", clone, environment)
        assert first == second, "the second start changed the register"
        assert len(first["claims"]) == 40, len(first["claims"])
        assert sum(len(claim["evidence"]) for claim in first["claims"]) == 302


def _readme() -> str:
    return (HERE / "README.md").read_text(encoding="utf-8")


def _start(command: str, folder: Path, environment: dict[str, str]) -> dict:
    """Run a command that serves, wait until it answers, fetch the register, and stop it by its id."""
    process = subprocess.Popen(["bash", "-c", command], cwd=folder, env=environment, start_new_session=True)
    try:
        register = json.loads(_wait_for(f"http://127.0.0.1:{PORT}/claims.json", process))
        assert b"40 claims" in _fetch(f"http://127.0.0.1:{PORT}/")
        assert json.loads(_fetch(f"http://127.0.0.1:{PORT}/api/v1/sources?limit=1"))["number"] == 252
        return register
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        process.wait(30)


def _wait_for(address: str, process: subprocess.Popen) -> bytes:
    for _ in range(600):
        assert process.poll() is None, f"the command ended with {process.returncode}"
        try:
            return _fetch(address)
        except OSError:
            time.sleep(0.5)
    raise AssertionError("nothing was served within five minutes")


def _fetch(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.read()


if __name__ == "__main__":
    main()
