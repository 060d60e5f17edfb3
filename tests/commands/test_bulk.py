from collections import Counter

import pytest
import sqlalchemy as sa
from pydantic import ValidationError
from sqlmodel import Session, col, func, select
from tests.helpers.builders import Given, a_claim, a_piece, a_register, a_review, a_source, load
from tests.helpers.rows import for_each

from factdesk import paths
from factdesk.access import OPERATOR, READER, Actor
from factdesk.commands import bulk
from factdesk.database.transaction import ReadSession, reading, writing
from factdesk.drafts.register import RegisterDraft
from factdesk.errors import Forbidden, NotSignedIn
from factdesk.facts.snapshots import RECORDED_TABLES, rows_written_by, table_of
from factdesk.imports import seed
from factdesk.models import (
    Article,
    ChainHead,
    Claim,
    Derivation,
    Event,
    Evidence,
    Person,
    Publisher,
    Review,
    Source,
    Tie,
)
from factdesk.rules import chain
from factdesk.vocabulary import Role, Stance

FINDINGS = (
    "verdict", "confidence", "state", "source_count", "origins_for", "origins_against", "unrecorded_for",
    "unrecorded_against",
)  # fmt: skip
EVERYTHING = (*RECORDED_TABLES, table_of(Event))

HOSTILE = {
    "quotes": """He said "it's `so`", 'twice'; DROP TABLE claim; -- %s :name ?""",
    "markup": "<script>alert(1)</script> & <b onclick='x'>&amp;</b>",
    "formula": "=cmd|' /C calc'!A0",
    "right to left": "مرحبا \u202eevil\u202c بالعالم",
    "emoji": "👩‍👩‍👧‍👦 🇲🇱 1️⃣ é e\u0301 \u200b ﷺ \U0001d518\U0001d52b\U0001d526",
    "backslash": "C:\\new\\table\t%00 \\u0000 {{ 7*7 }} ${x}",
    "lines": "first\n\n  second\u2028third\u0085fourth",
}


def number_of(session: Session, model: type) -> int:
    return session.exec(select(func.count()).select_from(model)).one()


def contents(engine: sa.Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key))]
            for table in EVERYTHING
        }


def found(session: Session, ref: str) -> tuple[Counter[Stance], Claim]:
    claim = session.exec(select(Claim).where(col(Claim.ref) == ref)).one()
    stances = session.exec(select(Evidence.stance).where(col(Evidence.claim_id) == claim.id))
    return Counter(stances.all()), claim


def test_the_seed_has_all_its_parts(read: ReadSession):
    numbers = {model: number_of(read, model) for model in (Claim, Source, Evidence, Derivation, Tie, Review, Article)}
    assert numbers == {Claim: 40, Source: 252, Evidence: 302, Derivation: 39, Tie: 7, Review: 40, Article: 1}


@for_each(
    ("ref", "pieces_for", "origins_for", "pieces_against", "origins_against"),
    [
        ("MDS-25", 11, 2, None, 6),
        ("MDS-31", 16, 7, None, None),
        ("MDS-32", 9, 3, None, None),
        ("MDS-29", 0, 0, 12, 11),
    ],
)
def test_the_seed_counts_independent_origins(
    read: ReadSession, ref, pieces_for, origins_for, pieces_against, origins_against
):
    stances, claim = found(read, ref)
    assert stances[Stance.SUPPORTS] == pieces_for
    assert claim.origins_for == origins_for
    if pieces_against is not None:
        assert stances[Stance.DISPUTES] == pieces_against
    if origins_against is not None:
        assert claim.origins_against == origins_against


def test_every_seeded_claim_bears_the_desks_verdict(read: ReadSession):
    desk = read.exec(select(Person)).one()
    assert (desk.name, desk.role, desk.role_account) == (bulk.DESK, Role.REVIEWER, True)
    given = {f"MDS-{claim.number}": claim.review for claim in seed.read(paths.SEED).claims}
    for claim in read.exec(select(Claim)).all():
        review = given[claim.ref]
        assert review is not None
        assert (claim.verdict, claim.confidence) == (review.verdict, review.confidence)


def test_a_second_load_adds_nothing_and_appends_no_event(engine: sa.Engine):
    before = contents(engine)
    with writing(engine) as session:
        assert seed.load(session, OPERATOR) == bulk.Loaded(claims=0, sources=0, evidence=0)
    assert contents(engine) == before


def without(draft: RegisterDraft, numbers: set[int]) -> RegisterDraft:
    """Leave out claims, and the sources only they need."""
    claims = [claim for claim in draft.claims if claim.number not in numbers]
    needed = {key for claim in claims for piece in claim.evidence for key in (piece.source, *piece.rests_on)}
    parents = {source.citekey: [one.source for one in source.derived_from] for source in draft.sources}
    wave = needed
    while wave:
        wave = {parent for key in wave for parent in parents[key]} - needed
        needed |= wave
    return draft.model_copy(
        update={
            "claims": tuple(claims),
            "sources": tuple(source for source in draft.sources if source.citekey in needed),
            "ties": tuple(tie for tie in draft.ties if tie.a in needed and tie.b in needed),
        }
    )


