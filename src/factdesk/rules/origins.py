"""Rule 2, independent origins: how many that do not depend on each other speak for or against a claim.

A source without a derivation is underived; underived sources joined by ties are one origin. For a claim and
a stance an origin counts once: through a piece of its own, else through a derived piece that reaches only it.
A piece that reaches several origins counts as one, and only where none of them counts already. Every piece of
the stance stands in exactly one place: with a counted origin, or listed with why it adds nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Self, TypeAlias

from factdesk.rules.strength import Piece, SourceFacts, adds_nothing, strength
from factdesk.rules.weights import PRESENT, Weights
from factdesk.vocabulary import Lineage, Reliability, Stance

__all__ = ["CountedOrigin", "Lineages", "Listed", "Origin", "StanceCount", "count_origins", "find_cycle"]
__all__ += ["Piece", "SourceFacts"]  # what the count is made from

Origin: TypeAlias = frozenset[str]
_REACHES_NONE = "every origin it reaches was withdrawn"


@dataclass(frozen=True, slots=True)
class Listed:
    """A piece on file that adds nothing, by its key, and why."""

    piece: int
    reason: str


@dataclass(frozen=True, slots=True)
class CountedOrigin:
    """What counts as one: an origin, or the several that one piece reaches.

    `through` is the key of the piece that makes it count: its strongest own piece (`own`), else its strongest
    derived one; `reliability` (after the cap at the origin's grade) and `strength` are that piece's. `pieces`
    are the keys of all pieces collapsed into it, in order of entry. It is `recorded` when a piece that could
    make it count comes only from sources whose own reporting was checked.
    """

    origins: tuple[Origin, ...]
    through: int
    own: bool
    pieces: tuple[int, ...]
    recorded: bool
    reliability: Reliability
    strength: int


@dataclass(frozen=True, slots=True)
class StanceCount:
    """The independent origins of one stance, strongest first, and the pieces that add nothing."""

    counted: tuple[CountedOrigin, ...]
    listed: tuple[Listed, ...]

    @property
    def number(self) -> int:
        """How many independent origins there are."""
        return len(self.counted)

    @property
    def unrecorded(self) -> int:
        """How many of them have their lineage not recorded."""
        return sum(not one.recorded for one in self.counted)


@dataclass(frozen=True, slots=True)
class Lineages:
    """Where every source's information comes from, worked out once for all claims; see `build`."""

    sources: Mapping[str, SourceFacts]
    _ends: Mapping[str, frozenset[str]]
    _origins: Mapping[str, Origin]

    @classmethod
    def build(
        cls,
        sources: Mapping[str, SourceFacts],
        derivations: Iterable[tuple[str, str]],
        ties: Iterable[tuple[str, str]],
    ) -> Self:
        """Trace all sources, by the derivations (derived, its source) and ties that are not withdrawn.

        ValueError names a citekey that is not among the sources, or the cycle that the derivations form.
        """
        derived, tied = tuple(derivations), tuple(ties)
        unknown = sorted({key for pair in (*derived, *tied) for key in pair} - sources.keys())
        if unknown:
            message = "There is no source " + ", ".join(unknown)
            raise ValueError(message)
        cycle = find_cycle(derived)
        if cycle:
            message = "The derivations form a cycle: " + " from ".join(cycle)
            raise ValueError(message)
        parents = _parents(derived)
        origins = _join(sources.keys() - parents.keys(), tied)
        ends = {
            key: frozenset({key}) if any(not sources[one].withdrawn for one in origin) else frozenset[str]()
            for key, origin in origins.items()
        }
        for key in TopologicalSorter(parents).static_order():
            if key in parents:
                ends[key] = frozenset[str]().union(*(ends[parent] for parent in parents[key]))
        return cls(sources, ends, origins)

    def reached(self, citekey: str) -> frozenset[Origin]:
        """Give the origins the source reaches, without those whose sources were all withdrawn (rule 2)."""
        return self._origins_of(self._ends[citekey])

    def ends(self, piece: Piece) -> frozenset[str]:
        """Give the underived sources the piece comes from: through `rests_on`, else through its source."""
        return frozenset[str]().union(*(self._ends[key] for key in piece.rests_on or {piece.source}))

    def origins(self, piece: Piece) -> frozenset[Origin]:
        """Give the origins the piece reaches, without those whose sources were all withdrawn (rule 2)."""
        return self._origins_of(self.ends(piece))

    def is_own(self, piece: Piece) -> bool:
        """Say whether the piece is its origin's own: its source is underived, and it rests on no other."""
        return not piece.rests_on and piece.source in self._origins

    def grade(self, origin: Origin) -> Reliability | None:
        """Give the best reliability among the origin's unwithdrawn sources, or None if there is only F."""
        grades = {self.sources[key].reliability for key in origin if not self.sources[key].withdrawn}
        return min(grades - {Reliability.F}, key=lambda grade: grade.rank, default=None)

    def reliability(self, piece: Piece) -> Reliability:
        """Give the grade the piece is weighed with: never better than that of any origin it reaches (rule 3).

        That caps derived pieces alone: a piece's own origin is graded at least as well as its source.
        """
        caps = (self.grade(origin) for origin in self.origins(piece))
        source = self.sources[piece.source].reliability
        return max((source, *(cap for cap in caps if cap)), key=lambda grade: grade.rank)

    def _origins_of(self, ends: Iterable[str]) -> frozenset[Origin]:
        return frozenset(self._origins[end] for end in ends)


def find_cycle(derivations: Iterable[tuple[str, str]]) -> tuple[str, ...] | None:
    """Give a cycle among derivations (derived, its source), or None; the order of input does not matter.

    Each member derives from the next; it begins with its smallest citekey and ends with the same one again.
    """
    try:
        TopologicalSorter(_parents(sorted(derivations))).prepare()
    except CycleError as error:
        ring = list(reversed(error.args[1]))[:-1]
        start = ring.index(min(ring))
        return (*ring[start:], *ring[:start], ring[start])
    return None


def count_origins(pieces: Iterable[Piece], lineages: Lineages, weights: Weights = PRESENT) -> dict[Stance, StanceCount]:
    """Count the independent origins of one claim's evidence, for and against, in any order (rule 2)."""
    every = sorted(pieces, key=lambda piece: piece.key)
    return {
        stance: _count([piece for piece in every if piece.stance is stance], lineages, weights)
        for stance in (Stance.SUPPORTS, Stance.DISPUTES)
    }


@dataclass(frozen=True, slots=True)
class _Weighed:
    piece: Piece
    own: bool
    recorded: bool
    origins: frozenset[Origin]
    reliability: Reliability
    strength: int

    @property
    def order(self) -> tuple[int, str, int]:
        return -self.strength, self.piece.source, self.piece.key


def _count(pieces: Sequence[Piece], lineages: Lineages, weights: Weights) -> StanceCount:
    """Count one stance; the pieces come in order of entry."""
    if not pieces:
        return StanceCount((), ())
    why = {piece.key: _why_not(piece, lineages) for piece in pieces}
    weighed = [_weigh(piece, lineages, weights) for piece in pieces if why[piece.key] is None]
    carriers = _carriers(sorted(weighed, key=lambda one: one.order))
    counted: dict[tuple[Origin, ...], list[int]] = {
        key: [] for key in sorted(carriers, key=lambda key: carriers[key][0].order)
    }
    for one in weighed:
        place = next(key for key in counted if not one.origins.isdisjoint(key))
        counted[place].append(one.piece.key)
    return StanceCount(
        tuple(_counted(origins, carriers[origins], keys) for origins, keys in counted.items()),
        tuple(Listed(key, reason) for key, reason in why.items() if reason),
    )


def _carriers(weighed: Sequence[_Weighed]) -> dict[tuple[Origin, ...], list[_Weighed]]:
    """Give for each that counts as one the pieces that could make it count; pieces come strongest first."""
    carriers: defaultdict[tuple[Origin, ...], list[_Weighed]] = defaultdict(list)
    for one in (one for one in weighed if one.own):
        carriers[tuple(one.origins)].append(one)
    taken = {origin for key in carriers for origin in key}
    for one in (one for one in weighed if len(one.origins) == 1 and one.origins.isdisjoint(taken)):
        carriers[tuple(one.origins)].append(one)
    taken = {origin for key in carriers for origin in key}
    for one in weighed:
        if one.origins.isdisjoint(taken):
            carriers[tuple(sorted(one.origins, key=sorted))].append(one)
            taken |= one.origins
    return dict(carriers)


def _counted(origins: tuple[Origin, ...], carriers: Sequence[_Weighed], keys: Sequence[int]) -> CountedOrigin:
    best, recorded = carriers[0], any(one.recorded for one in carriers)
    through, own = best.piece.key, best.own
    return CountedOrigin(origins, through, own, tuple(keys), recorded, best.reliability, best.strength)


def _why_not(piece: Piece, lineages: Lineages) -> str | None:
    reason = adds_nothing(piece, lineages.sources[piece.source])
    return reason or (None if lineages.ends(piece) else _REACHES_NONE)


def _weigh(piece: Piece, lineages: Lineages, weights: Weights) -> _Weighed:
    recorded = all(lineages.sources[end].lineage is Lineage.OWN for end in lineages.ends(piece))
    origins, reliability = lineages.origins(piece), lineages.reliability(piece)
    adds = strength(reliability, piece.credibility, weights)
    return _Weighed(piece, lineages.is_own(piece), recorded, origins, reliability, adds)


def _parents(derivations: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    parents: defaultdict[str, list[str]] = defaultdict(list)
    for derived, parent in derivations:
        parents[derived].append(parent)
    return dict(parents)


def _join(underived: Iterable[str], ties: Iterable[tuple[str, str]]) -> dict[str, Origin]:
    """Give every underived source its origin; a tie with a derived source joins nothing."""
    origins = {key: frozenset({key}) for key in underived}
    for one, other in ties:
        if one in origins and other in origins:
            joined = origins[one] | origins[other]
            origins.update(dict.fromkeys(joined, joined))
    return origins
