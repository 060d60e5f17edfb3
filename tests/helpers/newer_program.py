"""A newer program: one that weighs evidence otherwise, or derives by other rules, terms or words."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from factdesk.access import OPERATOR
from factdesk.commands import anew
from factdesk.commands.anew import Turn
from factdesk.database.transaction import reading, writing
from factdesk.facts import derive, terms
from factdesk.facts.anew import Batch, next_batch
from factdesk.rules import basis, weights
from factdesk.rules.words import fold_all
from factdesk.vocabulary import Credibility, Reliability

OTHER = replace(
    weights.VERSION_1,
    version=2,
    reliability=dict(zip(Reliability, (100, 60, 40, 20, 5, 0), strict=True)),
    credibility=dict(zip(Credibility, (100, 40, 30, 20, 5, 0), strict=True)),
    first_cut=10,
    second_cut=60,
)


def weigh_otherwise(patch: pytest.MonkeyPatch) -> None:
    """Let the program have a second version of the weights, under which most scores and many levels are others."""
    patch.setitem(weights.KEPT, OTHER.version, OTHER)
    patch.setattr(basis, "PRESENT", basis.PRESENT._replace(weights=OTHER.version))


def weigh_as_before(patch: pytest.MonkeyPatch) -> None:
    """Let the program be the old one again, that knows nothing of the second version."""
    patch.delitem(weights.KEPT, OTHER.version)
    patch.setattr(basis, "PRESENT", basis.PRESENT._replace(weights=1))


def judge_otherwise(patch: pytest.MonkeyPatch) -> None:
    """Let the program have other rules, by which one origin more speaks for each claim with evidence."""
    counted = derive._columns

    def columns(facts, result):
        found = counted(facts, result)
        return found | {"origins_for": found["origins_for"] + 1} if facts.evidence else found

    patch.setattr(derive, "_columns", columns)
    patch.setattr(basis, "PRESENT", basis.PRESENT._replace(rules=basis.PRESENT.rules + 1))


def index_otherwise(patch: pytest.MonkeyPatch) -> None:
    """Let the program know a facet more, one that is counted in pairs, and no longer know another."""
    content = terms._content

    def other(facts, columns):
        found = {**content(facts, columns), "length": [str(len(facts.claim.statement) % 3)]}
        del found["publisher"]
        return found

    patch.setattr(terms, "_content", other)
    patch.setattr(terms, "PAIRED", terms.PAIRED | {"length"})
    for module in ("factdesk.commands._index", "factdesk.commands._terms", "factdesk.commands._fresh",
                   "factdesk.commands.anew", "factdesk.queries.verification.index"):  # fmt: skip
        patch.setattr(f"{module}.PAIRED", terms.PAIRED)
    patch.setattr("factdesk.commands._terms._PAIRED", _paired(terms.PAIRED))
    patch.setattr(basis, "PRESENT", basis.PRESENT._replace(terms=basis.PRESENT.terms + 1))


def fold_otherwise(patch: pytest.MonkeyPatch) -> None:
    """Let the program fold words otherwise: each is found by a word of its own, too."""
    patch.setattr(derive, "fold_all", lambda texts: [*(words := fold_all(texts)), *(f"{word}x" for word in words)])
    patch.setattr(basis, "PRESENT", basis.PRESENT._replace(folding=basis.PRESENT.folding + 1))


def _paired(facets: frozenset[str]) -> sa.Select[tuple[int]]:
    from factdesk.commands._terms import _term

    return sa.select(_term.c.id).where(
        _term.c.id.in_(sa.bindparam("ids", expanding=True)), _term.c.facet.in_(sorted(facets))
    )


def take(engine: sa.Engine, holder: str = "one") -> Turn:
    with writing(engine) as session:
        return anew.take(session, OPERATOR, holder)


def read_batch(engine: sa.Engine, after: int = 0, limit: int = 1) -> Batch:
    with reading(engine) as session:
        return next_batch(session, after, limit)


def keep(engine: sa.Engine, batch: Batch, holder: str = "one") -> bool:
    with writing(engine) as session:
        return anew.keep(session, OPERATOR, holder, batch)


def switch(engine: sa.Engine, holder: str = "one") -> int | None:
    with writing(engine) as session:
        return anew.switch(session, OPERATOR, holder)


def derive_all(engine: sa.Engine) -> int | None:
    """Derive everything anew, a claim at a time."""
    assert take(engine) is Turn.MINE
    while (batch := read_batch(engine)).found:
        assert keep(engine, batch)
    return switch(engine)


START = """
from datetime import timedelta
import pytest
from factdesk.cli import _deriving
from factdesk.commands import anew
from tests.helpers import newer_program

newer_program.weigh_otherwise(pytest.MonkeyPatch())
_deriving.BATCH = 20
anew.LEASE = timedelta(seconds=2)
"""


def installed(folder: Path) -> dict[str, str]:
    """Give the environment in which `python -m factdesk` is the newer program, which works in small steps."""
    (folder / "sitecustomize.py").write_text(START, encoding="utf-8")
    return os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{Path(__file__).parents[2]}", "PYTHONUNBUFFERED": "1"}
