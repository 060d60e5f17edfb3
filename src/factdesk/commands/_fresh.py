"""Storing many new claims at once, with everything derived of them, a thousand at a time in memory.

For claims that nobody has sourced or judged the index says nearly the same of all: what it says of each alone is kept
apart, and the rest is stored for all of them in one go.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, permutations
from typing import Any

import sqlalchemy as sa

from factdesk.commands._index import require_settling
from factdesk.commands._inserting import claim_row, content_of
from factdesk.commands._records import Opened
from factdesk.commands._terms import store_counts, store_postings, term_ids
from factdesk.commands.telling import Tell
from factdesk.database import search
from factdesk.database.inserting import insert_many
from factdesk.database.transaction import WriteSession
from factdesk.drafts.writing import ClaimWords
from factdesk.facts.derive import own_texts
from factdesk.facts.fresh import Shared, shared_by_fresh
from factdesk.facts.snapshots import CHUNK, table_of
from factdesk.facts.terms import PAIRED, TermKey, own_terms
from factdesk.models import Article, Claim, Posting
from factdesk.models.claim import place_of
from factdesk.rules.words import fold_all


@dataclass(slots=True)
class _Index:
    """The index so far: ids of terms, how many claims have each of their own, and two of these (the lower id first)."""

    known: dict[TermKey, int] = field(default_factory=dict)
    counts: Counter[int] = field(default_factory=Counter)
    pairs: Counter[tuple[int, int]] = field(default_factory=Counter)


def insert_fresh(
    session: WriteSession, opened: Opened, article: Article, first: int, drafts: Sequence[ClaimWords], tell: Tell
) -> list[str]:
    """Insert new draft claims of an article under consecutive numbers; gives their refs.

    No claim of the article may have one of these numbers, or a higher one. `tell` is told how far it came.
    """
    require_settling(session)
    shared, index = shared_by_fresh(article, opened.seq, opened.at), _Index()
    index.known |= term_ids(session, shared.terms)
    refs: list[str] = []
    for start in range(0, len(drafts), CHUNK):
        chunk = [content_of(draft) for draft in drafts[start : start + CHUNK]]
        refs += _insert_chunk(session, opened, article, first + start, chunk, shared, index)
        tell(len(chunk))
    places = (place_of(article.id, first), place_of(article.id, first + len(drafts) - 1))
    _post_shared(session, [index.known[key] for key in shared.terms], places)
    _count_shared(shared, index, len(drafts))
    store_counts(session, index.counts, index.pairs)
    return refs


def _insert_chunk(
    session: WriteSession,
    opened: Opened,
    article: Article,
    first: int,
    chunk: Sequence[Mapping[str, Any]],
    shared: Shared,
    index: _Index,
) -> list[str]:
    common = [index.known[key] for key in shared.terms]
    keyed = [set(own_terms(shared.shelf, one["topics"], one["claim_type"], one["hedge"])) for one in chunk]
    index.known |= term_ids(session, {key for keys in keyed for key in keys if key not in index.known})
    rows: list[dict[str, Any]] = []
    postings: list[tuple[int, int]] = []
    pairs: list[tuple[int, int]] = []
    documents: list[search.Document] = []
    for number, (content, keys) in enumerate(zip(chunk, keyed, strict=True), start=first):
        own = [index.known[key] for key in keys]
        row = claim_row(article.id, article.prefix, number, content)
        rows.append(row | {"term_ids": sorted((*common, *own))})
        postings += [(term, row["place"]) for term in own]
        pairs += combinations(sorted(index.known[key] for key in keys if key[1] in PAIRED), 2)
        texts = own_texts(row["ref"], row["statement"], row["quote"], row["topics"], row["entities"])
        documents.append((row["place"], fold_all(texts), []))
    written_by = {"event_seq": opened.seq, "shown_seq": opened.seq}
    insert_many(session, table_of(Claim), rows, shared.columns | written_by)
    store_postings(session, [], postings)
    index.counts.update([term for term, _ in postings])
    index.pairs.update(pairs)
    search.add(session, documents)
    return [row["ref"] for row in rows]


def _post_shared(session: WriteSession, terms: Sequence[int], places: tuple[int, int]) -> None:
    """Put all claims of some places to terms that all of them have; the engine walks them itself."""
    posting, claim = table_of(Posting), table_of(Claim)
    new = sa.select(sa.bindparam("term", type_=sa.BigInteger), claim.c.place).where(claim.c.place.between(*places))
    statement = sa.insert(posting).from_select(["term_id", "place"], new.order_by(claim.c.place))
    for term in sorted(terms):
        session.connection().execute(statement, {"term": term})


def _count_shared(shared: Shared, index: _Index, number: int) -> None:
    """Count the terms that all have, and the pairs of these with each other and with each claim's own, both ways."""
    index.pairs.update({(other, one): having for (one, other), having in index.pairs.items()})
    own = {
        index.known[key]: index.counts[index.known[key]]
        for key in index.known.keys() - shared.terms
        if key[1] in PAIRED
    }
    paired = [index.known[key] for key in shared.terms if key[1] in PAIRED]
    for pair in permutations(paired, 2):
        index.pairs[pair] += number
    for common in paired:
        for term, having in own.items():
            index.pairs[common, term] += having
            index.pairs[term, common] += having
    for key in shared.terms:
        index.counts[index.known[key]] += number
