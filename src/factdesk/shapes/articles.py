"""Articles on their way out."""

from factdesk.shapes.base import Shape
from factdesk.vocabulary import Confidence, Verdict, Visibility


class ArticleRow(Shape):
    """An article with its bibliographic data and the number of its claims by verdict."""

    slug: str
    prefix: str
    title: str
    author: str | None
    editor: str | None
    publisher: str | None
    url: str | None
    language: str
    published_on: str | None
    reviews_required: int
    blind_review: bool
    names_public: bool
    text_public: bool
    visibility: Visibility
    version: int
    withdrawn_reason: str | None
    claims: int
    verdicts: dict[Verdict, int]


class OutlineClaim(Shape):
    """A claim in the outline of its article."""

    ref: str
    statement: str
    quote: str | None
    paragraph: int | None
    visibility: Visibility
    verdict: Verdict
    confidence: Confidence | None


class ArticleDetail(ArticleRow):
    """An article with the outline of its claims, in article order; `left_out` says how many the outline lacks."""

    outline: list[OutlineClaim]
    left_out: int


class DraftClaim(Shape):
    """A claim that is a draft."""

    ref: str
    statement: str


class LeftOutDraft(DraftClaim):
    """A draft that cannot be published, and why."""

    why: str


class Publication(Shape):
    """What publishing an article would come to.

    `published` counts the claims that are published already, which readers see once the article is; `drafts` are those
    that can be published with it, `left_out` those that cannot. `preview` stands for all of this: it is another as soon
    as the article or one of these drafts is changed.
    """

    slug: str
    title: str
    language: str
    visibility: Visibility
    version: int
    published: int
    drafts: list[DraftClaim]
    left_out: list[LeftOutDraft]
    preview: str
