from sqlmodel import SQLModel

from factdesk.models import RECORDED
from factdesk.models.anew import WAITING
from factdesk.queries.verification.covering import COVERED, LEFT_OUT, Part, told_of_the_rest


def test_every_table_is_covered_by_a_part_of_the_check_or_left_out_in_words():
    told = [model.__tablename__ for model in (*COVERED, *LEFT_OUT)]
    told += [table.name for table in WAITING]
    assert sorted(told) == sorted(SQLModel.metadata.tables), "say in covering.py which part of verify covers a table"
    assert set(RECORDED) == {model for model, part in COVERED.items() if part is Part.ROWS}


def test_what_is_left_out_is_said_in_one_paragraph():
    told = told_of_the_rest()
    assert all(words in told for words in LEFT_OUT.values())
    assert "\n" not in told
    assert told.endswith(".")
