"""The words of the register: every closed list, with the label and the one-line meaning the interface shows.

A member's value is what is stored, exported and written in addresses. Mappings to public standards stand at the end.
"""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """One word of a closed list: its stored value, its label, and what it means in one line."""

    label: str
    meaning: str
    rank: int
    """Place in its list, from 0: the order in which the words are shown and compared."""
    read: str
    """The words readers meet instead of the label, where they need others."""

    def __new__(cls, value: str, label: str, meaning: str, read: str = "") -> Self:
        """Keep label, meaning, rank and readers' words beside the stored value."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.label, word.meaning, word.rank, word.read = label, meaning, len(cls.__members__), read or label
        return word

    @classmethod
    def of(cls, value: str) -> Self:
        """Give the word with this stored value; raises ValueError where there is none."""
        for word in cls:
            if word.value == value:
                return word
        raise ValueError(f"{value!r} is not a word of {cls.__name__}")


class Verdict(Word):
    """What the reviewers found about a claim."""

    SUPPORTED = "supported", "Supported", "The evidence on file bears the claim out."
    MIXED = "mixed", "Mixed", "True in part: some of what it says holds, some does not."
    DISPUTED = (
        "disputed",
        "Disputed",
        "Credible evidence contradicts it: it is refuted, or the evidence conflicts.",
    )
    UNVERIFIABLE = "unverifiable", "Unverifiable", "There is not enough evidence to say."
    UNREVIEWED = "unreviewed", "Unreviewed", "No reviewer's verdict stands yet."


class Confidence(Word):
    """Confidence that the claim is true, as worded and on the evidence on file. Lowest first.

    Beside a verdict the label would read as confidence in the verdict: readers are told what the evidence says.
    """

    VERY_LOW = (
        "very_low",
        "Very low",
        "The evidence on file speaks strongly against it as worded (1 to 19 of 100).",
        "strongly against",
    )
    LOW = (
        "low",
        "Low",
        "The evidence on file speaks more against it than for it (20 to 39 of 100).",
        "more against than for",
    )
    MODERATE = (
        "moderate",
        "Moderate",
        "The evidence on file is balanced or thin (40 to 59 of 100).",
        "balanced or thin",
    )
    HIGH = (
        "high",
        "High",
        "The evidence on file speaks more for it than against it (60 to 79 of 100).",
        "more for than against",
    )
    VERY_HIGH = (
        "very_high",
        "Very high",
        "The evidence on file speaks strongly for it as worded (80 to 99 of 100).",
        "strongly for",
    )

    @property
    def evidence(self) -> str:
        """Give the level as readers meet it: Evidence strongly against."""
        return f"Evidence {self.read}"


class Reliability(Word):
    """How far a source can be trusted (Admiralty, FM 2-22.3 table B-1). F is no basis to judge, not the worst."""

    A = "A", "Completely reliable", "No doubt about its competence or history of reliable reports."
    B = "B", "Usually reliable", "Minor doubts; most of its reports have been valid."
    C = "C", "Fairly reliable", "Some doubts; it has provided valid reports."
    D = "D", "Not usually reliable", "Serious doubts; it has sometimes been valid."
    E = "E", "Unreliable", "Lacks competence or authenticity, or has a history of invalid reports."
    F = "F", "Cannot be judged", "No basis to judge the source; it adds nothing, and is not the worst grade."


class Credibility(Word):
    """How credible one piece of information is (Admiralty, FM 2-22.3 table B-2). 6 is no basis, not the worst."""

    CONFIRMED = "1", "Confirmed", "Confirmed by other independent information; logical and consistent."
    PROBABLE = "2", "Probably true", "Not confirmed; logical and consistent with other information."
    POSSIBLE = "3", "Possibly true", "Not confirmed; reasonably logical, agrees with some other information."
    DOUBTFUL = "4", "Doubtful", "Not confirmed; possible but not logical, nothing else known."
    IMPROBABLE = "5", "Improbable", "Not confirmed; not logical, contradicted by other information."
    UNKNOWN = (
        "6",
        "Cannot be judged",
        "No basis to judge the information; it adds nothing, and is not the worst grade.",
    )


class Stance(Word):
    """Which way a piece of evidence points."""

    SUPPORTS = "supports", "For", "It speaks for the claim."
    DISPUTES = "disputes", "Against", "It speaks against the claim."
    CONTEXT = "context", "Context", "It helps to read the claim and is never counted."


class SupportCheck(Word):
    """Does the source say this? Judged apart from whether the claim is true."""

    NOT_CHECKED = "not_checked", "Not checked", "Nobody has compared this summary with the source."
    SAYS_IT = "says_it", "Says it", "The source says what is summarised here."
    SAYS_PART = "says_part", "Says part", "The source says part of what is summarised here."
    SILENT = "silent", "Silent", "The source does not say this; the piece is not counted."
    CONTRADICTS = "contradicts", "Contradicts", "The source says the opposite; the piece is not counted."
    UNAVAILABLE = "unavailable", "Unavailable", "The source could not be opened; the piece is not counted."


class Hedge(Word):
    """How firmly the article itself states the claim."""

    ASSERTED = "asserted", "Asserted", "The article states it as a fact."
    HEDGED = "hedged", "Hedged", "The article states it with a reservation."
    RUMOURED = "rumoured", "Rumoured", "The article passes it on as a rumour."


class ClaimType(Word):
    """What kind of statement a claim is."""

    FACT = "fact", "Fact", "Something happened or is so."
    CAUSAL = "causal", "Causal", "One thing brings about another."
    ATTRIBUTION = "attribution", "Attribution", "Somebody did, said or wants something."
    ASSESSMENT = "assessment", "Assessment", "A judgement of size, rank or worth."
    FORECAST = "forecast", "Forecast", "Something will or may happen."


class SourceKind(Word):
    """What sort of publication a source is."""

    UN = "un", "United Nations", "A body or agency of the United Nations."
    GOVERNMENT = "government", "Government", "A state, its parliament or an intergovernmental body."
    ACADEMIC = "academic", "Academic", "Scholarly work: article, book, thesis."
    THINK_TANK = "think_tank", "Think tank", "A research or policy institute."
    NGO = "ngo", "NGO", "A non-governmental organisation."
    NEWS = "news", "News", "A newspaper, agency, broadcaster or news site."
    BLOG = "blog", "Blog", "A personal or unedited site."
    REFERENCE = "reference", "Reference", "An encyclopaedia or handbook."
    COURT = "court", "Court", "A court or its record."
    STATISTICS = "statistics", "Statistics", "A data series or survey."
    SOCIAL = "social", "Social media", "A post on a social platform."


class Lineage(Word):
    """Where a source's information comes from."""

    OWN = "own", "Own reporting", "Checked: the source reports what it found itself."
    DERIVED = "derived", "Derived", "It passes on what another source reported."
    NOT_RECORDED = "not_recorded", "Lineage not recorded", "Nobody has recorded whether it is its own reporting."


