import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.reader_files import filed
from tests.helpers.rows import for_each

from factdesk.errors import Invalid
from factdesk.readers.decoding import declared_in_page, decode

WELL = filed("well.md").decode()
LIBRARY = filed("library.md").decode()
RUSSIAN = "Мост в нижней деревни был закрыт во вторник. Никто этого не ждал, хотя округ предупреждал годами. " * 4
FRENCH = (
    "Le pont a été fermé mardi. Personne ne s’y attendait, bien que le département ait prévenu à plusieurs reprises."
)
JAPANESE = "橋は火曜日に閉まった。だれも予想していなかった。郡は何年も警告していたが、川が土台を削っていた。"
POLISH = "Most w dolnej wsi został zamknięty we wtorek. Nikt się tego nie spodziewał, choć ostrzegano od lat. " * 4


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00")))
def test_utf_8_is_read_as_it_is_and_nothing_is_said(text):
    if not text.startswith("\ufeff"):
        assert decode(text.encode(), "a.txt") == decode(text.encode(), "a.txt", "utf-8")
        assert decode(text.encode(), "a.txt").text == text
        assert decode(text.encode(), "a.txt").warnings == ()


@for_each("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_says_it_all(codec):
    assert decode(WELL.encode(codec), "a.txt", "windows-1252") == decode(WELL.encode(), "a.txt")


def test_marks_of_the_other_order_are_known_too():
    assert decode(codecs.BOM_UTF16_BE + WELL.encode("utf-16-be"), "a.txt").text == WELL
    assert decode(codecs.BOM_UTF32_BE + WELL.encode("utf-32-be"), "a.txt").text == WELL


@for_each(
    ("text", "codec", "declared"),
    [
        ("Müller naïve", "latin-1", "iso-8859-1"),
        ("“Müller” costs 5 €", "cp1252", "ISO-8859-1"),
        (LIBRARY, "gb18030", "gb2312"),
        (LIBRARY, "gb18030", '"GBK"'),
        ("図書館は閉まった。", "cp932", "shift_jis"),
        ("図書館は閉まった。", "iso2022_jp", "iso-2022-jp"),
        ("도서관은 닫혔다.", "cp949", "euc-kr"),
        (RUSSIAN, "koi8_r", "koi8-r"),
        ("İstanbul’da bir köprü", "cp1254", "iso-8859-9"),
    ],
)
def test_a_declared_charset_is_believed_as_browsers_do(text, codec, declared):
    assert decode(text.encode(codec), "a.html", declared).text == text
    assert decode(text.encode(codec), "a.html", declared).warnings == ()


@for_each("declared", ["windows-1252", "utf-16", "zlib", "rot13", "unicode_escape", "nonsense", "", "\x00"])
def test_what_is_utf_8_is_so_whatever_is_declared(declared):
    assert decode(WELL.encode(), "a.txt", declared).text == WELL


@for_each(
    ("text", "codec", "label"),
    [
        (WELL, "cp1256", "windows-1256"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (POLISH, "cp1250", "windows-1250"),
        (FRENCH, "cp1252", "windows-1252"),
        (JAPANESE, "euc_jp", "euc-jp"),
        (LIBRARY, "gb18030", "gb18030"),
    ],
)
def test_what_is_not_stated_is_guessed_and_said(text, codec, label):
    guessed = decode(text.encode(codec, "ignore"), "a.txt")
    assert guessed.text == text.encode(codec, "ignore").decode(codec)
    assert guessed.warnings == (f"The encoding was guessed: {label}.",)


def test_unmarked_utf_16_is_guessed_too():
    guessed = decode(filed("well-utf16-iconv.txt"), "a.txt")
    assert "جفّت بئر القرية" in guessed.text
    assert guessed.warnings == ("The encoding was guessed: UTF-16.",)


def test_a_text_cut_within_a_character_is_read_up_to_there():
    cut = decode("Die Brücke ist schön, sagt ö".encode()[:-1], "a.txt")
    assert cut.text == "Die Brücke ist schön, sagt "
    assert cut.warnings == ("The text ends in the middle of a character.",)


def test_the_last_letter_of_an_older_encoding_is_no_cut():
    assert decode("Un café à côté de la forêt, où j’ai été".encode("cp1252"), "a.txt").text.endswith("été")


def test_a_few_faults_are_counted():
    broken = (WELL * 3).encode() + b"\xff" + WELL.encode()
    assert decode(broken, "a.txt").text.count("\ufffd") == 1
    assert decode(broken, "a.txt").warnings == ("1 character could not be read; \ufffd stands in their place.",)


def test_a_stray_byte_in_a_long_text_is_no_reason_to_refuse_it():
    broken = (
        b"The bridge at Lower Hatch \x90\x81 was closed on a Tuesday, and nobody had expected it. " + b"It is. " * 50
    )
    assert "Lower Hatch" in decode(broken, "a.txt").text
    assert decode(broken, "a.txt").warnings


def test_what_cannot_be_guessed_is_refused():
    with pytest.raises(Invalid, match=r"^The encoding of a\.txt is not plain"):
        decode(bytes(range(128, 256)) * 3 + b"\x81\x8d\x8f\x90\x9d\xff\xfe", "a.txt")


@for_each(
    ("page", "charset"),
    [
        (b'<html><head><meta charset="windows-1251">', "windows-1251"),
        (b"<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=Shift_JIS'>", "Shift_JIS"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><html>', "ISO-8859-1"),
        (b"<html><p>charset=koi8-r", None),
        (b"", None),
    ],
)
def test_a_page_may_declare_its_charset(page, charset):
    assert declared_in_page(page) == charset
