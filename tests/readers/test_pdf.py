from io import BytesIO

import pytest
from pypdf import PdfWriter
from tests.helpers.reader_files import a_pdf, filed
from tests.helpers.rows import for_each

from factdesk.errors import Invalid
from factdesk.readers.pdf import RIGHT_TO_LEFT, read

WORDS = b"BT /F 12 Tf 20 250 Td (The bridge at Lower Hatch was closed.) Tj ET"

CLOSED = (
    "The bridge at Lower Hatch was closed on a Tuesday. Nobody in the village had expected it, although the county "
    "had warned for years that the river was taking its foundations away."
)
PIERS = (
    "Three of the five piers stand on oak, laid in 1874. The timber above the water is sound; the timber below it "
    "is not. “You can push a pencil into it,” one surveyor said, and then did so."
)


@for_each("name", ["bridge-libreoffice.pdf", "bridge-chromium.pdf"])
def test_a_printed_article_is_joined_into_paragraphs(name):
    found = read(filed(name), name)
    assert found.title == "The Bridge at Lower Hatch"
    assert found.published_on is None
    paragraphs = found.text.split("\n\n")
    for one in (
        CLOSED,
        "What the surveyors found",
        PIERS,
        "The village £0.9m none",
        "What happens now",
        "1. A ferry runs twice a day.",
    ):
        assert one in paragraphs


def test_author_and_language_come_from_the_file():
    found = read(filed("bridge-libreoffice.pdf"), "a.pdf")
    assert (found.author, found.language, found.warnings) == ("Ada", "en-GB", ())
    assert read(filed("bridge-chromium.pdf"), "a.pdf").warnings == ("The language was not stated.",)


def test_chinese_is_joined_without_blanks_and_in_letters():
    found = read(filed("library-chromium.pdf"), "a.pdf")
    assert "河边的图书馆在去年十二月关门了。馆里有三万本书" in found.text


def test_arabic_comes_with_a_warning():
    found = read(filed("well-libreoffice.pdf"), "a.pdf")
    assert "انخفض ببطء، ثم اختفى في أسبوع واحد." in found.text
    assert found.warnings == (RIGHT_TO_LEFT,)


def test_a_file_that_may_be_read_but_not_printed_is_read():
    assert "Combining marks stand apart" in read(filed("restricted-libreoffice.pdf"), "a.pdf").text


def test_a_locked_file_is_refused():
    with pytest.raises(Invalid, match=r"^a\.pdf is locked with a password; save it without one and import that\.$"):
        read(filed("locked-libreoffice.pdf"), "a.pdf")


def test_a_scan_is_refused():
    with pytest.raises(Invalid, match=r"^There is no text in a\.pdf; it seems to be a scan\."):
        read(filed("scan-chromium.pdf"), "a.pdf")


def test_pages_without_text_are_counted():
    both = PdfWriter()
    for name in ("scan-chromium.pdf", "bridge-chromium.pdf", "scan-chromium.pdf"):
        both.append(BytesIO(filed(name)))
    made = BytesIO()
    both.write(made)
    assert "2 of 4 pages hold no text; they may be pictures." in read(made.getvalue(), "a.pdf").warnings


@for_each("kept", [9, 1_000, 20_000, 40_000])
def test_a_truncated_file_is_refused(kept):
    with pytest.raises(Invalid) as refusal:
        read(filed("bridge-libreoffice.pdf")[:kept], "a.pdf")
    assert refusal.value.sentence == "a.pdf cannot be read as a PDF: it seems to be damaged."
    assert refusal.value.place == "a.pdf"


def test_a_file_without_its_table_of_objects_is_read_all_the_same():
    found = read(a_pdf(WORDS), "a.pdf")
    assert found.text == "The bridge at Lower Hatch was closed."
    assert found.title is None


def test_a_hostile_file_is_refused():
    for hostile in (a_pdf(WORDS, kids="2 0 R"), a_pdf(b" " * 100_000_000), b"%PDF-1.7\n" + b"<<" * 100_000):
        with pytest.raises((Invalid, RecursionError)):
            read(hostile, "a.pdf")
