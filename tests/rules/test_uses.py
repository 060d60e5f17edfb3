from factdesk.rules.uses import EVERY, MOST_KEPT, Uses


def test_a_use_is_written_down_at_first_and_then_once_an_hour_for_each_token():
    uses = Uses()
    assert [uses.due("a", now) for now in (0, 1, EVERY - 1, EVERY, EVERY + 1, 3 * EVERY)] == [
        True, False, False, True, False, True,
    ]  # fmt: skip
    assert uses.due("b", 1)
    uses.forget("b")  # which could not be written down
    assert uses.due("b", 2)


def test_of_very_many_tokens_the_oldest_are_forgotten():
    uses = Uses()
    assert all(uses.due(str(number), 0) for number in range(MOST_KEPT + 1))
    assert not uses.due("1", 1)
    assert uses.due("0", 1)
