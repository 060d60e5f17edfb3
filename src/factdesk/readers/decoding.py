"""Bytes to characters: by their mark, by what they say, or by what they look like, and then with a warning."""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from factdesk.errors import Invalid
from factdesk.readers.marks import unmarked_utf16

FEW_FAULTS = 0.01
"""Share of characters that may be wrong in a text that is otherwise sound UTF-8: first of those beyond ASCII, and if
it is nothing else either, of all."""

CLOSE = 0.03
"""Readings that are no more garbled than this beyond the best one are told apart by their language."""

_MARKS = (  # the longer ones first, as one begins like another
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEVEN_BITS = {"iso2022_jp", "hz"}
_AS_BROWSERS_DO = {  # a label, as codecs knows it: what pages that bear it are really written in
    "ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874", "big5": "big5hkscs",
}  # fmt: skip
_KNOWN = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "cp866",
    "koi8_r", "koi8_u", "iso8859_2", "iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8", "iso8859_15", "mac_roman",
    "gb18030", "big5hkscs", "cp932", "euc_jp", "iso2022_jp", "cp949", "hz",
]  # fmt: skip
_LATIN = {"cp1250", "cp1252", "cp1254", "cp1257", "cp1258", "iso8859_2", "iso8859_15", "mac_roman"}
_USUAL = dict.fromkeys(("Croatian", "Czech", "Hungarian", "Polish", "Romanian", "Slovak", "Slovene"), "cp1250") | {
    "Estonian": "cp1257", "Latvian": "cp1257", "Lithuanian": "cp1257", "Turkish": "cp1254", "Vietnamese": "cp1258",
}  # fmt: skip
_NAMES = {codecs.lookup(one).name: one for one in _KNOWN}
_IN_PAGE = re.compile(
    rb"""(?:<meta\b[^>]{0,300}?\bcharset|^\s*<\?xml\b[^>]{0,100}?\bencoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_PAGE_HEAD = 8_192


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and what a person should know of how it was read."""

    text: str
    warnings: tuple[str, ...] = ()


def declared_in_page(data: bytes) -> str | None:
    """Give the charset that the head of an HTML page names, if it names one."""
    found = _IN_PAGE.search(data[:_PAGE_HEAD])
    return found[1].decode("ascii", "replace") if found else None


def decode(data: bytes, name: str, declared: str | None = None) -> Decoded:
    """Give the text of these bytes; what they are by themselves goes before what is said of them.

    Raises Invalid if no way to read them is plain.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _counted(data.decode(codec, "replace"))
    if wide := unmarked_utf16(data):
        decoded = _counted(data.decode(wide, "replace"))
        return Decoded(decoded.text, ("The encoding was guessed: UTF-16.", *decoded.warnings))
    said = _codec(declared)
    if said in _SEVEN_BITS and (found := _strictly(data, said)) is not None:
        return Decoded(found)
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        fault = error
    if said and (found := _strictly(data, said)) is not None:
        return Decoded(found)
    return _nearly_utf8(data, fault) or _guessed(data, said, name)


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _codec(label: str | None) -> str | None:
    """Give our name of a declared charset; of one that is no charset of texts, or not in use, none."""
    try:
        known = codecs.lookup((label or "").strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    return _AS_BROWSERS_DO.get(known) or _NAMES.get(known)


def _counted(text: str) -> Decoded:
    faults = text.count("\ufffd")
    if not faults:
        return Decoded(text)
    what = "1 character" if faults == 1 else f"{faults:,} characters"
    return Decoded(text, (f"{what} could not be read; \ufffd stands in their place.",))


def _nearly_utf8(data: bytes, fault: UnicodeDecodeError) -> Decoded | None:
    """Take it for UTF-8 if it is so but for a character cut off at the end, or for very few faults."""
    if fault.reason == "unexpected end of data" and not data[: fault.start].isascii():
        return Decoded(data[: fault.start].decode("utf-8"), ("The text ends in the middle of a character.",))
    text = data.decode("utf-8", "replace")
    faults = text.count("\ufffd")
    beyond_ascii = sum(len(run) for run in re.findall("[^\x00-\x7f]+", text)) - faults
    return _counted(text) if faults <= beyond_ascii * FEW_FAULTS else None


def _guessed(data: bytes, said: str | None, name: str) -> Decoded:
    codec = _likeliest(data) or said
    if not codec:
        broken = data.decode("utf-8", "replace")
        if broken.count("\ufffd") <= len(broken) * FEW_FAULTS:
            return _counted(broken)
        raise Invalid(f"The encoding of {name} is not plain; save it as UTF-8 and import that.", place=name)
    decoded = _counted(data.decode(codec, "replace"))
    label = codec.replace("_", "-").replace("cp125", "windows-125")
    return Decoded(decoded.text, (f"The encoding was guessed: {label}.", *decoded.warnings))


def _likeliest(data: bytes) -> str | None:
    """Give the encoding in which the bytes read most like a language, and of several alike its usual one."""
    found = from_bytes(data, cp_isolation=_KNOWN)
    best = found.best()
    if best is None:
        return None
    close = [one for one in found if one.chaos <= best.chaos + CLOSE]
    likeliest = max(close, key=lambda one: one.coherence)
    codecs_of = {codec: one for one in close for codec in one.could_be_from_charset}
    usual = _USUAL.get(likeliest.language, "cp1252" if likeliest.encoding in _LATIN else likeliest.encoding)
    return usual if usual in codecs_of else likeliest.encoding
