from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.helpers.builders import a_claim, a_piece, a_register, a_review, a_source, an_article
from tests.helpers.rows import for_each

from factdesk.drafts.register import RegisterDraft
from factdesk.vocabulary import (
    Checked,
    ClaimType,
    Confidence,
    Credibility,
    DerivationHow,
    Hedge,
    Lineage,
    Reliability,
    SourceKind,
    Stance,
    SupportCheck,
    TieHow,
    Verdict,
)


def given_with(place: tuple[str | int, ...], value: object) -> dict[str, Any]:
    """Give a sound register with one value put elsewhere; the value `...` takes the key away."""
    source = a_source("one", derived_from=[{"source": "two", "how": "cites"}])
    claim = a_claim(1, a_piece("one", rests_on=["two"]), review=a_review())
    ties = [{"a": "one", "b": "two", "how": "same_author"}]
    whole: Any = {
        "article": an_article(),
        "claims": [claim],
        "sources": [source, a_source("two")],
        "ties": ties,
    }
    *way, last = place
    inner = whole
    for step in way:
        inner = inner[step]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return whole


def refusal_of(whole: dict[str, Any]) -> tuple[str, str]:
    """Give place and sentence of the one thing at fault."""
    with pytest.raises(ValidationError) as refusal:
        RegisterDraft.model_validate(whole)
    (error,) = refusal.value.errors()
    assert "\n" not in error["msg"]
    return ".".join(str(part) for part in error["loc"]), error["msg"]


ARTICLE, CLAIM, SOURCE = ("article",), ("claims", 0), ("sources", 0)
PIECE, REVIEW = (*CLAIM, "evidence", 0), (*CLAIM, "review")


def test_the_register_these_tests_spoil_is_sound():
    draft = RegisterDraft.model_validate(given_with(("article", "language"), "en"))
    assert draft.claims[0].evidence[0].rests_on == ("two",)
    assert draft.sources[0].derived_from[0].how == DerivationHow.CITES


@for_each(
    "place",
    [(), ARTICLE, CLAIM, SOURCE, PIECE, REVIEW, (*SOURCE, "derived_from", 0), ("ties", 0)],
)
def test_an_unknown_key_is_refused_everywhere(place):
    where, sentence = refusal_of(given_with((*place, "misspelt"), "value"))
    assert where.endswith("misspelt")
    assert sentence == "Extra inputs are not permitted"


@for_each(
    "place",
    [
        ("article",), ("claims",), ("sources",),
        (*ARTICLE, "slug"), (*ARTICLE, "prefix"), (*ARTICLE, "title"), (*ARTICLE, "language"),
        (*CLAIM, "number"), (*CLAIM, "statement"), (*CLAIM, "hedge"), (*CLAIM, "type"),
        (*PIECE, "source"), (*PIECE, "stance"), (*PIECE, "credibility"), (*PIECE, "says"),
        (*REVIEW, "verdict"), (*REVIEW, "confidence"), (*REVIEW, "reason"),
        (*SOURCE, "citekey"), (*SOURCE, "title"), (*SOURCE, "kind"), (*SOURCE, "consulted"),
        (*SOURCE, "checked"), (*SOURCE, "lineage"), (*SOURCE, "reliability"),
        ("ties", 0, "a"), ("ties", 0, "b"), ("ties", 0, "how"),
    ],
)  # fmt: skip
def test_what_is_needed_must_be_there(place):
    assert refusal_of(given_with(place, ...)) == (".".join(map(str, place)), "Field required")


@for_each(
    ("place", "words"),
    [
        ((*CLAIM, "hedge"), Hedge), ((*CLAIM, "type"), ClaimType),
        ((*PIECE, "stance"), Stance), ((*PIECE, "credibility"), Credibility),
        ((*PIECE, "support_check"), SupportCheck),
        ((*REVIEW, "verdict"), Verdict), ((*REVIEW, "confidence"), Confidence),
        ((*SOURCE, "kind"), SourceKind), ((*SOURCE, "checked"), Checked), ((*SOURCE, "lineage"), Lineage),
        ((*SOURCE, "reliability"), Reliability), ((*SOURCE, "derived_from", 0, "how"), DerivationHow),
        (("ties", 0, "how"), TieHow),
    ],
)  # fmt: skip
def test_only_words_of_the_vocabulary_are_accepted(place, words):
    for word in words:
        RegisterDraft.model_validate(given_with(place, word.value))
    where, sentence = refusal_of(given_with(place, "bogus"))
    assert where == ".".join(map(str, place))
    assert all(f"'{word.value}'" in sentence for word in words)


@for_each("place", [(*SOURCE, "published"), (*ARTICLE, "published_on")])
@for_each(
    ("date", "why"),
    [
        ("2021", None), ("2021-03", None), ("2021-03-05", None), ("2024-02-29", None), ("0001", None),
        ("2021-13", "calendar"), ("2021-02-30", "calendar"), ("2023-02-29", "calendar"), ("0000", "calendar"),
        ("2021-3-5", "is not a date"), ("5 March 2021", "is not a date"), ("20210305", "is not a date"),
        ("2021-03-05T10:00", "is not a date"), ("21", "is not a date"), ("2021-", "is not a date"),
        ("", "is not a date"), ("\uff12\uff10\uff12\uff11", "is not a date"), ("2021\n", None),
    ],
)  # fmt: skip
def test_dates_have_the_precision_known_and_stand_in_the_calendar(place, date, why):
    whole = given_with(place, date)
    if why is None:
        RegisterDraft.model_validate(whole)
    else:
        where, sentence = refusal_of(whole)
        assert where == ".".join(map(str, place))
        assert why in sentence


