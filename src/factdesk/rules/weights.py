"""The table of weights of rule 3, computed confidence: every version there was, so that old numbers can be made again.

To change a weight or a cut, add a version; never change one that registers were derived with. The cuts and the curve
are explained in factdesk.rules.confidence.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from factdesk.vocabulary import Credibility, Reliability


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """One version: what each grade weighs, in whole hundredths, and where scores are cut into levels."""

    version: int
    reliability: Mapping[Reliability, int]
    credibility: Mapping[Credibility, int]
    first_cut: int
    second_cut: int
    steepness: int


VERSION_1 = Weights(
    version=1,
    # Even steps, so that each grade means one step of trust less.
    reliability=dict(zip(Reliability, (100, 80, 60, 40, 20, 0), strict=True)),
    # The values of the scale "Admiralty credibility" in STIX 2.1, appendix A:
    # https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html
    credibility=dict(zip(Credibility, (90, 70, 50, 30, 10, 0), strict=True)),
    first_cut=60,
    second_cut=205,
    steepness=148,  # 60 / ln(60/40): the curve gives 60 of 100 at the first cut, and so 80 of 100 at the second
)

PRESENT = VERSION_1
KEPT: dict[int, Weights] = {one.version: one for one in (VERSION_1,)}
"""All versions by their number."""
