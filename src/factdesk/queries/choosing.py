"""Choosing a passage in an article's newest text: the text, what somebody points at, and what its wording says."""

from sqlmodel import col, select

from factdesk.access import Actor, Right, require
from factdesk.database.transaction import ReadSession
from factdesk.drafts.passages import Pointer
from factdesk.errors import Clash, Invalid, NotFound
from factdesk.facts.passages import newest
from factdesk.models import Article, ArticleVersion, Claim
from factdesk.queries import visible
from factdesk.rules import hints, places
from factdesk.shapes import passages as shapes

MOST_OFFERED = 500
"""Claims offered to add a passage to; any other is named by its ref."""


def text(session: ReadSession, viewer: Actor, slug: str) -> shapes.Text | None:
    """Give the newest text of an article for choosing a passage, None where it is not held; raises NotFound."""
    require(viewer, Right.WRITE)
    article = the_article(session, viewer, slug)
    version = newest(session, article.id)
    if version is None:
        return None
    found = enumerate(places.paragraphs(version.text), start=1)
    return shapes.Text(
        slug=article.slug,
        title=article.title,
        language=article.language,
        version=version.number,
        paragraphs=[
            shapes.Paragraph(number=number, start=start, text=version.text[start:end]) for number, (start, end) in found
        ],
    )


def chosen(session: ReadSession, viewer: Actor, slug: str, wanted: Pointer) -> shapes.Chosen | None:
    """Give the passage somebody points at, None where nothing is pointed at.

    Raises Clash where the text is not held or a newer one is, and Invalid where the range is none or the words
    stand nowhere or in several places.
    """
    require(viewer, Right.WRITE)
    if wanted.start is None and wanted.words is None:
        return None
    version = newest(session, the_article(session, viewer, slug).id)
    if version is None:
        raise Clash("The text of this article is not held here, so no passage can be chosen in it.")
    if wanted.start is None or wanted.end is None:
        return described(version, *_by_words(version.text, wanted.words or "", wanted.paragraph))
    if wanted.version != version.number:
        raise Clash(f"The newest text is version {version.number}: choose the passage there.", place="version")
    start, end = places.trimmed(version.text, wanted.start, wanted.end)
    if not start < end:
        raise Invalid("There are no words at this place of the text.", place="start")
    return described(version, start, end)


def hinted(session: ReadSession, viewer: Actor, slug: str, place: shapes.Chosen) -> shapes.Hinted:
    """Give what the wording of a passage makes plain."""
    article = the_article(session, viewer, slug)
    version = newest(session, article.id)
    found = hints.read(version.text, place.start, place.end, article.language) if version else hints.Hints()
    return shapes.Hinted(
        hedge=found.hedge.value if found.hedge else "",
        hedge_words=found.hedge.words if found.hedge else "",
        type=found.type.value if found.type else "",
        type_words=found.type.words if found.type else "",
    )


def offered(session: ReadSession, viewer: Actor, slug: str) -> list[tuple[str, str]]:
    """Give the claims of an article a passage may be added to, by ref and statement, the first of them."""
    require(viewer, Right.WRITE)
    article = the_article(session, viewer, slug)
    query = select(Claim.ref, Claim.statement).where(
        col(Claim.article_id) == article.id, col(Claim.withdrawn_at).is_(None)
    )
    return list(session.exec(query.order_by(col(Claim.number)).limit(MOST_OFFERED)).all())


def the_article(session: ReadSession, viewer: Actor, slug: str) -> Article:
    """Give an article this viewer sees; raises NotFound."""
    article = session.exec(select(Article).where(col(Article.slug) == slug, visible.articles(viewer))).first()
    if article is None:
        raise NotFound(f"There is no article {slug[:80]} in this register.", place="slug")
    return article


def described(version: ArticleVersion, start: int, end: int) -> shapes.Chosen:
    """Give a place of a text with the paragraphs it stands in."""
    first, last = places.whole_paragraphs(version.text, start, end)
    around = shapes.Wording(
        before=version.text[first:start], words=version.text[start:end], after=version.text[end:last]
    )
    number = places.number_at(version.text, start)
    return shapes.Chosen(version=version.number, start=start, end=end, paragraph=number, around=around)


def _by_words(text: str, words: str, paragraph: int | None) -> tuple[int, int]:
    """Find typed words in a paragraph, or in the whole text; raises Invalid unless they stand in just one place."""
    if paragraph is None:
        found, where = places.standing(text, words), "the text"
    else:
        known = places.paragraphs(text)
        if paragraph > len(known):
            raise Invalid(f"The text has {len(known)} paragraphs, not {paragraph}.", place="paragraph")
        found, where = places.standing(text, words, within=known[paragraph - 1]), f"paragraph {paragraph}"
    if not found:
        raise Invalid(f"These words do not stand in {where}.", place="words")
    if len(found) > 1:
        raise Invalid(
            f"These words stand in {len(found)} places of {where}: add some more of those around them.", place="words"
        )
    return found[0]
