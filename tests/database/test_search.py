from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

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
from factdesk.rules.words import Phrase, Query, fold, fold_all, parse_query

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

searchable = word.filter(fold)
starred = searchable.map(lambda text: f"{text[:1]}*").filter(fold)
quoted = st.lists(word, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"').filter(fold)
terms = searchable | starred | quoted
group = st.lists(terms, min_size=1, max_size=3)
left_out = st.tuples(terms, st.booleans())
queries = st.tuples(st.lists(group, min_size=1, max_size=3), st.lists(left_out, max_size=2), st.randoms())
"""Groups of which one term each must be found, terms to leave out, each by a minus or by NOT, and chance."""

Words = tuple[list[str], list[str]]
"""The public and the internal words of a claim."""


def stands_in(words: list[str], phrase: Phrase) -> bool:
    *before, last = phrase.words
    for first in range(len(words) - len(before)):
        end = words[first + len(before)]
        if words[first : first + len(before)] == before and (end.startswith(last) if phrase.prefix else end == last):
            return True
    return False


def written(groups: list[list[str]], left_out: list[tuple[str, bool]], chance: Random) -> str:
    """Write a query as a person would; NOT never stands first, as there it is a word."""
    parts = [" OR ".join(terms) for terms in groups]
    minus = [f"-{term}" for term, short in left_out if short and (term[0].isalpha() or term[0] == '"')]
    first, *others = chance.sample([*parts, *minus], len(parts) + len(minus))
    others += [f"NOT {term}" for term, short in left_out if f"-{term}" not in minus or not short]
    return " ".join([first, *chance.sample(others, len(others))])


def phrase_of(term: str) -> Phrase:
    return Phrase(tuple(fold(term)), prefix=term.endswith("*") and not term.startswith('"'))


def naively(documents: dict[int, Words], groups: list[list[str]], left_out: list[str], *, internal: bool) -> set[int]:
    """Find by reading every word of every claim; the terms are not read out of a query."""

    def holds(words: Words, term: str) -> bool:
        return any(stands_in(text, phrase_of(term)) for text in words[: 2 if internal else 1])

    return {
        place
        for place, words in documents.items()
        if all(any(holds(words, term) for term in group) for group in groups)
        and not any(holds(words, term) for term in left_out)
    }


def found(session: Session, asked: Query, *, internal: bool) -> set[int]:
    query = search.places(session.get_bind().dialect.name, asked, internal=internal)
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
        for groups, left_out, chance in asked:
            query = written(groups, left_out, chance)
            terms = [term for term, _ in left_out]
            for internal in (False, True):
                expected = naively(documents, groups, terms, internal=internal)
                assert found(session, parse_query(query), internal=internal) == expected, query


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
        "NEAR(a b)",
        "public:a",
        "a^2",
        "{a}",
        "a & b | !c",
        "a:*",
        "a <-> b",
        "a'b",
        'a"b"c',
    ],
)
def test_the_engines_own_operators_are_only_words(session: Session, query: str):
    asked = parse_query(f"{query} z")
    words = [word for phrase in asked.phrases for word in phrase.words]
    put(session, {1: (words, []), 2: (["z"], []), 3: ([*words[:-1], "y"], [])})
    assert found(session, asked, internal=False) == {1}


def test_a_word_is_left_out_by_what_the_searcher_may_read(session: Session):
    put(session, {1: (fold_all(["public words"]), fold_all(["secret note"])), 2: (fold_all(["public secret"]), [])})
    assert find(session, "public -secret") == {1}, "a reader must not learn what an internal text holds"
    assert find(session, "public -secret", internal=True) == set()
    assert find(session, "words OR secret") == {1, 2}
    assert find(session, "public NOT note") == {1, 2}
    assert find(session, "public NOT note", internal=True) == {2}


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
    dialect = session.get_bind().dialect.name
    for asked in map(parse_query, ("coup", "coup OR y", "coup -z")):
        query = search.places(dialect, asked, internal=False).order_by(search.rank(dialect, asked, internal=False))
        assert session.execute(query).scalars().all() == [2, 1]


@for_each("query", ["MDS-29", "coup", "jihad*", "mali france", '"burkina faso"', "n'daw", "zzz"])
def test_the_seed_is_searched_by_all_its_words(read: ReadSession, query: str):
    claims = gather(read, list(read.exec(select(Claim.id))))
    documents = {facts.claim.place: (derive(facts).public_words, []) for facts in claims}
    terms = [query] if query.startswith('"') else query.split()
    expected = naively(documents, [[term] for term in terms], [], internal=False)
    assert found(read, parse_query(query), internal=False) == expected
    assert bool(expected) == (query != "zzz")
