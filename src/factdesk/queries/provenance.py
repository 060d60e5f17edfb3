"""The picture of where a claim's evidence comes from, as far as a viewer may see its sources."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlmodel import col, select

from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.errors import NotFound
from factdesk.facts.derive import origins_of
from factdesk.facts.gather import ClaimFacts, gather
from factdesk.models import Claim, Evidence, Source
from factdesk.queries import visible
from factdesk.queries.boxes import CitedPiece, source_box
from factdesk.queries.moments import head_at
from factdesk.rules.clusters import Box, Link
from factdesk.rules.origins import CountedOrigin, StanceCount
from factdesk.rules.provenance import Line, Rect, lay_out
from factdesk.shapes.provenance import DrawnLine, Frame, Picture, Place, Section, SourceBox, SourceEntry
from factdesk.vocabulary import Stance

SIDES = ("supports", "disputes", "context")


def of_claim(session: ReadSession, viewer: Actor, ref: str, as_of: str | None = None) -> Picture | None:
    """Draw a claim's provenance, as it is or was; None where it has no evidence. Raises NotFound as its page does."""
    claim = session.exec(select(Claim).where(col(Claim.ref) == ref, visible.claims(viewer))).first()
    if claim is None:
        raise NotFound(f"There is no claim {ref[:80]} in this register.", place="ref")
    facts = gather(session, [claim.id], None if as_of is None else head_at(session, as_of).seq)[0]
    return draw(viewer, facts) if facts.evidence else None


def draw(viewer: Actor, facts: ClaimFacts) -> Picture:
    """Draw the provenance of a claim whose facts are gathered."""
    web = _Web(viewer, facts, origins_of(facts))
    layout = lay_out((web.box(key) for key in web.drawn), web.links)
    boxes = {key: web.source_box(key, _place(layout.boxes[key])) for key in sorted(web.drawn)}
    return Picture(
        width=layout.width,
        height=layout.height,
        sections=[
            Section(
                name=SIDES[number],
                title=web.title(number),
                place=_place(rect),
                origins=_listed(web, [box for at, box in layout.order if at == number], layout.under, boxes),
            )
            for number, rect in layout.sections
        ],
        frames=[Frame(label=web.label(origin), place=_place(rect)) for origin, rect in layout.frames],
        lines=list(_drawn(web, layout.lines)),
        boxes=[boxes[box.key] for _, box in layout.order],
    )


def _drawn(web: "_Web", lines: Iterable[Line]) -> Iterator[DrawnLine]:
    """Give the lines with their words; a word that stands at the same end already is not said again."""
    said: set[tuple[bool, str, str]] = set()
    for line in lines:
        end = line.said_at
        word = web.links[line.link]
        again = (line.link.tie, end, word) in said
        said.add((line.link.tie, end, word))
        path = "M" + " L".join(f"{x} {y}" for x, y in line.points)
        x, y = line.word_at
        yield DrawnLine(tie=line.link.tie, word="" if again else word, path=path, x=x, y=y)


def _listed(
    web: "_Web", order: Iterable[Box], under: Mapping[str, str], boxes: Mapping[str, SourceBox]
) -> list[tuple[str, list[SourceEntry]]]:
    """Give some boxes as a list, origin by origin, each with those that repeat it."""
    below: defaultdict[str | None, list[Box]] = defaultdict(list)
    for box in order:
        below[under.get(box.key)].append(box)

    def entries(parent: str | None, origin: int) -> list[SourceEntry]:
        return [
            SourceEntry(box=boxes[box.key], repeated_by=entries(box.key, origin))
            for box in below[parent]
            if box.origin == origin
        ]

    origins = dict.fromkeys(box.origin for box in below[None])
    return [(web.label(origin), entries(None, origin)) for origin in origins]


def _place(rect: Rect) -> Place:
    return Place(x=rect.x, y=rect.y, width=rect.width, height=rect.height)


