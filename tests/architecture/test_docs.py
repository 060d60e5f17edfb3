import re
from pathlib import Path

from tests.helpers.rows import for_each

from factdesk.cli import COMMANDS
from factdesk.exports import FORMATS
from factdesk.settings import Settings

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


@for_each("command", COMMANDS)
def test_the_readme_names_every_command(command):
    assert re.search(rf"factdesk ([a-z]+ \| )*{command}\b", README)


@for_each("form", FORMATS)
def test_the_readme_names_every_format(form):
    assert f"`{form}`" in README or f"/claims.{form}" in README or f"export {form}" in README


@for_each("setting", Settings.model_fields)
def test_the_readme_names_every_setting(setting):
    assert f"FACTDESK_{setting.upper()}" in README


def test_a_missing_one_would_be_found():
    assert "factdesk nonsense" not in README
    assert len(README) > 1000