@for_each("place", [(*SOURCE, "url"), (*SOURCE, "archived_url"), (*ARTICLE, "url")])
@for_each(
    ("address", "sound"),
    [
        ("https://example.org/a?b=c#d", True), ("HTTP://EXAMPLE.ORG", True), ("https://пример.рф/é", True),
        ("javascript:alert(1)", False), ("data:text/html,x", False), ("//example.org", False),
        ("ftp://example.org", False),
        ("https://exa mple.org", False), ('https://example.org/"onclick=', False),
        ("https://example.org/<b>", False),
        ("https://example.org\njavascript:alert(1)", False), ("https://", False), ("example.org", False),
        ("https://example.org/a\0b", False), ("https://example.org/" + "a" * 2_000, False),
    ],
)  # fmt: skip
def test_only_web_addresses_a_reader_may_follow_are_accepted(place, address, sound):
    whole = given_with(place, address)
    if sound:
        RegisterDraft.model_validate(whole)
    else:
        assert refusal_of(whole)[0] == ".".join(map(str, place))


@for_each(
    ("place", "longest"),
    [
        ((*CLAIM, "statement"), 2_000),
        ((*CLAIM, "quote"), 20_000),
        ((*PIECE, "says"), 20_000),
        ((*SOURCE, "title"), 500),
    ],
)
def test_texts_have_a_greatest_length(place, longest):
    RegisterDraft.model_validate(given_with(place, "é" * longest))
    assert str(longest) in refusal_of(given_with(place, "é" * (longest + 1)))[1]


@for_each("place", [(*CLAIM, "statement"), (*PIECE, "says"), (*SOURCE, "title"), (*REVIEW, "reason")])
@for_each("blank", ["", "   ", "\n\t"])
def test_a_blank_text_is_refused_where_one_is_needed(place, blank):
    assert refusal_of(given_with(place, blank))[1] == "String should have at least 1 character"


@for_each(
    "place",
    [
        (*ARTICLE, "title"), (*CLAIM, "statement"), (*CLAIM, "quote"), (*PIECE, "says"), (*PIECE, "locator"),
        (*REVIEW, "reason"), (*SOURCE, "title"), (*SOURCE, "reliability_why"), (*SOURCE, "publisher"),
    ],
)  # fmt: skip
@for_each("sign", ["\0", "\x08", "\x1b", "\r", "\ufffe", "\uffff", "\ud800"])
def test_what_no_database_or_spreadsheet_bears_is_refused(place, sign):
    where, sentence = refusal_of(given_with(place, f"a{sign}b"))
    assert where == ".".join(map(str, place))
    assert "control characters" in sentence or "unicode" in sentence.lower()


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=50).filter(str.strip))
def test_every_other_text_is_taken_as_it_is_but_for_space_around_it(text):
    draft = RegisterDraft.model_validate(given_with((*CLAIM, "statement"), text))
    assert draft.claims[0].statement == text.strip()


@for_each("number", [0, -1, 2**31, 1.5, "x", None])
def test_claim_numbers_are_whole_and_positive(number):
    assert refusal_of(given_with((*CLAIM, "number"), number))[0] == "claims.0.number"


@for_each("key", ["", "-a", "a b", "a'b", "é", "a/b", "x" * 101])
def test_citekeys_are_plain(key):
    with pytest.raises(ValidationError):
        a_register(a_claim(1, a_piece(key)))


@for_each("slug", ["", "Upper", "a--b", "-a", "a_b", "a/b", "é"])
def test_slugs_are_plain(slug):
    assert refusal_of(given_with((*ARTICLE, "slug"), slug))[0] == "article.slug"


def test_no_topic_is_called_none():
    assert "may not be called none" in refusal_of(given_with((*CLAIM, "topics"), ["none"]))[1]


@for_each(
    ("place", "value", "sentence"),
    [
        ((*PIECE, "source"), "absent", "claim 1 names the source absent, which is not there"),
        ((*PIECE, "rests_on"), ["absent"], "claim 1 names the source absent, which is not there"),
        ((*SOURCE, "derived_from", 0, "source"), "absent", "one names the source absent, which is not there"),
        (("ties", 0, "a"), "absent", "a tie names the source absent, which is not there"),
        (("ties", 0, "b"), "absent", "a tie names the source absent, which is not there"),
        (("sources", 1, "citekey"), "one", "the citekey one is given twice"),
        (
            (*SOURCE, "derived_from", 0, "source"),
            "one",
            "sources derive from each other in a circle: one from one",
        ),
    ],
)
def test_a_register_holds_together(place, value, sentence):
    assert refusal_of(given_with(place, value)) == ("", f"Value error, {sentence}")


def test_a_claim_number_is_given_once():
    with pytest.raises(ValidationError, match="the claim number 7 is given twice"):
        a_register(a_claim(7), a_claim(8), a_claim(7))


def test_a_long_circle_of_sources_is_refused_and_named():
    parents = {"one": "two", "two": "three", "three": "one", "four": "one"}
    sources = [a_source(key, derived_from=[{"source": of, "how": "relays"}]) for key, of in parents.items()]
    with pytest.raises(ValidationError, match="in a circle: ") as refusal:
        a_register(a_claim(1), sources=sources)
    circle = refusal.value.errors()[0]["msg"].split(": ")[1].split(" from ")
    assert circle[0] == circle[-1]
    assert set(circle) == {"one", "two", "three"}


def test_a_source_is_not_tied_to_itself():
    assert "one" in refusal_of(given_with(("ties", 0, "b"), "one"))[1]
