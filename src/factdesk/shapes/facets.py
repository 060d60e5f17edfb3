"""The sidebar of the register: what can be chosen, and how many claims each choice would leave."""

from factdesk.shapes.base import Shape


class FacetValue(Shape):
    """One value: how it is written in an address and on the page, what it means, how many claims have it."""

    value: str
    label: str
    meaning: str | None
    claims: int
    chosen: bool


class Facet(Shape):
    """One filter with its values. `exact` is false where counting stopped at the limit."""

    name: str
    label: str
    values: list[FacetValue]
    exact: bool
    left_out: int
