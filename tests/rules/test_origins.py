"""Rule 2, independent origins: every sentence of the rule by example, and its laws for any evidence."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factdesk.rules.origins import (
    Lineages,
    Listed,
    Piece,
    SourceFacts,
    StanceCount,
    count_origins,
    find_cycle,
)
from factdesk.vocabulary import Credibility, Lineage, Reliability, Stance, SupportCheck

FOR, AGAINST, CONTEXT = Stance
OWN, DERIVED, NOT_RECORDED = Lineage
Pairs = Iterable[tuple[str, str]]


def source(citekey: str, grade: str = "B", lineage: Lineage = OWN, *, withdrawn: bool = False) -> SourceFacts:
    return SourceFacts(citekey, Reliability[grade], lineage, consulted=True, withdrawn=withdrawn)


def piece(key: int, of: str, grade: str = "2", *, rests_on: Collection[str] = ()) -> Piece:
    rest = frozenset(rests_on)
    return Piece(key, of, FOR, list(Credibility)[int(grade) - 1], SupportCheck.NOT_CHECKED, rest, withdrawn=False)


def lineages(sources: str | Iterable[SourceFacts], derivations: Pairs = (), ties: Pairs = ()) -> Lineages:
    every = [source(key) for key in sources.split()] if isinstance(sources, str) else sources
    return Lineages.build({one.citekey: one for one in every}, derivations, ties)


def support(pieces: Iterable[Piece], known: Lineages) -> StanceCount:
    return count_origins(pieces, known)[FOR]


def origin(*keys: str) -> frozenset[str]:
    return frozenset(keys)


def test_a_source_reaches_classes_of_underived_sources_joined_by_ties() -> None:
    tied = lineages("a b c d", ties=[("a", "b"), ("c", "b")])
    assert tied.reached("a") == tied.reached("c") == {origin("a", "b", "c")}
    assert tied.reached("d") == {origin("d")}
    derived = lineages("a b c d", [("d", "c"), ("d", "b"), ("c", "a")])
    assert derived.reached("c") == {origin("a")}
    assert derived.reached("d") == {origin("a"), origin("b")}


def test_a_tie_with_a_derived_source_joins_nothing() -> None:
    known = lineages("a b c", [("b", "a")], [("b", "c"), ("a", "b")])
    assert [known.reached(key) for key in "abc"] == [{origin("a")}, {origin("a")}, {origin("c")}]


def test_a_long_chain_is_no_trouble() -> None:
    keys = [f"s{n:05}" for n in range(5000)]
    known = lineages(" ".join(keys), zip(keys[1:], keys, strict=False))
    assert known.reached(keys[-1]) == {origin("s00000")}


def test_a_cycle_is_found_and_refused_by_name() -> None:
    ring = [("x", "b"), ("c", "a"), ("b", "c"), ("a", "b"), ("c", "x1")]
    assert find_cycle(ring) == find_cycle(reversed(ring)) == ("a", "b", "c", "a")
    two_rings = [("c", "d"), ("d", "c"), ("b", "a"), ("a", "b")]
    assert find_cycle(two_rings) == find_cycle(reversed(two_rings)) == ("a", "b", "a")
    assert find_cycle([("a", "a")]) == ("a", "a")
    assert find_cycle([("c", "a"), ("c", "b"), ("b", "a"), ("c", "a")]) is None
    with pytest.raises(ValueError, match="a from b from c from a"):
        lineages("a b c x x1", ring)


def test_a_source_that_is_not_on_file_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"no source y, z$"):
        lineages("a", [("a", "z")], [("y", "a")])


def test_five_reprints_of_one_wire_story_are_one_origin_and_a_sixth_changes_nothing() -> None:
    known = lineages("wire r1 r2 r3 r4 r5 r6", [(f"r{n}", "wire") for n in range(1, 7)])
    reprints = [piece(n, f"r{n}") for n in range(1, 7)]
    five, six = support(reprints[:5], known), support(reprints, known)
    assert five.number == six.number == 1
    assert replace(six.counted[0], pieces=(1, 2, 3, 4, 5)) == five.counted[0]
    story = support([*reprints, piece(9, "wire", "5")], known).counted
    assert [(one.own, one.through, one.pieces) for one in story] == [(True, 9, (1, 2, 3, 4, 5, 6, 9))]


def test_an_origin_counts_through_its_strongest_own_piece_ties_by_citekey_then_entry() -> None:
    known = lineages("a b c", [("c", "a")], [("a", "b")])
    assert support([piece(1, "c", "1"), piece(2, "b"), piece(3, "a", "3")], known).counted[0].through == 2
    assert support([piece(1, "b"), piece(2, "a"), piece(3, "a")], known).counted[0].through == 2


def test_a_derived_piece_is_graded_no_better_than_its_origin_and_f_caps_nothing() -> None:
    known = lineages([source("a", "D"), source("f", "F"), source("x", "A"), source("y", "C")], [("x", "a")])
    capped = support([piece(1, "x", "3"), piece(2, "y", "1", rests_on="a")], known).counted[0]
    assert (capped.through, capped.reliability, capped.strength, capped.own) == (2, Reliability.D, 36, False)
    assert support([piece(1, "y", "1", rests_on="f")], known).counted[0].reliability is Reliability.C


def test_an_origins_grade_is_the_best_of_its_unwithdrawn_sources() -> None:
    tied = [source("a", "A", withdrawn=True), source("b", "D"), source("c", "C"), source("f", "F")]
    known = lineages([*tied, source("x")], [("x", "a")], [("a", "b"), ("b", "c"), ("c", "f")])
    assert known.grade(origin("a", "b", "c", "f")) is Reliability.C
    assert known.grade(origin("f")) is None
    assert known.grade(origin("a")) is None
    assert known.reliability(piece(1, "x")) is Reliability.C


def test_a_piece_that_reaches_several_counts_as_one_at_the_lowest_of_their_grades() -> None:
    for a, b in ("CD", "DC"):
        known = lineages([source("a", a), source("b", b), source("x", "A")], [("x", "a"), ("x", "b")])
        (counted,) = support([piece(1, "x", "1")], known).counted
        assert (counted.origins, counted.own, counted.strength) == ((origin("a"), origin("b")), False, 36)
    (counted,) = support([piece(1, "x", rests_on="fbdaec")], lineages("a b c d e f x")).counted
    assert counted.origins == tuple(origin(key) for key in "abcdef")


def test_a_piece_that_reaches_several_counts_only_if_none_of_them_counts_already() -> None:
    known = lineages("a b c x y z", [("x", "a"), ("x", "b"), ("y", "b"), ("y", "c"), ("z", "c")])
    through_own = support([piece(1, "x", "1"), piece(2, "b", "5")], known).counted
    assert [(one.through, one.pieces) for one in through_own] == [(2, (1, 2))]
    through_derived = support([piece(1, "y", "1"), piece(2, "z", "5")], known).counted
    assert [(one.through, one.pieces) for one in through_derived] == [(2, (1, 2))]
    both = support([piece(1, "y"), piece(2, "x")], known).counted
    assert [(one.origins, one.through, one.pieces) for one in both] == [((origin("a"), origin("b")), 2, (1, 2))]
    stronger = support([piece(1, "y", "1"), piece(2, "x")], known).counted
    assert [(one.through, one.pieces) for one in stronger] == [(1, (1, 2))]


def test_a_piece_whose_origins_count_apart_is_collapsed_into_the_first() -> None:
    known = lineages("a b x", [("x", "a"), ("x", "b")])
    counted = support([piece(1, "a", "3"), piece(2, "b", "2"), piece(3, "x", "1")], known).counted
    assert [(one.through, one.pieces) for one in counted] == [(2, (2, 3)), (1, (1,))]


def test_the_strongest_comes_first_ties_by_citekey_then_entry() -> None:
    known = lineages("a b c d x", [("x", "d")])
    counted = support([piece(1, "c", "3"), piece(2, "b"), piece(3, "a", "3"), piece(4, "x", "1")], known).counted
    assert [one.through for one in counted] == [4, 2, 3, 1]


def test_rests_on_goes_before_the_lineage_of_the_source() -> None:
    known = lineages("a b x", [("x", "a")])
    assert support([piece(1, "a"), piece(2, "x", rests_on="b")], known).number == 2
    (counted,) = support([piece(1, "a", "5"), piece(2, "b", "1", rests_on="a")], known).counted
    assert (counted.through, counted.own, counted.pieces) == (1, True, (1, 2))


def test_an_origin_all_of_whose_sources_are_withdrawn_is_left_out() -> None:
    gone = [source("a", withdrawn=True), source("b", withdrawn=True), source("x"), source("y"), source("c")]
    derivations = [("x", "a"), ("y", "a"), ("y", "c")]
    known = lineages(gone, derivations, [("a", "b")])
    assert known.reached("x") == set()
    reason = "every origin it reaches was withdrawn"
    assert support([piece(1, "x")], known) == StanceCount((), (Listed(1, reason),))
    assert support([piece(1, "y")], known).counted[0].origins == (origin("c"),)
    half = lineages([replace(gone[0], withdrawn=False), *gone[1:]], derivations, [("a", "b")])
    assert half.reached("x") == {origin("a", "b")}


def test_pieces_that_add_nothing_are_listed_and_not_counted() -> None:
    known = lineages([source("a"), source("f", "F"), source("x")], [("x", "a")])
    pieces = [piece(3, "f"), replace(piece(1, "a"), withdrawn=True), piece(2, "x")]
    counts = support(pieces, known)
    assert [one.piece for one in counts.listed] == [1, 3]
    assert counts.listed[0].reason == "it was withdrawn"
    assert [(one.through, one.own, one.pieces) for one in counts.counted] == [(2, False, (2,))]


def test_unrecorded_lineage_is_said() -> None:
    sources = [
        source("a"),
        source("b", lineage=NOT_RECORDED),
        source("c", lineage=DERIVED),
        *map(source, "xyz"),
    ]
    known = lineages(sources, [("x", "b"), ("y", "a"), ("y", "b"), ("z", "a")], [("a", "c")])
    unrecorded = [support([piece(1, key)], known).unrecorded for key in "abcxyz"]
    assert unrecorded == [0, 1, 1, 1, 1, 0]
    two = support([piece(1, "a", "5"), piece(2, "c"), piece(3, "x")], known)
    assert (two.number, two.unrecorded) == (2, 1)
    assert support([piece(1, "c"), piece(2, "z")], known).unrecorded == 1


def test_without_its_derivation_or_tie_a_source_stands_alone() -> None:
    pieces = [piece(1, "a"), piece(2, "b"), piece(3, "c")]
    assert support(pieces, lineages("a b c", [("b", "a")], [("a", "c")])).number == 1
    assert support(pieces, lineages("a b c", [], [("a", "c")])).number == 2
    assert support(pieces, lineages("a b c")).number == 3


@dataclass(frozen=True)
class World:
    sources: list[SourceFacts]
    derivations: list[tuple[str, str]]
    ties: list[tuple[str, str]]
    pieces: list[Piece]

    @property
    def lineages(self) -> Lineages:
        return lineages(self.sources, self.derivations, self.ties)

    def count(self) -> dict[Stance, StanceCount]:
        return count_origins(self.pieces, self.lineages)


KEYS = st.sampled_from("abcdefg")


@st.composite
def worlds(draw: st.DrawFn) -> World:
    keys = draw(st.permutations("abcdefg"))
    rarely, mostly = st.sampled_from([False] * 6 + [True]), st.sampled_from([True] * 6 + [False])
    graded = st.tuples(st.sampled_from(Reliability), st.sampled_from(Lineage), mostly, rarely)
    pairs = st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda pair: pair[0] > pair[1])
    named = pairs.map(lambda pair: (keys[pair[0]], keys[pair[1]]))
    evidence = st.tuples(
        st.sampled_from(keys),
        st.sampled_from([FOR, FOR, AGAINST, CONTEXT]),
        st.sampled_from(Credibility),
        st.sampled_from([SupportCheck.NOT_CHECKED] * 5 + [SupportCheck.SILENT]),
        st.one_of(st.just(frozenset[str]()), st.frozensets(st.sampled_from(keys), max_size=2)),
        rarely,
    )
    return World(
        [SourceFacts(key, *draw(graded)) for key in keys],
        draw(st.lists(named, max_size=7)),
        draw(st.lists(named, max_size=3)),
        [Piece(key, *facts) for key, facts in enumerate(draw(st.lists(evidence, max_size=9)))],
    )


@given(st.data(), worlds())
def test_order_never_matters(data: st.DataObject, world: World) -> None:
    shuffled = World(
        data.draw(st.permutations(world.sources)),
        data.draw(st.permutations(world.derivations)),
        data.draw(st.permutations([(b, a) for a, b in world.ties])),
        data.draw(st.permutations(world.pieces)),
    )
    assert shuffled.count() == world.count()


@given(worlds())
def test_swapping_for_and_against_mirrors(world: World) -> None:
    swap = {FOR: AGAINST, AGAINST: FOR, CONTEXT: CONTEXT}
    mirrored = replace(world, pieces=[replace(one, stance=swap[one.stance]) for one in world.pieces]).count()
    assert {swap[stance]: count for stance, count in mirrored.items()} == world.count()


@given(worlds())
def test_each_piece_is_in_exactly_one_place_and_each_origin_counts_once(world: World) -> None:
    known, pieces = world.lineages, {one.key: one for one in world.pieces}
    for stance, count in world.count().items():
        placed = [key for one in count.counted for key in one.pieces] + [one.piece for one in count.listed]
        assert sorted(placed) == [one.key for one in world.pieces if one.stance is stance]
        taken = [each for one in count.counted for each in one.origins]
        assert len(taken) == len(set(taken))
        for one in count.counted:
            assert frozenset(one.origins) == known.origins(pieces[one.through])
            assert one.own == known.is_own(pieces[one.through]) == any(known.is_own(pieces[key]) for key in one.pieces)
            assert all(known.origins(pieces[key]) & set(one.origins) for key in one.pieces)
            assert one.strength > 0


@given(worlds(), st.sampled_from(list(Credibility)[:-1]), st.sampled_from(Lineage))
def test_support_from_an_unconnected_origin_adds_exactly_one(
    world: World, credibility: Credibility, lineage: Lineage
) -> None:
    new = replace(piece(100, "new"), credibility=credibility)
    sources = [*world.sources, source("new", "E", lineage)]
    before, after = world.count(), replace(world, sources=sources, pieces=[*world.pieces, new]).count()
    assert after[AGAINST] == before[AGAINST]
    rest = tuple(one for one in after[FOR].counted if one.pieces != (100,))
    assert rest == before[FOR].counted
    assert after[FOR].number == before[FOR].number + 1
    assert after[FOR].unrecorded - before[FOR].unrecorded == (lineage is not OWN)


@given(st.data(), worlds(), st.booleans())
def test_a_derived_piece_of_an_origin_that_counts_by_its_own_changes_nothing(
    data: st.DataObject, world: World, by_lineage: bool
) -> None:
    anchored = World(
        [*world.sources, source("own", "D", data.draw(st.sampled_from(Lineage)))],
        world.derivations,
        [*world.ties, *data.draw(st.lists(st.tuples(st.just("own"), KEYS), max_size=1))],
        [*world.pieces, piece(99, "own")],
    )
    parents = {"own", *data.draw(st.sets(KEYS, max_size=2))}
    more = World(
        [*anchored.sources, source("new", "A")],
        [*anchored.derivations, *(("new", parent) for parent in parents if by_lineage)],
        anchored.ties,
        [*anchored.pieces, piece(100, "new", "1", rests_on=() if by_lineage else parents)],
    )
    before, after = anchored.count(), more.count()
    kept = (replace(one, pieces=tuple(key for key in one.pieces if key != 100)) for one in after[FOR].counted)
    assert tuple(kept) == before[FOR].counted
    assert after[FOR].listed == before[FOR].listed
    assert after[AGAINST] == before[AGAINST]
