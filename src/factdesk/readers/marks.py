"""What bytes are that are no article: by the marks at their beginning, or because no text has so many controls."""

import zipfile
from io import BytesIO
from typing import Final

from factdesk.errors import Invalid

ACCEPTED: Final = "plain text, Markdown, HTML, DOCX or PDF"
MOST_CONTROLS: Final = 0.02
"""Share of control characters from which bytes are no text."""
HEAD: Final = 4_096
"""Bytes that are looked at to tell what a file is."""

_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_WORD = "a Word file of the kind before 2007"
_LOCKED = "an Office file locked with a password"
_OPEN_DOCUMENT = "an OpenDocument file"
_RICH_TEXT = "a rich text file (RTF)"
_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"\x00\x00\x01\x00", "a picture (ICO)"),
    (b"\x7fELF", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\x1f\x8b", "a packed file (gzip)"),
    (b"\xfd7zXZ\x00", "a packed file (xz)"),
    (b"7z\xbc\xaf\x27\x1c", "a packed file (7z)"),
    (b"\x28\xb5\x2f\xfd", "a packed file (zstd)"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"SQLite format 3\x00", "a database"),
    (b"bplist00", "a web page as Safari saves it"),
    (b"{\\rtf", _RICH_TEXT),
    (b"%!PS", "a PostScript file"),
)
_MARKS_LIKE_WORDS: tuple[tuple[bytes, str], ...] = (  # a text may begin so, too
    (b"GIF8", "a picture (GIF)"),
    (b"BM", "a picture (BMP)"),
    (b"MZ", "a program"),
    (b"BZh", "a packed file (bzip2)"),
    (b"Rar!", "a packed file (RAR)"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"fLaC", "a sound file"),
)
_INNER_MARKS: tuple[tuple[int, bytes, str], ...] = (
    (8, b"WEBP", "a picture (WebP)"),
    (8, b"WAVE", "a sound file"),
    (8, b"AVI ", "a film"),
    (4, b"ftyphei", "a picture (HEIC)"),
    (4, b"ftypavi", "a picture (AVIF)"),
    (4, b"ftypmif", "a picture (HEIC)"),
    (4, b"ftyp", "a film"),
    (257, b"ustar", "a packed file (tar)"),
)
_IN_ZIPS = (
    ("word/", ""),
    ("xl/", "an Excel file"),
    ("ppt/", "a PowerPoint file"),
    ("META-INF/container.xml", "an e-book (EPUB)"),
    ("content.xml", _OPEN_DOCUMENT),
    ("", "a packed file (zip)"),
)
_ADVICE = dict.fromkeys((_OLD_WORD, _OPEN_DOCUMENT, _RICH_TEXT), "save it as DOCX and import that") | {
    _LOCKED: "save it without the password and import that",
    "a mail or a web page saved as one": "save it as HTML and import that",
}
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1b"))
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_FEW = 0.01
"""Share of unprintable characters in what is taken for UTF-16 all the same."""


def refused(name: str, seems: str) -> Invalid:
    """Give the refusal of a file that is no article."""
    todo = _ADVICE.get(seems, f"an article must be {ACCEPTED}")
    return Invalid(f"{name} seems to be {seems}; {todo}.", place=name)


def other(data: bytes) -> str | None:
    """Say what these bytes seem to be, if they are neither a text nor a zip file."""
    if data.startswith(_OFFICE):
        return _office(data)
    head = data[:HEAD]
    binary = is_binary(head)
    for mark, seems in (*_MARKS, *(_MARKS_LIKE_WORDS if binary else ())):
        if head.startswith(mark):
            return seems
    for at, mark, seems in _INNER_MARKS if binary else ():
        if head[at:].startswith(mark):
            return seems
    if head.lower().startswith(b"mime-version:") or b"\nmime-version:" in head.lower():
        return "a mail or a web page saved as one"
    return "a binary file" if binary else None


def in_zip(data: bytes, name: str) -> str | None:
    """Say what a zip file seems to be, or nothing if it is a Word file. Raises Invalid if it is broken."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts = packed.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Invalid(
            f"{name} is damaged: it begins as a DOCX or zip file but does not end as one.", place=name
        ) from error
    return (
        next((seems for mark, seems in _IN_ZIPS if any(part.startswith(mark) for part in parts)), "an empty zip file")
        or None
    )


def is_binary(head: bytes) -> bool:
    """Say whether there are more control characters than a text has."""
    if head.startswith(_WIDE_MARKS) or unmarked_utf16(head):
        return False
    return len(head) - len(head.translate(None, _CONTROLS)) > len(head) * MOST_CONTROLS


def unmarked_utf16(data: bytes) -> str | None:
    """Say which UTF-16 bytes are, if they are: zeros stand on one side only, and they read as characters in use."""
    head = data[: HEAD - HEAD % 2]
    sides = head[0::2].count(0), head[1::2].count(0)
    if not any(sides) or all(sides) or len(head) % 2:
        return None
    codec = "utf-16-be" if sides[0] else "utf-16-le"
    sample = head.decode(codec, "replace")
    seen = sum(character.isprintable() or character in "\r\n\t" for character in sample)
    return codec if seen >= len(sample) * (1 - _FEW) else None


def _office(data: bytes) -> str:
    for stream, seems in (("EncryptedPackage", _LOCKED), ("WordDocument", _OLD_WORD)):
        if stream.encode("utf-16-le") in data:
            return seems
    return "an Office file of the kind before 2007"
