"""What a filter means, said a second time and without a database: over the claims as the whole export gives them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from factdesk.rules.words import Phrase, fold, parse_query
from factdesk.vocabulary import Confidence

Claim = Mapping[str, Any]
Filter = Mapping[str, Sequence[str]]

ORDER = [str(level) for level in Confidence]
OF_CLAIM = ("article", "verdict", "confidence", "state", "type", "hedge")
OF_SOURCE = {"source": "citekey", "publisher": "publisher", "kind": "kind", "reliability": "reliability",
             "lineage": "lineage"}  # fmt: skip
OF_PIECE = {"stance": "stance", "support": "support_check"}
LEVELS = ("gap", "due", "confidence_min")
"""Filters that give a bound."""
NAMES = (*OF_CLAIM, "reviewer", "topic", *OF_SOURCE, *OF_PIECE)


def values(claim: Claim, name: str) -> set[str]:
    """Give a claim's values of one filter, `none` where it has none."""
    standing = [piece for piece in claim["evidence"] if piece["withdrawn_reason"] is None]
    if name in OF_CLAIM:
        found = [claim[name]]
    elif name == "reviewer":
        found = ["desk" for review in claim["reviews"] if review["reviewer"] == "Initial desk review"]
    elif name == "topic":
        found = claim["topics"]
    elif name in OF_SOURCE:
        found = [piece["source"][OF_SOURCE[name]] for piece in standing]
        found = [value for value in found if value is not None] if name == "publisher" else found
    else:
        found = [piece[OF_PIECE[name]] for piece in standing]
    return {"none" if value is None else value for value in found} or {"none"}


def texts(claim: Claim) -> Iterable[str]:
    """Give everything a search looks into."""
    yield from (claim["ref"], claim["statement"], claim["quote"] or "", *claim["topics"], *claim["entities"])
    for piece in claim["evidence"]:
        if piece["withdrawn_reason"] is None:
            yield from (piece["says"], piece["quotation"] or "", piece["locator"] or "")
            yield from (piece["source"]["title"], *piece["source"]["authors"])
    yield from (review["reason"] for review in claim["reviews"])


def holds(words: Sequence[str], phrase: Phrase) -> bool:
    """Say whether a phrase stands in a text."""
    size = len(phrase.words)
    for start in range(len(words) - size + 1):
        window = words[start : start + size]
        last = window[-1].startswith(phrase.words[-1]) if phrase.prefix else window[-1] == phrase.words[-1]
        if last and tuple(window[:-1]) == phrase.words[:-1]:
            return True
    return False


def matches(claim: Claim, wanted: Filter) -> bool:
    """Say whether a claim is wanted."""
    changed, level = claim["changed_at"][:10], claim["confidence"]
    rank = ORDER.index(level) if level else -1
    return (
        all(values(claim, name) & set(wanted[name]) for name in NAMES if name in wanted)
        and all(rank >= ORDER.index(lowest) for lowest in wanted.get("confidence_min", []))
        and all((claim["gap"] or 0) >= int(levels) for levels in wanted.get("gap", []))
        and all((claim["recheck_on"] or "9999") <= day for day in wanted.get("due", []))
        and all(changed > day for day in wanted.get("after", []))
        and all(changed <= day for day in wanted.get("before", []))
        and "yes" not in wanted.get("withdrawn", [])
        and all(found_in(claim, query) for query in wanted.get("q", []))
    )


def found_in(claim: Claim, query: str) -> bool:
    """Say whether a phrase of each group of a search stands in one of the claim's texts, and none to leave out."""
    folded = [fold(text) for text in texts(claim)]
    asked = parse_query(query)

    def there(phrase: Phrase) -> bool:
        return any(holds(words, phrase) for words in folded)

    return all(any(map(there, group)) for group in asked.groups) and not any(map(there, asked.without))


def expected(claims: Sequence[Claim], wanted: Filter) -> list[str]:
    """Give the refs of the claims that are wanted, in the order wanted (relevance: in no order)."""
    found = [(place, claim) for place, claim in enumerate(claims) if matches(claim, wanted)]
    sort = wanted.get("sort", ["article"])[0]
    unsure = len(ORDER)
    ranked = {claim["ref"]: ORDER.index(claim["confidence"]) if claim["confidence"] else unsure for claim in claims}
    keys = {
        "newest": lambda entry: entry[1]["changed_at"],
        "surest": lambda entry: (ranked[entry[1]["ref"]] == unsure, -ranked[entry[1]["ref"]], entry[0]),
        "unsurest": lambda entry: (ranked[entry[1]["ref"]], entry[0]),
    }
    if sort == "newest":
        found.reverse()
        found.sort(key=keys[sort], reverse=True)
    elif sort in keys:
        found.sort(key=keys[sort])
    return [claim["ref"] for _, claim in found]
