"""A made-up register of any size, the same one for the same size and seed: what plans and costs are measured on.

It is uneven the way registers are: one article holds most claims, a few verdicts and topics most of each. Its
proportions do not depend on its size, so that a page of a large one can be held against the same page of a small
one. Words to search by: COMMON stands in about a third of the claims, RARE in RARE_CLAIMS at any size.
"""

from bisect import bisect
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import accumulate, count
from random import Random
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa
from tests.helpers.builders import a_claim, a_piece, a_register, a_review, a_source

from factdesk.access import OPERATOR
from factdesk.commands import _records, bulk
from factdesk.commands._index import settle
from factdesk.database.transaction import writing
from factdesk.drafts.register import RegisterDraft
from factdesk.facts.snapshots import table_of
from factdesk.models import Claim
from factdesk.vocabulary import ClaimType, Confidence, Hedge, Lineage, Reliability, SourceKind, SupportCheck

COMMON, RARE, RARE_CLAIMS = "common", "quagga", 20
LONGEST = "article-0"
"""The article that holds three fifths of all claims."""
SHARES = (0.6, 0.2, 0.08, 0.04, *[0.008] * 10)
"""The part of all claims that each article holds."""
PORTIONS, LARGEST_PORTION = 20, 5_000
"""A portion, loaded as one event, holds at most one part in so many, and no more claims than fit in memory."""
SOURCES, PUBLISHERS, TOPICS, WORDS = 2_000, 300, 200, 4_000
FIRST_DAY = datetime(2026, 1, 1, 12, tzinfo=UTC)
"""Each portion is loaded a day after the one before."""
DRAFTS = 10
"""One claim in so many is held back as a draft."""

_SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in ("a", "e", "i", "o", "u", "an", "er", "is")]


class _Skewed:
    """Draws from a list so that its first values come most often (Zipf's law)."""

    def __init__(self, chance: Random, values: list[str], *, offset: int = 1) -> None:
        self._chance, self._values = chance, values
        self._sums = list(accumulate(1 / (rank + offset) for rank in range(len(values))))

    def one(self) -> str:
        return self._values[bisect(self._sums, self._chance.random() * self._sums[-1])]

    def several(self, number: int) -> list[str]:
        return [self.one() for _ in range(number)]


class _Maker:
    """Makes drafts out of seeded chance."""

    def __init__(self, claims: int, seed: int) -> None:
        chance = self.chance = Random(claims + seed)
        words = ["".join(chance.choices(_SYLLABLES, k=3)) for _ in range(WORDS)]
        self.words = _Skewed(chance, words, offset=20)
        self.topics = _Skewed(chance, [f"topic {number}" for number in range(TOPICS)])
        self.verdicts = _Skewed(chance, ["supported", "unverifiable", "disputed", "mixed"])
        self.levels = _Skewed(chance, [str(level) for level in (*Confidence,)][::-1])
        self.hedges = _Skewed(chance, [str(word) for word in Hedge])
        self.types = _Skewed(chance, [str(word) for word in ClaimType])
        self.sources = self._make_sources()
        self.citekeys = _Skewed(chance, list(self.sources), offset=50)
        self.rare = set(chance.sample(range(claims), RARE_CLAIMS))

    def _make_sources(self) -> dict[str, dict[str, Any]]:
        chance = self.chance
        kinds, grades = _Skewed(chance, [*map(str, SourceKind)]), _Skewed(chance, [*map(str, Reliability)])
        lineages = _Skewed(chance, [*map(str, Lineage)])
        made = {}
        for number in range(SOURCES):
            key = f"source{number:04}"
            made[key] = a_source(
                key,
                title=self.text(8),
                authors=[self.text(2)],
                publisher=f"Publisher {chance.randrange(PUBLISHERS)}",
                kind=kinds.one(),
                reliability=grades.one(),
                lineage=lineages.one(),
            )
        return made

    def text(self, words: int) -> str:
        return " ".join(self.words.several(words))

    def claim(self, at: int, number: int) -> dict[str, Any]:
        chance = self.chance
        marks = [COMMON] * (chance.random() < 1 / 3) + [RARE] * (at in self.rare)
        pieces = chance.randint(1, 4) if chance.random() < 0.1 else 0
        return a_claim(
            number,
            *(self.piece(key) for key in self.citekeys.several(pieces)),
            statement=" ".join([self.text(chance.randint(8, 25)), *marks]),
            quote=self.text(chance.randint(5, 30)),
            paragraph=number // 5 + 1,
            hedge=self.hedges.one(),
            type=self.types.one(),
            topics=list(dict.fromkeys(self.topics.several(chance.randint(0, 3)))),
            entities=list(dict.fromkeys(self.words.several(chance.randint(0, 3)))),
            review=self.review() if chance.random() < 0.7 else None,
        )

    def piece(self, citekey: str) -> dict[str, Any]:
        chance = self.chance
        return a_piece(
            citekey,
            stance=chance.choice(["supports", "supports", "disputes", "context"]),
            credibility=chance.randint(1, 6),
            says=self.text(chance.randint(5, 40)),
            support_check=str(chance.choice(list(SupportCheck))),
        )

    def review(self) -> dict[str, Any]:
        return a_review(verdict=self.verdicts.one(), confidence=self.levels.one(), reason=self.text(12))


def portions(claims: int, seed: int = 0) -> Iterator[RegisterDraft]:
    """Give a register of so many claims in portions, the long article first."""
    maker, at = _Maker(claims, seed), count()
    for article, share in enumerate(SHARES):
        size, portion = round(claims * share), max(1, min(claims // PORTIONS, LARGEST_PORTION))
        for start in range(1, size + 1, portion):
            made = [maker.claim(next(at), number) for number in range(start, min(start + portion, size + 1))]
            named = dict.fromkeys(piece["source"] for claim in made for piece in claim["evidence"])
            yield a_register(
                *made,
                sources=[maker.sources[key] for key in named],
                slug=f"article-{article}",
                prefix=f"A{article}",
                title=f"Article {article}",
            )


@contextmanager
def days_passing() -> Iterator[None]:
    """Let every event happen a day after the one before, whatever the clock says."""

    class Clock(datetime):
        numbers = count()

        @classmethod
        def now(cls, tz=None):
            assert tz is UTC
            return FIRST_DAY + timedelta(days=next(cls.numbers))

    with patch.object(_records, "datetime", Clock):
        yield


def fill(engine: sa.Engine, claims: int, *, seed: int = 0, drafts: bool = True) -> None:
    """Load a register of so many claims into an empty database, and hold some of them back as drafts.

    That is done without an event for each, so that only a register without drafts verifies.
    """
    with days_passing():
        for portion in portions(claims, seed):
            with writing(engine) as session:
                bulk.load(session, OPERATOR, portion)
    if drafts:
        _hold_some_back(engine)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _hold_some_back(engine: sa.Engine) -> None:
    claim = table_of(Claim)
    some = claim.c.id % DRAFTS == 0
    with writing(engine) as session:
        held = session.scalars(sa.select(claim.c.id).where(some)).all()
        session.connection().execute(sa.update(claim).where(some).values(visibility="draft"))
        settle(session, held, None)
