import io
import json
from dataclasses import replace

import pytest
from tests.helpers.fixed_shapes import claim, claims, contents, facts, hostile, nothing
from tests.helpers.judges import review_faults
from tests.helpers.rows import for_each

from factdesk.exports import claim_review
from factdesk.vocabulary import Confidence, ReviewState, Verdict, Visibility

SITE = "https://claims.example"


def graph(made):
    file = io.BytesIO()
    claim_review.write(made, file)
    found = json.loads(file.getvalue())
    assert found["@context"] == "https://schema.org"
    return found["@graph"]


@pytest.mark.slow
@for_each("made", [contents, nothing, lambda: contents(*hostile())])
def test_every_review_has_what_is_required_and_nothing_unknown(made):
    *reviews, dataset = graph(made())
    for one in reviews:
        assert review_faults(one) == []
    assert dataset["@type"] == "Dataset"


@pytest.mark.slow
def test_the_schema_would_find_a_rating_without_words():
    one = claim_review.described(claims()[0], None, SITE)
    del one["reviewRating"]["alternateName"]
    assert review_faults(one) == ["'alternateName' is a required property"]


def test_only_settled_claims_have_one_and_the_file_says_how_many():
    *reviews, dataset = graph(contents())
    assert [one["url"] for one in reviews] == [f"{SITE}/claims/TALE-1"]
    assert dataset["description"].startswith("1 of 3 claims are settled and carry a review")
    assert facts().head in dataset["description"]


@for_each(("verdict", "value"), [
    (Verdict.DISPUTED, 1), (Verdict.MIXED, 3), (Verdict.SUPPORTED, 5), (Verdict.UNVERIFIABLE, None),
])  # fmt: skip
def test_the_rating_follows_the_verdict(verdict, value):
    one = claim(1, verdict=verdict, confidence=Confidence.LOW, state=ReviewState.SETTLED)
    rating = claim_review.described(one, None, SITE)["reviewRating"]
    assert rating.get("ratingValue") == value
    assert rating["alternateName"] == verdict.label
    assert "Evidence more against than for (confidence that the claim is true: low)." in rating["ratingExplanation"]


@for_each("but", [
    {"state": ReviewState.SPLIT}, {"verdict": Verdict.UNREVIEWED}, {"withdrawn_reason": "No"},
    {"visibility": Visibility.DRAFT},
])  # fmt: skip
def test_what_is_not_settled_and_public_has_none(but):
    settled = {"verdict": Verdict.MIXED, "state": ReviewState.SETTLED}
    assert claim_review.described(claim(1, **settled), None, SITE) is not None
    assert claim_review.described(claim(1, **settled | but), None, SITE) is None


def test_dissent_is_not_told_as_the_reason():
    explained = claim_review.described(claims()[0], None, SITE)["reviewRating"]["ratingExplanation"]
    assert "Decided" in explained
    assert "Another" not in explained


def test_the_article_is_where_the_claim_appeared():
    made = contents()
    found = claim_review.described(claims()[0], made.articles[0], SITE)["itemReviewed"]
    assert found["@id"] == f"{SITE}/claims/TALE-1#claim"
    assert found["appearance"]["headline"] == "A tale"
    assert found["author"]["name"] == "A. Author"


def test_alone_it_names_its_vocabulary():
    alone = claim_review.alone(claims()[0], None, SITE)
    assert alone == {"@context": "https://schema.org"} | claim_review.described(claims()[0], None, SITE)
    assert claim_review.alone(claim(2), None, SITE) is None


def test_without_an_address_the_register_still_has_a_name():
    made = replace(contents(), site="")
    assert graph(made)[0]["author"] == {"@type": "Organization", "name": "Claim register"}
