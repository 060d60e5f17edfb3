"""What a file to import is, by its ending and by what is in it: claims, sources, or a published register."""

from pathlib import PurePath

from factdesk.errors import Invalid
from factdesk.imports import claim_reviews, references, register_files, tables
from factdesk.imports.references import LARGEST_LIST, Reference
from factdesk.imports.register_files import Register
from factdesk.imports.tables import Table
from factdesk.readers.decoding import decode

REFERENCES = (".bib", ".ris")
OBJECTS = (".json", ".jsonld")
ENDINGS = (*tables.KINDS, *OBJECTS, *REFERENCES)
Found = Table | list[Reference] | Register
LARGEST_REGISTER = 200 * 1024 * 1024
"""Bytes, of a published register as JSON; a larger one moves by `factdesk export json --complete`."""


def read(data: bytes, name: str) -> Found:
    """Read a file as the claims, sources or register it holds; raises Invalid, naming file and place, for any other."""
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS:
        raise Invalid(f"{name} is nothing that can be imported; known are {', '.join(ENDINGS)}.", place=name)
    if ending in REFERENCES:
        return references.read(data, name)
    if ending not in OBJECTS:
        return tables.read(data, name)
    _refuse_larger(data, LARGEST_REGISTER, name)
    text = decode(data, name).text.removeprefix("\ufeff")
    if register_files.holds(text):
        return register_files.read(text, name)
    _refuse_larger(data, LARGEST_LIST, name)
    return claim_reviews.read(text, name) if claim_reviews.holds(text) else references.read_csl(text, name)


def number_of(found: Found) -> int:
    """Count the rows, references or claims of a file."""
    return found.number if isinstance(found, Register) else len(found.rows if isinstance(found, Table) else found)


def _refuse_larger(data: bytes, most: int, name: str) -> None:
    if len(data) > most:
        raise Invalid(f"{name} is larger than {most // 1024 // 1024} MB.", place=name)
