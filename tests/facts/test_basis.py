"""The guard of the derivation version: what each part comes to on a fixed corpus, recorded under its number."""

from dataclasses import asdict
from hashlib import sha256
from typing import Any

import pytest
from sqlmodel import select
from tests.helpers import corpus
from tests.helpers import newer_program as newer
from tests.helpers.rows import for_each

from factdesk.database.transaction import reading
from factdesk.facts.derive import derive, kept_columns
from factdesk.facts.gather import gather
from factdesk.models import Claim
from factdesk.rules import basis, weights
from factdesk.rules.chain import canonical, plain
from factdesk.vocabulary import Confidence, ReviewState, Verdict

RECORDED = {
    "weights": (1, "87ecefb08484e5fd"),
    "rules": (1, "e3ef80694c9bdfa6"),
    "terms": (1, "4630f8d24b974a36"),
    "folding": (1, "ee89bfc2f6e95020"),
}
"""The number of each part, and the digest of what it came to when it was given that number.

Where a digest no longer fits, registers derived before hold something else than the program now derives: raise the
part's number in factdesk.rules.basis (for weights, add a version) and record both here. `terms` and `folding` also
change where a rule lets other reviews be seen: then it is the number of `rules` alone that must be raised.
"""


@pytest.fixture(scope="module")
def corpus_engine(databases):
    with databases.opened("empty") as engine:
        corpus.fill(engine)
        yield engine


def digest(value: Any) -> str:
    return sha256(canonical(plain(value)).encode()).hexdigest()[:16]


def found(engine) -> dict[str, tuple[int, str]]:
    """Give number and digest of each part. Rules are held to the first weights, terms to columns nobody derived."""
    with reading(engine) as session:
        gathered = gather(session, session.exec(select(Claim.id)).all(), weights=weights.VERSION_1)
        derived = {facts.claim.ref: derive(facts) for facts in gathered}
        held = {facts.claim.ref: derive(facts, some_columns(at, facts)) for at, facts in enumerate(gathered)}
    parts = {
        "weights": {name: str(value) for name, value in asdict(weights.PRESENT).items()},
        "rules": {ref: one.columns for ref, one in derived.items()},
        "terms": {ref: [sorted(one.terms), one.gist and one.gist._asdict()] for ref, one in held.items()},
        "folding": {ref: [one.public_words, one.internal_words] for ref, one in derived.items()},
    }
    return {name: (getattr(basis.PRESENT, name), digest(part)) for name, part in parts.items()}


def some_columns(at: int, facts) -> dict[str, Any]:
    """Give derived columns that no rule has a part in."""
    turn = {"verdict": list(Verdict)[at % 5], "confidence": [*Confidence, None][at % 6],
            "state": list(ReviewState)[at % 4], "computed": [None, *Confidence][at % 6], "gap": at % 4 or None,
            "origins_for": at % 3, "origins_against": at % 2, "reviews_in": at % 3, "shelf": "public",
            "recheck_on": f"2026-0{at % 9 + 1}-01" if at % 2 else None}  # fmt: skip
    return kept_columns(facts.claim) | turn


def test_what_the_program_derives_is_what_its_version_says(corpus_engine):
    assert found(corpus_engine) == RECORDED


def test_the_corpus_holds_what_the_rules_tell_apart(corpus_engine):
    with reading(corpus_engine) as session:
        claims = session.exec(select(Claim)).all()
        for name, number in (("verdict", 5), ("confidence", 6), ("state", 4), ("computed", 6), ("shelf", 3)):
            assert len({getattr(claim, name) for claim in claims}) == number, name


@for_each(
    ("changes", "parts"),
    [(newer.weigh_otherwise, {"weights"}), (newer.judge_otherwise, {"rules"}),
     (newer.index_otherwise, {"terms"}), (newer.fold_otherwise, {"folding"})],
)  # fmt: skip
def test_a_change_of_a_part_is_seen_in_that_part_alone(corpus_engine, changes, parts):
    before = found(corpus_engine)
    with pytest.MonkeyPatch.context() as patch:
        changes(patch)
        patch.setattr(weights, "PRESENT", weights.KEPT[max(weights.KEPT)])
        after = found(corpus_engine)
    assert {name for name in before if before[name][1] != after[name][1]} == parts
    assert {name for name in before if before[name][0] != after[name][0]} == parts
