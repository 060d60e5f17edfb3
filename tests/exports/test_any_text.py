"""Whatever texts a register holds, every format stays what it is; `python -m tests.drills any-text` tries thousands."""

import pytest
from tests.drills.any_text import LAWS, try_texts
from tests.helpers.rows import for_each

from factdesk.exports import FORMATS

DEAR = {"xlsx": 10, "stix.json": 5}
"""How many registers are tried where each takes long."""
DEAREST = ("zip", "pdf")


def test_every_format_that_an_outside_reader_reads_has_a_law():
    assert set(FORMATS) - set(LAWS) <= {"html"}
    assert {*DEAR, *DEAREST} < set(LAWS)


@pytest.mark.slow
@for_each("name", [name for name in LAWS if name not in DEAREST])
def test_outside_readers_find_all_there_is_whatever_the_texts(name):
    assert try_texts(name, examples=DEAR.get(name)) > 0


@pytest.mark.slow
@for_each("name", DEAREST)
def test_outside_readers_find_all_in_packages_and_pdfs_too(name):
    assert try_texts(name, examples=8, seed=0) > 0
