"""The sidebar: for each filter its values, and how many claims each would leave with the other filters as they are."""

from collections.abc import Collection, Mapping, Sequence

from sqlmodel import col, select

from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.drafts.described import LABELS
from factdesk.drafts.filters import NOT_OF_THE_PAST, ClaimFilter
from factdesk.facts.terms import NONE
from factdesk.models import Article
from factdesk.queries import past, past_articles, visible
from factdesk.queries.counting import MOST_VALUES, Counted, count_values
from factdesk.queries.matching import Matching, at_least, match
from factdesk.queries.versions import articles_at
from factdesk.shapes.facets import Facet, FacetValue
from factdesk.vocabulary import Confidence, Word

SIDEBAR = ("verdict", "confidence", "topic", "article", "state", "hedge", "type", "kind", "reliability")


def find(
    session: ReadSession, viewer: Actor, wanted: ClaimFilter, also: Mapping[str, Sequence[str]] | None = None
) -> list[Facet]:
    """Give the filters of the sidebar with their counts; `also` narrows the claims as `match` says."""
    if wanted.as_of:
        return _find_then(session, viewer, wanted)
    matching = match(session, viewer, wanted, also)
    chosen = {name: {str(value) for value in getattr(wanted, name)} for name in SIDEBAR}
    counted = _counted(session, matching, chosen)
    facets = []
    for name in SIDEBAR:
        label, words = LABELS[name]
        counts = _of_enough(name, counted[name].claims[name], wanted)
        labels = _titles(session, viewer, list({*counts, *chosen[name]})) if name == "article" else {}
        values = _closed(words, counts, chosen[name]) if words else _open(counts, chosen[name], labels)
        number = max(len(values), counted[name].values.get(name, 0))
        facets.append(
            Facet(name=name, label=label, values=values[:MOST_VALUES], exact=counted[name].exact,
                  left_out=max(0, number - MOST_VALUES))
        )  # fmt: skip
    return facets


def _find_then(session: ReadSession, viewer: Actor, wanted: ClaimFilter) -> list[Facet]:
    """Give those filters of the sidebar that can be asked of the past, counted among the versions of then."""
    asked, facets = past.then(session, viewer, wanted), []
    for name in (one for one in SIDEBAR if one not in NOT_OF_THE_PAST):
        (label, words), chosen = LABELS[name], {str(value) for value in getattr(wanted, name)}
        counts: Mapping[str, int] = past.count_values(session, asked, name)
        labels = {}
        if name == "article":
            then = articles_at(session, [int(id_) for id_ in counts], asked.seq)
            counts = {then[int(id_)].slug: claims for id_, claims in counts.items()}
            chosen_then = past_articles.there(session, viewer, asked.seq, sorted(chosen)) if chosen else []
            labels = {article.slug: article.title for article in (*then.values(), *chosen_then)}
        counts = _of_enough(name, counts, wanted)
        values = _closed(words, counts, chosen) if words else _open(counts, chosen, labels)
        facets.append(
            Facet(name=name, label=label, values=values[:MOST_VALUES], exact=True,
                  left_out=max(0, len(values) - MOST_VALUES))
        )  # fmt: skip
    return facets


def _of_enough(name: str, counts: Mapping[str, int], wanted: ClaimFilter) -> Mapping[str, int]:
    """Leave out the levels of confidence below the least that is wanted."""
    if name != "confidence" or wanted.confidence_min is None:
        return counts
    return {value: counts.get(value, 0) for value in at_least(wanted.confidence_min)}


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


def in_order(words: type[Word]) -> list[Word]:
    """Give a closed list in the order it is offered: the highest confidence first, all else in its own."""
    return list(words)[:: -1 if words is Confidence else 1]


def _closed(words: type[Word], counts: Mapping[str, int], chosen: set[str]) -> list[FacetValue]:
    """Give a closed list in the order it is offered, with every word, and `none` where some claim has nothing."""
    values = [
        FacetValue(value=str(word), label=word.label, meaning=word.meaning, claims=counts.get(str(word), 0),
                   chosen=str(word) in chosen)
        for word in in_order(words)
    ]  # fmt: skip
    if counts.get(NONE) or NONE in chosen:
        values.append(_none(counts, chosen))
    return values


def _open(counts: Mapping[str, int], chosen: set[str], labels: Mapping[str, str]) -> list[FacetValue]:
    """Give the values that occur, chosen ones first, then the most frequent; one that only drafts have is not told."""
    names = {name for name, claims in counts.items() if claims} | chosen
    ranked = sorted(names - {NONE}, key=lambda name: (name not in chosen, -counts.get(name, 0), name.casefold()))
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
