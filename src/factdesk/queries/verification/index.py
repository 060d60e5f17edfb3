"""The register's index against the claims: the terms, how many claims have each and each two, and which these are.

What a claim's own list of terms should be is known by then (see factdesk.queries.verification.derived), so the engine
compares the postings with those lists by itself: they are as many as the register has claims, several times over.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.database.transaction import ReadSession
from factdesk.facts import basis
from factdesk.facts.snapshots import CHUNK
from factdesk.facts.terms import PAIRED, TermKey
from factdesk.models import Claim, Pair, Term
from factdesk.queries.verification.telling import said, some_of

# A claim's terms as rows with one number each; and what is due, what is there, and what is the one and not the other.
_TERMS = {
    "sqlite": "json_each(claim.term_ids) AS term",
    "postgresql": "LATERAL (SELECT CAST(json_array_elements_text(claim.term_ids) AS bigint) AS value) AS term",
}
_DUE = "SELECT count(*) FROM claim CROSS JOIN TERMS"
_POSTED = "SELECT count(*) FROM posting"
_LACKING = """
    SELECT claim.ref, term.value FROM claim CROSS JOIN TERMS WHERE NOT EXISTS
    (SELECT 1 FROM posting WHERE posting.term_id = term.value AND posting.place = claim.place)"""
_BEYOND = """
    SELECT posting.term_id, posting.place, claim.ref FROM posting LEFT JOIN claim ON claim.place = posting.place
    WHERE claim.ref IS NULL OR NOT EXISTS (SELECT 1 FROM TERMS WHERE term.value = posting.term_id)"""


class Index:
    """The check of the register's index, to which the claims are given one by one."""

    def __init__(self, session: ReadSession) -> None:
        self._session = session
        self._waiting = basis.due(session).under_way
        listed = session.exec(select(Term.id, Term.shelf, Term.facet, Term.value)).all()
        self._names: dict[int, TermKey] = {id_: (shelf, facet, value) for id_, shelf, facet, value in listed}
        self._ids = {name: id_ for id_, name in self._names.items()}
        self._paired = {id_ for id_, (_, facet, _) in self._names.items() if facet in PAIRED}
        self._claims: Counter[int] = Counter()
        self._pairs: Counter[tuple[int, int]] = Counter()

    def problems_of(self, claim: Claim, terms: frozenset[TermKey]) -> Iterator[str]:
        """Compare a claim's kept terms with those that follow, and count it for these."""
        kept: object = claim.term_ids
        if not isinstance(kept, list) or not all(type(id_) is int for id_ in kept):
            raise TypeError(f"the terms of {claim.ref} are no list of numbers")
        known = [self._ids[name] for name in terms if name in self._ids]
        if claim.term_ids != sorted(known) or len(known) < len(terms):
            yield f"{claim.ref}: its index terms do not follow from its facts: {self._unlike(claim, terms)}."
        self._claims.update(known)
        self._pairs.update(combinations(sorted(self._paired.intersection(known)), 2))

    def problems(self) -> Iterator[str]:
        """Compare terms, pairs of terms and postings, once all claims were given."""
        yield from some_of(self._term_problems(), "terms whose claims are counted otherwise")
        yield from some_of(self._pair_problems(), "pairs of terms whose claims are counted otherwise")
        yield from self._posting_problems()

    def _unlike(self, claim: Claim, terms: frozenset[TermKey]) -> str:
        kept = {self._names.get(id_, ("no shelf", "term", str(id_))) for id_ in claim.term_ids}
        unlike = [f"{_told(name)} is missing" for name in sorted(terms - kept)]
        unlike += [f"{_told(name)} is one too many" for name in sorted(kept - terms)]
        return ", ".join(unlike[:5]) or "they are out of order"

    def _term_problems(self) -> Iterator[str]:
        query = select(Term.id, Term.claims).order_by(col(Term.facet), col(Term.value), col(Term.id))
        for id_, kept in self._session.exec(query):
            due = self._claims[id_]
            if not kept and not due and self._waiting:
                continue  # a term that waits for claims while everything is derived anew
            if not due:
                yield f"{self._name(id_)}: the index has this term, which no claim has."
            elif kept != due:
                yield f"{self._name(id_)}: {kept} claims by the kept count, {due} by their terms."

    def _pair_problems(self) -> Iterator[str]:
        due = {pair: n for (one, other), n in self._pairs.items() for pair in ((one, other), (other, one))}
        for one, other, kept in self._session.exec(select(Pair.term_id, Pair.other_id, Pair.claims)):
            number = due.pop((one, other), 0)
            if kept != number or not number:
                yield self._pair_problem(one, other, kept, number)
        for (one, other), number in due.items():
            yield self._pair_problem(one, other, None, number)

    def _pair_problem(self, one: int, other: int, kept: int | None, due: int) -> str:
        counted = "nothing" if kept is None else f"{kept} claims"
        return (
            f"The pair of terms {self._name(one)} and {self._name(other)}: {counted} by the kept count, {due} by terms."
        )

    def _posting_problems(self) -> Iterator[str]:
        """Look each term of each claim up, then, unless these are all there are, for postings beyond them."""
        missing = 0

        def lacking() -> Iterator[str]:
            nonlocal missing
            for ref, id_ in self._read(_LACKING):
                missing += 1
                yield f"{ref}: the index does not list it under {self._name(id_)}."

        yield from some_of(lacking(), "claims that the index does not list where it should")
        if self._number(_POSTED) != self._number(_DUE) - missing:
            yield from some_of(map(self._stray, self._read(_BEYOND)), "claims that the index lists where it should not")

    def _stray(self, row: tuple[int, int, str | None]) -> str:
        id_, place, ref = row
        return f"{ref or f'Place {place}, where no claim is'}: the index lists it under {self._name(id_)} for nothing."

    def _name(self, id_: int) -> str:
        return _told(self._names[id_]) if id_ in self._names else f"term {id_}, which is not there"

    def _read(self, statement: str) -> Iterator[Any]:
        options = {"yield_per": CHUNK}
        yield from self._session.connection().execute(self._spelt(statement), execution_options=options)

    def _number(self, statement: str) -> int:
        return int(self._session.connection().execute(self._spelt(statement)).scalar_one())

    def _spelt(self, statement: str) -> sa.TextClause:
        """Spell a statement for the engine."""
        return sa.text(statement.replace("TERMS", _TERMS[self._session.get_bind().dialect.name]))


def _told(name: TermKey) -> str:
    """Name a term; its shelf as well, because each shelf has its own."""
    shelf, facet, value = map(said, name)
    return f"{facet} {value} ({shelf})" if value else f"{facet} ({shelf})"
