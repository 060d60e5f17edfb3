"""A small register with people at its desk, drafts to write with, and looks at everything that is stored."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, col, select
from tests.helpers.builders import a_claim, a_piece, a_register, a_review, a_source, load

from factdesk.access import OPERATOR, READER, Actor
from factdesk.commands import people, reviews
from factdesk.commands._index import settle
from factdesk.database.transaction import ReadSession, WriteSession, reading, writing
from factdesk.drafts.judging import EvidenceChangeDraft, JudgementDraft, NewEvidenceDraft, NoteDraft, RetractionDraft
from factdesk.drafts.people import PersonDraft
from factdesk.drafts.texts import VersionDraft
from factdesk.drafts.writing import (
    ArticleChangeDraft,
    ClaimChangeDraft,
    NewArticleDraft,
    NewClaimDraft,
    NewSourceDraft,
    SourceChangeDraft,
)
from factdesk.errors import Refusal
from factdesk.models import Article, Claim, Derivation, Evidence, Person, Source, Tie, TokenUse
from factdesk.queries import verification
from factdesk.vocabulary import Role, Scope

ROLES = {"ann": Role.REVIEWER, "ben": Role.REVIEWER, "ed": Role.EDITOR, "ada": Role.ADMIN}
Everything = dict[str, list[tuple[Any, ...]]]


def open_desk(engine: sa.Engine) -> dict[str, Actor]:
    """Load three claims over five sources, and give a reader, two reviewers, an editor and an admin by name."""
    first, second, third = (
        a_claim(1, a_piece("src01"), a_piece("src02"), topics=["water"], review=a_review()),
        a_claim(2, a_piece("src03", stance="disputes"), a_piece("src04", rests_on=["src01"]), topics=["salt"]),
        a_claim(3),
    )
    sources = [
        a_source("src01", publisher="The Paper", authors=["A. Writer"]),
        a_source("src02", derived_from=[{"source": "src01", "how": "reprints"}], lineage="derived"),
        *(a_source(key) for key in ("src03", "src04", "src05")),
    ]
    load(
        engine,
        a_register(first, second, third, sources=sources, ties=[{"a": "src03", "b": "src04", "how": "same_owner"}]),
    )
    with writing(engine) as session:
        for name, role in ROLES.items():
            people.add(session, OPERATOR, PersonDraft(name=name, role=role))
    return the_people(engine)


def the_people(engine: sa.Engine) -> dict[str, Actor]:
    with reading(engine) as session:
        known = [Actor(one.id, one.name, one.role) for one in session.exec(select(Person)) if one.name in ROLES]
    return {"reader": READER, **{actor.name: actor for actor in known}}


def limited(actor: Actor, scope: Scope) -> Actor:
    """Give the actor a token of this scope stands for."""
    return Actor(actor.id, actor.name, actor.role, scope)


def run(engine: sa.Engine, command: Callable[..., str], actor: Actor, *given: object) -> str:
    """Run one command in a transaction of its own."""
    with writing(engine) as session:
        return command(session, actor, *given)


def settle_all(engine: sa.Engine) -> None:
    """Settle every claim again, as if each had just been changed."""
    with writing(engine) as session:
        settle(session, session.exec(select(Claim.id)).all(), None)


def everything(engine: sa.Engine) -> Everything:
    """Give the rows of every table, those of search and of what was done once too.

    When a token was last used is left out: that is written down at any time, whatever comes of what it is used for.
    """
    with engine.connect() as connection:
        found = {
            name: sorted((tuple(row) for row in connection.execute(sa.select(table))), key=repr)
            for name, table in SQLModel.metadata.tables.items()
            if name != TokenUse.__tablename__
        }
        key = "rowid" if engine.dialect.name == "sqlite" else "place"
        searched = connection.exec_driver_sql(f"SELECT {key}, public, internal FROM claim_search ORDER BY 1")  # noqa: S608
        return found | {"claim_search": [tuple(row) for row in searched]}


@contextmanager
def nothing_stored(engine: sa.Engine) -> Iterator[None]:
    """Hold that what happens inside leaves every row of every table as it is."""
    before = everything(engine)
    yield
    assert everything(engine) == before


def refused(engine: sa.Engine, why: type[Refusal], command: Callable[..., str], actor: Actor, *given: object) -> Any:
    """Hold that a command is refused just so and stores nothing; give the refusal."""
    with nothing_stored(engine), pytest.raises(why) as caught:
        run(engine, command, actor, *given)
    assert type(caught.value) is why
    assert caught.value.sentence
    return caught.value


def try_out(engine: sa.Engine, command: Callable[..., Any], actor: Actor, given: tuple[Any, ...]) -> Refusal | None:
    """Run a command and undo it; give the refusal, if it was refused."""
    with writing(engine) as session:
        try:
            command(session, actor, *given)
        except Refusal as caught:
            return caught
        finally:
            session.rollback()
    return None


def problems(engine: sa.Engine) -> list[str]:
    """Give what `factdesk verify` finds."""
    with reading(engine) as session:
        return list(verification.problems(session))


def the(engine: sa.Engine, model: type[SQLModel], **wanted: object) -> Any:
    """Give the one row with these values, or the last of several."""
    with reading(engine) as session:
        return the_row(session, model, **wanted)


def the_row(session: ReadSession, model: type[SQLModel], **wanted: object) -> Any:
    query = select(model).filter_by(**wanted).order_by(*(key.desc() for key in sa.inspect(model).primary_key))
    row = session.exec(query).first()
    if row is not None:
        session.expunge(row)
    return row


def number_of(engine: sa.Engine, model: type[SQLModel]) -> int:
    with reading(engine) as session:
        return session.exec(select(sa.func.count()).select_from(model)).one()


def version_of(engine: sa.Engine, key: str | int) -> int:
    """Give the present version of a claim by ref, a source by citekey, an article by slug, or evidence by number."""
    with reading(engine) as session:
        if isinstance(key, int):
            return session.get_one(Evidence, key).version
        for column in (Claim.ref, Source.citekey, Article.slug):
            table: Any = column.class_  # type: ignore[attr-defined]
            row = session.exec(select(table).where(col(column) == key)).first()
            if row is not None:
                return int(row.version)
    raise LookupError(key)


def link_version(engine: sa.Engine, one: str, other: str) -> int:
    """Give the version of the derivation or tie that stands between two sources; 1 where there is none."""
    with reading(engine) as session:
        named = dict(session.exec(select(Source.citekey, Source.id)).all())
        ends = {named[one], named[other]}
        for row in session.exec(select(Derivation).where(col(Derivation.withdrawn_at).is_(None))):
            if {row.source_id, row.parent_id} == ends:
                return row.version
        for tie in session.exec(select(Tie).where(col(Tie.withdrawn_at).is_(None))):
            if {tie.a_id, tie.b_id} == ends:
                return tie.version
    return 1


def grow_old(session: WriteSession, model: type[SQLModel], *, by: timedelta) -> None:
    """Let the sign-ins or links end earlier, as if that much time had passed."""
    for row in session.exec(select(model)):
        row.until -= by  # type: ignore[attr-defined]
        session.add(row)


def now() -> datetime:
    return datetime.now(UTC)


def a_judgement(**but: Any) -> JudgementDraft:
    given = {"verdict": "supported", "confidence": "high", "reason": "It is borne out", "wording": 1}
    return JudgementDraft.model_validate(given | but)


def split(engine: sa.Engine, actors: dict[str, Actor], ref: str) -> None:
    """Let ann and ben disagree about a claim."""
    run(engine, reviews.submit, actors["ann"], ref, a_judgement())
    run(engine, reviews.submit, actors["ben"], ref, a_judgement(verdict="disputed", confidence="low"))


def a_note(**but: Any) -> NoteDraft:
    return NoteDraft.model_validate({"body": "Ask the *author* again"} | but)


def a_retraction(**but: Any) -> RetractionDraft:
    return RetractionDraft.model_validate({"reason": "I was mistaken", "wording": 1} | but)


def new_evidence(source: str = "src05", **but: Any) -> NewEvidenceDraft:
    given = {"source": source, "stance": "supports", "credibility": "2", "says": "It says so"}
    return NewEvidenceDraft.model_validate(given | but)


def changed_evidence(**but: Any) -> EvidenceChangeDraft:
    given = {"stance": "disputes", "credibility": "3", "says": "It says otherwise", "support_check": "says_it"}
    return EvidenceChangeDraft.model_validate(given | {"version": 1} | but)


def new_source(citekey: str = "src99", **but: Any) -> NewSourceDraft:
    given = {"citekey": citekey, "title": f"Title of {citekey}", "kind": "news", "reliability": "B"}
    return NewSourceDraft.model_validate(given | but)


def changed_source(**but: Any) -> SourceChangeDraft:
    given = {"title": "Another title", "kind": "news", "reliability": "C", "consulted": True}
    return SourceChangeDraft.model_validate(given | {"version": 1} | but)


def new_claim(**but: Any) -> NewClaimDraft:
    given = {"statement": "A new statement", "hedge": "asserted", "type": "fact"}
    return NewClaimDraft.model_validate(given | but)


def changed_claim(**but: Any) -> ClaimChangeDraft:
    """Give a change of claim 1 that leaves its statement as it is."""
    given = {"statement": "Statement 1", "hedge": "hedged", "type": "fact", "topics": ["water"], "version": 1}
    return ClaimChangeDraft.model_validate(given | but)


def reworded(kind: str, **but: Any) -> ClaimChangeDraft:
    given = {"statement": "Statement one", "statement_change": kind, "reason": "It reads better"}
    return changed_claim(**(given | but))


def a_text(text: str = "A tale of water and salt.", **but: Any) -> VersionDraft:
    given = {"text": text, "sha256": sha256(text.encode()).hexdigest(), "media_type": "text/plain"}
    return VersionDraft.model_validate(given | but)


def new_article(**but: Any) -> NewArticleDraft:
    return NewArticleDraft.model_validate({"slug": "second", "prefix": "SEC", "title": "A second tale"} | but)


def changed_article(**but: Any) -> ArticleChangeDraft:
    given = {"title": "A tale retold", "language": "en", "reviews_required": 1, "version": 1}
    return ArticleChangeDraft.model_validate(given | but)
