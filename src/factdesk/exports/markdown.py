"""Markdown (https://spec.commonmark.org/): the register as a text for reading, with numbered references."""

import re
from typing import BinaryIO

from factdesk.exports.blocks import Block, Heading, Items, Paragraph, Reference, Run, Standing
from factdesk.exports.contents import Contents
from factdesk.exports.reading import blocks
from factdesk.rules import scale

_MEANT = re.compile(r"([\\`*_\[\]<>&#~|$])")
"""Marks that mean something wherever they stand, to CommonMark or to its common extensions."""
_BEGINS = re.compile(r"^(\s*)(?:([-+=])|(\d+)([.)]))")
"""What makes a list, a line or a heading of a text that begins with it."""
_ENDS_AN_ADDRESS = {"<": "%3C", ">": "%3E", " ": "%20", "\\": "%5C"}


def write(contents: Contents, file: BinaryIO) -> None:
    """Write the document, a claim at a time."""
    file.writelines(f"{_block(block)}\n\n".encode() for block in blocks(contents))


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {escaped(block.text)}"
        case Paragraph():
            return ("> " if block.quoted else "") + _runs(block.runs)
        case Standing():
            verdict = f"{scale.DRAWN[block.verdict].sign} {block.verdict.label}"
            words = scale.in_words(block.level)
            return f"**{escaped(verdict)}** {scale.as_text(block.verdict, block.level)} **{escaped(words)}**"
        case Items():
            return "\n".join([f"**{escaped(block.label)}**", "", *(f"- {_runs(item)}" for item in block.items)])
        case Reference():
            address = f" <{_address(block.url)}>" if block.url else ""
            return rf"\[{block.number}\] {escaped(block.text)}{address}"


def _runs(runs: tuple[Run, ...]) -> str:
    return _begun("".join(_run(run) for run in runs))


def _run(run: Run) -> str:
    if run.url:
        return f"<{_address(run.url)}>"
    text = escaped(run.text)
    kept = text.strip()
    if not run.strong or not kept:
        return text
    at = text.index(kept)  # emphasis must not begin or end with a space
    return f"{text[:at]}**{kept}**{text[at + len(kept) :]}"


def escaped(text: str) -> str:
    """Give a text in one line in which nothing is markup; spaces at its ends stay."""
    return _MEANT.sub(r"\\\1", re.sub(r"\s+", " ", text))


def _begun(line: str) -> str:
    """Give a line that is no list or heading because of what it begins with."""
    return _BEGINS.sub(lambda found: f"\\{found[2]}" if found[2] else f"{found[3]}\\{found[4]}", line.lstrip())


def _address(url: str) -> str:
    """Give an address for angle brackets."""
    return "".join(_ENDS_AN_ADDRESS.get(sign, sign) for sign in url)
