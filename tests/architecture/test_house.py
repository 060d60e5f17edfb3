import ast
from collections.abc import Iterator
from pathlib import Path

from tests.helpers.rows import for_each

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src" / "factdesk").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted(file for file in (ROOT / "templates").rglob("*") if file.is_file())
BUILD_HOOK = ROOT / "src" / "factdesk" / "web" / "frontend" / "build_hook.py"
"""No part of the program: it is run while the package is built, and needs npm only then."""
MAY_COMMIT = {"src/factdesk/database/transaction.py", "src/factdesk/database/migrate.py"}

PROGRAM = [file for file in SOURCES if file != BUILD_HOOK]

Function = ast.FunctionDef | ast.AsyncFunctionDef


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def lines_of(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def functions_of(tree: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def too_long(files: list[Path], most: int) -> dict[str, int]:
    return {named(file): lines_of(file) for file in files if lines_of(file) > most}


def long_functions(tree: ast.Module, most: int) -> list[str]:
    return [one.name for one in functions_of(tree) if (one.end_lineno or 0) - one.lineno + 1 > most]


def commits(tree: ast.Module) -> list[int]:
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "commit"]


def splits(tree: ast.Module) -> list[int]:
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "splitlines"]


def hidden_imports(tree: ast.Module) -> list[int]:
    return [
        node.lineno
        for one in functions_of(tree)
        for node in ast.walk(one)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def test_there_is_something_to_look_at():
    assert len(SOURCES) > 30
    assert len(PROGRAM) == len(SOURCES) - 1
    assert Path(__file__).resolve() in TESTS


def test_no_source_file_is_longer_than_400_lines():
    assert too_long(SOURCES, 400) == {}


def test_no_test_file_is_longer_than_400_lines():
    assert too_long(TESTS, 400) == {}


def test_no_template_is_longer_than_120_lines():
    assert too_long(TEMPLATES, 120) == {}


def test_no_function_is_longer_than_60_lines():
    assert {named(file): found for file in SOURCES if (found := long_functions(tree_of(file), 60))} == {}


def test_every_module_says_what_it_is_for():
    assert [named(file) for file in SOURCES if not (ast.get_docstring(tree_of(file)) or "").strip()] == []


def test_lines_of_what_people_send_are_parted_by_rules_texts():
    """Python's splitlines parts at U+2028 and more; what is split so elsewhere are messages of other programs."""
    messages = {"src/factdesk/database/refusals.py", "src/factdesk/web/frontend/build_hook.py"}
    assert {named(file) for file in SOURCES if splits(tree_of(file))} == messages


def test_only_the_rooms_for_it_commit():
    found = {named(file) for file in SOURCES if commits(tree_of(file))}
    assert found == MAY_COMMIT


def test_no_import_hides_in_a_function_of_the_program():
    assert {named(file): found for file in PROGRAM if (found := hidden_imports(tree_of(file)))} == {}


def test_the_checkout_holds_no_bundle_which_would_win_over_it():
    assert not (ROOT / "src" / "factdesk" / "_bundle").exists()


def test_no_version_of_the_schema_imports_the_program():
    for file in sorted((ROOT / "migrations" / "versions").glob("*.py")):
        imported = {
            name.name for node in ast.walk(tree_of(file)) if isinstance(node, ast.Import) for name in node.names
        } | {node.module or "" for node in ast.walk(tree_of(file)) if isinstance(node, ast.ImportFrom)}
        assert not any(name.split(".")[0] in {"factdesk", "sqlmodel"} for name in imported), named(file)


@for_each(
    ("look", "fault", "sound"),
    [
        (commits, "def f(session): session.commit()", "def f(session): session.rollback()"),
        (hidden_imports, "def f():\n    if x:\n        import os", "import os\ndef f(): pass"),
        (
            hidden_imports,
            "class A:\n    async def f(self):\n        from os import path",
            "class A:\n    import os",
        ),
        (lambda tree: long_functions(tree, 2), "def f():\n    x\n    y", "def f():\n    x\n\n\ny"),
    ],
)
def test_each_look_finds_a_fault_and_passes_over_sound_code(look, fault, sound):
    assert look(ast.parse(fault))
    assert not look(ast.parse(sound))