def test_a_load_adds_only_what_is_missing(empty_engine: sa.Engine, read: ReadSession):
    whole = seed.read(paths.SEED)
    part = without(whole, {25, 31})
    dropped = [claim for claim in whole.claims if claim.number in (25, 31)]
    absent = len(whole.sources) - len(part.sources)
    assert absent > 10
    load(empty_engine, part)
    before = contents(empty_engine)
    loaded = load(empty_engine, whole)
    assert loaded == bulk.Loaded(claims=2, sources=absent, evidence=sum(len(claim.evidence) for claim in dropped))
    after = contents(empty_engine)
    derived = {column.name for column in table_of(Claim).columns if column.info.get("derived")}
    for table in EVERYTHING:
        kept = after[table.name][: len(before[table.name])]
        content = [at for at, column in enumerate(table.columns) if column.name not in {*derived, "shown"}]
        assert [[row[at] for at in content] for row in kept] == [
            [row[at] for at in content] for row in before[table.name]
        ]
    with reading(empty_engine) as session:
        for model in (Claim, Source, Evidence, Derivation, Tie, Review, Article, Person, Publisher):
            assert number_of(session, model) == number_of(read, model)


def test_a_register_loaded_in_two_parts_comes_to_the_same_findings(empty_engine: sa.Engine, read: ReadSession):
    whole = seed.read(paths.SEED)
    load(empty_engine, without(whole, {25, 31}))
    load(empty_engine, whole)
    with reading(empty_engine) as session:
        for claim in read.exec(select(Claim)).all():
            again = session.exec(select(Claim).where(col(Claim.ref) == claim.ref)).one()
            for column in FINDINGS:
                assert getattr(again, column) == getattr(claim, column), (claim.ref, column)


def derived(root: str) -> tuple[Given, Given]:
    """Give a piece that cites a source derived from the root, and that source."""
    child = f"child-of-{root}"
    return a_piece(child), a_source(child, derived_from=[{"source": root, "how": "cites"}])


def resting(root: str) -> tuple[Given, Given]:
    """Give a piece that rests on the root although its source does not derive from it, and that source."""
    return a_piece(f"beside-{root}", rests_on=[root]), a_source(f"beside-{root}")


def citing(root: str) -> tuple[Given, Given]:
    """Give a piece that cites the root itself, and a source that does not matter."""
    return a_piece(root), a_source(f"besides-{root}")


@pytest.mark.parametrize("reaching", [citing, derived, resting])
def test_a_tie_that_comes_later_joins_the_origins_of_claims_already_there(empty_engine: sa.Engine, reaching):
    (piece, source), (other, another) = reaching("one"), reaching("two")
    claim, sources = a_claim(1, piece, other), [a_source("one"), a_source("two"), source, another]
    load(empty_engine, a_register(claim, sources=sources))
    with reading(empty_engine) as session:
        assert session.exec(select(Claim.origins_for)).one() == 2
    ties = [{"a": root, "b": "author", "how": "same_author"} for root in ("one", "two")]
    load(empty_engine, a_register(claim, sources=[*sources, a_source("author")], ties=ties))
    with reading(empty_engine) as session:
        assert session.exec(select(Claim.origins_for)).one() == 1


@for_each(
    "actor",
    [READER, Actor(7, "rita", Role.REVIEWER), Actor(8, "ed", Role.EDITOR)],
)
def test_only_an_admin_may_load_a_register(empty_engine: sa.Engine, actor: Actor):
    before = contents(empty_engine)
    with pytest.raises((Forbidden, NotSignedIn), match=r" load a whole register\.$"):
        load(empty_engine, a_register(a_claim(1, a_piece("one"), review=a_review())), actor)
    assert contents(empty_engine) == before
    assert not any(before.values())


def test_a_load_that_fails_half_way_leaves_nothing(empty_engine: sa.Engine):
    before = contents(empty_engine)

    def load_and_fail() -> None:
        with writing(empty_engine) as session:
            assert bulk.load(session, OPERATOR, a_register(a_claim(1, a_piece("one")))).claims == 1
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_and_fail()
    assert contents(empty_engine) == before


def test_a_load_is_one_event_with_number_and_digest_of_each_table(read: ReadSession):
    event = read.exec(select(Event)).one()
    assert (event.seq, event.action, event.subject) == (1, "register.load", "article:malis-dark-shadow")
    assert (event.actor_id, event.previous) == (OPERATOR.id, chain.FIRST)
    assert event.payload is not None
    created = {}
    for table in RECORDED_TABLES:
        rows, digest = chain.rows_digest(rows_written_by(read, table, 1))
        assert rows == read.scalar(sa.select(sa.func.count()).select_from(table))
        if rows:
            created[table.name] = {"rows": rows, "digest": digest}
    assert event.payload == {"created": created}
    assert created["claim"]["rows"] == 40


