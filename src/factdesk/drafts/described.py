"""Saying a filter in words: for the chips of the register and the facts of an export."""

from dataclasses import dataclass

from factdesk.drafts import moments
from factdesk.drafts.filters import ClaimFilter, Filter, Sort
from factdesk.vocabulary import (
    CONFIDENCE_QUESTION,
    NOT_JUDGED,
    ClaimType,
    Confidence,
    Hedge,
    Lineage,
    Reliability,
    ReviewState,
    SourceKind,
    Stance,
    SupportCheck,
    Verdict,
    Word,
)

LABELS: dict[str, tuple[str, type[Word] | None]] = {
    "q": ("Search", None),
    "article": ("Article", None),
    "verdict": ("Verdict", Verdict),
    "confidence": (CONFIDENCE_QUESTION, Confidence),
    "confidence_min": ("Confidence at least", Confidence),
    "state": ("State of review", ReviewState),
    "topic": ("Topic", None),
    "type": ("Type of claim", ClaimType),
    "hedge": ("The article’s wording", Hedge),
    "source": ("Source cited", None),
    "publisher": ("Publisher cited", None),
    "kind": ("Kind of source cited", SourceKind),
    "reliability": ("Reliability of a source cited", Reliability),
    "lineage": ("Lineage of a source cited", Lineage),
    "stance": ("Evidence", Stance),
    "support": ("Support check", SupportCheck),
    "reviewer": ("Reviewed by", None),
    "gap": ("Levels between computed and reviewed confidence, at least", None),
    "due": ("To be checked again by", None),
    "withdrawn": ("Withdrawn claims", None),
    "as_of": ("As of", None),
    "after": ("Changed after", None),
    "before": ("Changed before the end of", None),
}
"""What each filter is called on a page, and the closed list its values come from, if any."""

SORTS = {
    Sort.ARTICLE: "Article order",
    Sort.NEWEST: "Last changed first",
    Sort.SUREST: "Strongest evidence for first",
    Sort.UNSUREST: "Strongest evidence against first",
    Sort.RELEVANCE: "Best match first",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One chosen value of a filter, as an address writes it and in words."""

    name: str
    value: str
    label: str
    shown: str

    def words(self) -> str:
        """Give the choice in the words of the register, as exports tell it."""
        return f"{self.label}: {self.shown}"

    def read(self) -> str:
        """Give the choice as readers meet it on a page, where the evidence speaks for or against a claim."""
        if self.name not in ("confidence", "confidence_min"):
            return self.words()
        level = next((level for level in Confidence if level.value == self.value), None)
        if level is None:
            return NOT_JUDGED
        return level.evidence if self.name == "confidence" else f"Evidence at least: {level.read}"


def choices(wanted: Filter) -> list[Choice]:
    """Give everything that was chosen, the order of the rows left out."""
    found = []
    for name, value in ClaimFilter.model_validate(wanted.model_dump(include=set(ClaimFilter.model_fields))).pairs():
        if name in LABELS:
            label, words = LABELS[name]
            shown = moments.in_words(value) if name == "as_of" else _shown(words, value)
            found.append(Choice(name, value, label, shown))
    return found


def in_words(wanted: ClaimFilter) -> str:
    """Give the whole filter in one line."""
    return "; ".join(choice.words() for choice in choices(wanted)) or "none: the whole register"


def _shown(words: type[Word] | None, value: str) -> str:
    if words is None:
        return value
    labels = {str(word): f"{word}, {word.label.lower()}" if words is Reliability else word.label for word in words}
    return labels.get(value, "None")
