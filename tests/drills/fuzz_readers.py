"""Files that other programs made, with bytes changed, lost and repeated: each gives a text or one sentence."""

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from random import Random

from tests.drills.figures import Figures
from tests.helpers.reader_files import FILES

from factdesk.errors import Invalid
from factdesk.readers import read

KINDS = {".docx", ".html", ".md", ".odt", ".pdf", ".txt"}


def fuzz_readers(*, files: int = 5_000, seed: int = 0) -> Figures:
    """Read so many damaged files, of each kind by turns: each gives a text, or is refused in one sentence.

    Raises AssertionError where a refusal is no sentence or does not name the file, or where a reader prints anything;
    and whatever a reader itself raises.
    """
    names = sorted(file.name for file in FILES.iterdir() if file.suffix in KINDS)
    chance, found = Random(seed), Counter[str]()
    with nothing_printed():
        for number in range(files):
            name = names[number % len(names)]
            found[try_to_read(damaged((FILES / name).read_bytes(), chance), name)] += 1
    return {"files": len(names), "texts": found["text"], "refusals": found["refusal"]}


def damaged(data: bytes, chance: Random) -> bytes:
    """Change a file at one place or several, or cut it short."""
    if chance.random() < 1 / 3:
        return data[: chance.randrange(1, len(data))]
    changed = bytearray(data)
    for _ in range(chance.choice((1, 5, 50))):
        at = chance.randrange(len(changed))
        match chance.randrange(3):
            case 0:
                changed[at] = chance.randrange(256)
            case 1:
                del changed[at : at + chance.randrange(40)]
            case _:
                changed[at:at] = changed[: chance.randrange(200)]
    return bytes(changed)


def try_to_read(data: bytes, name: str) -> str:
    """Read a file that may be damaged; give "text" or "refusal", raise AssertionError where it is neither."""
    try:
        text = read(data, name).text
    except Invalid as caught:
        refusal = caught
    else:
        assert text, f"{name} gave no text and was not refused"
        return "text"
    said = refusal.sentence
    assert name in said, said
    assert said.endswith("."), said
    assert "\n" not in said, said
    assert refusal.place == name, refusal.place
    return "refusal"


@contextmanager
def nothing_printed() -> Iterator[None]:
    """Hold that nothing is printed inside, by Python, by a library or by a process of ours."""
    said = StringIO()
    with tempfile.TemporaryFile() as caught:
        sys.stdout.flush()
        sys.stderr.flush()
        kept = {number: os.dup(number) for number in (1, 2)}
        try:
            for number in kept:
                os.dup2(caught.fileno(), number)
            with redirect_stdout(said), redirect_stderr(said):
                yield
        finally:
            for number, was in kept.items():
                os.dup2(was, number)
                os.close(was)
        caught.seek(0)
        printed = said.getvalue() + caught.read().decode(errors="replace")
    assert not printed, f"printed: {printed[:500]}"
