"""Files that other programs made, with bytes changed, lost and repeated: each gives a text or one sentence."""

import random

import pytest
from tests.helpers.reader_files import FILES

from factdesk.errors import Invalid
from factdesk.readers import read

pytestmark = pytest.mark.slow
NAMES = sorted(
    file.name for file in FILES.iterdir() if file.suffix in {".docx", ".html", ".md", ".odt", ".pdf", ".txt"}
)


def damaged(data: bytes, chance: random.Random) -> bytes:
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


@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_file_gives_a_text_or_one_sentence(name, capfd):
    chance = random.Random(name)
    data = (FILES / name).read_bytes()
    for damage in (damaged(data, chance), damaged(data, chance), data[: chance.randrange(1, len(data))]):
        try:
            assert read(damage, name).text
        except Invalid as refusal:
            said = refusal
        else:
            continue
        assert name in said.sentence
        assert said.sentence.endswith(".")
        assert "\n" not in said.sentence
        assert said.place == name
    assert capfd.readouterr() == ("", "")
