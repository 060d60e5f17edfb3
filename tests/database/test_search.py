from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select
from tests.helpers.rows import for_each

from factdesk.database import search
from factdesk.database.engine import WRITES
from factdesk.database.transaction import ReadSession
from factdesk.facts.derive import derive
from factdesk.facts.gather import gather
from factdesk.models import Claim
from factdesk.rules.words import Phrase, fold, fold_all, parse_query

ALPHABET = [
    "a",
    "ab",
    "abc",
    "b",
    "état",
    "Ё",
    "日",
    "本",
    "서",
    "محمد",
    "سلام",
    "7",
    "x1",
    "ß",
    "हिन्दी",
    "\U0001d518",
    "'",
    "*",
    "😀",
]

word = st.sampled_from(ALPHABET)
field = st.lists(word, min_size=1, max_size=8).map(" ".join)
document = st.tuples(st.lists(field, max_size=3), st.lists(field, max_size=2))
corpus = st.lists(document, max_size=6)

bare = word
starred = word.map(lambda text: f"{text[:1]}*")
quoted = st.lists(word, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"')
queries = st.lists(bare | starred | quoted, min_size=1, max_size=4).map(" ".join).filter(fold)

Words = tuple[list[str], list[str]]
"""The public and the internal words of a claim."""


def stands_in(words: list[str], phrase: Phrase) -> bool:
    *before, last = phrase.words
    for first in range(len(words) - len(before)):
        end = words[first + len(before)]
        if words[first : first + len(before)] == before and (end.startswith(last) if phrase.prefix else end == last):
            return True
    return False


def naively(documents: dict[int, Words], phrases: tuple[Phrase, ...], *, internal: bool) -> set[int]:
    """Find by reading every word of every claim."""
    return {
        place
        for place, (public, hidden) in documents.items()
        if all(stands_in(public, phrase) or (internal and stands_in(hidden, phrase)) for phrase in phrases)
    }


def found(session: Session, phrases: tuple[Phrase, ...], *, internal: bool) -> set[int]:
    query = search.places(session.get_bind().dialect.name, phrases, internal=internal)
    places = list(session.execute(query).scalars())
    assert len(places) == len(set(places))
    return set(places)


def put(session: Session, documents: dict[int, Words]) -> None:
    search.put(session, ((place, public, internal) for place, (public, internal) in documents.items()))


@pytest.fixture(scope="module")
def bench(databases) -> Iterator[sa.Engine]:
    """Give a register without claims, whose every transaction here is undone."""
    with databases.opened("empty") as engine:
        yield engine


@contextmanager
def undone(engine: sa.Engine) -> Iterator[Session]:
    """Open a session whose work leaves no trace."""
    with Session(engine.execution_options(**{WRITES: True})) as session:
        yield session
        session.rollback()


@given(texts=corpus, asked=st.lists(queries, min_size=1, max_size=4))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_a_search_finds_what_reading_every_word_finds(bench: sa.Engine, texts, asked):
    documents = {
        at * 2**31 + 1: (fold_all(public), fold_all(internal)) for at, (public, internal) in enumerate(texts, start=1)
    }
    with undone(bench) as session:
        put(session, documents)
        for query in asked:
            phrases = parse_query(query)
            for internal in (False, True):
                assert found(session, phrases, internal=internal) == naively(documents, phrases, internal=internal), (
                    query
                )


@pytest.fixture
def session(empty_engine: sa.Engine) -> Iterator[Session]:
    with undone(empty_engine) as session:
        yield session


def find(session: Session, query: str, *, internal: bool = False) -> set[int]:
    return found(session, parse_query(query), internal=internal)


def test_readers_never_find_by_internal_text(session: Session):
    put(session, {1: (fold_all(["public words"]), fold_all(["secret note"])), 2: (fold_all(["secret"]), [])})
    assert find(session, "secret") == {2}
    assert find(session, "secret", internal=True) == {1, 2}
    assert find(session, "public secret") == set()
    assert find(session, "public secret", internal=True) == {1}


def test_no_phrase_runs_from_one_text_into_the_next(session: Session):
    put(session, {1: (fold_all(["first end", "begin second"]), fold_all(["hidden"]))})
    assert find(session, '"end begin"') == set()
    assert find(session, '"second hidden"', internal=True) == set()
    assert find(session, '"begin second"') == {1}


def test_a_text_put_again_takes_the_place_of_the_old(session: Session):
    put(session, {1: (["old"], []), 2: (["other"], [])})
    put(session, {1: (["new"], ["note"])})
    assert find(session, "old") == set()
    assert find(session, "new") == {1}
    assert find(session, "other") == {2}


def test_putting_nothing_changes_nothing(session: Session):
    put(session, {1: (["word"], [])})
    put(session, {})
    assert find(session, "word") == {1}


def test_a_claim_with_no_words_is_found_by_none(session: Session):
    put(session, {1: ([], [])})
    assert find(session, "a*", internal=True) == set()


@for_each(
    "query",
    [
        "AND",
        "OR NOT",
        "NEAR(a b)",
        "public:a",
        "a^2",
        "{a}",
        "-a",
        "a & b | !c",
        "a:*",
        "a <-> b",
        "a'b",
        'a"b"c',
    ],
)
def test_the_engines_own_operators_are_only_words(session: Session, query: str):
    phrases = tuple(phrase for phrase in parse_query(f"{query} z"))
    words = [word for phrase in phrases for word in phrase.words]
    put(session, {1: (words, []), 2: (["z"], []), 3: ([*words[:-1], "y"], [])})
    assert found(session, phrases, internal=False) == {1}


@for_each("length", [1, 50, 1_000])
def test_a_long_phrase_is_found(session: Session, length: int):
    words = [f"w{at}" for at in range(length)]
    put(session, {1: (["x", *words, "y"], []), 2: (list(reversed(words)), []), 3: (words[:-1], [])})
    assert 1 in find(session, f'"{" ".join(words)}"')
    assert 3 not in find(session, f'"{" ".join(words)}"')


def test_words_at_the_end_of_a_long_text_are_found_as_phrases(session: Session):
    words = [f"w{at}" for at in range(search.MOST_WORDS - 2)]
    put(session, {1: ([*words, "very", "last"], [*words[2:], "hidden", "last", "word"])})
    assert find(session, '"very last"') == {1}
    assert find(session, '"last very"') == set()
    assert find(session, '"hidden last"', internal=True) == {1}


def test_words_beyond_the_indexed_part_are_found_on_no_engine(session: Session):
    put(session, {1: (["word"] * search.MOST_WORDS + ["beyond"], [])})
    assert find(session, "word") == {1}
    assert find(session, "beyond") == set()


def test_two_texts_of_the_longest_words_fit_the_index(session: Session):
    words = [f"{'𐐨' * 95}{at:05}" for at in range(9_000)]
    put(session, {1: (words, words)})
    assert find(session, f'"{words[0]} {words[1]}"') == {1}
    assert find(session, f'"{words[0]} {words[1]}"', internal=True) == {1}
    assert find(session, words[-1]) == set()


def test_the_best_hit_comes_first(session: Session):
    put(session, {1: (["x"] * 40 + ["coup"], []), 2: (["coup"] * 5, []), 3: (["x"], [])})
    dialect, phrases = session.get_bind().dialect.name, parse_query("coup")
    query = search.places(dialect, phrases, internal=False).order_by(search.rank(dialect, phrases, internal=False))
    assert session.execute(query).scalars().all() == [2, 1]


@for_each("query", ["MDS-29", "coup", "jihad*", "mali france", '"burkina faso"', "n'daw", "zzz"])
def test_the_seed_is_searched_by_all_its_words(read: ReadSession, query: str):
    claims = gather(read, list(read.exec(select(Claim.id))))
    documents = {facts.claim.place: (derive(facts).public_words, []) for facts in claims}
    phrases = parse_query(query)
    expected = naively(documents, phrases, internal=False)
    assert found(read, phrases, internal=False) == expected
    assert bool(expected) == (query != "zzz")
