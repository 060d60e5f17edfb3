from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import permutations
from random import Random

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select
from tests.helpers.builders import Given, a_claim, a_piece, a_register, a_review, a_source, load

from factdesk import paths
from factdesk.commands import bulk
from factdesk.commands._index import settle
from factdesk.database import search
from factdesk.database.transaction import ReadSession, reading, writing
from factdesk.drafts.register import ClaimDraft, RegisterDraft
from factdesk.facts.derive import PUBLIC, derive
from factdesk.facts.gather import gather
from factdesk.facts.snapshots import table_of
from factdesk.facts.terms import PAIRED, TermKey
from factdesk.imports import seed
from factdesk.models import Article, Claim, Evidence, Pair, Posting, Source, Term
from factdesk.rules.words import parse_query
from factdesk.vocabulary import (
    ClaimType,
    Confidence,
    Hedge,
    Lineage,
    Reliability,
    SourceKind,
    Stance,
    SupportCheck,
    TieHow,
    Verdict,
    Visibility,
)

Key = tuple[str, str]
"""Facet and value; everything a load adds stands on the public shelf."""
Filed = dict[str, set[TermKey]]
"""The terms of each claim by its ref."""


def keys_of(draft: RegisterDraft, claim: ClaimDraft) -> set[Key]:
    """Say under which facets and values a claim is filed, from the draft alone."""
    by_key = {source.citekey: source for source in draft.sources}
    sources = [by_key[piece.source] for piece in claim.evidence]
    judged = claim.review is not None and claim.review.verdict != Verdict.UNREVIEWED
    facets: dict[str, Iterable[str]] = {
        "every": [""],
        "article": [draft.article.slug],
        "verdict": [claim.review.verdict if claim.review and judged else "unreviewed"],
        "confidence": [claim.review.confidence] if claim.review and judged else [],
        "state": ["settled" if judged else "open"],
        "topic": claim.topics,
        "type": [claim.type],
        "hedge": [claim.hedge],
        "kind": [source.kind for source in sources],
        "reliability": [source.reliability for source in sources],
        "lineage": [source.lineage for source in sources],
        "source": [source.citekey for source in sources],
        "publisher": [source.publisher for source in sources if source.publisher],
        "stance": [piece.stance for piece in claim.evidence],
        "support": [piece.support_check for piece in claim.evidence],
    }
    return {(facet, str(value)) for facet, values in facets.items() for value in set(values) or {"none"}}


def filed_by(drafts: Iterable[RegisterDraft]) -> Filed:
    return {
        f"{draft.article.prefix}-{claim.number}": {(PUBLIC, *key) for key in keys_of(draft, claim)}
        for draft in drafts
        for claim in draft.claims
    }


KNOWN = ("every", "article", "verdict", "confidence", "state", "topic", "type", "hedge", "kind", "reliability",
         "lineage", "source", "publisher", "stance", "support")  # fmt: skip
"""The facets that follow from a draft alone; those that take judging are compared with the rules' terms."""


def with_judgement(session: Session, filed: Filed) -> Filed:
    """Add to each claim its terms that follow from judging, as the rules give them."""
    ids = list(session.exec(select(Claim.id)))
    facts = [one for at in range(0, len(ids), 500) for one in gather(session, ids[at : at + 500])]
    return {
        one.claim.ref: filed[one.claim.ref] | {key for key in derive(one).terms if key[1] not in KNOWN} for one in facts
    }


def assert_counts_are_those_of(session: Session, drafted: Filed) -> None:
    """Compare terms, postings and pairs with counts made here."""
    filed = with_judgement(session, drafted)
    assert filed.keys() == drafted.keys()
    terms = session.exec(select(Term)).all()
    key = {row.id: (row.shelf, row.facet, row.value) for row in terms}
    assert len(set(key.values())) == len(key)
    numbers = Counter(one for keys in filed.values() for one in keys)
    assert {key[row.id]: row.claims for row in terms if row.claims} == numbers
    assert all(row.claims >= 0 for row in terms)
    ref = dict(session.exec(select(Claim.place, Claim.ref)).all())
    assert len(ref) == len(filed)
    postings = session.exec(select(Posting)).all()
    assert Counter((ref[row.place], key[row.term_id]) for row in postings) == Counter(
        (name, one) for name, keys in filed.items() for one in keys
    )
    claims = session.exec(select(Claim)).all()
    assert {claim.ref: {key[id_] for id_ in claim.term_ids} for claim in claims} == filed
    paired = [sorted(one for one in keys if one[1] in PAIRED) for keys in filed.values()]
    stored = session.exec(select(Pair)).all()
    assert {(key[row.term_id], key[row.other_id]): row.claims for row in stored if row.claims} == Counter(
        pair for keys in paired for pair in permutations(keys, 2)
    )
    assert all(row.claims >= 0 for row in stored)


