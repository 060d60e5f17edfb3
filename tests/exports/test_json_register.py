import io
import json

from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.fixed_shapes import claim, claims, contents, facts, nothing

from factdesk.exports import json_register
from factdesk.shapes.claims import ClaimDetail
from factdesk.shapes.facts import Facts


def written(made):
    file = io.BytesIO()
    json_register.write(made, file)
    return file.getvalue()


def cited(made):
    return {piece.source.citekey for one in made for piece in one.evidence}


def test_it_holds_facts_articles_and_claims_whole():
    read = json.loads(written(contents()))
    assert list(read) == ["facts", "articles", "claims", "sources"]
    assert Facts.model_validate(read["facts"]) == facts()
    assert [ClaimDetail.model_validate(one) for one in read["claims"]] == claims()
    assert read["articles"][0]["slug"] == "a-tale"


def test_each_claim_is_a_line():
    lines = written(contents()).decode().split("\n")
    assert lines[2] == '"claims":['
    assert [json.loads(line.rstrip(","))["ref"] for line in lines[3:6]] == ["TALE-1", "TALE-2", "TALE-3"]
    assert lines[6:8] == ["],", '"sources":[']
    assert [json.loads(line.rstrip(","))["citekey"] for line in lines[8:-2]] == sorted(cited(claims()))
    assert lines[-2:] == ["]}", ""]


def test_an_empty_register_is_valid_as_well():
    assert json.loads(written(nothing()))["claims"] == []


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_from_the_file(text):
    read = json.loads(written(contents(claim(1, statement=text))))
    assert read["claims"][0]["statement"] == text
