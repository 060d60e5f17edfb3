"""What changed about a claim between two moments: a comparison of two plain states.

A state is what a standing claim shows; a claim that was not there yet, or was withdrawn, has none. Comparing the
other way round mirrors every change; a state compared with itself has none.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from factdesk.vocabulary import Confidence, Verdict, Word


class ChangeKind(Word):
    """What changed about a claim between two moments."""

    ADDED = "added", "Added", "The claim was not in the register before."
    WITHDRAWN = "withdrawn", "Withdrawn", "The claim no longer stands."
    STATEMENT = "statement", "Statement", "Its statement reads otherwise."
    VERDICT = "verdict", "Verdict", "Its standing verdict is another one."
    CONFIDENCE = "confidence", "Confidence", "The reviewers place it elsewhere between false and true.", "Evidence"
    COMPUTED = (
        "computed",
        "Computed confidence",
        "The grades alone place it elsewhere between false and true.",
        "Graded evidence",
    )
    EVIDENCE_ADDED = "evidence_added", "Evidence added", "A piece of evidence stands that did not before."
    EVIDENCE_WITHDRAWN = "evidence_withdrawn", "Evidence withdrawn", "A piece of evidence no longer stands."


@dataclass(frozen=True, slots=True)
class State:
    """What a standing claim shows; `evidence` holds its standing pieces by a key that never changes."""

    statement: str
    verdict: Verdict
    confidence: Confidence | None
    computed: Confidence | None
    evidence: Mapping[int, Hashable] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what of, and what stood before and after; of evidence the piece that came or went."""

    kind: ChangeKind
    before: Hashable = None
    after: Hashable = None


MIRRORED = {
    ChangeKind.ADDED: ChangeKind.WITHDRAWN,
    ChangeKind.WITHDRAWN: ChangeKind.ADDED,
    ChangeKind.EVIDENCE_ADDED: ChangeKind.EVIDENCE_WITHDRAWN,
    ChangeKind.EVIDENCE_WITHDRAWN: ChangeKind.EVIDENCE_ADDED,
}
"""What the kinds are called the other way round; all others keep their names."""


def diff(earlier: State | None, later: State | None) -> list[Change]:
    """Give every change once, in the order of the kinds; a claim that came or went is one change, whatever it holds."""
    if earlier is None or later is None:
        if later is not None:
            return [Change(ChangeKind.ADDED, None, later.statement)]
        return [] if earlier is None else [Change(ChangeKind.WITHDRAWN, earlier.statement, None)]
    fields = (
        (ChangeKind.STATEMENT, earlier.statement, later.statement),
        (ChangeKind.VERDICT, earlier.verdict, later.verdict),
        (ChangeKind.CONFIDENCE, earlier.confidence, later.confidence),
        (ChangeKind.COMPUTED, earlier.computed, later.computed),
    )
    found = [Change(kind, before, after) for kind, before, after in fields if before != after]
    came = sorted(later.evidence.keys() - earlier.evidence.keys())
    gone = sorted(earlier.evidence.keys() - later.evidence.keys())
    found += [Change(ChangeKind.EVIDENCE_ADDED, None, later.evidence[key]) for key in came]
    return found + [Change(ChangeKind.EVIDENCE_WITHDRAWN, earlier.evidence[key], None) for key in gone]


def mirrored(changes: Sequence[Change]) -> list[Change]:
    """Give the changes as they are seen from the later moment back to the earlier one, in the order of the kinds."""
    turned = [Change(MIRRORED.get(one.kind, one.kind), one.after, one.before) for one in changes]
    return sorted(turned, key=lambda one: one.kind.rank)
