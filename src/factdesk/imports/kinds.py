"""What a file to import is, by its ending and by what is in it: claims, sources, or a published register."""

import importlib
from pathlib import PurePath
from typing import Any, cast

from factdesk.errors import Invalid
from factdesk.imports import register_files, tables
from factdesk.imports.found import LARGEST_LIST, Found
from factdesk.readers.decoding import decode

REFERENCES = (".bib", ".ris")
OBJECTS = (".json", ".jsonld")
ENDINGS = (*tables.KINDS, *OBJECTS, *REFERENCES)
LARGEST_REGISTER = 200 * 1024 * 1024
"""Bytes, of a published register as JSON; a larger one moves by `factdesk export json --complete`."""


def read(data: bytes, name: str) -> Found:
    """Read a file as the claims, sources or register it holds; raises Invalid, naming file and place, for any other."""
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS:
        raise Invalid(f"{name} is nothing that can be imported; known are {', '.join(ENDINGS)}.", place=name)
    if ending in REFERENCES:
        return cast("Found", _loaded("references").read(data, name))
    if ending not in OBJECTS:
        return tables.read(data, name)
    _refuse_larger(data, LARGEST_REGISTER, name)
    text = decode(data, name).text.removeprefix("\ufeff")
    if register_files.holds(text):
        return register_files.read(text, name)
    _refuse_larger(data, LARGEST_LIST, name)
    claim_reviews = _loaded("claim_reviews")
    if claim_reviews.holds(text):
        return cast("Found", claim_reviews.read(text, name))
    return cast("Found", _loaded("references").read_csl(text, name))


def _loaded(name: str) -> Any:  # noqa: ANN401  a module
    """Load what reads a kind, once it is needed: all of them take longer to load than to read most files."""
    return importlib.import_module(f"factdesk.imports.{name}")


def _refuse_larger(data: bytes, most: int, name: str) -> None:
    if len(data) > most:
        raise Invalid(f"{name} is larger than {most // 1024 // 1024} MB.", place=name)
