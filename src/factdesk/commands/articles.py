"""Articles: making, changing, publishing and withdrawing them."""

from collections.abc import Sequence

from sqlmodel import col, select

from factdesk.access import Actor, Right, require
from factdesk.commands import _loading
from factdesk.commands._index import reshelve, settle
from factdesk.commands._records import Recording, lock
from factdesk.database.transaction import WriteSession
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.writing import ArticleChangeDraft, NewArticleDraft
from factdesk.errors import Clash
from factdesk.facts.gather import gather, review_facts
from factdesk.facts.snapshots import CHUNK
from factdesk.facts.unpublished import unpublished
from factdesk.models import Article, Claim, ClosedRound
from factdesk.rules.standing import round_closed_by
from factdesk.vocabulary import Visibility

RESERVED = ("new", "import")


def add(session: WriteSession, actor: Actor, draft: NewArticleDraft) -> str:
    """Make an article, a draft; gives its slug. Raises Clash where slug or prefix is taken."""
    require(actor, Right.WRITE)
    lock(session)
    if draft.slug in RESERVED:
        raise Clash(f"No article can be called {draft.slug}: its address stands for something else.", place="slug")
    for column, value in ((Article.slug, draft.slug), (Article.prefix, draft.prefix)):
        if session.exec(select(Article.id).where(col(column) == value)).first() is not None:
            raise Clash(f"{value} is taken by another article.", place="slug" if value == draft.slug else "prefix")
    recording = Recording(session, actor)
    recording.create(Article(**draft.model_dump()))
    recording.close(action="article.add", subject=f"article:{draft.slug}")
    return draft.slug


def revise(session: WriteSession, actor: Actor, slug: str, draft: ArticleChangeDraft) -> str:
    """Change an article's data; gives its slug."""
    require(actor, Right.WRITE)
    lock(session)
    article = _loading.article(session, slug)
    _loading.still(article, f"The article {slug}")
    sent = draft.model_dump(exclude={"version"})
    _loading.fresh(article, draft.version, sent)
    return _change(session, actor, article, "article.revise", None, **sent)


def publish(session: WriteSession, actor: Actor, slug: str, version: int, preview: str | None = None) -> str:
    """Show an article, with the claims of it that are published, to everybody; gives its slug.

    With the mark of a `preview` its drafts are published too, all that the preview named or none, under one event;
    also those of an article that is published already. Raises Stale or Clash where the preview no longer holds, and
    Clash where there is nothing to publish.
    """
    require(actor, Right.WRITE)
    lock(session)
    article = _loading.article(session, slug)
    _loading.still(article, f"The article {slug}")
    _loading.fresh(article, version, {"visibility": Visibility.PUBLISHED})
    drafts = _foreseen(session, article, preview) if preview is not None else []
    appears = article.visibility is Visibility.DRAFT
    if not appears and not drafts:
        raise Clash(f"The article {slug} is published already{_none_left(preview)}.")
    article_id, recording = article.id, Recording(session, actor)
    if appears:
        recording.change(article, visibility=Visibility.PUBLISHED)
    _publish_claims(session, recording, drafts)
    recording.close(action="article.publish" if appears else "claim.publish_all", subject=f"article:{slug}")
    published = [col(Claim.article_id) == article_id, col(Claim.visibility) == Visibility.PUBLISHED]
    query = select(Claim.id).where(*published).order_by(col(Claim.id))
    reshelve(session, session.exec(query).all() if appears else drafts, recording)
    return slug


def _foreseen(session: WriteSession, article: Article, preview: str) -> list[int]:
    """Give the ids of the drafts that a preview named; raises Clash where it would name others now."""
    found = unpublished(session, article)
    if found.mark != preview:
        raise Clash(f"The drafts of {article.slug} were changed since the preview: look at it again.")
    return [draft.id for draft in found.ready]


def _none_left(preview: str | None) -> str:
    return "" if preview is None else ", and none of its claims is a draft that can be published"


def _publish_claims(session: WriteSession, recording: Recording, claim_ids: Sequence[int]) -> None:
    for start in range(0, len(claim_ids), CHUNK):
        query = select(Claim).where(col(Claim.id).in_(claim_ids[start : start + CHUNK])).order_by(col(Claim.id))
        recording.change_all(session.exec(query).all(), visibility=Visibility.PUBLISHED)


def withdraw(session: WriteSession, actor: Actor, slug: str, draft: WithdrawalDraft) -> str:
    """Withdraw an article and with it all its claims; the pages stay and say so. Gives its slug."""
    require(actor, Right.WRITE)
    lock(session)
    article = _loading.article(session, slug)
    _loading.still(article, f"The article {slug}")
    _loading.fresh(article, draft.version, {"withdrawn_reason": draft.reason})
    return _change(session, actor, article, "article.withdraw", draft.reason, withdrawn_reason=draft.reason)


def _change(
    session: WriteSession, actor: Actor, article: Article, action: str, reason: str | None, **values: object
) -> str:
    slug, article_id = article.slug, article.id
    recording = Recording(session, actor)
    if reason is not None:
        values["withdrawn_at"] = recording.opened.at
    query = select(Claim.id).where(col(Claim.article_id) == article_id).order_by(col(Claim.id))
    claims = session.exec(query).all()
    if int(str(values.get("reviews_required", 0))) > article.reviews_required:
        _keep_closed(session, recording, claims)
    recording.change(article, **values)
    recording.close(action=action, subject=f"article:{slug}", reason=reason)
    settle(session, claims, recording)
    return slug


def _keep_closed(session: WriteSession, recording: Recording, claims: Sequence[int]) -> None:
    """Write down which rounds are closed, before more reviews are asked for: a round closes for good."""
    for start in range(0, len(claims), CHUNK):
        for facts in gather(session, claims[start : start + CHUNK]):
            reviews, required = review_facts(facts.reviews), facts.article.reviews_required
            for wording in sorted({review.wording for review in reviews} - facts.closed):
                if round_closed_by(reviews, wording, required) is not None:
                    recording.create(ClosedRound(claim_id=facts.claim.id, wording=wording))
