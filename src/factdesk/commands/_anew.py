"""Claims that change while everything is derived anew: what waits for them no longer holds."""

from collections.abc import Collection

from factdesk.database.transaction import WriteSession
from factdesk.database.upsert import put
from factdesk.models import ANEW_CLAIM


def mark_changed(session: WriteSession, claim_ids: Collection[int], seq: int) -> None:
    """Have claims that event `seq` changed derived anew once more, while that is under way."""
    unready = {"seq": seq, "ready": False, "differs": False, "gist_differs": False}
    put(session, ANEW_CLAIM, [{"claim_id": id_, **unready} for id_ in sorted(set(claim_ids))])
