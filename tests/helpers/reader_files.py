"""Files for the readers: those in tests/files, made by other programs, and broken or hostile ones made here."""

import zipfile
import zlib
from io import BytesIO
from pathlib import Path

FILES = Path(__file__).resolve().parents[1] / "files"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def filed(name: str) -> bytes:
    return (FILES / name).read_bytes()


def a_docx(inner: str, *, before: str = "", **parts: str | bytes) -> bytes:
    """Make a small Word file: `inner` stands in its body, `before` before its root; `parts` lie beside it."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
        )
        packed.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>',
        )
        packed.writestr(
            "word/document.xml", f'{before}<w:document xmlns:w="{_WORD}"><w:body>{inner}</w:body></w:document>'
        )
        for name, content in parts.items():
            packed.writestr(f"word/{name}", content)
    return made.getvalue()


def a_paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def a_pdf(content: bytes, *, kids: str = "3 0 R") -> bytes:
    """Make a PDF of one page with these drawing commands, without a table of its objects, as a broken one has none."""
    packed = zlib.compress(content)
    return b"\n".join(
        [
            b"%PDF-1.4",
            b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
            b"2 0 obj<</Type/Pages/Kids[%s]/Count 1>>endobj" % kids.encode(),
            b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 300 300]",
            b"/Resources<</Font<</F 5 0 R>>>>>>endobj",
            b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream endobj" % (len(packed), packed),
            b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj",
            b"trailer<</Root 1 0 R>>\nstartxref\n0",
            b"%%EOF",
        ]
    )
