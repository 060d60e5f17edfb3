import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.helpers.rows import for_each

from factdesk.drafts.exports import ClaimExport
from factdesk.drafts.filters import (
    MOST_VALUES,
    NOT_OF_THE_PAST,
    PAGE_SIZE,
    ClaimFilter,
    ClaimPage,
    Sort,
    SourceFilter,
    explain,
    read,
)
from factdesk.errors import Invalid
from factdesk.vocabulary import Confidence, Verdict

VALUES = {
    "q": st.sampled_from(["mali", '"two words"', "pre*", "é"]),
    "article": st.lists(st.sampled_from(["a", "b"]), unique=True, max_size=2),
    "verdict": st.lists(st.sampled_from([str(word) for word in Verdict]), unique=True, max_size=3),
    "confidence": st.lists(st.sampled_from(["none", *(str(word) for word in Confidence)]), unique=True, max_size=3),
    "confidence_min": st.sampled_from([str(word) for word in Confidence]),
    "topic": st.lists(st.text("abc =&;+%é", min_size=1), unique=True, max_size=3),
    "withdrawn": st.sampled_from(["no", "yes"]),
    "after": st.dates().map(str),
    "sort": st.sampled_from(["article", "newest", "surest", "unsurest"]),
    "limit": st.integers(1, 200).map(str),
}


def refused(model, **values):
    with pytest.raises(Invalid) as caught:
        read(model, values)
    sentence = caught.value.sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 600
    return caught.value


@given(st.fixed_dictionaries({}, optional=VALUES))
def test_what_is_written_reads_as_the_same_filter(values):
    wanted = ClaimPage.model_validate(values)
    pairs = wanted.pairs()
    again = {}
    for name, value in pairs:
        again.setdefault(name, []).append(value)
    single = {name for name, field in ClaimPage.model_fields.items() if not isinstance(field.default, tuple)}
    given_again = {name: found[0] if name in single else found for name, found in again.items()}
    assert ClaimPage.model_validate(given_again) == wanted
    assert [name for name, _ in pairs] == sorted((name for name, _ in pairs), key=list(ClaimPage.model_fields).index)


def test_defaults_are_not_written():
    assert ClaimPage(limit=PAGE_SIZE, withdrawn="no", sort=Sort.ARTICLE).pairs() == []
    assert ClaimPage(limit=7).pairs() == [("limit", "7")]


def test_a_page_says_where_it_begins_only_if_told_to():
    wanted = ClaimPage(cursor="abc", q="mali")
    assert wanted.pairs() == [("q", "mali")]
    assert wanted.pairs(cursor="def") == [("q", "mali"), ("cursor", "def")]


@for_each("model", [ClaimFilter, ClaimPage, ClaimExport, SourceFilter])
def test_blank_and_missing_values_are_absent(model):
    blank = {name: [""] if isinstance(field.default, tuple) else "" for name, field in model.model_fields.items()}
    assert model.model_validate(blank) == model()
    assert model.model_validate(dict.fromkeys(model.model_fields)) == model()


def test_a_value_given_twice_counts_once():
    assert ClaimFilter(verdict=["mixed", "disputed", "mixed"]).verdict == (Verdict.MIXED, Verdict.DISPUTED)


def test_none_is_a_value_where_something_may_be_missing():
    assert read(ClaimFilter, {"confidence": ["none", "low"]}).confidence == ("none", Confidence.LOW)
    refused(ClaimFilter, verdict=["none"])
    refused(ClaimFilter, confidence_min="none")


@for_each("name", ["article", "topic", "source", "publisher"])
def test_a_filter_takes_only_so_many_values(name):
    assert len(getattr(read(ClaimFilter, {name: [str(n) for n in range(MOST_VALUES)]}), name)) == MOST_VALUES
    assert refused(ClaimFilter, **{name: [str(n) for n in range(MOST_VALUES + 1)]}).place == name


