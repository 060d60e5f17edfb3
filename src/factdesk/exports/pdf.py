"""PDF: the register set as a document, with contents, page numbers and numbered references (https://typst.app).

The fonts of the engine are the same everywhere, and so are the bytes. Where they lack a script the machine's own fonts
are asked too; what no font can show is named in brackets, and the first page says so: never an empty box.
"""

import json
import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import typst

from factdesk import paths
from factdesk.errors import Clash, Invalid
from factdesk.exports.blocks import Block, Heading, Items, Paragraph, Reference, Run, Standing
from factdesk.exports.contents import Contents
from factdesk.exports.glyphs import named, scripts, without_shape
from factdesk.exports.reading import blocks
from factdesk.rules import scale

MOST_CLAIMS = 400
"""Claims one file is set from: the engine holds the whole document in memory, and any reader may ask for one.

Measured: 400 claims took 670 MB, 2,000 took 2.7 GB and 17 seconds.
"""
AT_MOST = 4
"""Documents that are set or wait for it: as one takes so much memory they are set one after the other."""
NOTE = (
    "No font here has letters for {}, so such passages are named in brackets with their length; the HTML and Markdown "
    "exports hold them."
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
Node = dict[str, Any]

_places = threading.BoundedSemaphore(AT_MOST)
_engine = threading.Lock()


def write(contents: Contents, file: BinaryIO) -> None:
    """Set the document, once those before it are done.

    Raises Invalid beforehand for more claims than a document can hold, Clash where too many wait already.
    """
    if contents.facts.count > MOST_CLAIMS:
        raise Invalid(
            f"A PDF holds {MOST_CLAIMS:,} claims, these are {contents.facts.count:,}: filter them, or export HTML, "
            "which has no such limit."
        )
    with _turn():
        file.write(_document(contents))


@contextmanager
def _turn() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise Clash("Several PDFs are being made just now; ask for this one again in a minute.")
    try:
        with _engine:
            yield
    finally:
        _places.release()


def _document(contents: Contents) -> bytes:
    title, facts, *rest = blocks(contents)
    given = _whole(contents, title, facts, rest)
    missing = without_shape(json.dumps(given, ensure_ascii=False), system_fonts=False)
    beyond = without_shape(missing, system_fonts=True)
    if beyond:
        given["notes"] = [NOTE.format(", ".join(scripts(beyond)))]
    document = named(json.dumps(given, ensure_ascii=False), beyond)
    return _set(contents, document, system_fonts=beyond != missing)


def _set(contents: Contents, document: str, *, system_fonts: bool) -> bytes:
    made = typst.compile(
        paths.EXPORT_LAYOUT.read_bytes(),
        format="pdf",
        ignore_system_fonts=not system_fonts,
        sys_inputs={"document": document},
        timestamp=contents.facts.moment.replace(microsecond=0),
    )
    if not isinstance(made, bytes):
        raise TypeError("the engine gave no file")
    return made


def _whole(contents: Contents, title: Block, facts: Block, rest: list[Block]) -> Node:
    told = contents.facts
    if not isinstance(title, Heading) or not isinstance(facts, Items):
        raise TypeError("a document begins with its title and facts")
    return {
        "title": _text(title.text),
        "footer": _text(f"{told.title} · {told.moment.date().isoformat()} · head {told.head[:12]}"),
        "facts": _block(facts),
        "notes": [],
        "blocks": [_block(block) for block in rest],
    }


def _block(block: Block) -> Node:
    match block:
        case Heading():
            return {"is": "heading", "level": block.level, "text": _text(block.text)}
        case Paragraph():
            return {"is": "paragraph", "quoted": block.quoted, "runs": [_run(run) for run in block.runs]}
        case Standing():
            return _standing(block)
        case Items():
            items = [[_run(run) for run in item] for item in block.items]
            return {"is": "items", "label": block.label, "items": items}
        case Reference():
            url = _text(block.url) if block.url else None
            return {"is": "reference", "number": block.number, "text": _text(block.text), "url": url}


def _standing(block: Standing) -> Node:
    drawing, level = scale.DRAWN[block.verdict], block.level
    return {
        "is": "standing",
        "verdict": f"{drawing.sign} {block.verdict.label}",
        "ends": scale.ENDS,
        "middle": scale.MIDDLE,
        "band": scale.band(block.verdict, level),
        "place": scale.PLACE[level] if level else None,
        "dot": drawing.dot,
        "words": scale.in_words(level),
    }


def _run(run: Run) -> Node:
    url = _text(run.url) if run.url else None
    return {"text": _text(run.text), "strong": run.strong, "note": run.note, "url": url}


def _text(text: str) -> str:
    """Give a text as it can be set: composed, without controls; spaces at its ends stay."""
    return unicodedata.normalize("NFC", _CONTROLS.sub("\ufffd", re.sub(r"\s+", " ", text)))
