"""Blocks: what a document for reading is made of, before it is Markdown, HTML or PDF."""

from dataclasses import dataclass

from factdesk.vocabulary import Confidence, Verdict


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text. `note` is the number of a reference it points to, `url` an address it leads to."""

    text: str
    strong: bool = False
    language: str | None = None
    note: int | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 is the document's title, 2 an article, 3 a claim. `anchor` names its place."""

    level: int
    text: str
    anchor: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `quoted`: words of somebody else's."""

    runs: tuple[Run, ...]
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list, each item in runs, under a label."""

    label: str
    items: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """One numbered reference of the list at the end."""

    number: int
    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim's verdict, and where between false and true the evidence places it."""

    verdict: Verdict
    level: Confidence | None


Block = Heading | Paragraph | Items | Reference | Standing
