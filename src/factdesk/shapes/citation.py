"""Writing a reference in one line: authors, title, publisher, date. Dates keep the precision they have."""

from collections.abc import Sequence
from datetime import date


def written_date(edtf: str) -> str:
    """Write an EDTF date (year, month or day) as people read it: 2021, March 2021, 5 March 2021."""
    day = date.fromisoformat((edtf + "-01-01")[:10])
    month = f"{day:%B %Y}"
    return {4: edtf, 7: month}.get(len(edtf), f"{day.day} {month}")


def citation(*, authors: Sequence[str], title: str, publisher: str | None, published: str | None) -> str:
    """Write a reference in one line, without its address; what is not known is left out, "n.d." for the date."""
    parts = [_names(authors), f"“{title}”", publisher, written_date(published) if published else "n.d."]
    return ", ".join(part for part in parts if part).rstrip(".") + "."


def _names(authors: Sequence[str]) -> str:
    names = list(authors)
    if len(names) > 1 and names[-1] == "others":
        return f"{', '.join(names[:-1])} and others"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
