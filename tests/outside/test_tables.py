"""Statements of other collections come in by a mapping, none lost, whatever their script."""

import gzip
import json

import pytest
from sqlmodel import col, select
from tests.helpers import desk
from tests.outside.material import DATA, needs

from factdesk.access import OPERATOR
from factdesk.database.transaction import reading, writing
from factdesk.imports import claims, tables
from factdesk.models import Claim

FILES = {"claims-liar-12836.jsonl.gz": 12_836, "claims-arabic-google-factcheck-300.jsonl.gz": 300}
pytestmark = needs(DATA)


@pytest.mark.parametrize("file", FILES)
def test_every_statement_is_kept_as_it_was(desk_engine, file):
    data = gzip.decompress((DATA / file).read_bytes())
    found = tables.read(data, "claims.jsonl")
    asked = claims.Asked(into="a-tale")
    with writing(desk_engine) as session:
        plan = claims.plan(session, OPERATOR, found, asked)
        assert plan.refused == []
        refs = claims.accept(session, OPERATOR, plan)
    wanted = [json.loads(line)["claim"] for line in data.decode().splitlines()]
    with reading(desk_engine) as session:
        stored = dict(session.exec(select(Claim.ref, Claim.statement).where(col(Claim.number) > 3)).all())
    assert len(refs) == FILES[file]
    assert [" ".join(stored[ref].split()) for ref in refs] == [" ".join(text.split()) for text in wanted]
    assert desk.problems(desk_engine) == []
