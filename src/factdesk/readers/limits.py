"""How much of a stranger's file is read before it is refused: every limit with its reason."""

from typing import Final

LARGEST_FILE: Final = 20 * 1024 * 1024
"""Bytes. A book as DOCX or PDF has 1 to 10 MB; more is pictures or no article."""
LONGEST_TEXT: Final = 5_000_000
"""Code points. The longest novels have 3 to 4 million; marking and comparing are made for texts below this."""
LONGEST_LINE: Final = 500
"""Code points of a title or a name, as in every form."""

SECONDS: Final = 20
"""Of the clock and of the processor. Articles take under two; some PDFs of a thousand drawings take minutes."""
MEMORY: Final = 1024 * 1024 * 1024
"""Bytes of address space of the child that reads. A page of 5 MB takes under 200 MB."""
AT_ONCE: Final = 4
"""Files that one server reads at once; more wait, so that the memory of all of them stays within a few GB."""

LARGEST_UNPACKED: Final = 200 * 1024 * 1024
"""Bytes of all the parts of a DOCX together, pictures too."""
LARGEST_PART: Final = 60 * 1024 * 1024
"""Bytes of one XML part of a DOCX: five million characters with their marks."""
MOST_PARTS: Final = 10_000
"""Parts of a DOCX; Word writes a dozen and one for each picture."""
HIGHEST_RATIO: Final = 200
"""Unpacked to packed size of a part. XML comes to 20 at most, one word repeated to 100, bombs to 1000."""
SMALLEST_BOMB: Final = 1024 * 1024
"""Bytes unpacked, below which no ratio does harm: a part of blanks may be packed as well as it likes."""
