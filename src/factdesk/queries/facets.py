"""The sidebar: for each filter its values, and how many claims each would leave with the other filters as they are."""

from collections.abc import Collection, Mapping, Sequence

from sqlmodel import col, select

from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.drafts.described import LABELS
from factdesk.drafts.filters import ClaimFilter
from factdesk.facts.derive import NONE
from factdesk.models import Article
from factdesk.queries import visible
from factdesk.queries.counting import MOST_VALUES, Counted, count_values
from factdesk.queries.matching import Matching, at_least, match
from factdesk.shapes.facets import Facet, FacetValue
from factdesk.vocabulary import Confidence, Word

SIDEBAR = ("verdict", "confidence", "topic", "article", "state", "hedge", "type", "kind", "reliability")


def find(session: ReadSession, viewer: Actor, wanted: ClaimFilter) -> list[Facet]:
    """Give the filters of the sidebar with their counts."""
    matching = match(session, viewer, wanted)
    chosen = {name: {str(value) for value in getattr(wanted, name)} for name in SIDEBAR}
    counted = _counted(session, matching, chosen)
    facets = []
    for name in SIDEBAR:
        label, words = LABELS[name]
        counts: Mapping[str, int] = counted[name].claims[name]
        if name == "confidence" and wanted.confidence_min is not None:
            counts = {value: counts.get(value, 0) for value in at_least(wanted.confidence_min)}
        values = _closed(words, counts, chosen[name]) if words else _open(session, viewer, name, counts, chosen[name])
        number = max(len(values), counted[name].values.get(name, 0))
        facets.append(
            Facet(name=name, label=label, values=values[:MOST_VALUES], exact=counted[name].exact,
                  left_out=max(0, number - MOST_VALUES))
        )  # fmt: skip
    return facets


def _counted(session: ReadSession, matching: Matching, chosen: Mapping[str, Collection[str]]) -> dict[str, Counted]:
    """Count the values of each facet among the claims that match all other filters; facets alike in that at once."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for name in SIDEBAR:
        alike.setdefault(tuple(group.facet for group in matching.without(name).groups), []).append(name)
    found: dict[str, Counted] = {}
    for names in alike.values():
        closed = [name for name in names if LABELS[name][1]]
        open_ = {name: chosen[name] for name in names if name not in closed}
        found |= dict.fromkeys(names, count_values(session, matching.without(names[0]), closed, open_))
    return found


def _closed(words: type[Word], counts: Mapping[str, int], chosen: set[str]) -> list[FacetValue]:
    """Give a closed list in its own order, with every word, and `none` where some claim has nothing."""
    order: Sequence[Word] = list(words)
    if words is Confidence:
        order = order[::-1]
    values = [
        FacetValue(value=str(word), label=word.label, meaning=word.meaning, claims=counts.get(str(word), 0),
                   chosen=str(word) in chosen)
        for word in order
    ]  # fmt: skip
    if counts.get(NONE) or NONE in chosen:
        values.append(_none(counts, chosen))
    return values


def _open(
    session: ReadSession, viewer: Actor, facet: str, counts: Mapping[str, int], chosen: set[str]
) -> list[FacetValue]:
    """Give the values that occur, chosen ones first, then the most frequent; one that only drafts have is not told."""
    names = {name for name, claims in counts.items() if claims} | chosen
    ranked = sorted(names - {NONE}, key=lambda name: (name not in chosen, -counts.get(name, 0), name.casefold()))
    labels = _titles(session, viewer, ranked[:MOST_VALUES]) if facet == "article" else {}
    values = [
        FacetValue(value=name, label=labels.get(name, name), meaning=None, claims=counts.get(name, 0),
                   chosen=name in chosen)
        for name in ranked
    ]  # fmt: skip
    return [*values, _none(counts, chosen)] if NONE in names else values


def _none(counts: Mapping[str, int], chosen: set[str]) -> FacetValue:
    return FacetValue(value=NONE, label="None", meaning="Claims that have none.", claims=counts.get(NONE, 0),
                      chosen=NONE in chosen)  # fmt: skip


def _titles(session: ReadSession, viewer: Actor, slugs: Sequence[str]) -> dict[str, str]:
    query = select(Article.slug, Article.title).where(col(Article.slug).in_(slugs), visible.articles(viewer))
    return dict(session.exec(query).all())
