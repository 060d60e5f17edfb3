"""What a file to import is, by its ending and by what is in it: claims, or sources."""

from pathlib import PurePath

from factdesk.errors import Invalid
from factdesk.imports import claim_reviews, references, tables
from factdesk.imports.references import LARGEST_LIST, Reference
from factdesk.imports.tables import Table
from factdesk.readers.decoding import decode

REFERENCES = (".bib", ".ris")
OBJECTS = (".json", ".jsonld")
ENDINGS = (*tables.KINDS, *OBJECTS, *REFERENCES)
Found = Table | list[Reference]


def read(data: bytes, name: str) -> Found:
    """Read a file as the claims or sources it holds; raises Invalid, naming file and place, for what is neither."""
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS:
        raise Invalid(f"{name} is nothing that can be imported; known are {', '.join(ENDINGS)}.", place=name)
    if ending in REFERENCES:
        return references.read(data, name)
    if ending not in OBJECTS:
        return tables.read(data, name)
    if len(data) > LARGEST_LIST:
        raise Invalid(f"{name} is larger than {LARGEST_LIST // 1024 // 1024} MB.", place=name)
    text = decode(data, name).text.removeprefix("\ufeff")
    return claim_reviews.read(text, name) if claim_reviews.holds(text) else references.read_csl(text, name)
