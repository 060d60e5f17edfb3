import pytest
from tests.helpers.reader_files import a_docx, filed
from tests.helpers.rows import for_each

from factdesk.errors import Invalid
from factdesk.readers.kinds import DOCX, HTML, MARKDOWN, PDF, PLAIN, kind_of


@for_each("ending", ["txt", "md", "html", "docx", "pdf", "png", "exe", ""])
@for_each("declared", [None, "text/plain", "text/html", "application/pdf", "image/png"])
@for_each(
    ("name", "kind"),
    [
        ("bridge-pandoc.html", HTML),
        ("bridge-chromium.html", HTML),
        ("bridge-libreoffice.html", HTML),
        ("bridge-pandoc.docx", DOCX),
        ("bridge-libreoffice.docx", DOCX),
        ("bridge-libreoffice.pdf", PDF),
        ("bridge-chromium.pdf", PDF),
        ("bridge.md", MARKDOWN),
    ],
)
def test_what_the_bytes_say_goes_before_every_name(name, kind, ending, declared):
    assert kind_of(filed(name), f"a.{ending}", declared) == kind


@for_each(
    ("text", "name", "declared", "kind"),
    [
        ("Just words.", "a.txt", None, PLAIN),
        ("Just words.", "a", "application/octet-stream", PLAIN),
        ("Just words.", "a.html", "text/html; charset=utf-8", PLAIN),
        ("Just words.", "a.docx", None, PLAIN),
        ("# Words", "a.txt", None, PLAIN),
        ("# Words", "a.MD", None, MARKDOWN),
        ("# Words", "a.md", "text/plain", MARKDOWN),
        ("# Words", "a.txt", "text/markdown; charset=utf-8", MARKDOWN),
        ("---\ntitle: Words\n---\nMore", "a.txt", None, MARKDOWN),
        ("--- a line\nMore", "a.txt", None, PLAIN),
        ("<p>Words</p>", "a", None, HTML),
        ("<p>Words</p>", "a.md", None, MARKDOWN),
        ("Words <b>and</b> more", "a.html", None, HTML),
        ("Words <b>and</b> more", "a.txt", None, PLAIN),
        ("\ufeff<!-- saved --><!DOCTYPE html><title>x</title>", "a.txt", "text/plain", HTML),
        (
            '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html></html>',
            "a",
            None,
            HTML,
        ),
        ("The tag <html> begins a page.", "a.txt", None, PLAIN),
        ("[1, 2] are numbers", "a.txt", None, PLAIN),
        ("%PDF- is how a PDF begins, and this does not", "a.txt", None, PDF),
        ("A PDF begins with %PDF-1.4", "a.txt", None, PLAIN),
    ],
)
def test_texts_are_told_apart_by_content_then_declaration_then_ending(text, name, declared, kind):
    assert kind_of(text.encode(), name, declared) == kind


def test_a_page_in_utf_16_is_a_page():
    assert kind_of("<!doctype html><p>Words".encode("utf-16"), "a.txt") == HTML
    assert kind_of("<html><p>Words".encode("utf-16-le"), "a.txt") == HTML


@for_each(
    ("data", "seems"),
    [
        (filed("picture-chromium.png"), "a picture (PNG)"),
        (filed("bridge-libreoffice.odt"), "an OpenDocument file"),
        (filed("bridge-libreoffice.doc"), "a Word file of the kind before 2007"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><text>a</text></svg>', "a picture (SVG)"),
        (b'<?xml version="1.0"?><a>b</a>', "an XML file"),
        (b'{"title": "a"}', "data (JSON)"),
        (b"[1, 2]", "data (JSON)"),
        (b"PK\x05\x06" + b"\x00" * 18, "an empty zip file"),
    ],
)
def test_what_is_no_article_is_refused_by_what_it_is(data, seems):
    for name in ("a.docx", "a.txt", "a"):
        with pytest.raises(Invalid) as refusal:
            kind_of(data, name, "text/plain")
        assert refusal.value.sentence.startswith(f"{name} seems to be {seems}; ")
        assert refusal.value.place == name


def test_a_word_file_is_known_by_its_parts():
    assert kind_of(a_docx(""), "a.zip", "application/zip") == DOCX
