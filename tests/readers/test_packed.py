import io
import zipfile

import pytest
from tests.helpers.reader_files import a_docx, a_paragraph, filed
from tests.helpers.rows import for_each

from factdesk.errors import Invalid
from factdesk.readers.limits import LARGEST_PART, MOST_PARTS
from factdesk.readers.packed import opened


@for_each("name", ["bridge-pandoc.docx", "bridge-libreoffice.docx"])
def test_a_real_file_is_opened(name):
    assert "word/document.xml" in opened(filed(name), name).namelist()


def test_a_long_plain_text_is_no_bomb():
    assert opened(a_docx(a_paragraph("word " * 100_000)), "a.docx")


@for_each(
    "bomb",
    [
        lambda: a_docx(" " * 40_000_000),
        lambda: a_docx("", **{"picture.png": b"\x00" * 40_000_000}),
        lambda: a_docx("", **{f"{number}.txt": b"x" for number in range(MOST_PARTS)}),
    ],
)
def test_a_bomb_is_not_unpacked(bomb):
    with pytest.raises(Invalid, match=r"^a\.docx would unpack to far more than such files hold; it is not opened\.$"):
        opened(bomb(), "a.docx")


def test_a_part_that_is_simply_too_large_is_not_unpacked():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("word/document.xml", "x" * (LARGEST_PART + 1))
    with pytest.raises(Invalid, match="far more than such files hold"):
        opened(made.getvalue(), "a.docx")


@for_each("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_every_part(encoding):
    laughs = '<!DOCTYPE a [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'
    for bomb in (a_docx("", before=laughs.partition("<a>")[0]), a_docx("", **{"styles.xml": laughs.encode(encoding)})):
        with pytest.raises(Invalid, match=r"^a\.docx declares XML entities"):
            opened(bomb, "a.docx")


def test_a_locked_file_is_refused():
    plain = bytearray(a_docx(""))
    at = plain.rindex(b"PK\x01\x02")
    plain[at + 8] |= 1
    with pytest.raises(Invalid, match=r"^a\.docx is locked with a password"):
        opened(bytes(plain), "a.docx")
