"""The search index against the words that follow from the claims: its texts, and what SQLite keeps beside them."""

from collections.abc import Iterator, Mapping
from itertools import zip_longest

from sqlmodel import col, select

from factdesk.database import search, search_check
from factdesk.database.transaction import ReadSession
from factdesk.facts.derive import Derived
from factdesk.facts.snapshots import table_of
from factdesk.models import Claim
from factdesk.queries.verification.telling import said, some_of
from factdesk.rules.words import FIELD_GAP

_TEXTS = ("public", "internal")


class Words:
    """The check of the search index, to which the claims are given some at a time."""

    def __init__(self, session: ReadSession) -> None:
        self._session = session
        self._written = search.as_kept(session)
        self._beside = search_check.Beside(session)

    def problems_of(self, derived: Mapping[int, tuple[str, Derived]]) -> Iterator[str]:
        """Compare the texts of some claims, given by their places with their refs and what follows for them."""
        due = {
            place: (self._written(one.public_words), self._written(one.internal_words))
            for place, (_, one) in derived.items()
        }
        self._beside.add(due)
        held = search_check.texts(self._session, list(due))
        for place, both in due.items():
            if held.get(place) != both:
                yield from _text_problems(derived[place][0], both, held.get(place))

    def problems(self) -> Iterator[str]:
        """Look for what belongs to no claim, and compare what is kept beside the texts, once all claims were given."""
        stray = search_check.astray(self._session, table_of(Claim).c.place)
        yield from some_of(
            (f"The search index (claim_search) holds a text for place {place}, where no claim is." for place in stray),
            "texts in the search index for places where no claim is",
        )
        try:
            yield from some_of(self._entry_problems(), "words that the search index finds elsewhere than they stand")
            yield from some_of(self._length_problems(), "texts of which the search index keeps a wrong length")
        except search_check.Broken as cause:
            yield f"The words of the search index (claim_search_data) cannot be read: {cause}."
        yield from (f"The search index ({table}): {wrong}." for table, wrong in self._beside.flaws())
        self._beside.drop()

    def _entry_problems(self) -> Iterator[str]:
        for entry, astray in self._beside.entries():
            at = f"the {entry.text} words of {self._ref(entry.place)}, at {entry.offset + 1}"
            if astray:
                yield f"The search index (claim_search_data) has {_word(entry.word)} in {at}, where it does not stand."
            else:
                yield f"The search index (claim_search_data) finds no {_word(entry.word)} in {at}, where it stands."

    def _length_problems(self) -> Iterator[str]:
        for place in self._beside.lengths():
            yield f"{self._ref(place)}: the search index (claim_search_docsize) keeps a wrong number of its words."

    def _ref(self, place: int) -> str:
        """Give the ref of the claim at a place; only where something is wrong."""
        ref = self._session.exec(select(Claim.ref).where(col(Claim.place) == place)).one_or_none()
        return ref or f"place {place}, where no claim is"


def _text_problems(ref: str, due: tuple[str, str], held: tuple[object, object] | None) -> Iterator[str]:
    if held is None:
        yield f"{ref}: the search index (claim_search) does not hold it."
        return
    for name, expected, found in zip(_TEXTS, due, held, strict=True):
        if expected == found:
            continue
        at, there, missing = _first_unlike(expected, found)
        instead = f"{_word(there)} stands where {_word(missing)} should"
        yield f"{ref}: its {name} words in the search index (claim_search) do not follow: word {at}, {instead}."


def _first_unlike(due: str, held: object) -> tuple[int, str | None, str | None]:
    """Give where two texts differ first: the how manieth word, what stands there and what should."""
    words = zip_longest(held.split(" ") if isinstance(held, str) else [str(held)], due.split(" "))
    return next((at, there, missing) for at, (there, missing) in enumerate(words, start=1) if there != missing)


def _word(word: str | bytes | None) -> str:
    if not word:
        return "nothing"
    return "the end of a part" if word in (FIELD_GAP, FIELD_GAP.encode()) else f"“{said(word)}”"
