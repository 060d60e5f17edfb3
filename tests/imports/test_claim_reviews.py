"""Published fact-checks are found wherever they stand in a file, and come in as plain text."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.helpers import fixed_shapes
from tests.helpers.rows import for_each

from factdesk.errors import Invalid
from factdesk.exports import FORMATS
from factdesk.imports import claim_reviews, kinds
from factdesk.imports.found import Table

REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "claimReviewed": "Salt &amp; <b>water</b> are<br>one",
    "url": "https://check.example/1",
    "datePublished": "2026-01-02",
    "author": {"@type": "Organization", "name": "The Desk"},
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "Doe, Jane"},
        "datePublished": "2025-12-31",
        "appearance": {"@type": "CreativeWork", "url": "https://a.example/"},
    },
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": "5", "worstRating": 1, "alternateName": "خطأ"},
}
EVERYTHING = {
    "statement": "Salt & water are one", "entities": "Doe, Jane", "claimed_on": "2025-12-31",
    "appearance": "https://a.example/", "reviewer": "The Desk", "review_url": "https://check.example/1",
    "review_title": "", "reviewed_on": "2026-01-02", "rating": "خطأ", "rating_value": "1", "worst_rating": "1",
    "best_rating": "5", "language": "",
}  # fmt: skip


def rows(value):
    found = kinds.read(json.dumps(value).encode(), "reviews.json")
    assert isinstance(found, Table)
    return [row.cells for row in found.rows]


@for_each(
    "held",
    [
        REVIEW,
        [REVIEW],
        [[{"@type": "WebPage"}], [REVIEW]],
        {"@context": "https://schema.org", "@graph": [{"@type": "Organization", "name": "x"}, REVIEW]},
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}]},
        REVIEW | {"@type": ["Review", "ClaimReview"]},
        REVIEW | {"@type": "http://schema.org/ClaimReview"},
        {name.removeprefix("@"): value for name, value in REVIEW.items()},
    ],
)
def test_a_review_is_found_wherever_it_stands(held):
    assert rows(held) == [EVERYTHING]


@for_each(
    ("but", "column", "cell"),
    [
        ({"reviewRating": None}, "rating", ""),
        ({"reviewRating": "False"}, "rating", "False"),
        ({"reviewRating": [{"ratingValue": "-1"}, {"ratingValue": 5}]}, "rating_value", "-1"),
        ({"reviewRating": {"ratingValue": 3.5}}, "rating_value", "3.5"),
        ({"reviewRating": {"name": {"@value": "Half true", "@language": "en"}}}, "rating", "Half true"),
        ({"author": [{"name": ["A", "B"]}]}, "reviewer", "A"),
        ({"author": "The Desk"}, "reviewer", "The Desk"),
        ({"author": None, "publisher": {"name": "P"}}, "reviewer", "P"),
        ({"itemReviewed": None}, "entities", ""),
        ({"itemReviewed": [{"author": [{"name": "A, B"}, {"name": "C"}]}]}, "entities", "A, B\nC"),
        ({"itemReviewed": {"author": {"name": "<i>A</i>"}}}, "entities", "A"),
        ({"claimReviewed": None, "itemReviewed": {"name": "By name"}}, "statement", "By name"),
        ({"claimReviewed": ["One", "Two"]}, "statement", "One"),
        ({"claimReviewed": "<script>alert(1)</script>It is so"}, "statement", "It is so"),
        ({"claimReviewed": "Two\n lines"}, "statement", "Two lines"),
        ({"claimReviewed": "3 < 4 & 5 > 2"}, "statement", "3 < 4 & 5 > 2"),
        ({"url": {"@id": "https://x.example/"}}, "review_url", "https://x.example/"),
    ],
)
def test_missing_and_odd_values_are_borne(but, column, cell):
    assert rows(REVIEW | but)[0][column] == cell


def test_an_answer_of_the_api_is_read():
    answer = {
        "claims": [
            {
                "text": "قول",
                "claimant": "x.com",
                "claimDate": "2025-04-28T00:00:00Z",
                "claimReview": [{
                    "publisher": {"site": "check.example"}, "url": "https://check.example/1", "title": "T",
                    "reviewDate": "2025-04-29T00:00:00Z", "textualRating": "مضلل", "languageCode": "ar",
                }],
            },
            {"text": "No reviews", "claimReview": []},
        ],
        "nextPageToken": "x",
    }  # fmt: skip
    first, second = rows(answer)
    assert {name: cell for name, cell in first.items() if cell} == {
        "statement": "قول", "entities": "x.com", "claimed_on": "2025-04-28T00:00:00Z", "reviewer": "check.example",
        "review_url": "https://check.example/1", "review_title": "T", "reviewed_on": "2025-04-29T00:00:00Z",
        "rating": "مضلل", "language": "ar",
    }  # fmt: skip
    assert second["statement"] == "No reviews"


def test_what_we_write_we_read():
    written = io.BytesIO()
    FORMATS["jsonld"].write(fixed_shapes.contents(), written)
    settled = [claim.statement for claim in fixed_shapes.claims() if f'"{claim.ref}"' in written.getvalue().decode()]
    found = kinds.read(written.getvalue(), "ours.jsonld")
    assert isinstance(found, Table)
    assert settled == [] or [row.cells["statement"] for row in found.rows] == settled
    assert found.rows


@for_each("text", ["", "{", "[" * 10**5, '{"@type": "Review"}', '"ClaimReview"', "null"])
def test_what_holds_none_is_refused(text):
    with pytest.raises(Invalid) as refusal:
        claim_reviews.read(text, "t.json")
    assert refusal.value.sentence.startswith("t.json ")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*REVIEW, "name", "url"]), inner),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from([*REVIEW]), JSON))
def test_any_shape_of_a_review_is_a_row_of_texts(shape):
    (*_, row) = rows(shape | {"@type": "ClaimReview"})
    assert row.keys() == EVERYTHING.keys()
    assert all(isinstance(cell, str) for cell in row.values())
