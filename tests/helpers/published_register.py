"""Publishing a register as JSON, bringing it into another, and what has to be equal then."""

import io
import json
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from tests.conftest import Databases
from tests.helpers.desk import problems

from factdesk.access import OPERATOR, READER
from factdesk.database.transaction import reading, writing
from factdesk.drafts.exports import ClaimExport
from factdesk.exports import json_register
from factdesk.exports.contents import Contents
from factdesk.imports import register_files, registers
from factdesk.models import Source, Tie
from factdesk.queries import taking

SMALLEST: dict[str, Any] = {
    "facts": {},
    "articles": [{
        "slug": "saga", "prefix": "SAGA", "title": "A saga", "language": "en", "visibility": "published",
        "reviews_required": 1, "blind_review": False, "names_public": False, "text_public": False,
    }],
    "claims": [{
        "ref": "SAGA-1", "article": "saga", "number": 1, "statement": "Salt is wet.", "hedge": "asserted",
        "type": "fact", "wording": 1, "visibility": "published", "verdict": "unreviewed", "confidence": None,
        "state": "open", "evidence": [], "reviews": [],
    }],
    "sources": [],
}  # fmt: skip
"""A register with one claim that nobody judged."""


def published(engine: sa.Engine, **wanted: Any) -> str:
    """Give a register, or what a filter finds of it, as the JSON that everybody may take away."""
    asked, file = ClaimExport(**wanted), io.BytesIO()
    with reading(engine) as session:
        json_register.write(Contents(*taking.take(session, READER, asked, site=""), asked, ""), file)
    return file.getvalue().decode()


def bring(engine: sa.Engine, text: str) -> None:
    """Bring a published register in; nothing of it may be refused."""
    found = register_files.read(text, "register.json")
    with writing(engine) as session:
        planned = registers.plan(session, OPERATOR, found)
        assert planned.refused == []
        registers.accept(session, OPERATOR, planned)


def without_the_chain(register: dict[str, Any]) -> Any:
    """Give a register without its facts and what belongs to the chain it came from; pieces and notes by their order.

    Nor with sources, tied to those here, that only claims rest on which were not taken along: readers of the other
    register see a source once something published rests on it there.
    """
    left = {part: register[part] for part in ("articles", "claims", "sources")}
    resting = _resting(left)
    left["sources"] = [source for source in left["sources"] if source["citekey"] in resting]
    for row in [*left["sources"], *(piece for claim in left["claims"] for piece in claim["evidence"])]:
        row["ties"] = [tie for tie in row["ties"] if tie["citekey"] in resting]
    for claim in left["claims"]:
        order = {piece["id"]: at for at, piece in enumerate(claim["evidence"])}
        for piece in claim["evidence"]:
            piece["id"] = order[piece["id"]]
        for group in claim["origin_groups"]:
            group["origin_sources"] = [one for one in group["origin_sources"] if one in resting]
            group |= {"through": order[group["through"]], "pieces": [order[key] for key in group["pieces"]]}
        for note in claim["notes"]:
            del note["id"]
    return _without(left, {"version", "changed_at", "history"})


def _resting(register: dict[str, Any]) -> set[str]:
    """Give what the claims cite, rest on, or derive from through any number of steps."""
    parents = {one["citekey"]: [parent["citekey"] for parent in one["derives_from"]] for one in register["sources"]}
    pieces = [piece for claim in register["claims"] for piece in claim["evidence"]]
    wave = {key for piece in pieces for key in (piece["source"]["citekey"], *piece["rests_on"])}
    found: set[str] = set()
    while wave:
        found |= wave
        wave = {parent for key in wave for parent in parents[key]} - found
    return found


def _without(value: Any, names: set[str]) -> Any:
    if isinstance(value, dict):
        return {name: _without(one, names) for name, one in value.items() if name not in names}
    return [_without(one, names) for one in value] if isinstance(value, list) else value


COUNTED = {"origins", "origin_groups", "computed", "computed_number", "computed_score", "gap", "not_counted"}


def comes_back(databases: Databases, engine: sa.Engine) -> tuple[Any, Any]:
    """Bring what a register publishes into an empty one; give both as far as they have to be equal.

    Where two sources are one origin by their ties to a third that readers may not see, nobody who reads can count so.
    """
    text = published(engine)
    untold = COUNTED if _tied(engine) - _resting(json.loads(text)) else set()
    with databases.opened("empty") as other:
        bring(other, text)
        assert problems(other) == []
        was, then = (without_the_chain(json.loads(one)) for one in (text, published(other)))
    return _without(was, untold), _without(then, untold)


def _tied(engine: sa.Engine) -> set[str]:
    """Give the sources that are tied to another."""
    with reading(engine) as session:
        ends = session.exec(select(Tie.a_id, Tie.b_id).where(col(Tie.withdrawn_at).is_(None))).all()
        ids = {end for pair in ends for end in pair}
        return set(session.exec(select(Source.citekey).where(col(Source.id).in_(ids))))
