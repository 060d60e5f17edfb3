import pytest
from tests.helpers.reader_files import a_docx, filed
from tests.helpers.rows import for_each

from factdesk.errors import Invalid
from factdesk.readers.marks import in_zip, is_binary, other, refused, unmarked_utf16


@for_each(
    ("name", "seems"),
    [
        ("picture-chromium.png", "a picture (PNG)"),
        ("bridge-libreoffice.doc", "a Word file of the kind before 2007"),
        ("bridge-libreoffice.rtf", "a rich text file (RTF)"),
        ("bridge-chromium.mhtml", "a mail or a web page saved as one"),
        ("bridge-pandoc.txt", None),
        ("bridge-pandoc.html", None),
        ("well-utf16-iconv.txt", None),
        ("well-windows-1256-iconv.txt", None),
    ],
)
def test_files_of_other_programs_are_told_apart(name, seems):
    assert other(filed(name)) == seems


@for_each(
    ("data", "seems"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture (JPEG)"),
        (b"GIF89a\x01\x00\x01\x00\x00", "a picture (GIF)"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 \x00\x00", "a picture (WebP)"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "a picture (HEIC)"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00", "a film"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "a program"),
        (b"\x7fELF\x02\x01\x01\x00", "a program"),
        (b"\x1f\x8b\x08\x00", "a packed file (gzip)"),
        (b"ustar-less\x00" * 20 + b"\x00" * 37 + b"ustar\x0000", "a packed file (tar)"),
        (b"ID3\x03\x00\x00\x00", "a sound file"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "an Office file locked with a password",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office file of the kind before 2007"),
        (bytes(range(256)), "a binary file"),
        (b"\x00" * 64, "a binary file"),
        (b"MZ was the name of a file.", None),
        (b"BMW builds a bridge.", None),
        (b"A line.\r\n\tAnother.\x0c A page. \x1b[1mbold\x1b[0m", None),
    ],
)
def test_bytes_are_known_by_their_marks(data, seems):
    assert other(data) == seems


def test_a_zip_is_a_word_file_or_something_else():
    assert in_zip(a_docx(""), "a.docx") is None
    assert in_zip(filed("bridge-pandoc.docx"), "a.docx") is None
    assert in_zip(filed("bridge-libreoffice.odt"), "a.docx") == "an OpenDocument file"
    with pytest.raises(Invalid, match=r"^a\.docx is damaged"):
        in_zip(a_docx("")[:-30], "a.docx")


def test_a_refusal_says_what_to_do():
    assert refused("a.odt", "an OpenDocument file").sentence == (
        "a.odt seems to be an OpenDocument file; save it as DOCX and import that."
    )
    assert refused("a.png", "a picture (PNG)").sentence == (
        "a.png seems to be a picture (PNG); an article must be plain text, Markdown, HTML, DOCX or PDF."
    )
    assert refused("a.png", "a picture (PNG)").place == "a.png"


@for_each("text", ["A bridge.\nIt stands.", "جفّت بئر القرية، في أغسطس", "Die Brücke, 1874"])
def test_utf_16_is_known_without_its_mark(text):
    assert unmarked_utf16(text.encode("utf-16-le")) == "utf-16-le"
    assert unmarked_utf16(text.encode("utf-16-be")) == "utf-16-be"
    assert unmarked_utf16(text.encode()) is None
    assert not is_binary(text.encode("utf-16"))


def test_zeros_alone_are_no_utf_16():
    assert unmarked_utf16(b"\x00\x00" * 20) is None
    assert unmarked_utf16(b"\x00\x01" * 20) is None
