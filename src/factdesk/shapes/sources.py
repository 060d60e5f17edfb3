"""Sources on their way out."""

from factdesk.shapes.base import Shape
from factdesk.vocabulary import Checked, DerivationHow, Lineage, Reliability, SourceKind, Stance, TieHow


class SourceRow(Shape):
    """A source with its bibliographic data, grade and lineage. `citation` is the whole reference in one line."""

    citekey: str
    title: str
    authors: list[str]
    publisher: str | None
    published: str | None
    url: str | None
    archived_url: str | None
    kind: SourceKind
    language: str | None
    lineage: Lineage
    lineage_note: str | None
    consulted: bool
    checked: Checked
    reliability: Reliability
    reliability_why: str | None
    version: int
    withdrawn_reason: str | None
    citation: str


class RelatedSource(Shape):
    """Another source and how this one depends on it, it on this one, or both on a third."""

    citekey: str
    title: str
    how: DerivationHow | TieHow
    note: str | None
    version: int


class LinkedSource(SourceRow):
    """A source with what it derives from and is tied to."""

    derives_from: list[RelatedSource]
    ties: list[RelatedSource]


class SuggestedTie(Shape):
    """A source that may not be independent of this one: how, and the name that both have."""

    citekey: str
    title: str
    how: TieHow
    name: str


class Use(Shape):
    """Where a source is used: the claim, what the source says there, and which way it points."""

    ref: str
    statement: str
    stance: Stance
    says: str


class SourceDetail(LinkedSource):
    """A source with everything that depends on it."""

    publisher_id: int | None
    derived_by: list[RelatedSource]
    uses: list[Use]
    uses_left_out: int


class SourcePage(Shape):
    """A page of sources; `counted_all` is false where counting stopped at the limit."""

    rows: list[SourceRow]
    number: int
    counted_all: bool
    next_cursor: str | None
