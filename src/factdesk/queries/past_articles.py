"""Articles as of an earlier moment: titles and settings from the audit chain, their claims as they showed then."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.access import Actor, Right, may
from factdesk.database.transaction import ReadSession
from factdesk.drafts.moments import in_words
from factdesk.errors import NotFound
from factdesk.models import Article, Claim
from factdesk.queries import rows, visible
from factdesk.queries.moments import head_at
from factdesk.queries.versions import articles_at, claims_at, versions
from factdesk.shapes.articles import ArticleDetail, ArticleRow, OutlineClaim
from factdesk.vocabulary import Verdict, Visibility

MOST_ARTICLES = 500
MOST_OUTLINED = 1000
_AT_ONCE = 500


def find(session: ReadSession, viewer: Actor, as_of: str) -> list[ArticleRow]:
    """Give the articles there were, newest first."""
    seq = head_at(session, as_of).seq
    found = there(session, viewer, seq)[:MOST_ARTICLES]
    counts = _verdicts(session, viewer, [article.id for article in found], seq)
    return [ArticleRow(**rows.article_fields(article, counts[article.id])) for article in found]


def only_one(session: ReadSession, viewer: Actor, as_of: str, slugs: Sequence[str]) -> Article | None:
    """Give the one article there was among these, or among all, if it was one."""
    found = there(session, viewer, head_at(session, as_of).seq, slugs)
    return found[0] if len(found) == 1 else None


def get(session: ReadSession, viewer: Actor, article: Article, as_of: str, *, outlined: bool = True) -> ArticleDetail:
    """Give an article as it was; raises NotFound if it was not there yet for this viewer."""
    seq = head_at(session, as_of).seq
    found = there(session, viewer, seq, [article.slug])
    if not found:
        raise NotFound(f"The article {article.slug} was not in this register yet: {in_words(as_of)}.", place="as_of")
    past = found[0]
    claims = claims_of(session, viewer, past, seq, MOST_OUTLINED) if outlined else {}
    fields = rows.article_fields(past, _verdicts(session, viewer, [past.id], seq)[past.id])
    outline = [OutlineClaim(**one.model_dump(include=set(OutlineClaim.model_fields))) for one in claims.values()]
    left_out = max(0, fields["claims"] - len(outline)) if outlined else 0
    return ArticleDetail(**fields, outline=outline, left_out=left_out)


def claims_of(session: ReadSession, viewer: Actor, past: Article, seq: int, most: int) -> dict[int, Claim]:
    """Give the claims of an article (as it was) as they showed right after an event, by id, in their order."""
    table = versions(seq, visible.shelves(viewer, withdrawn=past.withdrawn_at is not None))
    here = sa.select(table.c.claim_id).where(table.c.article_id == past.id).order_by(table.c.place)
    ids = session.scalars(here.limit(most)).all()
    claims: dict[int, Claim] = {}
    for at in range(0, len(ids), _AT_ONCE):
        claims |= claims_at(session, ids[at : at + _AT_ONCE], seq)
    return {id_: claims[id_] for id_ in ids}


def there(session: ReadSession, viewer: Actor, seq: int, slugs: Sequence[str] = ()) -> list[Article]:
    """Give the articles a viewer could see right after an event, newest first."""
    query = select(Article.id).where(visible.articles(viewer)).order_by(col(Article.id).desc())
    ids = session.exec(query.where(col(Article.slug).in_(slugs)) if slugs else query).all()
    found = articles_at(session, ids, seq)
    drafts = may(viewer, Right.READ_DRAFTS)
    return [found[id_] for id_ in ids if id_ in found and (drafts or found[id_].visibility is Visibility.PUBLISHED)]


def _verdicts(
    session: ReadSession, viewer: Actor, article_ids: Sequence[int], seq: int
) -> dict[int, dict[Verdict, int]]:
    """Count the claims of some articles by verdict."""
    table = versions(seq, visible.shelves(viewer, withdrawn=False))
    query = (
        sa.select(table.c.article_id, table.c.verdict, sa.func.count())
        .where(table.c.article_id.in_(article_ids))
        .group_by(table.c.article_id, table.c.verdict)
    )
    found = {id_: dict.fromkeys(Verdict, 0) for id_ in article_ids}
    for id_, verdict, number in session.connection().execute(query):
        found[id_][verdict] = number
    return found
