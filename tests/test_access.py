import itertools

import pytest
from tests.helpers.rows import for_each

from factdesk.access import OPERATOR, READER, RIGHTS, Actor, Right, may, require
from factdesk.errors import Forbidden, NotSignedIn
from factdesk.vocabulary import Role


def of(role):
    return Actor(id=1, name="somebody", role=role)


def test_every_role_has_its_rights_and_nobody_else_has_any():
    assert set(RIGHTS) == {None, *Role}


def test_rights_only_grow_with_the_role():
    ladder = [RIGHTS[None], *(RIGHTS[role] for role in Role)]
    assert all(lower <= higher for lower, higher in itertools.pairwise(ladder))
    assert RIGHTS[Role.ADMIN] == set(Right)


def test_a_reader_reads_what_is_published_and_no_more():
    assert {right for right in Right if may(READER, right)} == {Right.READ_PUBLISHED}


def test_the_operator_may_do_everything():
    assert all(may(OPERATOR, right) for right in Right)
    assert OPERATOR.id is None


@for_each("right", Right)
@for_each("role", [None, *Role])
def test_who_lacks_a_right_is_told_which(role, right):
    if right in RIGHTS[role]:
        require(of(role), right)
    else:
        refused = Forbidden if role else NotSignedIn
        with pytest.raises(refused) as caught:
            require(of(role), right)
        assert caught.value.sentence.endswith(f" {right.value}.")
