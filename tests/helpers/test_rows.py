import pytest
from tests.helpers.rows import for_each


def test_each_row_is_tried_and_the_one_that_fails_is_named():
    tried = []

    @for_each("first, second", [(1, 2), (3, 4), (5, 6)])
    def doubtful(first, second):
        tried.append((first, second))
        assert first != 3

    with pytest.raises(AssertionError) as caught:
        doubtful()
    assert tried == [(1, 2), (3, 4)]
    assert caught.value.__notes__ == ["row 2 of 3: {'first': 3, 'second': 4}"]


def test_rows_multiply_and_leave_the_fixtures(tmp_path):
    tried = []

    @for_each("letter", "ab")
    @for_each("number", [1, 2])
    def listed(tmp_path, number, letter):
        tried.append((letter, number, tmp_path))

    listed(tmp_path=tmp_path)
    assert tried == [("a", 1, tmp_path), ("a", 2, tmp_path), ("b", 1, tmp_path), ("b", 2, tmp_path)]


def test_no_rows_at_all_are_no_test():
    with pytest.raises(AssertionError, match="no rows of word"):
        for_each("word", [])
