"""The derivation version: by what everything that follows from the register's content is derived.

A register keeps the basis it was derived with. Where this program has another, all of it is derived anew. A test keeps
a digest of what each part comes to on registers that never change; it fails where a part changes and its number here
does not.
"""

from typing import NamedTuple, Self

from factdesk.rules import weights


class Basis(NamedTuple):
    """The versions of the parts that make up one derivation.

    `weights` is that of the table of weights; `rules` of everything else that derived columns follow from; `terms` of
    the filter index and the gists; `folding` of the searchable words. Raise a part's number when what it comes to
    changes; for the weights, add a version in factdesk.rules.weights.
    """

    weights: int
    rules: int
    terms: int
    folding: int

    def is_newer(self, other: Self) -> bool:
        """Say whether any part is newer than the other's, so that a program with the other cannot know it."""
        return any(one > another for one, another in zip(self, other, strict=True))


FIRST = Basis(weights=1, rules=1, terms=1, folding=1)
"""That of every register from before the basis was kept."""
PRESENT = Basis(weights=weights.PRESENT.version, rules=1, terms=1, folding=1)
"""That of this program."""


def weights_of(basis: Basis) -> weights.Weights | None:
    """Give the weights by which this program can make the numbers of a basis again, or None where it cannot."""
    return weights.KEPT.get(basis.weights) if basis.rules == PRESENT.rules else None
