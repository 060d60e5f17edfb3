"""Where the outside material lies, and the marks of tests that need it."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"
DATA = SHARED / "data"


def needs(material: Path) -> list[pytest.MarkDecorator]:
    """Give the marks of tests that need a file or folder of the outside material."""
    why = "the folder of outside material stands beside a checkout only where the project is developed"
    return [pytest.mark.outside, pytest.mark.skipif(not material.exists(), reason=why)]
