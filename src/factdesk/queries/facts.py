"""The facts of an export: what it holds, of when, and the head of the chain it was taken at."""

from urllib.parse import urlencode

from factdesk import __version__
from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.drafts.described import in_words
from factdesk.drafts.exports import ClaimExport
from factdesk.facts import basis
from factdesk.queries import articles, chain, claims
from factdesk.queries.moments import head_at
from factdesk.shapes.facts import Facts
from factdesk.vocabulary import CONFIDENCE_RANGE, STIX_CONFIDENCE

SCALE = "; ".join(
    f"{level.label} {STIX_CONFIDENCE[level]} ({CONFIDENCE_RANGE[level][0]}-{CONFIDENCE_RANGE[level][1]})"
    for level in STIX_CONFIDENCE
)


def of_export(session: ReadSession, viewer: Actor, wanted: ClaimExport, *, site: str) -> Facts:
    """Give the facts of an export; its address is that of the page which shows the same claims.

    `site` is the public address of the register without a final slash, empty where none is known.
    """
    head = chain.head(session) if wanted.as_of is None else head_at(session, wanted.as_of)
    article = articles.only_one(session, viewer, wanted)
    return Facts(
        title=article.title if article else "Claim register",
        filter=in_words(wanted),
        address=f"{site}/claims?{urlencode(wanted.as_page().pairs())}".rstrip("?"),
        moment=head.at,
        count=claims.number(session, viewer, wanted),
        scale=SCALE,
        weights=str(basis.at(session, head.seq).weights),
        head=head.hash,
        program=f"Factdesk {__version__}",
    )