@dataclass(frozen=True)
class _Web:
    """The sources around a claim that are drawn, and what is said of each."""

    viewer: Actor
    facts: ClaimFacts
    counts: dict[Stance, StanceCount]

    @cached_property
    def sources(self) -> dict[str, Source]:
        return {one.citekey: one for one in self.facts.web.sources.values() if visible.sees_source(self.viewer, one)}

    @cached_property
    def pieces(self) -> defaultdict[str, list[Evidence]]:
        found: defaultdict[str, list[Evidence]] = defaultdict(list)
        for row in self.facts.evidence:
            found[self.facts.source(row).citekey].append(row)
        return found

    @cached_property
    def all_links(self) -> dict[Link, str]:
        """Give every connection between sources the viewer may know of, with its word."""
        key = {id_: one.citekey for id_, one in self.facts.web.sources.items()}
        found: defaultdict[Link, list[str]] = defaultdict(list)
        for row in self.facts.web.derivations:
            found[Link(tie=False, key=key[row.source_id], other=key[row.parent_id])].append(row.how.label)
        for piece in self.facts.evidence:
            for id_ in piece.rests_on:
                found[Link(tie=False, key=key[piece.source_id], other=key[id_])].append("rests on")
        for tie in self.facts.web.ties:
            one, other = sorted((key[tie.a_id], key[tie.b_id]))
            found[Link(tie=True, key=one, other=other)].append(tie.how.replace("_", " "))
        return {
            link: ", ".join(dict.fromkeys(words)) for link, words in sorted(found.items())
            if {link.key, link.other} <= self.sources.keys()
        }  # fmt: skip

    @cached_property
    def drawn(self) -> set[str]:
        """Give what is cited, what that repeats, and what ties two of these; other tied sources are left out."""
        kept = {key for key in self.pieces if key in self.sources}
        wave = kept
        while wave:
            wave = {link.other for link in self.all_links if not link.tie and link.key in wave} - kept
            kept = kept | wave
        found = set(self.sources)
        while True:
            near: defaultdict[str, set[str]] = defaultdict(set)
            for link in self.all_links:
                if {link.key, link.other} <= found:
                    near[link.key].add(link.other)
                    near[link.other].add(link.key)
            loose = {key for key in found - kept if len(near[key]) < 2}  # noqa: PLR2004  it must tie two
            if not loose:
                return found
            found -= loose

    @cached_property
    def links(self) -> dict[Link, str]:
        return {link: word for link, word in self.all_links.items() if {link.key, link.other} <= self.drawn}

    @cached_property
    def counted(self) -> dict[int, tuple[Stance, int, CountedOrigin]]:
        """Give for each piece that is counted, by its id, the origin it is counted with, and that one's number."""
        return {
            piece: (stance, number, one)
            for stance in (Stance.SUPPORTS, Stance.DISPUTES)
            for number, one in enumerate(self.counts[stance].counted, start=1)
            for piece in one.pieces
        }

    @cached_property
    def homes(self) -> dict[str, str]:
        """Give for each drawn source one that stands for its origin; what one piece makes count as one is one."""
        lineages = self.facts.lineages
        same: dict[str, str] = {}
        for _, _, one in self.counted.values():
            members = sorted({same.get(key, key) for origin in one.origins for key in origin})
            moved = dict.fromkeys(members, members[0])
            same = {key: moved.get(home, home) for key, home in same.items()} | moved
            same |= {key: members[0] for origin in one.origins for key in origin}
        found = {}
        for key in self.drawn:
            ours = next((self.counted[row.id][2] for row in self.pieces.get(key, ()) if row.id in self.counted), None)
            reached = ours.origins if ours else sorted(lineages.reached(key), key=sorted)
            known = [min(origin) for origin in reached if min(origin) in same]
            first = known[0] if known else min(reached[0]) if reached else key
            found[key] = same.get(first, first)
        return found

    @cached_property
    def numbered(self) -> dict[str, list[tuple[int, int]]]:
        """Give the numbers under which an origin counts: side and number, by the source that stands for it."""
        found: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
        for key in self.drawn:
            for row in self.pieces.get(key, ()):
                if row.id in self.counted:
                    stance, number, _ = self.counted[row.id]
                    found[self.homes[key]].add((SIDES.index(stance), number))
        return {home: sorted(numbers) for home, numbers in found.items()}

    @cached_property
    def origins(self) -> list[str]:
        """Give the origins in the order in which they are drawn."""
        last = [(len(SIDES), 0)]
        return sorted(set(self.homes.values()), key=lambda home: (self.numbered.get(home, last), home))

    def source_box(self, key: str, place: Place) -> SourceBox:
        """Give a source's box with all its words."""
        reasons = {one.piece: one.reason for count in self.counts.values() for one in count.listed}
        pieces = [CitedPiece(row, self.counted.get(row.id), reasons.get(row.id)) for row in self.pieces.get(key, ())]
        connections = [
            f"{word.capitalize()} {link.other if link.key == key else link.key}."
            for link, word in self.links.items()
            if link.key == key or (link.tie and link.other == key)
        ]
        return source_box(self.sources[key], pieces, connections, place)

    def section(self, key: str) -> int:
        return min((SIDES.index(row.stance) for row in self.pieces.get(key, ())), default=len(SIDES) - 1)

    def box(self, key: str) -> Box:
        return Box(section=self.section(key), origin=self.origins.index(self.homes[key]), key=key)

    def label(self, origin: int) -> str:
        numbers = self.numbered.get(self.origins[origin], [])
        return (
            " · ".join(f"Origin {number} {'against' if side else 'for'}" for side, number in numbers) or "Not counted"
        )

    def title(self, section: int) -> str:
        if section == SIDES.index(Stance.CONTEXT):
            return "Context, never counted"
        number = self.counts[Stance.of(SIDES[section])].number
        return f"{Stance.of(SIDES[section]).label}: {number} independent origin{'' if number == 1 else 's'}"
