"""Articles of one claim, of forty, of one more, and of very many, with every verdict and level."""

from itertools import chain, repeat
from typing import Any

import sqlalchemy as sa
from tests.helpers import builders

from factdesk.vocabulary import Confidence, Verdict

NUMBERS = (1, 40, 41, 150, 1000)
EACH = 6
"""Claims of a paragraph."""
_JUDGED = [(verdict, level) for verdict in Verdict if verdict is not Verdict.UNREVIEWED for level in Confidence]


def strips(engine: sa.Engine) -> None:
    """Make an article of each of NUMBERS."""
    for number in NUMBERS:
        judged: list[Any] = [{"review": builders.a_review(verdict=one, confidence=level)} for one, level in _JUDGED]
        given = chain.from_iterable(repeat([*judged, {}]))
        claims = [builders.a_claim(at, paragraph=1 + at // EACH, **next(given)) for at in range(1, number + 1)]
        builders.load(engine, builders.a_register(*claims, slug=f"of-{number}", prefix=f"OF{number}"))
