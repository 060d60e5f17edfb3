import pytest
from tests.helpers import desk

from factdesk.database.transaction import reading
from factdesk.queries import sources


@pytest.mark.parametrize("typed", ["\x00", "src\x0001", "src01\ud800", "\x1b"])
def test_what_no_source_can_hold_finds_none(desk_engine, typed):
    who = desk.the_people(desk_engine)
    with reading(desk_engine) as session:
        assert sources.typed(session, who["ed"], typed) == []
        assert [source.citekey for source in sources.typed(session, who["ed"], " src01 ")] == ["src01"]