def assert_columns_follow_from_the_facts(session: Session) -> None:
    """Compare derived columns, search index and what is shown of sources with what the rules say now."""
    table = table_of(Claim)
    ids = list(session.exec(select(Claim.id)))
    facts = [one for at in range(0, len(ids), 500) for one in gather(session, ids[at : at + 500])]
    shown: set[int] = set()
    for one in facts:
        derived = derive(one)
        row = session.execute(sa.select(table).where(table.c.id == one.claim.id)).mappings().one()
        assert {name: row[name] for name in derived.columns} == derived.columns
        shown |= one.rests_on()
    assert set(session.exec(select(Source.id).where(col(Source.shown)))) == shown
    key = sa.literal_column("rowid" if session.get_bind().dialect.name == "sqlite" else "place")
    indexed = session.execute(sa.select(key).select_from(sa.text(search.TABLE))).scalars().all()
    assert sorted(indexed) == sorted(one.claim.place for one in facts)


def assert_each_is_found_by_its_ref(session: Session) -> None:
    dialect = session.get_bind().dialect.name
    for claim in session.exec(select(Claim)).all():
        found = session.execute(search.places(dialect, parse_query(f'"{claim.ref}"'), internal=False)).scalars().all()
        assert claim.place in found


def assert_kept(engine: sa.Engine, *drafts: RegisterDraft) -> None:
    with reading(engine) as session:
        assert_counts_are_those_of(session, filed_by(drafts))
        assert_columns_follow_from_the_facts(session)
        assert_each_is_found_by_its_ref(session)


def test_the_counts_of_the_seed_are_right(read: ReadSession):
    assert_counts_are_those_of(read, filed_by([seed.read(paths.SEED)]))
    assert_columns_follow_from_the_facts(read)
    assert_each_is_found_by_its_ref(read)


def test_an_empty_register_has_an_empty_index(empty_engine: sa.Engine):
    assert_kept(empty_engine)


def test_a_claim_without_evidence_topics_or_review_is_filed_under_none(empty_engine: sa.Engine):
    draft = a_register(a_claim(1))
    load(empty_engine, draft)
    assert {key for key in keys_of(draft, draft.claims[0]) if key[1] == "none"} == {
        (facet, "none")
        for facet in (
            "confidence",
            "topic",
            "kind",
            "reliability",
            "lineage",
            "source",
            "publisher",
            "stance",
            "support",
        )
    }
    assert_kept(empty_engine, draft)


def random_sources(chance: Random) -> list[Given]:
    """Make sources that derive only from earlier ones, so that every beginning of the list stands alone."""
    sources: list[Given] = []
    for number in range(chance.randint(0, 12)):
        parents = chance.sample(sources, min(len(sources), chance.choice([0, 0, 0, 1, 2])))
        sources.append(
            a_source(
                f"s{number}",
                kind=chance.choice(list(SourceKind)),
                reliability=chance.choice(list(Reliability)),
                lineage=chance.choice(list(Lineage)),
                consulted=chance.random() < 0.9,
                publisher=chance.choice([None, "The Paper", "The Wire", "none"]),
                derived_from=[{"source": parent["citekey"], "how": "cites"} for parent in parents],
            )
        )
    return sources


def random_claim(chance: Random, number: int, sources: list[Given]) -> Given:
    cited = [chance.choice(sources)["citekey"] for _ in range(chance.randint(0, 6))] if sources else []
    pieces = [
        a_piece(
            key,
            stance=chance.choice(list(Stance)),
            credibility=chance.randint(1, 6),
            support_check=chance.choice(list(SupportCheck)),
            rests_on=chance.sample(cited, chance.choice([0, 0, 0, min(2, len(cited))])),
        )
        for key in cited
    ]
    review = a_review(verdict=chance.choice(list(Verdict)), confidence=chance.choice(list(Confidence)))
    return a_claim(
        number,
        *pieces,
        topics=chance.sample(["war", "water", "Ünï 'quote'", "x"], chance.randint(0, 3)),
        type=chance.choice(list(ClaimType)),
        hedge=chance.choice(list(Hedge)),
        review=chance.choice([None, review]),
    )


def random_portions(chance: Random) -> list[RegisterDraft]:
    """Make a register and beginnings of it that grow to the whole."""
    sources = random_sources(chance)
    ends = sorted(chance.randint(0, len(sources)) for _ in range(chance.randint(0, 3)))
    ties = [
        {"a": one["citekey"], "b": other["citekey"], "how": chance.choice(list(TieHow))}
        for one, other in (chance.sample(sources, 2) for _ in range(chance.randint(0, 5)) if len(sources) > 1)
    ]
    portions: list[RegisterDraft] = []
    claims: list[Given] = []
    for end in [*ends, len(sources)]:
        known = {source["citekey"] for source in sources[:end]}
        claims += [random_claim(chance, len(claims) + at, sources[:end]) for at in range(1, chance.randint(1, 6))]
        standing = [tie for tie in ties if {tie["a"], tie["b"]} <= known]
        portions.append(a_register(*claims, sources=sources[:end], ties=standing))
    return portions


