"""DOCX: paragraphs, headings, lists, tables and notes by mammoth, and what the file's properties say of it.

Deleted text of tracked changes and comments are left out. Notes stand at the end, each after its number.
"""

import re
import zipfile
from io import BytesIO

import mammoth
from lxml import etree, html

from factdesk.errors import Invalid
from factdesk.readers.markup import paragraphs_of
from factdesk.readers.packed import opened
from factdesk.readers.plain import title_of
from factdesk.readers.recognised import Recognised, recognised

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_STYLES = "p[style-name='Title'] => p.title:fresh"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_DC = "{http://purl.org/dc/elements/1.1/}"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_EAST_ASIAN = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_LETTER = re.compile(r"[^\W\d_]")


def read(data: bytes, name: str, charset: str | None = None) -> Recognised:  # noqa: ARG001  as each reader is called
    """Read a Word file. Raises Invalid if it is broken, hostile, or has no text."""
    try:
        with opened(data, name) as packed:
            properties, styles = _part(packed, "docProps/core.xml"), _part(packed, "word/styles.xml")
        tree = html.fragment_fromstring(_as_html(data), create_parent="div")
    except Invalid:
        raise
    except Exception as error:  # mammoth and zipfile raise whatever a broken file leads them to
        if isinstance(error, MemoryError | RecursionError):
            raise
        raise Invalid(f"{name} cannot be read as a Word file: it seems to be damaged.", place=name) from error
    _number_notes(tree)
    paragraphs = paragraphs_of(tree)
    titles = [title.text_content() for title in tree.iterfind(".//p[@class='title']")]
    title = _said(properties, "title") or next(iter(titles), None) or (title_of(paragraphs) if paragraphs else None)
    language = _said(properties, "language") or _language(styles, "".join(paragraphs))
    found = Recognised("", MEDIA_TYPE, title, _said(properties, "creator"), None, language)
    return recognised(name, MEDIA_TYPE, paragraphs, found)


def _as_html(data: bytes) -> str:
    without_pictures = mammoth.images.img_element(lambda image: {"src": ""})  # noqa: ARG005  as mammoth calls it
    made = mammoth.convert_to_html(
        BytesIO(data), style_map=_STYLES, include_embedded_style_map=False, convert_image=without_pictures
    )
    return str(made.value)


def _part(packed: zipfile.ZipFile, path: str) -> etree._Element | None:
    return etree.fromstring(packed.read(path), _PARSER) if path in packed.namelist() else None


def _said(properties: etree._Element | None, field: str) -> str | None:
    found = None if properties is None else properties.findtext(f".//{_DC}{field}")
    return str(found).strip() or None if found else None


def _language(styles: etree._Element | None, text: str) -> str | None:
    """Give the language the styles state for the script that most of the text is written in."""
    letters = len(_LETTER.findall(text))
    kind = "val"
    for script, attribute in ((_RIGHT_TO_LEFT, "bidi"), (_EAST_ASIAN, "eastAsia")):
        if len(script.findall(text)) * 2 > letters:
            kind = attribute
    for one in [] if styles is None else styles.iterfind(".//{*}docDefaults//{*}lang"):
        for attribute, value in one.attrib.items():
            if etree.QName(attribute).localname == kind:
                return str(value)
    return None


def _number_notes(tree: html.HtmlElement) -> None:
    """Put each note's number, by which the text calls it, before its words, and drop the way back."""
    calls = {
        call.get("href", "")[1:]: call.text_content()
        for call in tree.iterfind(".//sup/a[@href]")
        if call.get("id", "").startswith(("footnote-ref-", "endnote-ref-"))
    }
    for note in tree.iterfind(".//li[@id]"):
        for back in note.findall(".//a[@href]"):
            if back.get("href", "").startswith(("#footnote-ref-", "#endnote-ref-")):
                back.drop_tree()
        first = note.find("p") if note.find("p") is not None else note
        if note.get("id") in calls:
            first.text = f"{calls[note.get('id')]} {(first.text or '').lstrip()}"
