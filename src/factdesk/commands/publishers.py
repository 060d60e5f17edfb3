"""Publishers: their default reliability, which every source without a reason of its own for its grade follows."""

from factdesk.access import Actor, Right, require
from factdesk.commands import _loading
from factdesk.commands._index import settle
from factdesk.commands._records import Recording, lock
from factdesk.database.transaction import WriteSession
from factdesk.drafts.publishers import PublisherChangeDraft
from factdesk.errors import Clash
from factdesk.facts.grades import published_by, regraded
from factdesk.facts.web import claims_over


def grade(session: WriteSession, actor: Actor, publisher_id: int, draft: PublisherChangeDraft) -> str:
    """Set, change or take away a publisher's default; its followers are graded anew in the same event. Gives its id."""
    require(actor, Right.WRITE)
    lock(session)
    publisher = _loading.publisher(session, publisher_id)
    default = draft.default_reliability
    _loading.fresh(publisher, draft.version, {"default_reliability": default})
    changing = regraded(published_by(session, publisher_id), default)
    if publisher.default_reliability is default and not changing:
        raise Clash("Nothing would change: it is graded so already.", place="default_reliability")
    ids = [source.id for source in changing]
    recording = Recording(session, actor)
    recording.change(publisher, default_reliability=default)
    for source in changing:
        recording.change(source, reliability=default)
    recording.close(action="publisher.grade", subject=f"publisher:{publisher_id}")
    settle(session, claims_over(session, ids), recording)
    return str(publisher_id)
