import io
import json

import pytest
from tests.helpers.fixed_shapes import contents, facts, hostile, nothing
from tests.helpers.judges import stix_faults
from tests.helpers.rows import for_each

from factdesk.exports import stix
from factdesk.vocabulary import Confidence, Verdict


def written(made):
    file = io.BytesIO()
    stix.write(made, file)
    return file.getvalue().decode()


def objects(made, type_):
    return [one for one in json.loads(written(made))["objects"] if one["type"] == type_]


@pytest.mark.slow
@for_each("made", [contents, nothing, lambda: contents(*hostile())])
def test_the_validator_finds_no_error(made):
    assert stix_faults(written(made())) == []


@pytest.mark.slow
def test_the_validator_would_find_an_opinion_that_is_none():
    assert stix_faults(written(contents()).replace('"agree"', '"maybe"'))


def test_a_note_has_the_confidence_of_its_claim_or_none():
    assert [note.get("confidence") for note in objects(contents(), "note")] == [70, None, None]
    assert [note.get("revoked") for note in objects(contents(), "note")] == [None, None, True]


def test_the_reviews_that_count_are_opinions_on_their_claim():
    first = objects(contents(), "note")[0]["id"]
    found = [(one["opinion"], one["explanation"], one["object_refs"]) for one in objects(contents(), "opinion")]
    assert found == [
        ("agree", "Decided", [first]),
        ("agree", "Because of the evidence", [first]),
        ("neutral", 'Another, "quoted"\nreason', [first]),
    ]


def test_the_report_refers_to_everything_and_holds_the_facts():
    made = json.loads(written(contents()))["objects"]
    report = made[-1]
    assert report["type"] == "report"
    assert set(report["object_refs"]) == {one["id"] for one in made[:-1]}
    assert facts().head in report["description"]


@for_each(("verdict", "confidence", "word"), [
    (Verdict.SUPPORTED, Confidence.VERY_HIGH, "strongly-agree"), (Verdict.SUPPORTED, Confidence.HIGH, "agree"),
    (Verdict.DISPUTED, Confidence.VERY_LOW, "strongly-disagree"), (Verdict.DISPUTED, Confidence.LOW, "disagree"),
    (Verdict.MIXED, Confidence.LOW, "neutral"), (Verdict.UNVERIFIABLE, None, "neutral"),
])  # fmt: skip
def test_an_opinion_follows_verdict_and_confidence(verdict, confidence, word):
    assert stix.opinion(verdict, confidence) == word


def test_the_same_claim_has_the_same_id_in_every_bundle():
    whole, other = objects(contents(), "note"), objects(contents(facts_of=facts(head="f" * 64)), "note")
    assert [note["id"] for note in whole] == [note["id"] for note in other]


def test_grades_stand_with_their_piece():
    described = objects(contents(), "note")[0]["external_references"][1]["description"]
    assert 'admiralty-scale:source-reliability="b"' in described
    assert 'admiralty-scale:information-credibility="2"' in described
