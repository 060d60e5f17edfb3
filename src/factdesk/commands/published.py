"""Bringing a published register in: its articles, sources, claims, reviews and notes, an event for each article.

People are known by their labels alone: each label becomes a role account, which never signs in and is shown by it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import SQLModel, col, select

from factdesk.access import Actor, Right, require
from factdesk.commands import articles, sources
from factdesk.commands._index import settle
from factdesk.commands._inserting import insert, insert_claims, withdrawal
from factdesk.commands._records import Opened, close_bulk, open_event
from factdesk.commands._sourcing import insert_sources, link
from factdesk.commands.telling import Tell, silent
from factdesk.database.transaction import WriteSession
from factdesk.drafts.published import PublishedArticle, PublishedClaim, PublishedRegister
from factdesk.errors import Clash
from factdesk.facts.rows import ids_by
from factdesk.models import Article, ClosedRound, Evidence, Note, Person, Review, Source
from factdesk.rules.naming import free_slug
from factdesk.vocabulary import Role

RESERVED: dict[str, tuple[str, ...]] = {"slug": articles.RESERVED, "prefix": (), "citekey": sources.RESERVED}
LONGEST_LABEL = 30
"""Letters of a label in the name of its account; an account's name has at most 50."""
KEYS: dict[str, type[SQLModel]] = {"slug": Article, "prefix": Article, "citekey": Source}


def bring(session: WriteSession, actor: Actor, register: PublishedRegister, tell: Tell = silent) -> None:
    """Add a register under names that are free; `tell` is told how many claims more are done.

    Raises Forbidden without the right, and Clash where an address, prefix or citekey is taken.
    """
    require(actor, Right.LOAD_REGISTER)
    opened = open_event(session)
    for name, keys in register.names().items():
        if gone := {*ids_by(session, KEYS[name], name, keys), *keys.intersection(RESERVED[name])}:
            raise Clash(f"The {name} {min(gone)} is taken in this register.", place=name)
    cited = insert_sources(session, opened, register.sources)
    link(session, opened, register.sources, register.ties(), cited)
    accounts = _accounts(session, opened, register.labels())
    by_article: defaultdict[str, list[PublishedClaim]] = defaultdict(list)
    for claim in register.claims:
        by_article[claim.article].append(claim)
    for at, article in enumerate(register.articles):
        opened = open_event(session) if at else opened
        claims = sorted(by_article[article.slug], key=lambda one: one.number)
        added = dict(zip(_add_claims(session, opened, article, claims), claims, strict=True))
        _add_evidence(session, opened, added, cited)
        _add_reviews(session, opened, added, accounts)
        rounds = [(id_, wording) for id_, claim in added.items() for wording in claim.closed_before(article)]
        insert(session, ClosedRound, opened, [{"claim_id": id_, "wording": wording} for id_, wording in rounds])
        close_bulk(session, actor, opened, action="register.bring", subject=f"article:{article.slug}")
        settle(session, list(added), opened, tell)


def _accounts(session: WriteSession, opened: Opened, labels: Sequence[str]) -> dict[str, int]:
    """Give the role accounts that are shown by these labels, made where there is none."""
    titled = select(Person.title, Person.id).where(col(Person.role_account)).order_by(col(Person.id).desc())
    found = {title: id_ for title, id_ in session.exec(titled) if title is not None}
    names = set(session.exec(select(Person.name)).all())
    rows = []
    for label in labels:
        if label not in found:
            name = free_slug(f"brought {label[:LONGEST_LABEL]}", names.__contains__)
            names.add(name)
            rows.append({"name": name, "title": label, "role": Role.REVIEWER, "role_account": True})
    return found | dict(zip((str(row["title"]) for row in rows), insert(session, Person, opened, rows), strict=True))


def _add_claims(
    session: WriteSession, opened: Opened, article: PublishedArticle, claims: Sequence[PublishedClaim]
) -> list[int]:
    row = article.model_dump() | withdrawal(article.withdrawn_reason, opened)
    article_id = insert(session, Article, opened, [row])[0]
    numbered = [(claim.number, _claim_row(claim) | withdrawal(_own_reason(claim, article), opened)) for claim in claims]
    return insert_claims(session, opened, article_id, article.prefix, numbered, article.visibility)


def _own_reason(claim: PublishedClaim, article: PublishedArticle) -> str | None:
    """Give why the claim itself was withdrawn: one whose article was shows the article's reason."""
    return None if claim.withdrawn_reason == article.withdrawn_reason else claim.withdrawn_reason


def _claim_row(claim: PublishedClaim) -> dict[str, Any]:
    kept = {"statement", "wording", "quote", "paragraph", "hedge", "topics", "entities", "true_on", "visibility"}
    row = claim.model_dump(include=kept)
    return row | {"claim_type": claim.type, "topics": list(claim.topics), "entities": list(claim.entities)}


def _add_evidence(
    session: WriteSession, opened: Opened, claims: Mapping[int, PublishedClaim], cited: Mapping[str, int]
) -> None:
    insert(session, Evidence, opened, [
        piece.model_dump(exclude={"source"})
        | {"claim_id": id_, "source_id": cited[piece.source], "rests_on": [cited[key] for key in piece.rests_on]}
        | withdrawal(piece.withdrawn_reason, opened)
        for id_, claim in claims.items() for piece in claim.evidence
    ])  # fmt: skip


def _add_reviews(
    session: WriteSession, opened: Opened, claims: Mapping[int, PublishedClaim], accounts: Mapping[str, int]
) -> None:
    insert(session, Review, opened, [
        review.model_dump(exclude={"reviewer"}) | {"claim_id": id_, "reviewer_id": accounts[review.reviewer]}
        for id_, claim in claims.items() for review in reversed(claim.reviews)
    ])  # fmt: skip
    insert(session, Note, opened, [
        note.model_dump(exclude={"author"})
        | {"claim_id": id_, "author_id": accounts[note.author]}
        | withdrawal(note.withdrawn_reason, opened)
        for id_, claim in claims.items() for note in claim.notes
    ])  # fmt: skip
