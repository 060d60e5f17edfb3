"""The values a claim can be filtered and counted by: the terms of the register's index.

The facets of `DESK_ONLY` are the desk's own: no filter of readers reaches them, and they alone may follow from
reviews of an open blind round, as far as to say how many are in.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from factdesk.facts.gather import ClaimFacts, review_facts
from factdesk.models import Review
from factdesk.rules.confidence import WIDE_GAP
from factdesk.rules.standing import ReviewFacts, closing_round, counting_reviews
from factdesk.vocabulary import ClaimType, Hedge, ReviewState, Stance, Verdict, Word

EVERY = "every"
"""The facet all claims of a shelf share, under one empty value: the whole register in order."""
NONE = "none"
"""The value of a facet a claim has nothing for; no topic may be called so."""
PAIRED = frozenset(
    {"article", "verdict", "confidence", "state", "topic", "type", "hedge", "kind", "reliability", "lineage", "stance",
     "support"}
)  # fmt: skip
"""Facets whose terms are also counted in pairs: those the register's sidebar shows, and the other closed lists."""
DESK_ONLY = frozenset({"queue", "assigned", "reviewer_name"})
_WITHOUT_NONE = frozenset(
    {*DESK_ONLY, "rests_on", "recheck", "grade", "reviewed_in", "round_verdicts", "round_confidences"}
)
"""Facets of which a claim may simply have nothing: nobody asks for those that do."""

TermKey = tuple[str, str, str]
"""Shelf, facet, value."""


def terms_of(facts: ClaimFacts, columns: Mapping[str, Any]) -> Iterable[TermKey]:
    """Give the terms of a claim, given what is derived of it."""
    return _keys(columns["shelf"], {**_content(facts, columns), **_judgement(facts, columns)})


def own_terms(shelf: str, topics: Iterable[str], claim_type: ClaimType, hedge: Hedge) -> Iterable[TermKey]:
    """Give the terms that follow from a claim's own words, and from nothing that is on file about it."""
    return _keys(shelf, _own(topics, claim_type, hedge))


def _own(topics: Iterable[str], claim_type: ClaimType, hedge: Hedge) -> dict[str, Iterable[str | Word | None]]:
    return {"topic": topics, "type": [claim_type], "hedge": [hedge]}


def _keys(shelf: str, facets: Mapping[str, Iterable[str | Word | None]]) -> Iterable[TermKey]:
    for facet, found in facets.items():
        values = {NONE if value is None else str(value) for value in found}
        for value in values or (() if facet in _WITHOUT_NONE else {NONE}):
            yield shelf, facet, value


def _content(facts: ClaimFacts, columns: Mapping[str, Any]) -> dict[str, Iterable[str | Word | None]]:
    claim, web = facts.claim, facts.web
    pieces = [row for row in facts.evidence if row.withdrawn_at is None]
    sources = [facts.source(row) for row in pieces]
    return {
        EVERY: [""],
        "article": [facts.article.slug],
        "verdict": [columns["verdict"]],
        "confidence": [columns["confidence"]],
        "state": [columns["state"]],
        **_own(claim.topics, claim.claim_type, claim.hedge),
        "kind": [source.kind for source in sources],
        "reliability": [source.reliability for source in sources],
        "lineage": [source.lineage for source in sources],
        "source": [source.citekey for source in sources],
        "rests_on": [web.sources[id_].citekey for row in pieces for id_ in row.rests_on],
        "publisher": [web.publishers[one.publisher_id].name for one in sources if one.publisher_id is not None],
        "stance": [row.stance for row in pieces],
        "support": [row.support_check for row in pieces],
        "grade": [f"{source.reliability}{row.credibility}" for source, row in zip(sources, pieces, strict=True)
                  if row.stance is not Stance.CONTEXT],
    }  # fmt: skip


def _judgement(facts: ClaimFacts, columns: Mapping[str, Any]) -> dict[str, Iterable[str | None]]:
    gap = columns["gap"]
    people = [facts.people[review.reviewer_id] for review in facts.seen]
    rounds = list(closed_rounds(facts))
    return {
        "gap": [None if gap is None else str(gap)],
        "compared": [f"{columns['computed'] or NONE}:{columns['confidence'] or NONE}"],
        "recheck": [columns["recheck_on"]] if columns["recheck_on"] else [],
        "origins": [f"{columns['origins_for']}:{columns['origins_against']}"],
        "reviewer": [one.name for one in people if one.role_account or facts.article.names_public],
        "reviewer_name": [one.name for one in people],
        "reviewed_in": [f"{review.created_at:%Y-%m}" for review in facts.seen if not _takes_back(review)],
        "round_verdicts": [_joined(at, [str(one.verdict) for one in reviews]) for at, reviews in rounds],
        "round_confidences": [
            _joined(at, [str(one.confidence) for one in reviews if one.confidence]) for at, reviews in rounds
        ],
        "queue": _queue(facts, columns),
        "assigned": [facts.people[row.person_id].name for row in facts.open_assignments()],
    }


def closed_rounds(facts: ClaimFacts) -> Iterable[tuple[int, tuple[ReviewFacts, ...]]]:
    """Give the closed rounds in which several people judged, by wording."""
    by_wording: defaultdict[int, list[Review]] = defaultdict(list)
    for review in facts.seen:
        by_wording[review.wording].append(review)
    for wording, reviews in by_wording.items():
        judged = review_facts(reviews)
        closing = closing_round(judged, wording, facts.article.reviews_required)
        if wording in facts.closed:
            closing = closing or counting_reviews(judged, wording)
        if len(closing) > 1:
            yield wording, closing


def _joined(wording: int, values: list[str]) -> str:
    """Write a round's values as one: sorted, and with its wording, so that two alike rounds of a claim are two."""
    return f"{','.join(sorted(values))}#{wording}"


def _takes_back(review: Review) -> bool:
    return review.verdict is Verdict.UNREVIEWED


def _queue(facts: ClaimFacts, columns: Mapping[str, Any]) -> list[str]:
    """Give the lists of the queue a claim is on, but for those that depend on the day or on who asks."""
    if facts.claim.withdrawn_at is not None or facts.article.withdrawn_at is not None:
        return []
    reviews_in, required = columns["reviews_in"], facts.article.reviews_required
    last_review = max((review.event_seq for review in facts.reviews), default=None)
    newest = max((row.event_seq for row in facts.evidence), default=0)
    lists = {
        "unassigned": columns["state"] in (ReviewState.OPEN, ReviewState.AWAITING_SECOND)
        and reviews_in < required and not facts.open_assignments(),
        "second": 0 < reviews_in < required,
        "split": columns["state"] is ReviewState.SPLIT,
        "gap": columns["gap"] is not None and columns["gap"] >= WIDE_GAP,
        "newer": last_review is not None and newest > last_review,
    }  # fmt: skip
    return [name for name, holds in lists.items() if holds]
