"""W3C Web Annotations (https://www.w3.org/TR/annotation-model/): each claim as an assessment of its article's words.

The target is the article where it was published, else its page here, with the quote as a TextQuoteSelector; a claim
without a quote assesses the article as a whole. Surroundings and offsets are not told: readers may see the quotes of
a text and not the text.
"""

import json
from collections.abc import Mapping
from typing import Any, BinaryIO

from factdesk.exports.contents import Contents, began
from factdesk.exports.naming import told
from factdesk.rules.scale import with_label
from factdesk.shapes.articles import ArticleRow
from factdesk.shapes.claims import ClaimDetail
from factdesk.shapes.facts import written

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
NOWHERE = "urn:factdesk"
"""What stands before a path where the register's public address is not known, as an annotation's id is an IRI."""


def write(contents: Contents, file: BinaryIO) -> None:
    """Write one page of annotations, a claim at a time; its collection holds the facts."""
    facts, site = contents.facts, contents.site or NOWHERE
    articles = {article.slug: article for article in contents.articles}
    address = facts.address if contents.site else f"{NOWHERE}{facts.address}"
    collection = {
        "id": f"{address}#annotations",
        "type": "AnnotationCollection",
        "label": f"{facts.title}. " + " ".join(f"{name}: {value}." for name, value in told(facts)),
        "total": facts.count,
        "modified": written(facts.moment),
    }
    head = {"@context": CONTEXT, "id": f"{address}#page", "type": "AnnotationPage", "partOf": collection}
    file.write(json.dumps(head, ensure_ascii=False)[:-1].encode() + b',"startIndex":0,"items":[')
    between = b"\n"
    for claim in contents.claims:
        made = annotation(claim, articles, site)
        file.write(between + json.dumps(made, ensure_ascii=False).encode())
        between = b",\n"
    file.write(b"\n]}\n")


def annotation(claim: ClaimDetail, articles: Mapping[str, ArticleRow], site: str) -> dict[str, Any]:
    """Give a claim as an annotation; `site` is the register's public address, or a URN."""
    article = articles.get(claim.article)
    where = (article.url if article else None) or f"{site}/articles/{claim.article}"
    made: dict[str, Any] = {
        "id": f"{site}/claims/{claim.ref}#annotation",
        "type": "Annotation",
        "motivation": "assessing",
        "created": written(began(claim)),
        "modified": written(claim.changed_at),
        "body": [_body(claim.statement, "describing"), _body(_assessed(claim), "assessing")],
        "target": {"source": where},
    }
    if claim.quote:
        made["target"]["selector"] = {"type": "TextQuoteSelector", "exact": claim.quote}
    return made


def _body(value: str, purpose: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}


def _assessed(claim: ClaimDetail) -> str:
    """Say in words how the claim stands, with the reasons of those who count."""
    if claim.withdrawn_reason is not None:
        return f"Withdrawn: {claim.withdrawn_reason}"
    sure = f" {with_label(claim.confidence)}." if claim.confidence else ""
    reasons = [
        f"{'Dissent: ' if one.dissents else ''}{one.reason}" for one in claim.reviews if one.counts or one.decides
    ]
    return "\n\n".join([f"{claim.verdict.label}.{sure}", *reasons])
