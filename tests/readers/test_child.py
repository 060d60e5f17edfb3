import subprocess
import sys
import time

import pytest
from tests.helpers.reader_files import a_docx, filed
from tests.helpers.rows import for_each

from factdesk.errors import Clash, Invalid
from factdesk.readers import Recognised, child, process, read
from factdesk.readers.child import LONGEST_NAME, shown
from factdesk.readers.limits import AT_ONCE, LARGEST_FILE

LIGHT = "import sys, factdesk.readers; print(*sys.modules)"


@for_each(
    ("name", "media_type"),
    [
        ("bridge-pandoc.txt", "text/plain"),
        ("bridge.md", "text/markdown"),
        ("bridge-chromium.html", "text/html"),
        ("bridge-libreoffice.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("bridge-libreoffice.pdf", "application/pdf"),
    ],
)
def test_each_kind_is_read_whatever_it_is_called(name, media_type, capfd):
    found = read(filed(name), "anything.bin", "application/octet-stream")
    assert isinstance(found, Recognised)
    assert found.media_type == media_type
    assert "Three of the five piers stand on oak" in found.text
    assert isinstance(found.warnings, tuple)
    assert capfd.readouterr() == ("", "")


def test_a_declared_charset_is_used():
    assert read("Müller".encode("latin-1"), "a.txt", "text/plain; charset=iso-8859-1").text == "Müller"


@for_each(
    "name",
    ["bridge-libreoffice.odt", "bridge-libreoffice.doc", "picture-chromium.png", "locked-libreoffice.pdf",
     "scan-chromium.pdf", "bridge-chromium.mhtml"],
)  # fmt: skip
def test_what_cannot_be_read_is_one_sentence_that_names_the_file(name, capfd):
    with pytest.raises(Invalid) as refusal:
        read(filed(name), f"a folder/{name}")
    assert name in refusal.value.sentence
    assert refusal.value.sentence.endswith(".")
    assert refusal.value.place == name
    assert capfd.readouterr() == ("", "")


def test_nothing_and_too_much_are_refused_at_once():
    with pytest.raises(Invalid, match=r"^a\.txt is empty\.$"):
        read(b"", "a.txt")
    with pytest.raises(Invalid, match=r"^a\.txt has 20\.0 MB; at most 20 MB are read\.$"):
        read(b"x" * (LARGEST_FILE + 1), "a.txt")


def test_a_slow_file_is_ended_when_its_time_is_up():
    started = time.monotonic()
    with pytest.raises(Invalid, match=r"^a\.md takes longer than 0\.01 seconds to read; import a simpler copy"):
        read(b"# words", "a.md", seconds=0.01)
    assert time.monotonic() - started < 5


def test_more_files_than_can_be_read_at_once_wait_and_are_refused_in_the_end():
    held = [process._places.acquire(blocking=False) for _ in range(AT_ONCE)]
    try:
        with pytest.raises(Clash, match=r"^Many files are being read just now; import a\.txt again in a minute\.$"):
            read(b"a", "a.txt", seconds=0.01)
    finally:
        for _ in held:
            process._places.release()
    assert read(b"a", "a.txt").text == "a"


def test_a_file_that_takes_all_memory_crashes_nothing():
    nested = "<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000
    with pytest.raises(Invalid, match=r"^a\.docx needs more memory"):
        read(a_docx(nested), "a.docx")
    assert read(b"words", "a.txt").text == "words"


def test_a_child_that_ends_without_an_answer_is_a_sentence(monkeypatch):
    monkeypatch.setattr(child, "MODULE", "no_such_module")
    with pytest.raises(Invalid, match=r"^a\.pdf needs more memory or time to read than an article should"):
        read(b"%PDF-1.7", "a.pdf")


@for_each(
    ("name", "expected"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/a.txt", "a.txt"),
        ("C:\\folder\\a.txt", "a.txt"),
        ("a\x00b\u202e\n.txt", "ab.txt"),
        ("", "The file"),
        ("/", "The file"),
        ("بئر.txt", "بئر.txt"),
    ],
)
def test_a_name_is_shown_as_a_sentence_can_hold_it(name, expected):
    assert shown(name) == expected


def test_a_long_name_keeps_its_ending():
    assert len(shown("x" * 1_000 + ".docx")) == LONGEST_NAME
    assert shown("x" * 1_000 + ".docx").endswith("x.docx")


def test_the_package_loads_no_library_that_reads():
    loaded = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"trafilatura", "lxml", "mammoth", "pypdf", "charset_normalizer", "markdown_it", "sentencex", "yaml"}
    assert heavy.isdisjoint(loaded)
    assert "factdesk.readers" in loaded
