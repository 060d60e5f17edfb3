"""How far reviewers agree: Krippendorff's alpha over the closed rounds with several reviews, never over open ones.

The kept terms hold each such round as the values given in it (see factdesk.facts.terms), so that over the whole
register alpha is exact at any size; under a filter it is that of the claims that were counted.
"""

from collections import Counter
from collections.abc import Mapping

from factdesk.facts.gather import ClaimFacts
from factdesk.facts.terms import closed_rounds
from factdesk.rules.agreement import Agreement, nominal, ordinal, pairwise
from factdesk.shapes import claims, statistics
from factdesk.vocabulary import Confidence

FACETS = ("round_verdicts", "round_confidences")


def of_values(counted: Mapping[str, Mapping[str, int]]) -> list[statistics.Agreement]:
    """Give both agreements from the number of rounds by what was said in them, by facet."""
    verdicts, confidences = (_rounds(counted.get(facet, {})) for facet in FACETS)
    return [
        _shape("verdict", "Verdict", verdicts, nominal(verdicts)),
        _shape("confidence", "Confidence", confidences, ordinal(confidences, [str(level) for level in Confidence])),
    ]


def of_claim(facts: ClaimFacts) -> claims.RoundAgreement | None:
    """Give how far the reviewers of one claim agree, once the round of its present wording is closed."""
    reviews = dict(closed_rounds(facts)).get(facts.claim.wording, ())
    verdicts = Counter(review.verdict for review in reviews)
    share = pairwise(verdicts.elements())
    if share is None:
        return None
    return claims.RoundAgreement(reviewers=verdicts.total(), agreeing=max(verdicts.values()), share=float(share))


def _rounds(counted: Mapping[str, int]) -> Counter[tuple[str, ...]]:
    """Give the number of rounds by their values; a round in which fewer than two people said something is none."""
    found: Counter[tuple[str, ...]] = Counter()
    for value, claims_ in counted.items():
        said = tuple(filter(None, value.rpartition("#")[0].split(",")))
        if len(said) > 1:
            found[said] += claims_
    return found


def _shape(on: str, label: str, rounds: Mapping[tuple[str, ...], int], found: Agreement) -> statistics.Agreement:
    alike: Counter[str] = Counter()
    for values, number in rounds.items():
        different = len(set(values))
        alike["all" if different == 1 else "none" if different == len(values) else "some"] += number
    return statistics.Agreement(
        on=on, label=label, alpha=found.alpha, undefined=found.undefined, rounds=found.units, reviews=found.values,
        all_agree=alike["all"], some_agree=alike["some"], none_agree=alike["none"],
    )  # fmt: skip
