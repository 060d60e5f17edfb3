"""A register with drafts in it: one claim and one whole article that no reader may learn of."""

import sqlalchemy as sa
from tests.helpers.builders import a_claim, a_piece, a_register, a_review, a_source
from tests.helpers.builders import load as load_draft

from factdesk.commands._index import settle
from factdesk.database.transaction import writing
from factdesk.facts.snapshots import table_of
from factdesk.models import Article, Claim, Source

ASKED, TRACE = "xyzzyquux", "plughwumpus"
"""Two words that only drafts hold: one to search for, one that must not come back."""
DRAFT_CLAIM, DRAFT_ARTICLE = "TALE-2", "hidden-tale"
DRAFT_SOURCES = (f"only-{TRACE}", f"tied-{TRACE}", f"child-{TRACE}")
OPEN_CLAIMS = ("TALE-1", "TALE-3")


def _said(what: str) -> str:
    return f"{what} {ASKED} {TRACE}"


def _hidden_claim(number: int, *sources: str) -> dict[str, object]:
    pieces = [
        a_piece(source, says=_said("Says"), quotation=_said("Quotation"), locator=_said("Locator"))
        for source in sources
    ]
    return a_claim(
        number, *pieces, statement=_said("Statement"), quote=_said("Quote"), topics=[_said("topic")],
        entities=[_said("Entity")], review=a_review(verdict="mixed", reason=_said("Reason")), type="forecast",
        hedge="rumoured",
    )  # fmt: skip


def _hidden_source(citekey: str, **but: object) -> dict[str, object]:
    return a_source(
        citekey, title=_said("Title"), authors=[_said("Author")], publisher=_said("Publisher"), kind="court", **but
    )


def load(engine: sa.Engine) -> None:
    """Load the register, then hide what is to be hidden; the sources it hides were never shown."""
    only, tied, child = DRAFT_SOURCES
    open_claims = [a_claim(number, a_piece("open"), topics=["shown"], review=a_review()) for number in (1, 3)]
    sources = [
        a_source("open"),
        _hidden_source(only),
        _hidden_source(tied),
        _hidden_source(child, lineage="derived", derived_from=[{"source": "open", "how": "cites", "note": TRACE}]),
    ]
    ties = [{"a": "open", "b": tied, "how": "same_author", "note": TRACE}]
    hidden = _hidden_claim(2, only, tied, child, "open")
    load_draft(engine, a_register(open_claims[0], hidden, open_claims[1], sources=sources, ties=ties))
    article = {"slug": DRAFT_ARTICLE, "prefix": "HID", "title": _said("Title"), "author": _said("Author")}
    load_draft(engine, a_register(_hidden_claim(1, "open"), sources=[a_source("open")], **article))
    _hide(engine)


def _hide(engine: sa.Engine) -> None:
    claim, article, source = table_of(Claim), table_of(Article), table_of(Source)
    with writing(engine) as session:
        connection = session.connection()
        connection.execute(sa.update(claim).where(claim.c.ref == DRAFT_CLAIM).values(visibility="draft"))
        connection.execute(sa.update(article).where(article.c.slug == DRAFT_ARTICLE).values(visibility="draft"))
        connection.execute(sa.update(source).values(shown=False))
        settle(session, list(session.scalars(sa.select(claim.c.id))), None)
