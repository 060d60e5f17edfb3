"""Publishers, coming in from their editors."""

from factdesk.drafts.base import Typed
from factdesk.drafts.judging import Version
from factdesk.vocabulary import Reliability


class PublisherContent(Typed):
    """All that may be changed of a publisher: its default reliability, or that it has none."""

    default_reliability: Reliability | None = None


class PublisherChangeDraft(PublisherContent):
    """A changed publisher; `version` is the one that was read."""

    version: Version
