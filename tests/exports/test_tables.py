import io

import pytest
from tests.helpers.fixed_shapes import contents
from tests.helpers.rows import for_each

from factdesk.errors import Invalid
from factdesk.exports import FORMATS
from factdesk.exports.columns import CLAIM_COLUMNS, EVIDENCE_COLUMNS
from factdesk.exports.tables import chosen


def written(name, **wanted):
    file = io.BytesIO()
    FORMATS[name].write(contents(**wanted), file)
    return file.getvalue()


def test_columns_come_in_the_order_asked_for():
    lines = written("csv", columns=("verdict", "ref")).decode().splitlines()
    assert lines[0] == "verdict,ref"
    assert lines[1].startswith("supported,") or lines[1].count(",") == 1


def test_without_a_choice_all_columns_come():
    columns, pick = chosen(CLAIM_COLUMNS, ())
    assert columns == CLAIM_COLUMNS
    assert pick(list(range(len(CLAIM_COLUMNS)))) == list(range(len(CLAIM_COLUMNS)))


@for_each("name", ["csv", "xlsx"])
@for_each(("layout", "column", "known"), [
    ("claims", "says", CLAIM_COLUMNS), ("evidence", "computed", EVIDENCE_COLUMNS), ("claims", "<b>\\n", CLAIM_COLUMNS),
])  # fmt: skip
def test_a_column_that_is_none_is_refused_before_anything_is_written(name, layout, column, known):
    file = io.BytesIO()
    with pytest.raises(Invalid) as refusal:
        FORMATS[name].write(contents(layout=layout, columns=("ref", column)), file)
    assert refusal.value.place == "columns"
    assert refusal.value.sentence.endswith(f"Known: {', '.join(known)}.")
    assert file.getvalue() == b""
