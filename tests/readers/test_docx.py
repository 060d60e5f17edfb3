import pytest
from tests.helpers.reader_files import a_docx, a_paragraph, filed
from tests.helpers.rows import for_each

from factdesk.errors import Invalid
from factdesk.readers.docx import read


@for_each("name", ["bridge-pandoc.docx", "bridge-libreoffice.docx"])
def test_a_word_file_gives_paragraphs_headings_lists_tables_and_notes(name):
    found = read(filed(name), name)
    assert (found.title, found.author, found.published_on, found.language) == (
        "The Bridge at Lower Hatch", "Ada", None, "en-GB",
    )  # fmt: skip
    assert found.warnings == ()
    paragraphs = found.text.split("\n\n")
    for one in (
        "What the surveyors found",
        "lorries of 44 tonnes cross where 20 were foreseen;",
        "The county gives two figures, and its own auditor gives a third.",
        "The auditor | £3.4m | £7.0m",
        "A ferry runs twice a day.",
    ):
        assert one in paragraphs
    assert "nobody has signed.[1] Whether" in found.text
    assert paragraphs[-1] == "[1] The shop’s owner says that she did not write it."


@for_each(
    ("name", "language", "words"),
    [
        ("well-libreoffice.docx", "ar", "\n\nلم تسقط الأمطار سوى 41 يوماً.\n\n"),
        ("library-pandoc.docx", "zh-Hans", "”一位官员说"),
        ("signs-pandoc.docx", "en", "The family 👩‍👩‍👧‍👦 waves 👋🏽; the flag of Mali 🇲🇱 follows."),
    ],
)
def test_every_script_is_kept_to_the_code_point(name, language, words):
    found = read(filed(name), name)
    assert words in found.text
    assert found.language == language


def test_without_properties_the_styles_state_the_language_of_the_script():
    langs = '<w:lang w:val="en-GB" w:bidi="ar-EG" w:eastAsia="ja-JP"/>'
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault>'
        f"<w:rPr>{langs}</w:rPr></w:rPrDefault></w:docDefaults></w:styles>"
    )
    for words, language in (("The bridge", "en-GB"), ("جفّت بئر", "ar-EG"), ("橋は火曜日に", "ja-JP")):
        assert read(a_docx(a_paragraph(words), **{"styles.xml": styles}), "a.docx").language == language
    assert read(a_docx(a_paragraph("The bridge")), "a.docx").language is None


def test_deleted_words_and_pictures_are_left_out_and_breaks_are_kept():
    deleted = "<w:del><w:r><w:delText>gone </w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
    deleted = f"<w:p><w:r><w:t>A </w:t></w:r>{deleted}</w:p>"
    broken = "<w:p><w:r><w:t>one</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>three</w:t></w:r></w:p>"
    assert read(a_docx(deleted + broken), "a.docx").text == "A new\n\none\ntwo three"


def test_the_first_paragraph_is_the_title_if_it_can_be_nothing_else():
    assert read(a_docx(a_paragraph("The Bridge") + a_paragraph("It stands.")), "a.docx").title == "The Bridge"
    assert read(a_docx(a_paragraph("It stands.") + a_paragraph("Still.")), "a.docx").title is None


def test_a_broken_file_is_refused_in_a_sentence():
    whole = filed("bridge-pandoc.docx")
    at = whole.index(b"word/document.xml") + 200
    for broken in (whole[:at] + b"\x00" * 300 + whole[at + 300 :], a_docx("<w:p>")):
        with pytest.raises(
            Invalid, match=r"^a\.docx cannot be read as a Word file: it seems to be damaged\.$"
        ) as refusal:
            read(broken, "a.docx")
        assert refusal.value.place == "a.docx"


def test_an_empty_file_is_refused():
    with pytest.raises(Invalid, match=r"^There is no text in a\.docx\.$"):
        read(a_docx("<w:p/>"), "a.docx")


def test_a_hostile_file_is_refused():
    with pytest.raises(Invalid, match="declares XML entities"):
        read(a_docx("&a;", before='<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "a.docx")
    with pytest.raises(RecursionError):
        read(a_docx("<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000), "a.docx")
