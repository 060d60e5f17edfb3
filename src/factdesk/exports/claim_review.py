"""ClaimReview (https://schema.org/ClaimReview) as JSON-LD: what settled claims tell search engines and other desks.

Only settled claims carry a rating: disputed 1, mixed 3, supported 5 of 5, and unverifiable by its word alone
(https://developers.google.com/search/docs/appearance/structured-data/factcheck). How many claims were left out as not
settled stands in the node that describes the file.
"""

import json
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from factdesk.exports.contents import Contents
from factdesk.exports.naming import told
from factdesk.rules.scale import with_label
from factdesk.shapes.articles import ArticleRow
from factdesk.shapes.claims import ClaimDetail
from factdesk.shapes.facts import written
from factdesk.shapes.sources import SourceRow
from factdesk.vocabulary import ReviewState, Verdict, Visibility

CONTEXT = "https://schema.org"
RATINGS = {Verdict.DISPUTED: 1, Verdict.MIXED: 3, Verdict.SUPPORTED: 5}
WORST, BEST = 1, 5
UNNAMED = "Claim register"
Node = dict[str, Any]


def write(contents: Contents, file: BinaryIO) -> None:
    """Write one graph with a review for each settled claim, and a node that describes the file."""
    articles = {article.slug: article for article in contents.articles}
    file.write(f'{{"@context":"{CONTEXT}","@graph":[\n'.encode())
    reviewed = every = 0
    for claim in contents.claims:
        every += 1
        found = described(claim, articles.get(claim.article), contents.site)
        if found is not None:
            reviewed += 1
            file.write(_line(found) + b",\n")
    file.write(_line(_dataset(contents, reviewed, every)) + b"\n]}\n")


def alone(claim: ClaimDetail, article: ArticleRow | None, site: str) -> Node | None:
    """Give the review of a claim as a document of its own; None where it has none."""
    found = described(claim, article, site)
    return None if found is None else {"@context": CONTEXT} | found


def _line(node: Node) -> bytes:
    return json.dumps(node, ensure_ascii=False).encode()


def described(claim: ClaimDetail, article: ArticleRow | None, site: str) -> Node | None:
    """Give the review of a settled, published claim; None for any other. `site` is the register's public address."""
    if (
        claim.state is not ReviewState.SETTLED
        or claim.verdict is Verdict.UNREVIEWED
        or claim.withdrawn_reason is not None
        or claim.visibility is not Visibility.PUBLISHED
    ):
        return None
    page = f"{site}/claims/{claim.ref}"
    found: Node = {
        "@type": "ClaimReview",
        "@id": f"{page}#review",
        "url": page,
        "claimReviewed": claim.statement,
        "author": organisation(site),
        "reviewRating": _rating(claim),
        "itemReviewed": _claim(claim, article, page),
    }
    if claim.reviewed_at:
        found["datePublished"] = claim.reviewed_at.date().isoformat()
    cited = {piece.source.citekey: piece.source for piece in claim.evidence if piece.withdrawn_reason is None}
    if cited:
        found["citation"] = [_work(source) for source in cited.values() if source.withdrawn_reason is None]
    return found


def organisation(site: str) -> Node:
    """Give the register as the author of its reviews, by the name of its host."""
    host = urlsplit(site).hostname
    return {"@type": "Organization", "name": host or UNNAMED} | ({"url": f"{site}/"} if host else {})


def _rating(claim: ClaimDetail) -> Node:
    rating: Node = {"@type": "Rating", "alternateName": claim.verdict.label}
    if claim.verdict in RATINGS:
        rating |= {"ratingValue": RATINGS[claim.verdict], "bestRating": BEST, "worstRating": WORST}
    reasons = [review.reason for review in claim.reviews if review.decides or (review.counts and not review.dissents)]
    sure = f"{with_label(claim.confidence)}." if claim.confidence else ""
    return rating | {"ratingExplanation": "\n\n".join(part for part in (sure, *reasons) if part)}


def _claim(claim: ClaimDetail, article: ArticleRow | None, page: str) -> Node:
    found: Node = {"@type": "Claim", "@id": f"{page}#claim", "text": claim.quote or claim.statement}
    if article is None:
        return found
    work: Node = {"@type": "Article", "headline": article.title}
    for name, value in (("url", article.url), ("datePublished", article.published_on)):
        if value:
            work[name] = value
    if article.author:
        work["author"] = {"@type": "Person", "name": article.author}
        found["author"] = work["author"]
    if article.published_on:
        found["datePublished"] = article.published_on
    return found | {"appearance": work}


def _work(source: SourceRow) -> Node:
    work: Node = {"@type": "CreativeWork", "name": source.title}
    for name, value in (("url", source.url), ("datePublished", source.published)):
        if value:
            work[name] = value
    return work


def _dataset(contents: Contents, reviewed: int, every: int) -> Node:
    facts = contents.facts
    return {
        "@type": "Dataset",
        "name": facts.title,
        "url": facts.address,
        "dateModified": written(facts.moment),
        "version": facts.head,
        "description": f"{reviewed} of {every} claims are settled and carry a review; the others do not. "
        + " ".join(f"{name}: {value}." for name, value in told(facts)),
    }
