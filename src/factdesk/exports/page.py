"""HTML: the register as one page that needs nothing else: no script, no request, readable as a file and on paper."""

import re
import tempfile
from collections import Counter
from html import escape
from typing import BinaryIO

from factdesk.exports.blocks import Block, Heading, Items, Paragraph, Reference, Run, Standing
from factdesk.exports.contents import Contents
from factdesk.exports.reading import blocks
from factdesk.rules import scale

STYLE = (
    ":root{color-scheme:light dark}"
    "body{margin:2rem auto;max-width:46rem;padding:0 1rem;font:1.05rem/1.55 Georgia,'Noto Serif',serif}"
    "h1{font-size:2rem;line-height:1.2}"
    "h2{margin-top:3rem;border-bottom:1px solid}h3{margin:2.2rem 0 .4rem;line-height:1.35}"
    "blockquote{margin:.6rem 0;padding-inline-start:1rem;border-inline-start:3px solid;font-style:italic}"
    "ul,ol{padding-inline-start:1.4rem}li{margin:.3rem 0}.label{margin:1rem 0 .2rem;font-weight:bold}"
    ".standing,.scale{display:flex;flex-wrap:wrap;align-items:center;gap:.2rem 1rem}.scale{gap:.5rem;flex-wrap:nowrap}"
    ".scale span{font-size:.9rem;line-height:1}.track{flex:none;overflow:visible}.axis,.middle{stroke:currentColor}"
    ".axis{opacity:.55}.band{stroke:currentColor;stroke-width:5}.halo{fill:Canvas}"
    ".ring,.dot path{fill:currentColor}.ring{stroke:currentColor;stroke-width:2}"
    ".half .ring,.hollow .ring{fill:Canvas}"
    "nav ol,.facts{font-size:.95rem}sup{line-height:0}body *{overflow-wrap:anywhere}"
    "@media print{body{max-width:none;margin:0;font-size:10.5pt}nav{display:none}h2,h3{break-after:avoid}}"
)
_UNFIT = re.compile(r"[^A-Za-z0-9_-]")
_NO_CHARACTERS = "".join(chr(plane << 16 | end) for plane in range(1, 17) for end in (0xFFFE, 0xFFFF))
_FORBIDDEN = re.compile(rf"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff{_NO_CHARACTERS}]")
CHUNK = 1 << 20


def write(contents: Contents, file: BinaryIO) -> None:
    """Write the page, a claim at a time; its body waits in a temporary file until its contents are known."""
    title = escape(_printable(contents.facts.title))
    file.write(
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head>\n<body>\n<main>\n".encode()
    )
    with tempfile.TemporaryFile() as body, tempfile.TemporaryFile() as listed:
        _fill(contents, file, body, listed)
        file.write(b'<nav aria-labelledby="contents"><h2 id="contents">Contents</h2>\n<ol>\n')
        _copy(listed, file)
        file.write(b"</ol></nav>\n")
        _copy(body, file)
    file.write(b"</main>\n</body>\n</html>\n")


def _fill(contents: Contents, head: BinaryIO, body: BinaryIO, listed: BinaryIO) -> None:
    """Write what stands before the contents, what they lead to, and the list of them."""
    pointed: Counter[int] = Counter()
    part, listing = head, False
    for block in blocks(contents):
        if isinstance(block, Heading) and block.level > 1:
            part = body
            listed.write(_entry(block).encode())
        if isinstance(block, Reference) and not listing:
            listing = True
            part.write(b"<ol>\n")
        part.write(_block(block, pointed).encode() + b"\n")
    if listing:
        part.write(b"</ol>\n")


def _copy(part: BinaryIO, file: BinaryIO) -> None:
    part.seek(0)
    while data := part.read(CHUNK):
        file.write(data)


def _entry(block: Heading) -> str:
    return f'<li><a href="#{_anchor(block.anchor)}">{_text(block.text, block.language)}</a></li>\n'


def _block(block: Block, pointed: Counter[int]) -> str:
    match block:
        case Heading():
            title = _text(block.text, block.language)
            return f'<h{block.level} id="{_anchor(block.anchor)}">{title}</h{block.level}>'
        case Paragraph():
            text = f"<p>{_runs(block.runs, pointed)}</p>"
            return f"<blockquote>{text}</blockquote>" if block.quoted else text
        case Standing():
            return _standing(block)
        case Items():
            items = "".join(f"<li>{_runs(item, pointed)}</li>" for item in block.items)
            return f'<p class="label">{_text(block.label)}</p>\n<ul>{items}</ul>'
        case Reference():
            address = f" {_link(block.url)}" if block.url else ""
            ways = (_back(block.number, place) for place in range(1, pointed[block.number] + 1))
            return f'<li id="reference-{block.number}">{_text(block.text)}{address}{"".join(ways)}</li>'


def _standing(block: Standing) -> str:
    """Give the verdict with the scale, which the words after it say again."""
    false, true = scale.ENDS
    track = scale.as_svg(block.verdict, block.level)
    return (
        f'<p class="standing"><strong>{scale.DRAWN[block.verdict].sign} {block.verdict.label}</strong> '
        f'<span class="scale"><span aria-hidden="true">{false}</span>{track}<span aria-hidden="true">{true}</span>'
        f"</span> <strong>{scale.in_words(block.level)}</strong></p>"
    )


def _back(number: int, place: int) -> str:
    """Give the way back to one of the places that point to a reference."""
    return f' <a href="#from-{number}-{place}" aria-label="Back to place {place} of reference {number}">↩</a>'


def _runs(runs: tuple[Run, ...], pointed: Counter[int]) -> str:
    return "".join(_run(run, pointed) for run in runs)


def _run(run: Run, pointed: Counter[int]) -> str:
    if run.note is not None:
        pointed[run.note] += 1
        mark = f"from-{run.note}-{pointed[run.note]}"
        return f'<sup><a href="#reference-{run.note}" id="{mark}">{escape(run.text)}</a></sup>'
    if run.url:
        return _link(run.url)
    text = _text(run.text, run.language)
    return f"<strong>{text}</strong>" if run.strong else text


def _text(text: str, language: str | None = None) -> str:
    """Give a text that is only text, in its own direction."""
    code = f' lang="{escape(language)}"' if language else ""
    return f"<bdi{code}>{escape(_printable(text))}</bdi>"


def _link(url: str) -> str:
    """Give an address as a link where it is one of a page."""
    shown = escape(_printable(url))
    return f'<a href="{shown}">{shown}</a>' if url.startswith(("https://", "http://")) else shown


def _printable(text: str) -> str:
    """Give a text without the signs that HTML forbids (https://html.spec.whatwg.org/#valid-characters)."""
    return _FORBIDDEN.sub("\ufffd", text)


def _anchor(name: str) -> str:
    return _UNFIT.sub("-", name)
