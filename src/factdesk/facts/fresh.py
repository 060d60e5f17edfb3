"""What follows for claims nobody has sourced, judged or noted yet: the same for all but what they say themselves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from factdesk.facts.derive import derive
from factdesk.facts.gather import ClaimFacts
from factdesk.facts.terms import TermKey, own_terms
from factdesk.facts.web import SourceWeb
from factdesk.models import Article, Claim
from factdesk.rules.weights import PRESENT
from factdesk.vocabulary import ClaimType, Hedge, Visibility


@dataclass(frozen=True, slots=True)
class Shared:
    """What new claims of an article have alike: the shelf, the derived columns but the place, and the terms."""

    shelf: str
    columns: dict[str, Any]
    terms: frozenset[TermKey]


def shared_by_fresh(article: Article, event_seq: int, at: datetime) -> Shared:
    """Give what follows alike for all draft claims that an event adds to an article: what follows for a blank one."""
    blank = Claim(
        id=0, article_id=article.id, number=0, ref="", statement="", hedge=Hedge.ASSERTED, claim_type=ClaimType.FACT,
        topics=[], entities=[], place=0, visibility=Visibility.DRAFT, changed_at=at, event_seq=event_seq,
    )  # fmt: skip
    web = SourceWeb(sources={}, publishers={}, derivations=[], ties=[])
    derived = derive(
        ClaimFacts(
            claim=blank, article=article, web=web, lineages=web.lineages(), evidence=[], reviews=[], notes=[],
            assignments=[], closed=frozenset(), people={}, moments={event_seq: at}, weights=PRESENT,
        )
    )  # fmt: skip
    shelf = derived.columns["shelf"]
    own = own_terms(shelf, blank.topics, blank.claim_type, blank.hedge)
    columns = {name: value for name, value in derived.columns.items() if name != "place"}
    return Shared(shelf, columns, derived.terms - frozenset(own))
