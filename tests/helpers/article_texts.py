"""Texts of articles for tests: held in a register, and made of what its claims quote."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

import sqlalchemy as sa
from tests.helpers import desk

from factdesk.access import OPERATOR, Actor
from factdesk.commands import articles, claims, versions
from factdesk.database.transaction import reading, writing
from factdesk.drafts.texts import VersionDraft
from factdesk.drafts.writing import ArticleChangeDraft
from factdesk.queries import articles as held
from factdesk.shapes.articles import OutlineClaim

FILLERS = (
    "Here the report goes on in words that nobody disputes", "The next day brought little that was new",
    "Much has been written about the river since", "Few of those who were there speak of it",
)  # fmt: skip


def take(engine: sa.Engine, actor: Actor, slug: str, text: str) -> versions.Taken:
    """Add a version of an article's text."""
    draft = VersionDraft(text=text, sha256=sha256(text.encode()).hexdigest(), media_type="text/plain")
    with writing(engine) as session:
        return versions.take(session, actor, slug, draft)


def open_text(engine: sa.Engine, actor: Actor, slug: str, *, public: bool = True) -> None:
    """Let readers read an article's text, or no longer."""
    with reading(engine) as session:
        found = held.get(session, actor, slug).model_dump()
    kept = {name: value for name, value in found.items() if name in ArticleChangeDraft.model_fields}
    desk.run(engine, articles.revise, actor, slug, ArticleChangeDraft.model_validate(kept | {"text_public": public}))


def hold(engine: sa.Engine, actor: Actor, slug: str, text: str, *, public: bool) -> None:
    """Add a version of an article's text, and say whether readers read it."""
    take(engine, actor, slug, text)
    if public:
        open_text(engine, actor, slug)


def quote(engine: sa.Engine, actor: Actor, quotes: Mapping[str, str]) -> None:
    """Let claims of the desk's register quote something, by ref."""
    for ref, words in quotes.items():
        change = desk.changed_claim(statement=f"Statement {ref.split('-')[1]}", quote=words)
        desk.run(engine, claims.revise, actor, ref, change)


def made_of(outline: Iterable[OutlineClaim]) -> str:
    """Make a text that says what claims quote, by paragraph, with sentences of our own between."""
    paragraphs: dict[int, list[str]] = {}
    for number, claim in enumerate(outline):
        if claim.quote:
            said = f"{FILLERS[number % len(FILLERS)]}, it says in place {number}. "
            said += f"That much was known before the spring of that year. It adds: {claim.quote}, as we read."
            paragraphs.setdefault(claim.paragraph or 0, []).append(said)
    return "\n\n".join(" ".join(said) for _, said in sorted(paragraphs.items()))


def hold_seed(engine: sa.Engine, *, public: bool = True) -> None:
    """Give the example's article a text made of its claims' quotes."""
    with reading(engine) as session:
        outline = held.get(session, OPERATOR, "malis-dark-shadow").outline
    hold(engine, OPERATOR, "malis-dark-shadow", made_of(outline), public=public)
