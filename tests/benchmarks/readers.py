"""How well the HTML reader finds the main text of real pages: python -m tests.benchmarks.readers.

Against pages with their whole expected text, the words found are compared with the words expected, as two bags: what
they share of the words found is the precision, of the words expected the recall, and F1 their harmonic mean; printed
is the mean over the pages, as each page is one article. Words are those of the register's own search, folded, Han and
kana by the character, so that Chinese and Japanese count like the others. A page that is refused has F1 0, unless no
words are expected either.

Against pages with phrases that must and must not be found, a phrase found that must be is right, one that must not
be is wrong, and one missing is missed: precision, recall and F1 over all phrases. Blanks in phrases count as one.
"""

import argparse
import json
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lxml import html

from factdesk.errors import Invalid
from factdesk.readers import read
from factdesk.readers.markup import paragraphs_of
from factdesk.rules.words import fold

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
AT_ONCE = 2


@dataclass(frozen=True)
class Score:
    """One page's, or all phrases', precision, recall and F1."""

    name: str
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def score(name: str, found: list[str], expected: list[str]) -> Score:
    """Compare two bags of words."""
    if not found and not expected:
        return Score(name, 1, 1)
    shared = sum((Counter(found) & Counter(expected)).values())
    return Score(name, shared / len(found) if found else 0, shared / len(expected) if expected else 0)


@contextmanager
def unpacked(name: str) -> Iterator[Path]:
    """Unpack an archive of outside material for a while."""
    with tempfile.TemporaryDirectory(prefix="factdesk-") as folder, tarfile.open(DATA / name) as archive:
        archive.extractall(folder, filter="data")
        yield Path(folder) / name.partition(".")[0]


def text_of(file: Path) -> str:
    """Give the text the reader finds, or none where it refuses."""
    try:
        return read(file.read_bytes(), file.name).text
    except Invalid:
        return ""


def by_words(folder: Path) -> list[Score]:
    """Score the pages that come with their whole text."""

    def one(page: Path) -> Score:
        expected = (page / "expected.html").read_text(encoding="utf-8")
        wanted = paragraphs_of(html.document_fromstring(expected)) if expected.strip() else []
        return score(page.name, fold(text_of(page / "source.html")), fold("\n\n".join(wanted)))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, sorted((folder / "readability").iterdir())))


def by_phrases(folder: Path) -> Score:
    """Score the pages that come with phrases."""
    gold = list(json.loads((folder / "more-gold.json").read_text(encoding="utf-8")).values())

    def one(page: dict) -> tuple[int, int, int]:
        text = " ".join(text_of(folder / "more" / page["file"]).split())
        right, wrong = (sum(" ".join(phrase.split()) in text for phrase in page[key]) for key in ("with", "without"))
        return right, wrong, len(page["with"]) - right

    with ThreadPoolExecutor(AT_ONCE) as pool:
        right, wrong, missed = map(sum, zip(*pool.map(one, gold), strict=True))
    return Score(f"{len(gold)} pages", right / (right + wrong), right / (right + missed))


def mean(scores: list[Score]) -> float:
    return sum(one.f1 for one in scores) / len(scores)


def main() -> None:
    """Print both, and the pages read worst."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.readers", description=__doc__)
    parser.add_argument("--worst", type=int, default=5, help="how many of the pages read worst are named (default: 5)")
    asked = parser.parse_args()
    with unpacked("articles-html.tar.xz") as folder:
        scores, phrases = by_words(folder), by_phrases(folder)
    rows = [(f"HTML, main text by words, mean F1 of {len(scores)} pages", f"{mean(scores):.3f}")]
    worst = sorted(scores, key=lambda one: one.f1)[: asked.worst]
    for what, one in (("HTML, main text by phrases, F1 of ", phrases), *(("  ", one) for one in worst)):
        found = f"{one.f1:.3f} (precision {one.precision:.3f}, recall {one.recall:.3f})"
        rows.append((what + one.name, found))
    for what, found in rows:
        sys.stdout.write(f"{what:60} {found}\n")


if __name__ == "__main__":
    main()
