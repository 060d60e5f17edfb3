"""Rule 3, computed confidence: its cuts and its number by example, and its laws for any evidence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.rows import for_each

from factdesk.rules.confidence import Computed, computed, gap, level_of, number_of
from factdesk.rules.origins import Lineages, Piece, SourceFacts, count_origins
from factdesk.rules.weights import PRESENT
from factdesk.vocabulary import CONFIDENCE_RANGE, Confidence, Credibility, Lineage, Reliability, Stance, SupportCheck

VERY_LOW, LOW, MODERATE, HIGH, VERY_HIGH = Confidence
FOR, AGAINST, CONTEXT = Stance
FIRST_CUT, SECOND_CUT = PRESENT.first_cut, PRESENT.second_cut
KEYS = [f"s{number}" for number in range(7)]


def source(citekey: str, grade: str = "B", **but: object) -> SourceFacts:
    known = SourceFacts(citekey, Reliability[grade], Lineage.OWN, consulted=True, withdrawn=False)
    return replace(known, **but)


def piece(key: int, of: str, stance: Stance = FOR, grade: str = "2", **but: object) -> Piece:
    known = Piece(key, of, stance, Credibility.of(grade), SupportCheck.NOT_CHECKED, frozenset(), withdrawn=False)
    return replace(known, **but)


@dataclass(frozen=True)
class Case:
    """The evidence of one claim with the sources behind it."""

    sources: tuple[SourceFacts, ...]
    derivations: tuple[tuple[str, str], ...]
    ties: tuple[tuple[str, str], ...]
    pieces: tuple[Piece, ...]

    def lineages(self) -> Lineages:
        return Lineages.build({one.citekey: one for one in self.sources}, self.derivations, self.ties)

    def computed(self) -> Computed | None:
        return computed(count_origins(self.pieces, self.lineages()))

    def score(self) -> int:
        found = self.computed()
        return found.score if found else 0


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw evidence over seven sources that derive from earlier ones and are tied at random."""
    grades = st.sampled_from("ABCDEF")
    sources = tuple(
        source(key, draw(grades), consulted=draw(st.sampled_from([True, True, True, False])),
               withdrawn=draw(st.sampled_from([False, False, False, True])))
        for key in KEYS
    )  # fmt: skip
    pairs = st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda pair: pair[0] < pair[1])
    derivations = tuple((KEYS[b], KEYS[a]) for a, b in draw(st.lists(pairs, max_size=5, unique=True)))
    ties = tuple((KEYS[a], KEYS[b]) for a, b in draw(st.lists(pairs, max_size=3, unique=True)))
    pieces = tuple(
        piece(number, draw(st.sampled_from(KEYS)), draw(st.sampled_from(Stance)), draw(st.sampled_from("123456")),
              support_check=draw(st.sampled_from(SupportCheck)),
              rests_on=frozenset(draw(st.sets(st.sampled_from(KEYS), max_size=2))),
              withdrawn=draw(st.sampled_from([False, False, False, True])))
        for number in range(draw(st.integers(0, 8)))
    )  # fmt: skip
    return Case(sources, derivations, ties, pieces)


@for_each(
    ("score", "level", "number"),
    [
        (0, MODERATE, 50), (FIRST_CUT, MODERATE, 59), (FIRST_CUT + 1, HIGH, 60), (SECOND_CUT, HIGH, 79),
        (SECOND_CUT + 1, VERY_HIGH, 80), (10_000, VERY_HIGH, 99), (-FIRST_CUT, MODERATE, 40),
        (-FIRST_CUT - 1, LOW, 39), (-SECOND_CUT, LOW, 20), (-SECOND_CUT - 1, VERY_LOW, 19), (-10_000, VERY_LOW, 1),
    ],
)  # fmt: skip
def test_a_score_is_cut_into_levels_with_ties_towards_moderate(score: int, level: Confidence, number: int) -> None:
    assert (level_of(score), number_of(score)) == (level, number)


def test_no_counted_piece_is_no_confidence() -> None:
    nothing = Case((source("a", "F"), source("b")), (), (), (piece(1, "a"), piece(2, "b", CONTEXT)))
    assert nothing.computed() is None
    assert replace(nothing, pieces=()).computed() is None


def test_evidence_that_balances_is_moderate_and_not_nothing() -> None:
    both = Case((source("a"), source("b")), (), (), (piece(1, "a"), piece(2, "b", AGAINST)))
    assert both.computed() == Computed(MODERATE, 50, 0, 56, 56)


