"""Which column of a table is which field of a claim: as told, by its own name, or by what such columns are called."""

from collections.abc import Mapping, Sequence

from factdesk.errors import Invalid
from factdesk.imports.found import Table

FIELDS = ("statement", "quote", "paragraph", "hedge", "type", "topics", "entities", "true_on")
LISTS = ("topics", "entities")
GUESSES = {
    "claim": "statement", "text": "statement", "claim_text": "statement", "claimreviewed": "statement",
    "assertion": "statement", "quotation": "quote", "excerpt": "quote", "paragraph_number": "paragraph",
    "topic": "topics", "tags": "topics", "tag": "topics", "category": "topics", "categories": "topics",
    "subject": "topics", "subjects": "topics", "speaker": "entities", "claimant": "entities", "entity": "entities",
    "claim_type": "type",
}  # fmt: skip


def pairs(given: Sequence[str]) -> dict[str, str]:
    """Read COLUMN=FIELD; a column's name may hold an equals sign, and without a field it is not read."""
    pairs = {}
    for one in given:
        column, equals, name = one.rpartition("=")
        if not equals or not column:
            raise Invalid(f"map takes COLUMN=FIELD, not {one[:80]}.", place="map")
        pairs[column] = name
    return pairs


def named_columns(table: Table, mapping: Mapping[str, str], *, ours: bool) -> dict[str, str]:
    """Say which columns are which fields: as told, then by their own name, then by what such columns are called."""
    for column, name in mapping.items():
        if column not in table.columns:
            raise Invalid(f"{table.name} has no column called {column[:80]}.", place=column[:80])
        if name and name not in FIELDS:
            raise Invalid(f"There is no field called {name[:80]}. Known: {', '.join(FIELDS)}.", place=name[:80])
    told = [name for name in mapping.values() if name]
    if twice := next((name for name in told if told.count(name) > 1), None):
        raise Invalid(f"Two columns are to be the {twice}; choose one.", place=twice)
    named = dict(mapping)
    for guess in (lambda column: column, lambda column: "" if ours else GUESSES.get(column, "")):
        for column in table.columns:
            name = guess(column.strip().lower().replace(" ", "_").replace("-", "_"))
            if name in FIELDS and column not in named and name not in named.values():
                named[column] = name
    return {column: name for column, name in named.items() if name}


def column_of(named: Mapping[str, str], name: str) -> str:
    """Give the column a field was read from, or the field's own name where there was none."""
    return next((column for column, field_ in named.items() if field_ == name), name)
