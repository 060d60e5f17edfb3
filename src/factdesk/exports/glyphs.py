"""Which characters the fonts at hand have a shape for, asked of the engine itself: no list can be out of date."""

import io
import json
import re
import unicodedata
from collections.abc import Iterable

import typst
from pypdf import PageObject, PdfReader
from pypdf.generic import ByteStringObject, DictionaryObject, TextStringObject

NOTHING = b"\x00\x00"
"""The code of the empty box that stands for a character without a shape (glyph 0 of every font)."""
_ONE_A_PAGE = b"""#set page(width: 3cm, height: 3cm)
#set text(font: "Libertinus Serif")
#for one in json(bytes(sys.inputs.document)) { page(one) }
"""
BATCH = 1_000
_WITHOUT_NAME = "other characters"


def without_shape(signs: Iterable[str], *, system_fonts: bool) -> set[str]:
    """Give the characters that none of the fonts can show, with or without those of the machine."""
    found: set[str] = set()
    printed = sorted({sign for sign in signs if not sign.isspace()})
    for start in range(0, len(printed), BATCH):
        batch = printed[start : start + BATCH]
        made = typst.compile(
            _ONE_A_PAGE,
            format="pdf",
            ignore_system_fonts=not system_fonts,
            sys_inputs={"document": json.dumps(batch)},
            pdf_tags=False,
        )
        reader = PdfReader(io.BytesIO(made))
        found.update(sign for sign, page in zip(batch, reader.pages, strict=True) if _is_boxed(page))
    return found


def scripts(signs: Iterable[str]) -> list[str]:
    """Name the scripts of some characters by the first word of their Unicode names, in alphabetical order."""
    return sorted({unicodedata.name(sign, _WITHOUT_NAME).split()[0].split("-")[0].title() for sign in signs})


def named(text: str, missing: set[str]) -> str:
    """Give a text in which every stretch that has no shape is named in brackets instead."""
    if not missing:
        return text
    stretch = re.compile(f"[{re.escape(''.join(sorted(missing)))}]+")
    return stretch.sub(lambda found: f"[{', '.join(scripts(found[0]))}: {len(found[0])}]", text)


def _is_boxed(page: PageObject) -> bool:
    """Say whether a page shows the empty box. Fonts of drawings (Type 3) have a shape for each of their codes."""
    content = page.get_contents()
    resources = page.get("/Resources", DictionaryObject()).get_object()
    fonts = resources.get("/Font", DictionaryObject()).get_object()
    by_code = False
    for operands, operator in content.operations if content is not None else ():
        if operator == b"Tf":
            by_code = fonts[operands[0]].get_object()["/Subtype"] == "/Type0"
        elif by_code and operator in (b"Tj", b"TJ"):
            shown = operands[0] if isinstance(operands[0], list) else [operands[0]]
            if any(NOTHING in _pairs(one) for one in shown):
                return True
    return False


def _pairs(shown: object) -> list[bytes]:
    """Give the codes of a piece of text; what is no text moves the pen."""
    if not isinstance(shown, ByteStringObject | TextStringObject):
        return []
    data = shown.original_bytes
    return [data[at : at + 2] for at in range(0, len(data), 2)]
