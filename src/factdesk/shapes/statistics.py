"""The register in numbers: tables of claims counted by what they have, and how far judgements agree."""

from factdesk.rules.agreement import Undefined
from factdesk.shapes.base import Shape


class Heading(Shape):
    """What a column holds: how addresses write it, and how people read it."""

    value: str
    label: str


class Line(Shape):
    """A row of a table with its number of claims in each column."""

    value: str
    label: str
    counts: list[int]


class Table(Shape):
    """Numbers of claims. `left_out`: there are further rows, with no more claims than the last shown."""

    columns: list[Heading]
    lines: list[Line]
    left_out: bool


class Comparison(Shape):
    """Computed against reviewed confidence, over the claims that have both.

    Table: a row for each computed level, a column for each reviewed one. `apart` counts the claims with two levels or
    more between them; the correlations are Spearman's rho and Kendall's tau-b, None where a side has only one level.
    """

    claims: int
    alike: int
    within_one: int
    apart: int
    rho: float | None
    tau: float | None
    table: Table


class Compared(Shape):
    """One claim with computed and reviewed confidence far apart."""

    ref: str
    computed: str
    reviewed: str
    gap: int
    statement: str


class Agreement(Shape):
    """How far the reviewers of closed rounds agree: Krippendorff's alpha, or why there is none.

    `rounds` with two reviews or more, by whether all of these say the same, some do, or no two; `reviews` in them.
    """

    on: str
    label: str
    alpha: float | None
    undefined: Undefined | None
    rounds: int
    reviews: int
    all_agree: int
    some_agree: int
    none_agree: int


class Statistics(Shape):
    """Everything the statistics show of the claims that match; `counted_all` is false where counting stopped.

    `total` is the number of all claims, whatever the filter.
    """

    claims: int
    total: int
    counted_all: bool
    verdicts: Table
    topics: Table
    articles: Table
    origins: Table
    grades: Table
    months: Table
    comparison: Comparison
    agreement: list[Agreement]
