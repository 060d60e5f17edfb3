"""A packed document (DOCX, XLSX) before it is unpacked: what it would become, so that no bomb goes off."""

import re
import zipfile
from io import BytesIO
from typing import Final

from factdesk.errors import Invalid
from factdesk.readers.limits import HIGHEST_RATIO, LARGEST_PART, LARGEST_UNPACKED, MOST_PARTS, SMALLEST_BOMB

_XML: Final = (".xml", ".rels")
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PROLOG: Final = 65_536
_LOCKED: Final = 0x1


def opened(data: bytes, name: str) -> zipfile.ZipFile:
    """Open a DOCX or XLSX of which no part is too large, packed too well, locked, or declares entities.

    Raises Invalid otherwise, before anything large is unpacked.
    """
    packed = zipfile.ZipFile(BytesIO(data))
    parts = packed.infolist()
    too_much = Invalid(f"{name} would unpack to far more than such files hold; it is not opened.", place=name)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise too_much
    for part in parts:
        if part.flag_bits & _LOCKED:
            raise Invalid(f"{name} is locked with a password; save it without one and import that.", place=name)
        bomb = part.file_size > SMALLEST_BOMB and part.file_size > part.compress_size * HIGHEST_RATIO
        if bomb or (part.filename.endswith(_XML) and part.file_size > LARGEST_PART):
            raise too_much
        if part.filename.endswith(_XML):
            with packed.open(part) as file:
                if _DECLARES.search(file.read(_PROLOG).replace(b"\x00", b"")):
                    raise Invalid(
                        f"{name} declares XML entities, which no such file does; it is not opened.", place=name
                    )
    return packed
