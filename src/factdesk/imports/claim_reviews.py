"""Published fact-checks (schema.org ClaimReview) as a table of claims, as they are found in the wild.

Markup of pages and feeds (https://schema.org/ClaimReview), alone, in arrays, graphs or anything that holds them, and
answers of the Fact Check Tools API (https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims).
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from factdesk.errors import Invalid
from factdesk.imports._markup import without_markup
from factdesk.imports.found import Row, Table

COLUMNS = (
    "statement", "entities", "claimed_on", "appearance", "reviewer", "review_url", "review_title", "reviewed_on",
    "rating", "rating_value", "worst_rating", "best_rating", "language",
)  # fmt: skip
DEEPEST = 100
PART = "\x1f"
"""Between the parts of a list, while a text may still hold lines of its own."""
_TYPE, _TYPES = ("@type", "type"), "ClaimReview"

Node = Mapping[str, Any]


def holds(text: str) -> bool:
    """Say whether a text speaks of reviews of claims at all."""
    return '"claimReviewed"' in text or '"claimReview"' in text or f'{_TYPES}"' in text


def read(text: str, name: str) -> Table:
    """Give a row for each review in a text of JSON; raises Invalid, naming the file, where there is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as cause:
        raise Invalid(f"{name} is not readable JSON: {cause}.", place=name) from cause
    rows = [*_reviews(found, 0), *_answers(found)]
    if not rows:
        raise Invalid(f"{name} holds no review of a claim (ClaimReview).", place=name)
    plain = ({column: _plain(row.get(column, "")) for column in COLUMNS} for row in rows)
    return Table(name, COLUMNS, tuple(Row(number, cells) for number, cells in enumerate(plain, start=1)), lined=True)


def _plain(text: str) -> str:
    return "\n".join(without_markup(part) for part in text.split(PART))


def _reviews(value: object, depth: int) -> Iterator[dict[str, str]]:
    """Find the reviews in arrays, graphs and whatever else holds them."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _reviews(one, depth + 1)
    elif isinstance(value, dict) and _is_review(value):
        yield _row(value)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _reviews(one, depth + 1)


def _is_review(node: Node) -> bool:
    types = [one for key in _TYPE for one in _listed(node.get(key))]
    return any(isinstance(one, str) and one.rsplit("/", 1)[-1].rsplit(":", 1)[-1] == _TYPES for one in types)


def _row(node: Node) -> dict[str, str]:
    claim, rating = _node(node.get("itemReviewed")), _node(node.get("reviewRating"))
    return {
        "statement": _text(node.get("claimReviewed")) or _text(claim.get("name")) or _text(claim.get("text")),
        "entities": PART.join(filter(None, (_name(one) for one in _listed(claim.get("author"))))),
        "claimed_on": _text(claim.get("datePublished")),
        "appearance": _address(claim.get("appearance")) or _address(claim.get("firstAppearance")),
        "reviewer": _name(node.get("author")) or _name(node.get("publisher")),
        "review_url": _address(node.get("url")) or _address(node.get("@id")),
        "review_title": _text(node.get("headline")) or _text(node.get("name")),
        "reviewed_on": _text(node.get("datePublished")),
        "rating": _text(rating.get("alternateName")) or _text(rating.get("name")) or _text(node.get("reviewRating")),
        "rating_value": _text(rating.get("ratingValue")),
        "worst_rating": _text(rating.get("worstRating")),
        "best_rating": _text(rating.get("bestRating")),
        "language": _text(node.get("inLanguage")),
    }


def _answers(found: object) -> Iterator[dict[str, str]]:
    """Give a row for each claim an answer of the API holds, by the first of its reviews."""
    for claim in _listed(found.get("claims")) if isinstance(found, dict) else _listed(found):
        if not isinstance(claim, dict) or "claimReview" not in claim or _is_review(claim):
            continue
        review = _node(claim["claimReview"])
        yield {
            "statement": _text(claim.get("text")),
            "entities": _text(claim.get("claimant")),
            "claimed_on": _text(claim.get("claimDate")),
            "reviewer": _name(review.get("publisher")) or _text(_node(review.get("publisher")).get("site")),
            "review_url": _text(review.get("url")),
            "review_title": _text(review.get("title")),
            "reviewed_on": _text(review.get("reviewDate")),
            "rating": _text(review.get("textualRating")),
            "language": _text(review.get("languageCode")),
        }


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _node(value: object) -> Node:
    """Give the first node of what may be a node, a list of them, or something else."""
    return next((one for one in _listed(value) if isinstance(one, dict)), {})


def _text(value: object) -> str:
    """Give a text or number as text; of texts in several languages, or of a list, the first."""
    if isinstance(value, list):
        value = next((one for one in value if one), "")
    if isinstance(value, dict):
        value = value.get("@value", "")
    return "" if value is None or isinstance(value, bool | dict | list) else str(value)


def _name(value: object) -> str:
    return _text(_node(value).get("name")) or _text(value)


def _address(value: object) -> str:
    node = _node(value)
    return _text(node.get("url")) or _text(node.get("@id")) or _text(value)
