"""Golden files: the bytes an export must have; `pytest tests/golden --rewrite-golden` writes them anew, as a diff."""

from collections.abc import Callable
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write the golden files anew instead of comparing")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, bytes], None]:
    """Give a comparison of bytes with a golden file beside this one."""

    def compare(name: str, content: bytes) -> None:
        file = Path(__file__).with_name(name.partition("/")[0]) / name.partition("/")[2]
        if request.config.getoption("--rewrite-golden", default=False):
            file.write_bytes(content)
        assert content == file.read_bytes()

    return compare
