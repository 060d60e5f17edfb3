"""Versions of an article's text: adding one, with the passages of the article's claims found in it again."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from factdesk.access import Actor, Right, require
from factdesk.commands import _loading, _marking
from factdesk.commands._inserting import insert
from factdesk.commands._records import close_bulk, lock, open_event
from factdesk.database.transaction import WriteSession
from factdesk.drafts.texts import VersionDraft
from factdesk.facts.passages import newest, wanted
from factdesk.models import Anchor, ArticleVersion
from factdesk.vocabulary import AnchorState


@dataclass(frozen=True, slots=True)
class Taken:
    """The version a text has now, whether it is new, and how many passages were found in which state."""

    number: int
    new: bool
    states: Mapping[AnchorState, int] = field(default_factory=dict)


def take(session: WriteSession, actor: Actor, slug: str, draft: VersionDraft) -> Taken:
    """Add a version of an article's text, and find the passages of its claims in it.

    The bytes or the text of the newest version change nothing. Raises NotFound, or Clash for a withdrawn article.
    """
    require(actor, Right.WRITE)
    lock(session)
    article = _loading.article(session, slug)
    _loading.still(article, f"The article {slug}")
    last = newest(session, article.id)
    if last is not None and (last.sha256 == draft.sha256 or last.text == draft.text):
        return Taken(number=last.number, new=False)
    passages = wanted(session, article.id, last)
    number = last.number + 1 if last else 1
    opened = open_event(session)
    row = {"article_id": article.id, "number": number, "imported_at": opened.at, **draft.model_dump()}
    version_id = insert(session, ArticleVersion, opened, [row])[0]
    rows = _marking.found_all(draft.text, passages)
    insert(session, Anchor, opened, [row | {"article_version_id": version_id} for row in rows])
    close_bulk(session, actor, opened, action="version.take", subject=f"article:{slug}")
    return Taken(number, new=True, states=Counter(row["state"] for row in rows))
