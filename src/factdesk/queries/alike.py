"""What is on file already, whatever it is called: sources by address and title, claims by their statement."""

from collections.abc import Collection, Mapping

from sqlmodel import SQLModel, col, select

from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.facts.rows import ids_by
from factdesk.models import Article, Claim, Publisher, Source
from factdesk.queries import visible
from factdesk.vocabulary import Reliability

AT_ONCE = 500
KEYS: dict[str, type[SQLModel]] = {"slug": Article, "prefix": Article, "citekey": Source}


def by_address(session: ReadSession, viewer: Actor, addresses: Collection[str]) -> dict[str, str]:
    """Give the citekeys of the sources that have one of these addresses, by address."""
    return _found(session, viewer, "url", addresses)


def by_title(session: ReadSession, viewer: Actor, titles: Collection[str]) -> dict[str, str]:
    """Give the citekeys of the sources that have one of these titles, by title."""
    return _found(session, viewer, "title", titles)


def citekeys(session: ReadSession, viewer: Actor, asked: Collection[str]) -> set[str]:
    """Give which of these citekeys are taken."""
    return set(_found(session, viewer, "citekey", asked))


def taken(session: ReadSession, names: Mapping[str, Collection[str]]) -> dict[str, set[str]]:
    """Give which addresses, prefixes and citekeys are taken, of those asked for by what they name."""
    return {name: set(ids_by(session, KEYS[name], name, asked)) for name, asked in names.items()}


def publishers(session: ReadSession, names: Collection[str]) -> dict[str, Reliability | None]:
    """Give those of these publishers that are on file, with their default grade."""
    listed = sorted(names)
    found: dict[str, Reliability | None] = {}
    for start in range(0, len(listed), AT_ONCE):
        for one in session.exec(select(Publisher).where(col(Publisher.name).in_(listed[start : start + AT_ONCE]))):
            found[one.name] = one.default_reliability
    return found


def by_statement(session: ReadSession, viewer: Actor, slug: str, statements: Collection[str]) -> dict[str, str]:
    """Give the refs of an article's claims that have one of these statements and stand, by statement."""
    wanted = frozenset(statements)
    query = select(Claim.statement, Claim.ref).join(Article, col(Article.id) == col(Claim.article_id))
    standing = query.where(col(Article.slug) == slug, col(Claim.withdrawn_at).is_(None), visible.claims(viewer))
    found = session.exec(standing.order_by(col(Claim.number).desc()).execution_options(yield_per=AT_ONCE))
    return {statement: ref for statement, ref in found if statement in wanted}


def _found(session: ReadSession, viewer: Actor, column: str, values: Collection[str]) -> dict[str, str]:
    listed, named = sorted(values), getattr(Source, column)
    found: dict[str, str] = {}
    for start in range(0, len(listed), AT_ONCE):
        query = select(named, Source.citekey).where(
            col(named).in_(listed[start : start + AT_ONCE]), visible.sources(viewer)
        )
        found |= dict(session.exec(query.order_by(col(Source.citekey).desc())).all())
    return found
