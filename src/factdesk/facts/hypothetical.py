"""What would follow for claims if sources were withdrawn or graded anew, or connections withdrawn. Writes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from factdesk.facts.gather import ClaimFacts
from factdesk.facts.web import SourceWeb
from factdesk.rules.confidence import computed, gap
from factdesk.rules.origins import Lineages, count_origins
from factdesk.rules.strength import SourceFacts
from factdesk.rules.weights import PRESENT
from factdesk.vocabulary import Confidence, Reliability, Stance


@dataclass(frozen=True, slots=True)
class Change:
    """A change that is only imagined: sources withdrawn, sources graded anew, derivations and ties withdrawn.

    Sources are named by citekey, derivations and ties by their ids.
    """

    withdrawn: frozenset[str] = frozenset()
    graded: Mapping[str, Reliability] = field(default_factory=dict)
    derivations: frozenset[int] = frozenset()
    ties: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a claim's evidence comes to: origins for and against, computed confidence, and the gap to the reviewers'."""

    supports: int
    disputes: int
    level: Confidence | None
    number: int | None
    score: int | None
    gap: int | None


@dataclass(frozen=True, slots=True)
class Effect:
    """A claim's reckoning as it is, and as it would be."""

    facts: ClaimFacts
    before: Reckoning
    after: Reckoning


def effects(gathered: Iterable[ClaimFacts], change: Change) -> list[Effect]:
    """Reckon claims as they are and as they would be after a change, in the order given."""
    changed: dict[int, Lineages] = {}
    found = []
    for facts in gathered:
        web = facts.web
        if id(web) not in changed:
            changed[id(web)] = lineages_after(web, change)
        found.append(Effect(facts, reckon(facts, facts.lineages), reckon(facts, changed[id(web)])))
    return found


def reckon(facts: ClaimFacts, lineages: Lineages) -> Reckoning:
    """Reckon a claim's evidence on some lineages of its sources."""
    weights = facts.weights or PRESENT
    counts = count_origins(facts.pieces(), lineages, weights)
    result = computed(counts, weights)
    level = result.level if result else None
    return Reckoning(
        supports=counts[Stance.SUPPORTS].number,
        disputes=counts[Stance.DISPUTES].number,
        level=level,
        number=result.number if result else None,
        score=result.score if result else None,
        gap=gap(level, facts.claim.confidence),
    )


def lineages_after(web: SourceWeb, change: Change) -> Lineages:
    """Trace a web of sources as it would be after a change."""
    key = {id_: source.citekey for id_, source in web.sources.items()}
    return Lineages.build(
        sources={one: _changed(facts, change) for one, facts in web.lineages().sources.items()},
        derivations=[
            (key[row.source_id], key[row.parent_id]) for row in web.derivations if row.id not in change.derivations
        ],
        ties=[(key[row.a_id], key[row.b_id]) for row in web.ties if row.id not in change.ties],
    )


def _changed(source: SourceFacts, change: Change) -> SourceFacts:
    return replace(
        source,
        withdrawn=source.withdrawn or source.citekey in change.withdrawn,
        reliability=change.graded.get(source.citekey, source.reliability),
    )
