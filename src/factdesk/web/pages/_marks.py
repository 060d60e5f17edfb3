"""The markup of an article's text with its claims marked in it.

Written here and not in a template because every character counts: inside a paragraph, whatever does not stand in an
element with `data-apart` is exactly the paragraph's text, so that a script can count its code points.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from factdesk.rules.scale import DRAWN, in_words
from factdesk.shapes.reading import MarkedClaim, Paragraph, QuotedParagraph, Reading, Segment
from factdesk.vocabulary import AnchorState, Visibility
from factdesk.web.rendering import at, track

DEEPEST = 3
"""Underlines that are drawn below each other; of more claims on the same words their number is said."""

_REF = (
    '<a class="mark-ref {classes}" data-apart href="{href}" data-hx-get="{note}" data-hx-target="next .beside"'
    ' data-hx-swap="innerHTML" dir="ltr" aria-label="{name}"><span class="glyph" aria-hidden="true">{glyph}</span>'
    "{number}{scale}</a>"
)
_CHANGED = (
    f'<span class="approximate" data-apart aria-hidden="true" title="{escape(AnchorState.CHANGED.meaning)}">≈</span>'
)
_BETWEEN = ' <span class="gap-between">…</span> '


@dataclass(frozen=True, kw_only=True)
class Line:
    """A paragraph ready to be set: its number, its place in the text, its inner markup, the refs that end in it."""

    number: int
    start: int
    text: Markup


@dataclass(frozen=True, kw_only=True)
class Marks:
    """Draws the marks of one text; `matching` are the refs to bring out, None for all."""

    slug: str
    as_of: str | None
    claims: dict[str, MarkedClaim]
    matching: Collection[str] | None
    _drawn: dict[tuple[str, AnchorState], str] = field(default_factory=dict)
    _opened: dict[str, str] = field(default_factory=dict)

    def lines(self, reading: Reading) -> list[Line]:
        """Give the paragraphs of a text, or else of its quotes."""
        if reading.whole:
            return [Line(number=one.number, start=one.start, text=self._text(one)) for one in reading.paragraphs]
        return [Line(number=self._number(one), start=0, text=self._quotes(one)) for one in reading.quoted]

    def _number(self, paragraph: QuotedParagraph) -> int:
        """Give a paragraph's number as the register has it, or else as it stands in the text."""
        recorded = (self.claims[one.ref].paragraph for one in paragraph.quotes)
        return next((number for number in recorded if number), paragraph.number)

    def _text(self, paragraph: Paragraph) -> Markup:
        return _as_markup(part for segment in paragraph.segments for part in self._segment(segment))

    def _segment(self, segment: Segment) -> list[str]:
        drawn = segment.refs[:DEEPEST]
        parts = [*map(self._open, drawn), str(escape(segment.text)), "</mark>" * len(drawn)]
        if len(segment.refs) > DEEPEST:
            parts.append(f'<span class="many" data-apart>{len(segment.refs)} claims</span>')
        return parts + [self._ref(end.ref, end.state) for end in segment.ends]

    def _quotes(self, paragraph: QuotedParagraph) -> Markup:
        quotes = (
            f"{self._open(one.ref)}{escape(one.words)}</mark>{self._ref(one.ref, one.state)}"
            for one in paragraph.quotes
        )
        return _as_markup([_BETWEEN.join(quotes)])

    def _dim(self, ref: str) -> str:
        return " dim" if self.matching is not None and ref not in self.matching else ""

    def _open(self, ref: str) -> str:
        """Give what opens a mark; the first one of a claim bears its ref, so that a link leads there."""
        if ref in self._opened:
            return self._opened[ref]
        kind = f"{self.claims[ref].verdict.value}{self._dim(ref)}"
        self._opened[ref] = f'<mark class="{kind}" data-ref="{escape(ref)}">'
        return f'<mark class="{kind}" data-ref="{escape(ref)}" id="{escape(ref)}">'

    def _ref(self, ref: str, state: AnchorState) -> str:
        if (ref, state) not in self._drawn:
            claim, changed = self.claims[ref], state is AnchorState.CHANGED
            self._drawn[ref, state] = _REF.format(
                classes=f"{claim.verdict.value}{self._dim(ref)}",
                href=escape(at(f"/claims/{ref}", self.as_of)),
                note=escape(at(f"/articles/{self.slug}/notes/{ref}", self.as_of)),
                name=escape(self._name(claim, changed=changed)),
                glyph=DRAWN[claim.verdict].sign,
                number=claim.number,
                scale=track(claim.verdict, claim.confidence),
            ) + (_CHANGED if changed else "")
        return self._drawn[ref, state]

    def _name(self, claim: MarkedClaim, *, changed: bool) -> str:
        """Give a claim's mark in words."""
        return (
            f"{claim.ref}: {claim.verdict.label.lower()}, {in_words(claim.confidence).lower()}"
            + (", draft" if claim.visibility is Visibility.DRAFT else "")
            + (", the words here differ from the quote" if changed else "")
            + (", not among the results" if self._dim(claim.ref) else "")
        )


def _as_markup(parts: Iterable[str]) -> Markup:
    """Join what is markup already: every text in it was escaped where it was put in."""
    return Markup("".join(parts))  # noqa: S704  # nosec B704
