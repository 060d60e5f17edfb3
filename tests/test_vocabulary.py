import re

import pytest
from tests.helpers.rows import for_each

from factdesk import vocabulary
from factdesk.drafts.queue import QueueList
from factdesk.rules.diff import ChangeKind  # noqa: F401  so that this list is known too
from factdesk.vocabulary import (
    CLAIMREVIEW_RATING,
    CONFIDENCE_RANGE,
    STIX_CONFIDENCE,
    Confidence,
    Credibility,
    Reliability,
    Verdict,
    Word,
    averitec_label,
)

LISTS = Word.__subclasses__()
LIKELIHOOD = re.compile(
    r"\b(likel|probab|chance|certain|remote|odds|almost|nearly|roughly even|possib|doubtful)", re.IGNORECASE
)
"""The words of ICD 203 for how likely something is, which never stand beside a confidence."""
DESIGNED = {
    "Verdict": "supported mixed disputed unverifiable unreviewed",
    "Confidence": "very_low low moderate high very_high",
    "Reliability": "A B C D E F",
    "Credibility": "1 2 3 4 5 6",
    "Stance": "supports disputes context",
    "SupportCheck": "not_checked says_it says_part silent contradicts unavailable",
    "Hedge": "asserted hedged rumoured",
    "ClaimType": "fact causal attribution assessment forecast",
    "SourceKind": "un government academic think_tank ngo news blog reference court statistics social",
    "Lineage": "own derived not_recorded",
    "DerivationHow": "reprints translates cites relays",
    "TieHow": "same_author same_owner",
    "Checked": "twice once no",
    "ChangeKind": "added withdrawn statement verdict confidence computed evidence_added evidence_withdrawn",
    "Scope": "read review edit admin",
    "ReviewState": "open awaiting_second split settled",
    "AnchorState": "exact moved changed lost",
    "Audience": "internal public",
    "Visibility": "draft published",
    "Role": "reviewer editor admin",
    "QueueList": "mine unassigned second split due gap newer",
}
"""The words as the project has fixed them; exports, addresses and databases depend on every one."""


def test_the_words_are_those_that_were_fixed():
    assert QueueList in LISTS
    assert {words.__name__: " ".join(words) for words in LISTS} == DESIGNED


@for_each("word", [word for words in LISTS for word in words])
def test_each_word_has_a_label_and_a_meaning_in_one_line(word):
    assert word.label.strip() == word.label != ""
    assert word.meaning[0].isupper()
    assert word.meaning.endswith(".")
    assert "\n" not in word.meaning
    assert str(word) == word.value
    assert type(word).of(word.value) is word


@for_each("words", LISTS)
def test_no_two_words_of_a_list_look_the_same(words):
    assert len({word.label for word in words}) == len({word.meaning for word in words}) == len(words)
    assert [word.rank for word in words] == list(range(len(words)))


@for_each("words", LISTS)
def test_a_word_that_is_none_is_refused(words):
    with pytest.raises(ValueError, match="is not a word of"):
        words.of("nonsense")


@for_each("level", Confidence)
def test_no_likelihood_word_stands_beside_a_confidence(level):
    assert not LIKELIHOOD.search(f"{level.label} {level.meaning}")
    assert not LIKELIHOOD.search(vocabulary.CONFIDENCE_QUESTION)


def test_the_numbers_of_confidence_are_those_of_stix():
    assert [STIX_CONFIDENCE[level] for level in Confidence] == [10, 30, 50, 70, 90]
    assert [CONFIDENCE_RANGE[level] for level in Confidence] == [(1, 19), (20, 39), (40, 59), (60, 79), (80, 99)]
    for level in Confidence:
        low, high = CONFIDENCE_RANGE[level]
        assert low <= STIX_CONFIDENCE[level] <= high
        assert f"({low} to {high} of 100)" in level.meaning


def test_what_cannot_be_judged_is_said_not_to_be_the_worst():
    for word in (Reliability.F, Credibility.UNKNOWN):
        assert "not the worst" in word.meaning


def test_only_settled_verdicts_with_a_rating_have_one():
    assert CLAIMREVIEW_RATING == {Verdict.DISPUTED: 1, Verdict.MIXED: 3, Verdict.SUPPORTED: 5}


@for_each(
    ("verdict", "supported", "label"),
    [
        (Verdict.SUPPORTED, True, "Supported"),
        (Verdict.DISPUTED, True, "Conflicting Evidence/Cherrypicking"),
        (Verdict.DISPUTED, False, "Refuted"),
        (Verdict.MIXED, False, "Conflicting Evidence/Cherrypicking"),
        (Verdict.UNVERIFIABLE, True, "Not Enough Evidence"),
        (Verdict.UNREVIEWED, True, None),
    ],
)
def test_the_labels_of_averitec(verdict, supported, label):
    assert averitec_label(verdict, supported_by_any=supported) == label