@pytest.mark.parametrize("number", range(8))
def test_the_index_of_any_register_loaded_in_portions_is_right(empty_engine: sa.Engine, number: int):
    for portion in random_portions(Random(f"portions {number}")):
        load(empty_engine, portion)
        assert_kept(empty_engine, portion)


def test_a_register_in_portions_comes_to_the_same_as_at_once(databases):
    names = (
        "verdict",
        "confidence",
        "state",
        "origins_for",
        "origins_against",
        "unrecorded_for",
        "unrecorded_against",
    )
    columns = [table_of(Claim).c[name] for name in ("ref", *names)]
    for number in range(3):
        portions = random_portions(Random(f"at once {number}"))
        found = []
        for drafts in (portions, portions[-1:]):
            with databases.opened("empty") as engine:
                for draft in drafts:
                    load(engine, draft)
                with engine.connect() as connection:
                    found.append(connection.execute(sa.select(*columns).order_by(columns[0])).all())
        assert found[0] == found[1]


def change(session: Session, chance: Random, ref: str) -> None:
    """Change a claim, its article or its evidence as an editor may, past the commands."""
    claim = session.exec(select(Claim).where(col(Claim.ref) == ref)).one()
    claim.topics = chance.sample(["war", "water", "new"], chance.randint(0, 2))
    claim.claim_type = chance.choice(list(ClaimType))
    claim.visibility = chance.choice(list(Visibility))
    claim.withdrawn_at = chance.choice([None, None, datetime(2026, 1, 1, tzinfo=UTC)])
    session.exec(select(Article)).one().visibility = chance.choice([*Visibility, Visibility.PUBLISHED])
    for piece in session.exec(select(Evidence).where(col(Evidence.claim_id) == claim.id)).all():
        piece.withdrawn_at = chance.choice([None, datetime(2026, 1, 1, tzinfo=UTC)])


@pytest.mark.parametrize("number", range(4))
def test_the_counts_follow_when_claims_change(empty_engine: sa.Engine, number: int):
    chance = Random(f"changes {number}")
    draft = random_portions(chance)[-1]
    load(empty_engine, draft)
    refs = list(filed_by([draft]))
    for _ in range(4):
        with writing(empty_engine) as session:
            for ref in chance.sample(refs, chance.randint(0, len(refs))):
                change(session, chance, ref)
            settle(session, list(session.exec(select(Claim.id))), None)
        with reading(empty_engine) as session:
            facts = gather(session, list(session.exec(select(Claim.id))))
            assert_counts_are_those_of(session, {one.claim.ref: set(derive(one).terms) for one in facts})


def test_a_claim_that_becomes_a_draft_takes_the_public_terms_and_pairs_with_it_that_it_alone_had(
    empty_engine: sa.Engine,
):
    load(empty_engine, a_register(a_claim(1, topics=["war"])))
    with writing(empty_engine) as session:
        session.exec(select(Claim)).one().visibility = Visibility.DRAFT
        settle(session, list(session.exec(select(Claim.id))), None)
    with reading(empty_engine) as session:
        topics = select(Term.shelf, Term.claims).where(col(Term.value) == "war")
        assert dict(session.exec(topics).all()) == {"draft": 1}


def test_two_articles_share_one_index(empty_engine: sa.Engine):
    one = a_register(a_claim(1, a_piece("both")), a_claim(2, topics=["war"]))
    two = a_register(a_claim(1, a_piece("both")), a_claim(7, topics=["war"]), slug="another", prefix="OTHER")
    load(empty_engine, one)
    load(empty_engine, two)
    assert_kept(empty_engine, one, two)


@pytest.mark.slow
def test_a_load_of_several_chunks_is_counted_whole(empty_engine: sa.Engine):
    claims = [a_claim(number, a_piece(f"s{number % 7}"), topics=[f"t{number % 3}"]) for number in range(1, 1_102)]
    draft = a_register(*claims)
    assert load(empty_engine, draft).claims == 1_101
    with reading(empty_engine) as session:
        assert_counts_are_those_of(session, filed_by([draft]))
        assert_columns_follow_from_the_facts(session)


def test_two_loads_at_once_add_everything_once(empty_engine: sa.Engine):
    drafts = [a_register(*[a_claim(number, a_piece(f"s{number}")) for number in range(1, end)]) for end in (20, 30)]
    with ThreadPoolExecutor() as threads:
        loaded = list(threads.map(lambda draft: load(empty_engine, draft), drafts))
    assert sum(one.claims for one in loaded) == 29
    assert bulk.Loaded(0, 0, 0) == load(empty_engine, drafts[1])
    assert_kept(empty_engine, drafts[1])