def test_one_ordinary_origin_stays_moderate_and_three_of_the_best_are_needed_for_the_highest_level() -> None:
    def unopposed(number: int, reliability: str, credibility: str) -> Confidence:
        sources = tuple(source(key, reliability) for key in KEYS[:number])
        found = Case(sources, (), (), tuple(piece(at, KEYS[at], grade=credibility) for at in range(number))).computed()
        assert found
        return found.level

    assert unopposed(1, "B", "2") is MODERATE
    assert unopposed(1, "A", "2") is HIGH
    assert unopposed(2, "A", "1") is HIGH
    assert unopposed(3, "A", "2") is VERY_HIGH


def test_the_gap_is_counted_in_levels_and_never_met_where_a_level_is_none() -> None:
    assert gap(LOW, VERY_HIGH) == gap(VERY_HIGH, LOW) == 3
    assert gap(HIGH, HIGH) == 0
    assert gap(None, HIGH) is gap(HIGH, None) is gap(None, None) is None


@given(st.integers(-2_000, 2_000))
def test_the_number_stays_in_the_range_of_its_level_and_never_falls_as_the_score_rises(score: int) -> None:
    lowest, highest = CONFIDENCE_RANGE[level_of(score)]
    assert 1 <= lowest <= number_of(score) <= highest <= 99
    assert number_of(score) <= number_of(score + 1)
    assert level_of(score).rank <= level_of(score + 1).rank


@given(cases())
def test_the_terms_add_up(case: Case) -> None:
    counts, found = count_origins(case.pieces, case.lineages()), case.computed()
    assert (found is None) == (sum(count.number for count in counts.values()) == 0)
    if found:
        assert found.supports == sum(one.strength for one in counts[FOR].counted)
        assert found.disputes == sum(one.strength for one in counts[AGAINST].counted)
        assert (found.score, found.level) == (found.supports - found.disputes, level_of(found.score))
        assert found.number == number_of(found.score)


@given(cases(), st.sampled_from("ABCDE"), st.sampled_from("12345"))
def test_support_from_an_unconnected_origin_never_lowers_it(case: Case, reliability: str, credibility: str) -> None:
    new = piece(99, "new", FOR, credibility)
    more = replace(case, sources=(*case.sources, source("new", reliability)), pieces=(*case.pieces, new))
    before, after = case.computed(), more.computed()
    assert after
    assert more.score() > case.score()
    assert before is None or after.level.rank >= before.level.rank


@given(cases(), st.sets(st.sampled_from(KEYS), max_size=2), st.sampled_from([FOR, AGAINST]), st.sampled_from("ABCDEF"))
def test_a_copy_of_what_counts_by_itself_changes_nothing(
    case: Case, others: set[str], stance: Stance, reliability: str
) -> None:
    own = piece(98, "own", stance)
    with_own = replace(case, sources=(*case.sources, source("own", "C")), pieces=(*case.pieces, own))
    copied = (("copy", "own"), *(("copy", other) for other in sorted(others)))
    more = Case(
        (*with_own.sources, source("copy", reliability)), (*case.derivations, *copied), case.ties,
        (*with_own.pieces, piece(99, "copy", stance, "1")),
    )  # fmt: skip
    before, after = (count_origins(one.pieces, one.lineages())[stance].number for one in (with_own, more))
    assert before == after
    assert more.computed() == with_own.computed()


@given(cases())
def test_swapping_for_and_against_mirrors_the_level(case: Case) -> None:
    other_side = {FOR: AGAINST, AGAINST: FOR, CONTEXT: CONTEXT}
    swapped = replace(case, pieces=tuple(replace(one, stance=other_side[one.stance]) for one in case.pieces))
    one, other = case.computed(), swapped.computed()
    assert (one is None) == (other is None)
    if one and other:
        assert (other.score, other.supports, other.disputes) == (-one.score, one.disputes, one.supports)
        assert other.level.rank == len(Confidence) - 1 - one.level.rank


@given(cases(), st.randoms(use_true_random=False))
def test_order_never_matters(case: Case, chance: object) -> None:
    def shuffled(values: Sequence[object]) -> tuple[object, ...]:
        mixed = list(values)
        chance.shuffle(mixed)
        return tuple(mixed)

    mixed = Case(*(shuffled(part) for part in (case.sources, case.derivations, case.ties, case.pieces)))
    assert mixed.computed() == case.computed()


@given(cases(), st.sampled_from(KEYS))
def test_what_adds_nothing_changes_nothing(case: Case, of: str) -> None:
    idle = [
        piece(91, of, CONTEXT), piece(92, of, grade="6"), piece(93, of, withdrawn=True),
        *(piece(94 + at, of, support_check=check)
          for at, check in enumerate((SupportCheck.SILENT, SupportCheck.CONTRADICTS, SupportCheck.UNAVAILABLE))),
    ]  # fmt: skip
    assert replace(case, pieces=(*case.pieces, *idle)).computed() == case.computed()