class DerivationHow(Word):
    """How a source depends on the one it derives from. The label reads on: "reprints X"."""

    REPRINTS = "reprints", "reprints", "It publishes the same text again."
    TRANSLATES = "translates", "translates", "It publishes the text in another language."
    CITES = "cites", "cites", "It names the other source for the point at issue."
    RELAYS = "relays", "relays", "It passes on the other source's report in its own words."


class TieHow(Word):
    """Why two sources are not independent although neither derives from the other."""

    SAME_AUTHOR = "same_author", "same author as", "The same person or body wrote both."
    SAME_OWNER = "same_owner", "same owner as", "The same person or body controls both publishers."


class Checked(Word):
    """How often the source's record was checked when it was researched."""

    TWICE = "twice", "Checked twice", "The record was checked two times."
    ONCE = "once", "Checked once", "The record was checked one time."
    NO = "no", "Not checked", "The record was not checked."


class ReviewState(Word):
    """How far the review of a claim has come. Never the same field as the verdict."""

    OPEN = "open", "Open", "No review that counts."
    AWAITING_SECOND = "awaiting_second", "Awaiting second review", "More reviews are needed."
    SPLIT = "split", "Split", "Reviewers disagree."
    SETTLED = "settled", "Settled", "The required reviews agree, or an editor has decided."


class AnchorState(Word):
    """How a claim's quote was found in a version of its article's text."""

    EXACT = "exact", "Exact", "The quote stands there word for word, with the same words around it."
    MOVED = "moved", "Moved", "The quote stands there word for word, among other words."
    CHANGED = "changed", "Changed", "Something like the quote stands there; a person has to look."
    LOST = "lost", "Lost", "The quote was not found, or in several places alike; a person has to look."


class Audience(Word):
    """For whom a note is written."""

    INTERNAL = "internal", "Internal", "Only people who are signed in see it; it is never exported to readers."
    PUBLIC = "public", "Public", "Everybody sees it."


class Visibility(Word):
    """Whether readers see an article or a claim."""

    DRAFT = "draft", "Draft", "Only people who are signed in see it."
    PUBLISHED = "published", "Published", "Everybody sees it."


class Role(Word):
    """What a person may do."""

    REVIEWER = "reviewer", "Reviewer", "Judges claims and adds evidence."
    EDITOR = "editor", "Editor", "Also writes, publishes and withdraws claims, and decides splits."
    ADMIN = "admin", "Admin", "Also keeps people, tokens, settings and backups."


class Scope(Word):
    """What a token may do on behalf of its person, never more than the person may."""

    READ = "read", "Read", "Read what its person may read."
    REVIEW = "review", "Review", "Also judge claims and add evidence."
    EDIT = "edit", "Edit", "Also write, publish and withdraw."
    ADMIN = "admin", "Admin", "Everything its person may do."


CONFIDENCE_QUESTION = "Confidence that the claim is true"
NOT_JUDGED = "Not judged yet"
"""What readers are told where a claim has no level."""

# https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html, appendix A: "WEP" and "Admiralty credibility".
STIX_CONFIDENCE: dict[Confidence, int] = dict(zip(Confidence, (10, 30, 50, 70, 90), strict=True))
CONFIDENCE_RANGE = dict(zip(Confidence, ((1, 19), (20, 39), (40, 59), (60, 79), (80, 99)), strict=True))

# ClaimReview (https://schema.org/ClaimReview): worst 1, best 5, settled claims only; unverifiable is text alone.
CLAIMREVIEW_RATING: dict[Verdict, int] = {Verdict.DISPUTED: 1, Verdict.MIXED: 3, Verdict.SUPPORTED: 5}


def averitec_label(verdict: Verdict, *, supported_by_any: bool) -> str | None:
    """Give the AVeriTeC label (https://fever.ai/dataset/averitec.html), or None while unreviewed.

    `supported_by_any` says whether a supporting piece of evidence counts: a disputed claim is refuted without one.
    """
    mixed = "Conflicting Evidence/Cherrypicking"
    return {
        Verdict.SUPPORTED: "Supported",
        Verdict.MIXED: mixed,
        Verdict.DISPUTED: mixed if supported_by_any else "Refuted",
        Verdict.UNVERIFIABLE: "Not Enough Evidence",
    }.get(verdict)
