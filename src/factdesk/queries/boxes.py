"""The words of a source's box in the picture of provenance: short ones to read in it, and all of them in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

from factdesk.models import Evidence, Source
from factdesk.rules.origins import CountedOrigin
from factdesk.shapes.provenance import Place, SourceBox
from factdesk.vocabulary import Lineage, Stance

LONGEST_LABEL = 30
_LINEAGE = {Lineage.OWN: "own reporting", Lineage.DERIVED: "derived", Lineage.NOT_RECORDED: "lineage not recorded"}
_COUNTING = {"counts": "counts", "with": "same origin", "not": "not counted"}


@dataclass(frozen=True, slots=True)
class CitedPiece:
    """A piece of evidence with the origin it is counted with (and its side and number), or why it is not."""

    row: Evidence
    counted: tuple[Stance, int, CountedOrigin] | None
    why_not: str | None

    @property
    def counting(self) -> str:
        """Say whether an origin counts through it, it is counted with one, or it is not counted."""
        if self.counted is None:
            return "not"
        return "counts" if self.counted[2].through == self.row.id else "with"


def source_box(source: Source, pieces: Sequence[CitedPiece], connections: Sequence[str], place: Place) -> SourceBox:
    """Give the box of a source with its pieces on the claim (none: it is only what another rests on)."""
    found = [piece.counting for piece in pieces]
    counting = next((one for one in ("counts", "with") if one in found), "not")
    lineage = _LINEAGE[source.lineage] + (" · withdrawn" if source.withdrawn_at else "")
    told = [*(_sentence(source, piece) for piece in pieces)] or ["Not cited on this claim itself."]
    label, judged = _short(source.citekey), _judged(source, pieces)
    words = " ".join([*told, f"{source.lineage.label}.", *connections])
    return SourceBox(
        citekey=source.citekey,
        title=source.title,
        label=label,
        judged=judged,
        lineage=lineage,
        stance=pieces[0].row.stance if pieces else None,
        counting=counting,
        # What is read in the box comes first, as it stands there: who says it aloud to a machine says what is seen.
        name=f"{label} {judged} {lineage}: {source.title.rstrip('.')}. {words}",
        words=words,
        place=place,
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"


def _judged(source: Source, pieces: Sequence[CitedPiece]) -> str:
    if not pieces:
        return f"{source.reliability} · not cited here"
    if len(pieces) > 1:
        return " · ".join(f"{source.reliability}{one.row.credibility} {one.row.stance.label.lower()}" for one in pieces)
    one = pieces[0]
    counting = "not counted" if one.row.stance is Stance.CONTEXT else _COUNTING[one.counting]
    return f"{source.reliability}{one.row.credibility} · {one.row.stance.label.lower()} · {counting}"


def _sentence(source: Source, piece: CitedPiece) -> str:
    grade = f"{source.reliability}{piece.row.credibility}"
    meaning = f"{source.reliability.label.lower()}, {piece.row.credibility.label.lower()}"
    side = {Stance.SUPPORTS: "for the claim", Stance.DISPUTES: "against it", Stance.CONTEXT: "context"}[
        piece.row.stance
    ]
    if piece.counted is not None:
        stance, number, _ = piece.counted
        where = f"origin {number} {'against' if stance is Stance.DISPUTES else 'for'}"
        why = (
            f"{where.capitalize()}, counted." if piece.counting == "counts" else f"{where.capitalize()}, counted once."
        )
    else:
        why = f"Not counted: {piece.why_not or 'it is context'}."
    return f"Graded {grade} ({meaning}), {side}. {why}"