def test_the_event_of_a_load_is_the_head_of_the_chain(engine: sa.Engine):
    load(engine, a_register(a_claim(1, a_piece("one"))))
    with reading(engine) as session:
        events = session.exec(select(Event).order_by(col(Event.seq))).all()
        head = session.exec(select(ChainHead)).one()
        assert [event.seq for event in events] == [1, 2]
        previous = chain.FIRST
        for event in events:
            assert event.salt is not None
            assert event.payload is not None
            assert event.digest == chain.payload_digest(event.salt, event.payload)
            assert event.previous == previous
            previous = chain.event_hash(
                previous=previous, seq=event.seq, at=event.at, actor_id=event.actor_id,
                action=event.action, subject=event.subject, digest=event.digest,
            )  # fmt: skip
            assert event.hash == previous
        assert (head.seq, head.hash, head.at) == (2, previous, events[-1].at)
        assert events[0].at <= events[1].at


def test_a_claim_may_cite_one_source_twice(empty_engine: sa.Engine):
    assert load(empty_engine, a_register(a_claim(1, a_piece("one"), a_piece("one", stance="disputes")))).evidence == 2
    with reading(empty_engine) as session:
        claim = session.exec(select(Claim)).one()
        assert (claim.source_count, claim.origins_for, claim.origins_against) == (1, 1, 1)


def test_evidence_keeps_what_it_rests_on(empty_engine: sa.Engine):
    load(empty_engine, a_register(a_claim(1, a_piece("wire"), a_piece("paper", rests_on=["wire"]))))
    with reading(empty_engine) as session:
        wire = session.exec(select(Source.id).where(col(Source.citekey) == "wire")).one()
        assert session.exec(select(Evidence.rests_on).order_by(col(Evidence.id))).all() == [[], [wire]]
        assert session.exec(select(Claim.origins_for)).one() == 1


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_comes_back_unchanged(empty_engine: sa.Engine, text: str):
    source = a_source("one", title=text, authors=[text, text], publisher=text, lineage_note=text)
    piece = a_piece("one", says=text, quotation=text, locator=text)
    topic = text[:80].strip()
    claim = a_claim(1, piece, statement=text, quote=text, topics=[topic], entities=[text], review=a_review(reason=text))
    load(empty_engine, a_register(claim, sources=[source], title=text, author=text))
    with reading(empty_engine) as session:
        kept = session.exec(select(Claim)).one()
        assert (kept.statement, kept.quote, kept.topics, kept.entities) == (text, text, [topic], [text])
        evidence = session.exec(select(Evidence)).one()
        assert (evidence.says, evidence.quotation, evidence.locator) == (text, text, text)
        origin = session.exec(select(Source)).one()
        assert (origin.title, origin.authors, origin.lineage_note) == (text, [text, text], text)
        assert session.exec(select(Publisher.name)).one() == text
        assert session.exec(select(Review.reason)).one() == text
        assert session.exec(select(Article.title, Article.author)).one() == (text, text)


@pytest.mark.parametrize("sign", ["x", "é", "語", "😀", "a ", "' "], ids=ascii)
def test_a_text_of_20000_characters_comes_back_unchanged(empty_engine: sa.Engine, sign: str):
    text = (sign * 20_000)[:19_999] + "."
    load(empty_engine, a_register(a_claim(1, a_piece("one", says=text), review=a_review(reason=text))))
    with reading(empty_engine) as session:
        assert session.exec(select(Evidence.says)).one() == text
        assert session.exec(select(Review.reason)).one() == text


def test_a_claim_with_more_words_than_one_vector_holds_is_loaded(empty_engine: sa.Engine):
    texts = [" ".join(f"w{piece}x{at:04}" for at in range(2_200)) for piece in range(60)]
    load(empty_engine, a_register(a_claim(1, *[a_piece("one", says=text) for text in texts])))
    with reading(empty_engine) as session:
        assert session.exec(select(Evidence.says).order_by(col(Evidence.id))).all() == texts


@for_each(
    ("text", "why"),
    [
        ("a\0b", "has control characters in it"),
        ("a\x1bb", "has control characters in it"),
        ("a\ud800b", "unicode"),
    ],
)
def test_what_no_database_bears_is_refused_by_the_draft(text: str, why: str):
    with pytest.raises(ValidationError) as refusal:
        a_register(a_claim(1, a_piece("one", says=text)))
    (error,) = refusal.value.errors()
    assert error["loc"] == ("claims", 0, "evidence", 0, "says")
    assert why in error["msg"]
    assert "\n" not in error["msg"]
