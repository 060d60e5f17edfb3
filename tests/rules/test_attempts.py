from hypothesis import given
from hypothesis import strategies as st

from factdesk.rules.attempts import OF_ACCOUNT, OF_ADDRESS, OF_BOTH, WINDOW, Attempts

ADDRESSES = st.integers(0, 5).map(lambda number: f"2001:db8::{number}")
GUESSES = st.lists(st.tuples(st.sampled_from(["ann", "ben", "nobody"]), ADDRESSES), max_size=400)
HOME = "192.0.2.1"


def guess(attempts, guesses, now=0.0):
    """Guess as often as is let; give how often that was."""
    tried = 0
    for account, address in guesses:
        if not attempts.wait(account, address, now):
            attempts.tried(account, address, now)
            tried += 1
    return tried


def test_guesses_from_one_place_come_to_an_end_and_may_go_on_after_a_quarter_of_an_hour():
    for guesses, most in (
        ([("ann", HOME)] * 100, OF_BOTH),
        ([(f"person{at}", HOME) for at in range(100)], OF_ADDRESS),
        ([("ann", f"2001:db8::{at}") for at in range(200)], OF_ACCOUNT),
    ):
        attempts = Attempts()
        assert guess(attempts, guesses) == most
        account, address = guesses[-1]
        assert attempts.wait(account, address, 1.0) == WINDOW - 1
        assert guess(attempts, guesses, WINDOW) == most


@given(GUESSES)
def test_whoever_signed_in_from_somewhere_can_do_so_again_whatever_is_guessed_elsewhere(guesses):
    attempts = Attempts()
    attempts.succeeded("ann", HOME, 0.0)
    guess(attempts, guesses)
    guess(attempts, [("ben", HOME)] * 100)  # as from another desk of the same office
    assert attempts.wait("ann", HOME, 0.0) == 0


@given(GUESSES)
def test_nobody_who_never_failed_waits_unless_others_did_at_the_account_or_from_the_address(guesses):
    attempts = Attempts()
    guess(attempts, guesses)
    assert attempts.wait("cleo", HOME, 0.0) == 0


def test_whoever_succeeds_uses_nothing_up():
    attempts = Attempts()
    for number in range(2 * OF_ACCOUNT):
        account, address = (f"person{number}", HOME) if number % 2 else ("ann", f"2001:db8::{number}")
        assert attempts.wait(account, address, 0.0) == 0
        attempts.tried(account, address, 0.0)
        attempts.succeeded(account, address, 0.0)
    assert attempts.wait("somebody new", HOME, 0.0) == 0


def test_nothing_is_kept_of_what_is_typed():
    attempts = Attempts()
    guess(attempts, [("my password " * 1_000, HOME)] * 100)
    assert {len(key) for key in attempts.changed()} == {64}


def test_of_very_many_addresses_the_oldest_are_forgotten_whether_or_not_they_could_be_stored():
    attempts = Attempts(most=60)
    guess(attempts, [("ann", HOME)] * OF_BOTH)
    assert attempts.wait("ann", HOME, 0.0) > 0
    for number in range(60):
        attempts.succeeded("ben", f"192.0.2.{number}", 0.0)
    assert len(attempts.changed()) == 60
    assert attempts.wait("ann", HOME, 0.0) == 0


@given(GUESSES)
def test_counts_that_were_stored_as_they_changed_hold_up_as_if_there_had_been_no_restart(guesses):
    whole, parts, kept = Attempts(), Attempts(), {}
    for number, one in enumerate(guesses):
        assert guess(whole, [one]) == guess(parts, [one]), number
        if number % 3 == 0:
            kept |= parts.changed()
            parts = Attempts()
            parts.restore(kept)


def test_to_succeed_forgets_what_failed():
    attempts = Attempts()
    guess(attempts, [("ann", HOME)] * (OF_BOTH - 1))
    attempts.succeeded("ann", HOME, 0.0)
    assert guess(attempts, [("ann", HOME)] * 100) == OF_ADDRESS
