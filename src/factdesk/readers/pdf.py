"""PDF with a text layer, by pypdf: its lines, joined into paragraphs, and what the file says of itself."""

import re
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

from factdesk.errors import Invalid
from factdesk.readers.glyphs import letters
from factdesk.readers.limits import LONGEST_TEXT
from factdesk.readers.lines import Line, paragraphs_of
from factdesk.readers.plain import title_of
from factdesk.readers.recognised import Recognised, recognised

MEDIA_TYPE = "application/pdf"
FEW_LETTERS = 10
"""Letters and digits a page; a page of text has hundreds, a scan at most its page number."""
RIGHT_TO_LEFT = "The text runs from right to left, which PDF files seldom keep in order: check it, or import a DOCX."
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_NO_TITLE = re.compile(r"(?:Microsoft \w+ - )?.*\.(?:docx?|odt|rtf|html?|pdf|indd|tex|dvi)|untitled|untitled document",
                       re.IGNORECASE)  # fmt: skip


def read(data: bytes, name: str, charset: str | None = None) -> Recognised:  # noqa: ARG001  as each reader is called
    """Read a PDF. Raises Invalid if it is broken, locked, a scan, or too long."""
    try:
        reader = PdfReader(BytesIO(data))
        lines = _lines(reader, name)
        pages = len(reader.pages)
        told: Any = reader.metadata or {}
        language = reader.root_object.get("/Lang")
    except (FileNotDecryptedError, DependencyError) as error:
        raise Invalid(f"{name} is locked with a password; save it without one and import that.", place=name) from error
    except (Invalid, MemoryError, RecursionError):
        raise
    except Exception as error:  # pypdf raises whatever a broken file leads it to
        raise Invalid(f"{name} cannot be read as a PDF: it seems to be damaged.", place=name) from error
    paragraphs = paragraphs_of(lines)
    text = "".join(paragraphs)
    if sum(character.isalnum() for character in text) <= FEW_LETTERS * pages:
        raise Invalid(
            f"There is no text in {name}; it seems to be a scan. Import it after text recognition.", place=name
        )
    warnings = _without_text(lines, pages)
    if len(_RIGHT_TO_LEFT.findall(text)) * 4 > len(text):
        warnings = (*warnings, RIGHT_TO_LEFT)
    title = _plain(told.get("/Title"))
    if not title or _NO_TITLE.fullmatch(title):
        title = title_of(paragraphs)
    found = Recognised("", MEDIA_TYPE, title, _plain(told.get("/Author")), None, _plain(language), warnings)
    return recognised(name, MEDIA_TYPE, paragraphs, found)


def _without_text(lines: list[Line], pages: int) -> tuple[str, ...]:
    empty = pages - len({line.page for line in lines})
    return (f"{empty} of {pages} pages hold no text; they may be pictures.",) if empty else ()


def _plain(value: object) -> str | None:
    return str(value).strip() or None if isinstance(value, str) else None


def _lines(reader: PdfReader, name: str) -> list[Line]:
    lines: list[Line] = []
    length = 0
    for number, page in enumerate(reader.pages):
        found = _lines_of(page, number)
        lines += found
        length += sum(len(line.text) for line in found)
        if length > LONGEST_TEXT:
            raise Invalid(f"{name} has more than {LONGEST_TEXT:,} characters, the most that are read.", place=name)
    return lines


def _lines_of(page: PageObject, number: int) -> list[Line]:
    """Give the lines of a page as pypdf parts them, each with the place and size of its longest piece."""
    lines: list[Line] = []
    pieces: list[tuple[str, float, float, float]] = []

    def end() -> None:
        text = "".join(piece[0] for piece in pieces)
        if text.strip():
            longest = max(pieces, key=lambda piece: len(piece[0].strip()))
            left = min(piece[1] for piece in pieces if piece[0].strip())
            lines.append(Line(letters(text), number, left, longest[2], longest[3]))
        pieces.clear()

    def note(text: str, matrix: list[float], place: list[float], _font: object, size: float) -> None:
        left = place[4] * matrix[0] + place[5] * matrix[2] + matrix[4]
        base = place[4] * matrix[1] + place[5] * matrix[3] + matrix[5]
        drawn = abs(size * (place[3] or place[1]) * (matrix[3] or matrix[1]))
        for at, part in enumerate(text.split("\n")):
            if at:
                end()
            pieces.append((part, left, base, drawn))

    page.extract_text(visitor_text=note)
    end()
    return lines
