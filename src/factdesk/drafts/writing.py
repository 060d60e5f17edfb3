"""Articles, claims, sources and what connects them, coming in from their editors."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from factdesk.drafts.base import Citekey, Language, Line, Prefix, Slug, Text, Typed, TypedDate, WebAddress
from factdesk.drafts.judging import Version
from factdesk.drafts.register import Topic
from factdesk.drafts.texts import PassageDraft
from factdesk.rules.texts import lines
from factdesk.vocabulary import Checked, ClaimType, DerivationHow, Hedge, Lineage, Reliability, SourceKind, TieHow

Statement = Annotated[Text, StringConstraints(max_length=2_000)]


def _listed(value: object) -> object:
    """Read what a person types into one field as a list: by commas or lines."""
    if isinstance(value, str):
        return [part.strip() for part in value.replace("\n", ",").split(",") if part.strip()]
    return value


def _names(value: object) -> object:
    """Read names typed a line each; a comma may be part of a name."""
    return [part.strip() for part in lines(value) if part.strip()] if isinstance(value, str) else value


class ArticleContent(Typed):
    """All that may be changed of an article."""

    title: Line
    author: Line | None = None
    editor: Line | None = None
    publisher: Line | None = None
    url: WebAddress | None = None
    language: Language = "en"
    published_on: TypedDate | None = None
    reviews_required: Annotated[int, Field(ge=1, le=9)] = 1
    blind_review: bool = False
    names_public: bool = False
    text_public: bool = False


class NewArticleDraft(ArticleContent):
    """A new article, a draft until it is published. Slug and prefix stay, because addresses hold them."""

    slug: Slug
    prefix: Prefix


class ArticleChangeDraft(ArticleContent):
    """A changed article; `version` is the one that was read."""

    version: Version


class ClaimWords(Typed):
    """What a claim says, and what it goes back to."""

    statement: Statement
    quote: Text | None = None
    paragraph: Annotated[int, Field(ge=1, lt=100_000)] | None = None
    hedge: Hedge
    type: ClaimType
    topics: Annotated[tuple[Topic, ...], BeforeValidator(_listed)] = ()
    entities: Annotated[tuple[Line, ...], BeforeValidator(_listed)] = ()
    true_on: TypedDate | None = None


class NewClaimDraft(ClaimWords):
    """A new claim of an article, a draft until it is published; `passage` is where its quote was chosen."""

    passage: PassageDraft | None = None


class ClaimContent(ClaimWords):
    """A changed claim. A new statement is a `typo`, which keeps the reviews, or `meaning`, which reopens the claim."""

    statement_change: Literal["typo", "meaning"] | None = None
    reason: Text | None = None


class ClaimChangeDraft(ClaimContent):
    """A changed claim; `version` is the one that was read."""

    version: Version


class SourceContent(Typed):
    """All that may be changed of a source. Without a reliability it has its publisher's default."""

    title: Line
    authors: Annotated[tuple[Line, ...], BeforeValidator(_names)] = ()
    publisher: Line | None = None
    published: TypedDate | None = None
    url: WebAddress | None = None
    archived_url: WebAddress | None = None
    kind: SourceKind
    language: Language | None = None
    consulted: bool = False
    checked: Checked = Checked.NO
    lineage: Lineage = Lineage.NOT_RECORDED
    lineage_note: Text | None = None
    reliability: Reliability | None = None
    reliability_why: Text | None = None


class NewSourceDraft(SourceContent):
    """A new source. Without a citekey one is made; `anyway`: although one with its address or title is on file."""

    citekey: Citekey | None = None
    anyway: bool = False


class SourceChangeDraft(SourceContent):
    """A changed source; `version` is the one that was read."""

    version: Version


class NewDerivationDraft(Typed):
    """That a source derives from another."""

    parent: Citekey
    how: DerivationHow
    note: Text | None = None


class NewTieDraft(Typed):
    """That a source is tied to another."""

    other: Citekey
    how: TieHow
    note: Text | None = None
