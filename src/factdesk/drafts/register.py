"""A whole register coming in at once: an article with its claims, their evidence and reviews, and the sources."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from factdesk.drafts.base import Citekey, Draft, Edtf, Language, Line, Prefix, Slug, Text, WebAddress
from factdesk.rules.origins import find_cycle
from factdesk.vocabulary import (
    Checked,
    ClaimType,
    Confidence,
    Credibility,
    DerivationHow,
    Hedge,
    Lineage,
    Reliability,
    SourceKind,
    Stance,
    SupportCheck,
    TieHow,
    Verdict,
)


def _free_name(name: str) -> str:
    """Keep `none` for the filter that finds claims without a topic."""
    if name == "none":
        raise ValueError("may not be called none")
    return name


Topic = Annotated[Line, StringConstraints(max_length=80), AfterValidator(_free_name)]


class ArticleDraft(Draft):
    """The bibliographic data of an article."""

    slug: Slug
    prefix: Prefix
    title: Line
    author: Line | None = None
    editor: Line | None = None
    publisher: Line | None = None
    url: WebAddress | None = None
    language: Language
    published_on: Edtf | None = None


class DerivationDraft(Draft):
    """That a source derives from another."""

    source: Citekey
    how: DerivationHow
    note: Text | None = None


class TieDraft(Draft):
    """That two sources are not independent although neither derives from the other."""

    a: Citekey
    b: Citekey
    how: TieHow
    note: Text | None = None


class SourceDraft(Draft):
    """One source with its grade and lineage."""

    citekey: Citekey
    title: Line
    authors: tuple[Line, ...] = ()
    publisher: Line | None = None
    published: Edtf | None = None
    url: WebAddress | None = None
    archived_url: WebAddress | None = None
    kind: SourceKind
    language: Language | None = None
    consulted: bool
    checked: Checked
    lineage: Lineage
    lineage_note: Text | None = None
    reliability: Reliability
    reliability_why: Text | None = None
    derived_from: tuple[DerivationDraft, ...] = ()


class EvidenceDraft(Draft):
    """What one source says about a claim."""

    source: Citekey
    stance: Stance
    credibility: Annotated[Credibility, BeforeValidator(str)]
    locator: Line | None = None
    says: Text
    quotation: Text | None = None
    support_check: SupportCheck = SupportCheck.NOT_CHECKED
    rests_on: tuple[Citekey, ...] = ()


class ReviewDraft(Draft):
    """A verdict with its confidence and reason."""

    verdict: Verdict
    confidence: Confidence
    reason: Text


class ClaimDraft(Draft):
    """One claim of the article."""

    number: Annotated[int, Field(ge=1, lt=2**31)]
    statement: Annotated[Text, StringConstraints(max_length=2_000)]
    quote: Text | None = None
    paragraph: Annotated[int, Field(ge=1, lt=100_000)] | None = None
    hedge: Hedge
    type: ClaimType
    topics: tuple[Topic, ...] = ()
    entities: tuple[Line, ...] = ()
    evidence: tuple[EvidenceDraft, ...] = ()
    review: ReviewDraft | None = None


class RegisterDraft(Draft):
    """An article's register, whole. Numbers and citekeys are unique, every name used is given, nothing is circular."""

    article: ArticleDraft
    claims: tuple[ClaimDraft, ...]
    sources: tuple[SourceDraft, ...]
    ties: tuple[TieDraft, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        refuse_twice("claim number", [str(claim.number) for claim in self.claims])
        hold_together([(f"claim {claim.number}", claim.evidence) for claim in self.claims], self.sources, self.ties)
        return self


def hold_together(
    cited: Iterable[tuple[str, Sequence[EvidenceDraft]]], sources: Sequence[SourceDraft], ties: Sequence[TieDraft]
) -> None:
    """Raise ValueError if a source is named that is not there, given twice, or part of a circle.

    `cited` is the evidence of each claim with what the claim is called.
    """
    refuse_twice("citekey", [source.citekey for source in sources])
    known = {source.citekey for source in sources}
    used = [(place, key) for place, evidence in cited for piece in evidence for key in (piece.source, *piece.rests_on)]
    used += [(source.citekey, parent.source) for source in sources for parent in source.derived_from]
    used += [("a tie", end) for tie in ties for end in (tie.a, tie.b)]
    for place, key in used:
        if key not in known:
            raise ValueError(f"{place} names the source {key}, which is not there")
    for tie in ties:
        if tie.a == tie.b:
            raise ValueError(f"a tie joins the source {tie.a} with itself")
    cycle = find_cycle((source.citekey, parent.source) for source in sources for parent in source.derived_from)
    if cycle:
        raise ValueError("sources derive from each other in a circle: " + " from ".join(cycle))


def refuse_twice(what: str, names: Iterable[str]) -> None:
    """Raise ValueError if a name is given twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"the {what} {name} is given twice")
        seen.add(name)
