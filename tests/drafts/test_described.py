from tests.helpers.rows import for_each

from factdesk.drafts.described import LABELS, SORTS, choices, in_words
from factdesk.drafts.exports import ClaimExport
from factdesk.drafts.filters import ClaimFilter, ClaimPage, Sort


def test_every_filter_has_a_label_and_every_order_too():
    assert set(LABELS) == set(ClaimFilter.model_fields) - {"sort"}
    assert set(SORTS) == set(Sort)
    assert len(set(SORTS.values())) == len(SORTS)
    assert len({label for label, _ in LABELS.values()}) == len(LABELS)


@for_each(
    ("wanted", "words"),
    [
        ({}, "none: the whole register"),
        ({"sort": "newest"}, "none: the whole register"),
        ({"verdict": ["disputed", "mixed"]}, "Verdict: Disputed; Verdict: Mixed"),
        ({"confidence": ["none"]}, "Confidence that the claim is true: None"),
        ({"confidence_min": "very_high"}, "Confidence at least: Very high"),
        ({"reliability": ["A"]}, "Reliability of a source cited: A, completely reliable"),
        ({"reliability": ["none"]}, "Reliability of a source cited: None"),
        ({"q": 'none "of it"', "topic": ["Algeria"]}, 'Search: none "of it"; Topic: Algeria'),
        ({"withdrawn": "yes"}, "Withdrawn claims: yes"),
        ({"after": "2026-02-03"}, "Changed after: 2026-02-03"),
    ],
)
def test_a_filter_in_words(wanted, words):
    assert in_words(ClaimFilter.model_validate(wanted)) == words


@for_each(
    ("wanted", "words"),
    [
        ({"confidence": ["very_low"]}, "Evidence strongly against"),
        ({"confidence": ["none"]}, "Not judged yet"),
        ({"confidence_min": "high"}, "Evidence at least: more for than against"),
        ({"topic": ["low"]}, "Topic: low"),
    ],
)
def test_a_choice_as_readers_meet_it(wanted, words):
    assert [choice.read() for choice in choices(ClaimFilter.model_validate(wanted))] == [words]


def test_only_what_was_chosen_is_told_not_how_it_is_shown():
    page = ClaimPage(q="mali", limit=7, cursor="abc", sort="newest")
    export = ClaimExport(q="mali", layout="evidence", bom="1", about="1")
    assert choices(page) == choices(export) == choices(ClaimFilter(q="mali"))


def test_a_choice_can_be_written_into_an_address():
    (choice,) = choices(ClaimFilter(verdict=["mixed"]))
    assert (choice.name, choice.value) == ("verdict", "mixed")
    assert choice.words() == "Verdict: Mixed"
