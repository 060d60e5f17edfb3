from hypothesis import given
from hypothesis import strategies as st

from factdesk.rules.diff import Change, ChangeKind, State, diff, mirrored
from factdesk.vocabulary import Confidence, Verdict

LEVELS = st.none() | st.sampled_from(Confidence)
STATES = st.builds(
    State,
    statement=st.sampled_from(["One", "Another"]),
    verdict=st.sampled_from(Verdict),
    confidence=LEVELS,
    computed=LEVELS,
    evidence=st.dictionaries(st.integers(1, 6), st.sampled_from(["a", "b"]), max_size=5),
)
EITHER = st.none() | STATES
EVIDENCE = (ChangeKind.EVIDENCE_ADDED, ChangeKind.EVIDENCE_WITHDRAWN)
FIELDS = {
    ChangeKind.STATEMENT: "statement",
    ChangeKind.VERDICT: "verdict",
    ChangeKind.CONFIDENCE: "confidence",
    ChangeKind.COMPUTED: "computed",
}
PLAIN = State("One", Verdict.MIXED, Confidence.LOW, None, {1: "a", 2: "b"})


@given(EITHER)
def test_a_state_compared_with_itself_shows_nothing(state):
    assert diff(state, state) == []


def one_form(changes):
    return sorted(changes, key=repr)


@given(EITHER, EITHER)
def test_the_other_way_round_is_the_mirror(earlier, later):
    assert one_form(mirrored(diff(earlier, later))) == one_form(diff(later, earlier))
    assert one_form(mirrored(mirrored(diff(earlier, later)))) == one_form(diff(earlier, later))


@given(STATES, STATES)
def test_each_field_that_changed_shows_exactly_once_and_no_other(earlier, later):
    found = [change for change in diff(earlier, later) if change.kind not in EVIDENCE]
    expected = [
        Change(kind, getattr(earlier, name), getattr(later, name))
        for kind, name in FIELDS.items()
        if getattr(earlier, name) != getattr(later, name)
    ]
    assert found == expected


@given(STATES, STATES)
def test_each_piece_that_came_or_went_shows_exactly_once(earlier, later):
    found = diff(earlier, later)
    came = [change.after for change in found if change.kind is ChangeKind.EVIDENCE_ADDED]
    gone = [change.before for change in found if change.kind is ChangeKind.EVIDENCE_WITHDRAWN]
    assert came == [later.evidence[key] for key in sorted(later.evidence) if key not in earlier.evidence]
    assert gone == [earlier.evidence[key] for key in sorted(earlier.evidence) if key not in later.evidence]


@given(EITHER, EITHER)
def test_changes_come_in_the_order_of_their_kinds(earlier, later):
    ranks = [change.kind.rank for change in diff(earlier, later)]
    assert ranks == sorted(ranks)


def test_a_claim_that_came_or_went_is_one_change_whatever_it_holds():
    assert diff(None, PLAIN) == [Change(ChangeKind.ADDED, None, "One")]
    assert diff(PLAIN, None) == [Change(ChangeKind.WITHDRAWN, "One", None)]
    assert diff(None, None) == []
