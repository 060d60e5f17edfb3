"""Rule 3, strength of a piece: the weights, the rounding, and every reason why a piece adds nothing."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise, product

from tests.helpers.rows import for_each

from factdesk.rules.strength import (
    Piece,
    SourceFacts,
    adds_nothing,
    strength,
)
from factdesk.rules.weights import PRESENT
from factdesk.vocabulary import Credibility, Lineage, Reliability, Stance, SupportCheck

SOURCE = SourceFacts("herald", Reliability.B, Lineage.OWN, consulted=True, withdrawn=False)
PIECE = Piece(
    1, "herald", Stance.SUPPORTS, Credibility.PROBABLE, SupportCheck.NOT_CHECKED, frozenset(), withdrawn=False
)


@for_each(
    ("reliability", "credibility", "hundredths"),
    [
        ("A", "1", 90),
        ("B", "2", 56),
        ("C", "4", 18),
        ("D", "5", 4),
        ("E", "5", 2),
        ("F", "1", 0),
        ("A", "6", 0),
    ],
)
def test_strength_is_the_product_in_hundredths(reliability: str, credibility: str, hundredths: int) -> None:
    assert strength(Reliability[reliability], list(Credibility)[int(credibility) - 1]) == hundredths


def test_strength_rounds_half_up() -> None:
    for weight in range(101):
        weights = replace(PRESENT, reliability={Reliability.A: weight}, credibility={Credibility.CONFIRMED: 50})
        exact = Decimal(weight * 50) / 100
        rounded = exact.quantize(Decimal(1), ROUND_HALF_UP)
        assert strength(Reliability.A, Credibility.CONFIRMED, weights) == int(rounded)


def test_a_better_grade_is_stronger_and_every_real_grade_weighs_something() -> None:
    reliabilities, credibilities = list(Reliability)[:-1], list(Credibility)[:-1]
    for reliability in reliabilities:
        weights = [strength(reliability, credibility) for credibility in credibilities]
        assert all(better > worse for better, worse in pairwise(weights))
    for credibility in credibilities:
        weights = [strength(reliability, credibility) for reliability in reliabilities]
        assert all(better > worse for better, worse in pairwise(weights))
    assert all(strength(*grades) > 0 for grades in product(reliabilities, credibilities))


@for_each(
    ("piece", "source", "reason"),
    [
        (replace(PIECE, withdrawn=True), SOURCE, "it was withdrawn"),
        (PIECE, replace(SOURCE, withdrawn=True), "its source was withdrawn"),
        (replace(PIECE, stance=Stance.CONTEXT), SOURCE, "it is context"),
        (PIECE, replace(SOURCE, consulted=False), "its source was not consulted"),
        (replace(PIECE, support_check=SupportCheck.SILENT), SOURCE, "its source does not say this"),
        (replace(PIECE, support_check=SupportCheck.CONTRADICTS), SOURCE, "its source says the opposite"),
        (replace(PIECE, support_check=SupportCheck.UNAVAILABLE), SOURCE, "its source could not be opened"),
        (PIECE, replace(SOURCE, reliability=Reliability.F), "the reliability of its source cannot be judged"),
        (replace(PIECE, credibility=Credibility.UNKNOWN), SOURCE, "its credibility cannot be judged"),
    ],
)
def test_what_adds_nothing_says_why(piece: Piece, source: SourceFacts, reason: str) -> None:
    assert adds_nothing(piece, source) == reason


@for_each("check", [SupportCheck.NOT_CHECKED, SupportCheck.SAYS_IT, SupportCheck.SAYS_PART])
@for_each("stance", [Stance.SUPPORTS, Stance.DISPUTES])
@for_each("lineage", list(Lineage))
def test_any_graded_piece_that_nothing_speaks_against_counts(
    check: SupportCheck, stance: Stance, lineage: Lineage
) -> None:
    for reliability, credibility in product(list(Reliability)[:-1], list(Credibility)[:-1]):
        piece = replace(PIECE, stance=stance, support_check=check, credibility=credibility)
        assert adds_nothing(piece, replace(SOURCE, reliability=reliability, lineage=lineage)) is None


def test_the_first_of_several_reasons_is_given() -> None:
    piece = replace(PIECE, support_check=SupportCheck.UNAVAILABLE, credibility=Credibility.UNKNOWN)
    assert adds_nothing(piece, replace(SOURCE, consulted=False)) == "its source was not consulted"
    assert adds_nothing(replace(piece, withdrawn=True), SOURCE) == "it was withdrawn"
