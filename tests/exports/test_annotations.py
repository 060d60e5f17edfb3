import io
import json
from dataclasses import replace

from tests.helpers.fixed_shapes import HOSTILE, contents, facts, hostile, nothing
from tests.helpers.rows import for_each

from factdesk.exports import annotations


def page(made):
    file = io.BytesIO()
    annotations.write(made, file)
    return json.loads(file.getvalue())


def test_the_page_belongs_to_a_collection_that_holds_the_facts():
    found = page(contents())
    assert found["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert found["type"] == "AnnotationPage"
    assert found["partOf"]["total"] == len(found["items"]) == 3
    assert facts().head in found["partOf"]["label"]


def test_a_quote_selects_its_words_in_the_article():
    first, second, _ = page(contents())["items"]
    assert first["target"] == {
        "source": "https://claims.example/articles/a-tale",
        "selector": {"type": "TextQuoteSelector", "exact": "the words"},
    }
    assert second["target"] == {"source": "https://claims.example/articles/a-tale"}


def test_the_article_is_named_by_its_own_address_where_it_has_one():
    made = contents()
    there = [made.articles[0].model_copy(update={"url": "https://paper.example/tale"})]
    assert page(replace(made, articles=there))["items"][0]["target"]["source"] == "https://paper.example/tale"


def test_the_bodies_say_claim_and_assessment_with_dissent():
    bodies = page(contents())["items"][0]["body"]
    assert [body["purpose"] for body in bodies] == ["describing", "assessing"]
    assert bodies[0]["value"] == "Statement 1"
    assert bodies[1]["value"].startswith(
        "Supported. Evidence more for than against (confidence that the claim is true: high).\n\nDecided"
    )
    assert "Dissent: Another" in bodies[1]["value"]


def test_a_withdrawn_claim_says_why():
    assert page(contents())["items"][2]["body"][1]["value"] == "Withdrawn: Not the article’s claim"


def test_without_an_address_ids_are_iris_all_the_same():
    made = replace(contents(), site="", facts=facts(address="/claims"))
    assert page(made)["items"][0]["id"] == "urn:factdesk/claims/TALE-1#annotation"
    assert page(made)["id"] == "urn:factdesk/claims#page"


@for_each("number", range(len(HOSTILE)))
def test_every_text_is_there_as_it_was(number):
    found = page(contents(hostile()[number]))["items"][0]
    assert found["body"][0]["value"] == HOSTILE[number]
    assert found["target"]["selector"]["exact"] == HOSTILE[number]


def test_an_empty_register_is_an_empty_page():
    assert page(nothing())["items"] == []
