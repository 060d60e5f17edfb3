"""The filters beside a text: what can be brought out, and how many claims each choice would leave."""

from collections import Counter
from collections.abc import Collection

from factdesk.drafts.described import LABELS
from factdesk.drafts.marks import SIFTED, Marked, MarkFilter
from factdesk.facts.terms import NONE
from factdesk.queries.facets import in_order
from factdesk.shapes.facets import Facet, FacetValue


def facets(claims: Collection[Marked], wanted: MarkFilter) -> list[Facet]:
    """Give the filters with their counts among the claims of a text."""
    return [_facet(name, claims, wanted) for name in SIFTED]


def _facet(name: str, claims: Collection[Marked], wanted: MarkFilter) -> Facet:
    label, words = LABELS[name]
    among = [one for one in claims if wanted.matches(one, without=name)] if wanted.narrows() else claims
    counts = Counter(getattr(one, name) or NONE for one in among)
    chosen = {str(value) for value in getattr(wanted, name)}
    values = [
        FacetValue(value=word, label=word.label, meaning=word.meaning, claims=counts[word], chosen=word in chosen)
        for word in (in_order(words) if words else ())
    ]
    if name == "confidence":
        values.append(FacetValue(value=NONE, label="None", meaning="Claims that have none.", claims=counts[NONE],
                                 chosen=NONE in chosen))  # fmt: skip
    return Facet(name=name, label=label, values=values, exact=True, left_out=0)
