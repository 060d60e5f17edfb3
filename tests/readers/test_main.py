import json
import os
import subprocess
import sys

from tests.helpers.reader_files import a_docx, filed
from tests.helpers.rows import for_each

from factdesk.errors import Invalid
from factdesk.readers import __main__ as child
from factdesk.readers.recognised import Recognised


def answer(asked: dict[str, str | None], data: bytes) -> subprocess.CompletedProcess:
    line = json.dumps(asked | {"limits": [20, 10**9], "parent": os.getpid()}).encode() + b"\n"
    return subprocess.run(
        [sys.executable, "-m", "factdesk.readers"], input=line + data, capture_output=True, check=False
    )


def test_it_answers_with_what_was_recognised():
    done = answer({"name": "a.md", "media_type": None}, b"# A title\n\nWords.\n")
    assert done.returncode == 0
    assert json.loads(done.stdout) == {
        "text": "A title\n\nWords.",
        "media_type": "text/markdown",
        "title": "A title",
        "author": None,
        "published_on": None,
        "language": None,
        "warnings": ["The language was not stated."],
    }


def test_it_answers_with_a_refusal():
    done = answer({"name": "a.png", "media_type": "text/plain"}, filed("picture-chromium.png"))
    assert done.returncode == 0
    assert done.stderr == b""
    assert json.loads(done.stdout)["refused"].startswith("a.png seems to be a picture (PNG);")


def test_a_reader_is_found_for_every_kind():
    for name in ("bridge-pandoc.txt", "bridge.md", "bridge-pandoc.html", "bridge-pandoc.docx", "bridge-chromium.pdf"):
        assert isinstance(child.read(filed(name), name, None), Recognised)


@for_each("declared", ["text/plain; charset", "text/plain; charset=\x00\r\n x", ";;;", "", "a" * 10_000, "é"])
def test_a_strange_declaration_does_no_harm(declared):
    assert child.read(b"Words.", "a.txt", declared).text == "Words."


def test_what_a_library_raises_becomes_a_sentence(monkeypatch):
    for error, words in (
        (MemoryError, "needs more memory"),
        (RecursionError, "needs more memory"),
        (KeyError, "damaged"),
    ):

        def fail(data, name, media_type, error=error):
            raise error

        monkeypatch.setattr(child, "kind_of", fail)
        refusal = child.read(b"a", "a.txt", None)
        assert isinstance(refusal, Invalid)
        assert words in refusal.sentence


def test_deep_nesting_becomes_a_sentence():
    nested = "<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000
    assert "needs more memory" in child.read(a_docx(nested), "a.docx", None).sentence