@for_each(
    ("values", "place"),
    [
        ({"foo": "1"}, "foo"),
        ({"verdict": ["nonsense"]}, "verdict"),
        ({"q": "x" * 501}, "q"),
        ({"q": "\x00"}, "q"),
        ({"q": "\udc80"}, "q"),
        ({"q": "!!"}, "q"),
        ({"q": " ".join("abcdefghijklmnopqrstuvwxyz0123456789")}, "q"),
        ({"topic": ["a\x07"]}, "topic"),
        ({"after": "2026-13-01"}, "after"),
        ({"before": "tomorrow"}, "before"),
        ({"sort": "upside-down"}, "sort"),
        ({"sort": "relevance"}, None),
        ({"withdrawn": "perhaps"}, "withdrawn"),
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"cursor": "a b"}, "cursor"),
        ({"cursor": "a" * 201}, "cursor"),
    ],
)
def test_a_bad_value_is_refused_in_one_sentence_that_names_it(values, place):
    refusal = refused(ClaimPage, **values)
    assert refusal.place == place
    assert place is None or place in refusal.sentence


def test_an_unknown_name_is_answered_with_those_there_are():
    assert refused(ClaimFilter, foo="1").sentence == (
        f"There is no filter called foo. Known: {', '.join(ClaimFilter.model_fields)}."
    )


@pytest.mark.slow
@given(st.text())
def test_what_was_given_is_repeated_in_part_and_only_as_it_can_be_printed(text):
    with pytest.raises(ValidationError) as caught:
        ClaimFilter.model_validate({"withdrawn": f"no{text}no", text: "x"})
    refusal = explain(caught.value.errors(), ["a"])
    assert refusal.sentence.isprintable()
    assert len(refusal.sentence) < 400


def test_relevance_needs_a_search_unless_the_form_sent_an_empty_one():
    assert "needs a search" in refused(ClaimFilter, sort="relevance").sentence
    assert "needs a search" in refused(ClaimFilter, sort="relevance", verdict=["mixed"]).sentence
    assert read(ClaimFilter, {"q": "", "sort": "relevance"}) == ClaimFilter()
    assert read(ClaimFilter, {"q": "mali", "sort": "relevance"}).sort is Sort.RELEVANCE


def test_an_order_alone_leaves_nothing_out():
    assert not ClaimPage(sort=Sort.NEWEST, limit=3).narrows()
    assert not ClaimPage().narrows()
    assert ClaimPage(verdict=["mixed"]).narrows()
    assert ClaimPage(withdrawn="yes").narrows()


def test_an_export_shows_the_page_of_the_same_claims():
    export = ClaimExport(q="mali", verdict=["mixed"], layout="evidence", bom="1", sort="newest")
    assert export.as_page() == ClaimPage(q="mali", verdict=["mixed"], sort="newest")
    refused(ClaimExport, limit="5")
    refused(ClaimExport, layout="wide")


@for_each("model", [ClaimFilter, ClaimPage, ClaimExport, SourceFilter])
def test_every_filter_says_what_it_is_for(model):
    for name, field in model.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name


@for_each(
    ("name", "value"),
    [("q", "mali"), ("source", ["key"]), ("publisher", ["The Paper"]), ("kind", ["news"]), ("reliability", ["A"]),
     ("lineage", ["own"]), ("stance", ["supports"]), ("support", ["says_it"]), ("reviewer", ["ann"]),
     ("due", "2026-01-01")],
)  # fmt: skip
def test_a_filter_the_past_does_not_keep_is_refused_by_name(name, value):
    assert name in NOT_OF_THE_PAST
    read(ClaimPage, {name: value})
    sentence = refused(ClaimPage, as_of="2026-11-22", **{name: value})
    assert sentence.sentence == f"{name} cannot be asked of the past: leave it out, or leave out as_of."


def test_every_other_filter_can_be_asked_of_the_past():
    asked = {
        "article": ["a"], "verdict": ["mixed"], "confidence": ["none"], "confidence_min": "low", "state": ["split"],
        "topic": ["salt"], "type": ["fact"], "hedge": ["hedged"], "gap": 2, "withdrawn": "yes", "after": "2026-01-01",
        "before": "2026-02-01", "sort": "newest",
    }  # fmt: skip
    assert set(ClaimFilter.model_fields) == {*asked, *NOT_OF_THE_PAST, "as_of"}
    wanted = read(ClaimPage, {**asked, "as_of": "2026-11-22T10:00Z", "limit": 5})
    assert dict(wanted.pairs())["as_of"] == "2026-11-22T10:00:00Z"
    assert not ClaimPage(as_of="2026-11-22").narrows()
