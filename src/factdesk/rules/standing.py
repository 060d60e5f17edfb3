"""Rule 1, standing: what the reviews of a claim come to, from the facts of the reviews alone.

Only each reviewer's latest review counts, if it judged the present wording and is no retraction. An editor's
adjudication is never one of them: it decides a split, until a later counting review gives another verdict.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from factdesk.vocabulary import Confidence, ReviewState, Role, Verdict


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What the rule needs to know of a review; `key` is its order in time.

    The verdict `unreviewed` is a retraction; of an adjudication, if `adjudication` is set too.
    """

    key: int
    reviewer: int
    wording: int
    verdict: Verdict
    confidence: Confidence | None
    adjudication: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of review, the verdict that stands, its confidence with the range given, and who counted.

    `counting` holds the keys of the counting reviews in order of time; an adjudication is not among them.
    """

    state: ReviewState
    verdict: Verdict
    confidence: Confidence | None
    lowest: Confidence | None
    highest: Confidence | None
    counting: tuple[int, ...]


def counting_reviews(reviews: Iterable[ReviewFacts], wording: int) -> tuple[ReviewFacts, ...]:
    """Give the reviews that count for this wording, in order of time (rule 1).

    A review counts if it is its reviewer's latest, judged this wording, and is not a retraction.
    """
    latest: dict[int, ReviewFacts] = {}
    for review in sorted(reviews, key=lambda review: review.key):
        if not review.adjudication:
            latest[review.reviewer] = review
    kept = (r for r in latest.values() if r.wording == wording and r.verdict is not Verdict.UNREVIEWED)
    return tuple(sorted(kept, key=lambda review: review.key))


def standing(reviews: Iterable[ReviewFacts], wording: int, required: int) -> Standing:
    """Give what the reviews come to for the present wording when so many are required (rule 1, standing).

    The first that holds: none counts, open; an adjudication stands, settled by it; fewer than required,
    awaiting second; verdicts differ, split; else settled with the common verdict and the most cautious
    confidence. Until settled the verdict is `unreviewed`, or, where one review is required, that of the last
    counting review.
    """
    _check(required)
    every = tuple(reviews)
    counting = counting_reviews(every, wording)
    if not counting:
        return _without_verdict(ReviewState.OPEN, counting)
    decision = adjudication(every, wording)
    if decision:
        return _decided(decision, counting)
    if len(counting) < required:
        return _without_verdict(ReviewState.AWAITING_SECOND, counting)
    given = [review.confidence for review in counting if review.confidence]
    if len({review.verdict for review in counting}) == 1:
        return _with_verdict(ReviewState.SETTLED, counting, most_cautious(given))
    if required == 1:
        return _with_verdict(ReviewState.SPLIT, counting, counting[-1].confidence)
    return _without_verdict(ReviewState.SPLIT, counting)


def adjudication(reviews: Iterable[ReviewFacts], wording: int) -> ReviewFacts | None:
    """Give the wording's last adjudication, or None if it was taken back or a later counting review differs."""
    every = tuple(reviews)
    made = [review for review in every if review.adjudication and review.wording == wording]
    last = max(made, key=lambda review: review.key, default=None)
    counting = counting_reviews(every, wording)
    if last is None or last.verdict is Verdict.UNREVIEWED or not counting:
        return None
    fell = any(review.key > last.key and review.verdict is not last.verdict for review in counting)
    return None if fell else last


def most_cautious(given: Iterable[Confidence]) -> Confidence | None:
    """Give the confidence nearest to moderate, of two equally near the lower; None if none was given."""
    return min(given, key=lambda one: (abs(one.rank - Confidence.MODERATE.rank), one.rank), default=None)


def round_closed_by(reviews: Iterable[ReviewFacts], wording: int, required: int) -> int | None:
    """Give the key of the review that closed the round of this wording, or None while it is open (rule 1).

    A round begins with its wording and closes when the required number of counting reviews is in. That is for
    good: no later retraction opens it again.
    """
    closing = closing_round(reviews, wording, required)
    return max((review.key for review in closing), default=None)


def closing_round(reviews: Iterable[ReviewFacts], wording: int, required: int) -> tuple[ReviewFacts, ...]:
    """Give the reviews that were in when the round of this wording closed, in order of time; none while it is open."""
    _check(required)
    in_now: dict[int, ReviewFacts] = {}
    for review in sorted(reviews, key=lambda review: review.key):
        if review.adjudication or review.wording != wording:
            continue
        in_now.pop(review.reviewer, None)
        if review.verdict is not Verdict.UNREVIEWED:
            in_now[review.reviewer] = review
        if len(in_now) >= required:
            return tuple(in_now.values())
    return ()


def hidden(
    reviews: Iterable[ReviewFacts], wording: int, required: int, *, blind: bool, closed: Collection[int]
) -> frozenset[int]:
    """Give the keys of the reviews that only their authors see (rule 7, blind rounds).

    While the blind round of the present wording is open these are its reviews, and those of any earlier wording
    whose round never closed: they would tell how their author thinks. `closed` are wordings whose rounds closed
    under an earlier setting of the article.
    """
    every = tuple(reviews)
    open_wordings = {
        one
        for one in {wording, *(review.wording for review in every)}
        if one not in closed and round_closed_by(every, one, required) is None
    }
    if not blind or wording not in open_wordings:
        return frozenset()
    return frozenset(review.key for review in every if review.wording in open_wordings)


def dissent(reviews: Iterable[ReviewFacts], wording: int, result: Standing) -> tuple[int, ...]:
    """Give the keys of the counting reviews whose verdict is not the one that stands, once the claim is settled."""
    if result.state is not ReviewState.SETTLED:
        return ()
    return tuple(one.key for one in counting_reviews(reviews, wording) if one.verdict is not result.verdict)


def may_adjudicate(person: int, role: Role, reviews: Iterable[ReviewFacts], wording: int, required: int) -> bool:
    """Say whether the person may decide: an editor, on a split, with no counting review of this wording."""
    every = tuple(reviews)
    judged = {review.reviewer for review in counting_reviews(every, wording)}
    is_split = standing(every, wording, required).state is ReviewState.SPLIT
    return is_split and role.rank >= Role.EDITOR.rank and person not in judged


def _check(required: int) -> None:
    if required < 1:
        message = f"At least one review must be required, not {required}."
        raise ValueError(message)


def _keys(counting: tuple[ReviewFacts, ...]) -> tuple[int, ...]:
    return tuple(review.key for review in counting)


def _without_verdict(state: ReviewState, counting: tuple[ReviewFacts, ...]) -> Standing:
    return Standing(state, Verdict.UNREVIEWED, None, None, None, _keys(counting))


def _decided(decision: ReviewFacts, counting: tuple[ReviewFacts, ...]) -> Standing:
    only = decision.confidence
    return Standing(ReviewState.SETTLED, decision.verdict, only, only, only, _keys(counting))


def _with_verdict(state: ReviewState, counting: tuple[ReviewFacts, ...], confidence: Confidence | None) -> Standing:
    given = sorted((review.confidence for review in counting if review.confidence), key=lambda one: one.rank)
    lowest, highest = (given[0], given[-1]) if given else (None, None)
    return Standing(state, counting[-1].verdict, confidence, lowest, highest, _keys(counting))
