"""Articles: the bytes of a file to a preview of what its import would come to, and then to the register.

A preview writes nothing. What is accepted is stored in one transaction: a new article, a draft, with its text; or a
new version of an article's text. The same bytes, or the same text, change nothing.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from factdesk import readers
from factdesk.access import Actor, Right, require
from factdesk.commands import articles, versions
from factdesk.database.transaction import ReadSession, WriteSession
from factdesk.drafts.reading import FieldsRefused, read
from factdesk.drafts.texts import VersionDraft
from factdesk.drafts.writing import NewArticleDraft
from factdesk.errors import Invalid
from factdesk.queries import texts
from factdesk.readers import Recognised
from factdesk.rules.texts import in_one_line, paragraphs, words
from factdesk.rules.wording import difference
from factdesk.shapes.texts import ForeseenPassage
from factdesk.vocabulary import AnchorState

NO_LANGUAGE = "und"
"""The code for a language nobody stated (BCP 47)."""
LONGEST_TITLE, LONGEST_BEGINNING, MOST_BEGINNINGS = 100, 120, 200
_NO_TITLE = "No title was found; the first words stand in its place."


class Outcome(StrEnum):
    """What accepting a file would come to."""

    ARTICLE = "article"
    VERSION = "version"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that was read: what was recognised in it, and its text as it would be kept."""

    recognised: Recognised
    draft: VersionDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What was recognised in a file, and what accepting it would come to.

    `beginnings` are the first lines of the first paragraphs. `slug` and `number` say which text it would be, or is
    already; a new article has a `prefix` and a `title`, a known one is `known_as`.
    """

    title: str | None
    author: str | None
    published_on: str | None
    language: str | None
    media_type: str
    words: int
    paragraphs: int
    beginnings: tuple[str, ...]
    warnings: tuple[str, ...]
    outcome: Outcome
    slug: str
    number: int
    prefix: str | None = None
    known_as: str | None = None
    passages: tuple[ForeseenPassage, ...] = ()
    changes: str | None = None

    @property
    def states(self) -> Mapping[AnchorState, int]:
        """Count the passages by what would become of them."""
        return counted(Counter(passage.state for passage in self.passages))

    @property
    def uncertain(self) -> tuple[ForeseenPassage, ...]:
        """Give the passages somebody would have to look at."""
        return tuple(one for one in self.passages if one.state in (AnchorState.CHANGED, AnchorState.LOST))


@dataclass(frozen=True, slots=True)
class Accepted:
    """The text a file has become: of which article, which version, whether it is new, and its passages by state."""

    slug: str
    number: int
    new: bool
    states: Mapping[AnchorState, int] = field(default_factory=dict)


def bring(data: bytes, name: str, media_type: str | None = None) -> Brought:
    """Read a file; it may take as long as the readers allow. Raises Invalid with one sentence that names it."""
    found = readers.read(data, name, media_type)
    given = {"text": found.text, "sha256": sha256(data).hexdigest(), "media_type": found.media_type}
    try:
        return Brought(found, read(VersionDraft, given))
    except FieldsRefused as refusal:
        raise Invalid(f"The text of {name} cannot be kept: {refusal.sentence}", place=name) from refusal


def preview(
    session: ReadSession, actor: Actor, brought: Brought, *, title: str | None = None, into: str | None = None
) -> Preview:
    """Say what was recognised and what accepting it would come to; nothing is written.

    `into` names the article whose text it is, else it is a new one, called `title` or as the file says.
    Raises NotFound, and Clash for a withdrawn article.
    """
    require(actor, Right.WRITE)
    if into is not None:
        return _into(session, actor, brought, into)
    there = texts.holding(session, brought.draft)
    if there is not None:
        return _preview(brought, brought.recognised.title, Outcome.NOTHING, slug=there[0], number=there[1])
    draft = _new_article(session, brought, title)
    unnamed = (_NO_TITLE,) if title is None and brought.recognised.title is None else ()
    return _preview(brought, draft.title, Outcome.ARTICLE, unnamed, slug=draft.slug, prefix=draft.prefix, number=1)


def accept(
    session: WriteSession, actor: Actor, brought: Brought, *, title: str | None = None, into: str | None = None
) -> Accepted:
    """Store it: as a new article, or as a version of one. Raises as `preview` does."""
    require(actor, Right.WRITE)
    if into is None:
        there = texts.holding(session, brought.draft)
        if there is not None:
            return Accepted(*there, new=False)
        into = articles.add(session, actor, _new_article(session, brought, title))
    taken = versions.take(session, actor, into, brought.draft)
    return Accepted(into, taken.number, taken.new, counted(taken.states))


def counted(states: Mapping[AnchorState, int]) -> dict[AnchorState, int]:
    """Give numbers by state in the order of the states, without those that are none."""
    return {state: states[state] for state in AnchorState if states.get(state)}


def _into(session: ReadSession, actor: Actor, brought: Brought, slug: str) -> Preview:
    foreseen = texts.foresee(session, actor, slug, brought.draft)
    outcome = Outcome.VERSION if foreseen.new else Outcome.NOTHING
    changes = in_one_line(difference(foreseen.before, brought.draft.text)) if foreseen.new and foreseen.before else None
    return _preview(brought, brought.recognised.title, outcome, slug=slug, number=foreseen.number,
                    known_as=foreseen.title, passages=tuple(foreseen.passages), changes=changes)  # fmt: skip


def _preview(
    brought: Brought, title: str | None, outcome: Outcome, more: tuple[str, ...] = (), **known: object
) -> Preview:
    found, text = brought.recognised, brought.draft.text
    parts = paragraphs(text)
    return Preview(
        title=title,
        author=found.author,
        published_on=found.published_on,
        language=found.language,
        media_type=found.media_type,
        words=words(text),
        paragraphs=len(parts),
        beginnings=tuple(_cut(part, LONGEST_BEGINNING) for part in parts[:MOST_BEGINNINGS]),
        warnings=(*found.warnings, *more),
        outcome=outcome,
        **known,  # type: ignore[arg-type]  # what is known of the outcome differs from one to the other
    )


def _new_article(session: ReadSession, brought: Brought, title: str | None) -> NewArticleDraft:
    """Make the draft of a new article of what was recognised; what a form would refuse of it is left out."""
    found = brought.recognised
    called = " ".join((title or found.title or _cut(brought.draft.text, LONGEST_TITLE)).split())
    slug, prefix = texts.names_for(session, called, articles.RESERVED)
    needed: dict[str, object] = {"slug": slug, "prefix": prefix, "title": called}
    told: dict[str, object] = {
        "author": found.author,
        "published_on": found.published_on,
        "language": found.language or NO_LANGUAGE,
    }
    try:
        return read(NewArticleDraft, needed | told)
    except FieldsRefused as refusal:
        if refusal.errors.keys() & needed.keys():
            raise
        kept = {name: value for name, value in told.items() if name not in refusal.errors}
        return read(NewArticleDraft, {"language": NO_LANGUAGE} | kept | needed)


def _cut(text: str, most: int) -> str:
    """Give the first line, no longer than it may be."""
    line = text.lstrip().split("\n", 1)[0]
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
