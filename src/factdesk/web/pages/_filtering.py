"""What every page with the register's filters shows of them: the boxes to tick, and the chosen ones to take back."""

from dataclasses import dataclass

from factdesk.drafts.described import Choice, choices
from factdesk.drafts.filters import ClaimFilter, Filter, Sort
from factdesk.shapes.facets import Facet
from factdesk.web.rendering import address


@dataclass(frozen=True, kw_only=True)
class Chip:
    """One chosen filter, and the address without it."""

    choice: Choice
    without: str


def chips(path: str, wanted: Filter) -> list[Chip]:
    """Give everything that was chosen on the page at an address."""
    return [Chip(choice=choice, without=address(path, _without(wanted, choice))) for choice in choices(wanted)]


def drawn(facets: list[Facet]) -> list[Facet]:
    """Leave out a choice of articles where there is only one."""
    return [facet for facet in facets if facet.name != "article" or len(facet.values) > 1]


def carried(wanted: ClaimFilter, facets: list[Facet]) -> list[tuple[str, str]]:
    """Give what was chosen and has no control in the form, to be sent along with it."""
    in_form = {"q", "confidence_min", "sort", *(facet.name for facet in facets)}
    return [pair for pair in wanted.pairs() if pair[0] not in in_form]


def _without(wanted: Filter, choice: Choice) -> list[tuple[str, str]]:
    """Give the filter without one choice; without a search there is no order by relevance either."""
    gone = {(choice.name, choice.value)}
    if choice.name == "q":
        gone.add(("sort", Sort.RELEVANCE.value))
    return [pair for pair in wanted.pairs() if pair not in gone]
