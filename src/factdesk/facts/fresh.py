"""What follows for claims nobody has sourced, judged or noted yet: the same for all but what they say themselves."""

from dataclasses import replace
from datetime import datetime

from factdesk.facts.derive import Derived, derive
from factdesk.facts.gather import ClaimFacts
from factdesk.facts.terms import own_terms
from factdesk.facts.web import SourceWeb
from factdesk.models import Article, Claim
from factdesk.vocabulary import ClaimType, Hedge, Visibility


def shared_by_fresh(article: Article, event_seq: int, at: datetime) -> Derived:
    """Give what follows alike for all draft claims that an event adds to an article, with the terms they all have.

    Its place, and its words, are those of no claim.
    """
    blank = Claim(
        id=0, article_id=article.id, number=0, ref="", statement="", hedge=Hedge.ASSERTED, claim_type=ClaimType.FACT,
        topics=[], entities=[], place=0, visibility=Visibility.DRAFT, changed_at=at, event_seq=event_seq,
    )  # fmt: skip
    web = SourceWeb(sources={}, publishers={}, derivations=[], ties=[])
    derived = derive(
        ClaimFacts(
            claim=blank, article=article, web=web, lineages=web.lineages(), evidence=[], reviews=[], notes=[],
            assignments=[], closed=frozenset(), people={}, moments={event_seq: at},
        )
    )  # fmt: skip
    own = own_terms(derived.columns["shelf"], blank.topics, blank.claim_type, blank.hedge)
    columns = {name: value for name, value in derived.columns.items() if name != "place"}
    return replace(derived, columns=columns, terms=derived.terms - frozenset(own))
