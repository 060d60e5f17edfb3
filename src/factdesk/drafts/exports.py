"""What an export is asked for: which claims, and how they are written into a file."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from factdesk.drafts.filters import MOST_VALUES, ClaimFilter, ClaimPage, Name


class CitationStyle(StrEnum):
    """The styles in which references are written."""

    CHICAGO = "chicago"
    APA = "apa"


class ClaimExport(ClaimFilter):
    """Which claims, and how they are written into a file."""

    layout: Literal["claims", "evidence"] = Field("claims", description="A row per claim, or per piece of evidence.")
    bom: Literal["0", "1"] = Field("0", description="1: begin with a byte order mark, as Excel wants it.")
    about: Literal["0", "1"] = Field("0", description="1: begin with lines that say what the file is.")
    columns: tuple[Name, ...] = Field((), max_length=MOST_VALUES, description="Columns of a table, in this order.")
    style: CitationStyle | None = Field(
        None, description="How references are written: chicago or apa; else in the register's own short form."
    )
    profile: Literal["public", "internal"] = Field(
        "public", description="public: what every reader sees; internal: drafts and internal notes too, if signed in."
    )

    def as_page(self) -> ClaimPage:
        """Give the filter of the page that shows the same claims."""
        return ClaimPage(**{name: getattr(self, name) for name in ClaimFilter.model_fields})
