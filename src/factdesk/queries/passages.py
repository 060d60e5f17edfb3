"""Passages of claims in the newest text: what has to be settled, and where a claim stands."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.access import Actor, Right, may, require
from factdesk.database.transaction import ReadSession
from factdesk.drafts.passages import MOST_NUMBER
from factdesk.errors import Clash, Invalid, NotFound
from factdesk.facts.passages import newest
from factdesk.models import Anchor, Article, ArticleVersion, Claim
from factdesk.queries import choosing, visible
from factdesk.rules import places
from factdesk.rules.wording import Wording, reworded
from factdesk.shapes import passages as shapes
from factdesk.vocabulary import AnchorState

MOST_LISTED = 200
"""Passages to settle on one page; the others come up once these are settled."""
REACH = 160
"""Code points shown on each side of a quote."""
_OPEN = (AnchorState.CHANGED, AnchorState.LOST)


def to_settle(session: ReadSession, viewer: Actor, slug: str) -> shapes.OpenPassages:
    """Give what has to be settled in the newest text of an article; raises NotFound."""
    require(viewer, Right.WRITE)
    article = choosing.the_article(session, viewer, slug)
    version = newest(session, article.id)
    found = _open(session, version) if version else []
    earlier = _earlier(session, version, [anchor for _, anchor in found[:MOST_LISTED]]) if version else {}
    return shapes.OpenPassages(
        slug=article.slug,
        title=article.title,
        language=article.language,
        text_version=version.number if version else None,
        passages=[
            _shown(version, claim, anchor, earlier.get((anchor.claim_id, anchor.passage)))
            for claim, anchor in found[:MOST_LISTED]
            if version
        ],
        left_out=max(0, len(found) - MOST_LISTED),
    )


def numbers_to_settle(session: ReadSession, viewer: Actor, slugs: Collection[str]) -> dict[str, int]:
    """Count what has to be settled, by article, those without anything left out."""
    require(viewer, Right.WRITE)
    last = (
        sa.select(sa.func.max(ArticleVersion.number))
        .where(col(ArticleVersion.article_id) == Article.id)
        .correlate(Article)
        .scalar_subquery()
    )
    query = (
        sa.select(col(Article.slug), sa.func.count())
        .join(ArticleVersion, (col(ArticleVersion.article_id) == Article.id) & (col(ArticleVersion.number) == last))
        .join(Anchor, col(Anchor.article_version_id) == ArticleVersion.id)
        .join(Claim, col(Claim.id) == Anchor.claim_id)
        .where(col(Article.slug).in_(slugs), col(Article.withdrawn_at).is_(None), *_waiting())
        .group_by(col(Article.slug))
    )
    return {row[0]: row[1] for row in session.connection().execute(query)}


def of_claim(session: ReadSession, viewer: Actor, ref: str) -> list[shapes.ClaimPassage]:
    """Give the passages of a claim in the newest text of its article, in their order; raises NotFound.

    Readers are given only those that have a place, and no words: the claim's quote is what they see of the text.
    """
    claim = session.exec(select(Claim).where(col(Claim.ref) == ref, visible.claims(viewer))).first()
    if claim is None:
        raise NotFound(f"There is no claim {ref[:80]} in this register.", place="ref")
    version = newest(session, claim.article_id)
    if version is None:
        return []
    query = select(Anchor).where(col(Anchor.claim_id) == claim.id, col(Anchor.article_version_id) == version.id)
    inside = may(viewer, Right.READ_DRAFTS)
    if not inside:
        query = query.where(col(Anchor.withdrawn_at).is_(None), col(Anchor.start).is_not(None))
    return [
        shapes.ClaimPassage(
            **anchor.model_dump(include={"passage", "version", "state", "settled", "start", "end"}),
            exact=anchor.exact if inside else "",
            paragraph=None if anchor.start is None else places.number_at(version.text, anchor.start),
            withdrawn_reason=anchor.withdrawn_reason,
        )
        for anchor in session.exec(query.order_by(col(Anchor.passage)))
    ]


def settling(session: ReadSession, viewer: Actor, ref: str, passage: int) -> tuple[str, shapes.OpenPassage]:
    """Give the slug of its article and one passage of a claim as it is shown for settling; raises NotFound, Clash."""
    require(viewer, Right.WRITE)
    claim, article = _claim(session, ref)
    version = newest(session, article.id)
    query = select(Anchor).where(col(Anchor.claim_id) == claim.id, col(Anchor.passage) == passage)
    anchor = None
    if version is not None and 0 < passage <= MOST_NUMBER:
        anchor = session.exec(query.where(col(Anchor.article_version_id) == version.id)).first()
    if version is None or anchor is None:
        raise NotFound(f"{ref[:80]} has no passage {str(passage)[:20]} in the newest text.", place="passage")
    if anchor.withdrawn_at is not None:
        raise Clash(f"This passage was withdrawn: {anchor.withdrawn_reason}")
    before = _earlier(session, version, [anchor]).get((claim.id, passage))
    return article.slug, _shown(version, claim, anchor, before)


def against(one: shapes.OpenPassage, place: shapes.Chosen) -> shapes.OpenPassage:
    """Give a passage compared with another place than the one that was found."""
    runs = reworded(one.was.words, place.around.words)
    old, new = ([shapes.Stretch(text=run.text, kept=run.wording is Wording.SAME) for run in runs
                 if run.wording in (Wording.SAME, own)] for own in (Wording.REMOVED, Wording.ADDED))  # fmt: skip
    around = place.around
    whole, start = around.before + around.words + around.after, len(around.before)
    now = _wording(whole, start, start + len(around.words))
    return one.model_copy(update={"found": place, "now": now, "old": old, "new": new})


def article_of(session: ReadSession, viewer: Actor, ref: str) -> str:
    """Give the slug of the article a claim belongs to; raises NotFound."""
    require(viewer, Right.WRITE)
    return _claim(session, ref)[1].slug


def meant(session: ReadSession, viewer: Actor, slug: str, typed: str) -> str:
    """Give the ref of the claim of an article that somebody typed; raises Invalid where it is none of its claims."""
    require(viewer, Right.WRITE)
    article = choosing.the_article(session, viewer, slug)
    query = select(Claim.ref).where(col(Claim.article_id) == article.id, col(Claim.ref) == typed.strip().upper())
    ref = session.exec(query).first()
    if ref is None:
        raise Invalid(f"{typed.strip()[:80] or 'This'} is no claim of this article.", place="ref")
    return ref


def _claim(session: ReadSession, ref: str) -> tuple[Claim, Article]:
    query = select(Claim, Article).join(Article, col(Article.id) == Claim.article_id).where(col(Claim.ref) == ref)
    row = session.exec(query).first()
    if row is None:
        raise NotFound(f"There is no claim {ref[:80]} in this register.", place="ref")
    return row


def _waiting() -> tuple[sa.ColumnElement[bool], ...]:
    """Give the conditions for a passage that has to be settled."""
    return (
        col(Anchor.state).in_(_OPEN),
        col(Anchor.withdrawn_at).is_(None),
        col(Claim.withdrawn_at).is_(None),
    )


def _open(session: ReadSession, version: ArticleVersion) -> list[tuple[Claim, Anchor]]:
    query = select(Claim, Anchor).join(Anchor, col(Anchor.claim_id) == Claim.id)
    here = query.where(col(Anchor.article_version_id) == version.id, *_waiting())
    return [(claim, anchor) for claim, anchor in session.exec(here.order_by(col(Claim.number), col(Anchor.passage)))]


def _earlier(
    session: ReadSession, version: ArticleVersion, anchors: list[Anchor]
) -> dict[tuple[int, int], shapes.Wording]:
    """Give how passages stood in the version before, where they had a place there."""
    before = session.exec(
        select(ArticleVersion).where(
            col(ArticleVersion.article_id) == version.article_id, col(ArticleVersion.number) == version.number - 1
        )
    ).first()
    if before is None or not anchors:
        return {}
    wanted = {anchor.claim_id for anchor in anchors}
    query = select(Anchor).where(col(Anchor.article_version_id) == before.id, col(Anchor.claim_id).in_(wanted))
    return {
        (one.claim_id, one.passage): _wording(before.text, one.start, one.end)
        for one in session.exec(query)
        if one.start is not None and one.end is not None
    }


def _shown(version: ArticleVersion, claim: Claim, anchor: Anchor, before: shapes.Wording | None) -> shapes.OpenPassage:
    place = (
        None if anchor.start is None or anchor.end is None else choosing.described(version, anchor.start, anchor.end)
    )
    shown = shapes.OpenPassage(
        ref=claim.ref,
        statement=claim.statement,
        passage=anchor.passage,
        version=anchor.version,
        text_version=version.number,
        state=anchor.state,
        score=anchor.score,
        was=before or shapes.Wording(before=anchor.prefix, words=anchor.exact, after=anchor.suffix),
        found=None,
        now=None,
        old=[],
        new=[],
    )
    return against(shown, place) if place else shown


def _wording(text: str, start: int, end: int) -> shapes.Wording:
    first, last = places.whole_paragraphs(text, start, end)
    before, after = places.surroundings(text[first:last], start - first, end - first, reach=REACH)
    return shapes.Wording(before=before, words=text[start:end], after=after)
