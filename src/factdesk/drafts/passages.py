"""What somebody points at in an article's text, as an address carries it: a range, or words to be found."""

from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from factdesk.drafts.base import without_controls
from factdesk.drafts.filters import Filter
from factdesk.drafts.texts import LONGEST_TEXT

MOST_NUMBER = 2**31 - 1


def _our_lines(value: object) -> object:
    """End lines as our texts do; a browser ends them with CR LF."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


Words = Annotated[
    str,
    BeforeValidator(_our_lines),
    StringConstraints(min_length=1, max_length=20_000),
    AfterValidator(without_controls),
]
_Offset = Annotated[int, Field(ge=0, le=LONGEST_TEXT)]
_Number = Annotated[int, Field(ge=1, le=MOST_NUMBER)]


class Pointer(Filter):
    """A range of a version of the text in code points, or words to be found in the newest, in a paragraph or in all."""

    version: _Number | None = Field(None, description="Number of the version of the text.")
    start: _Offset | None = Field(None, description="Where the passage begins, in code points.")
    end: _Offset | None = Field(None, description="Where the passage ends, in code points, itself left out.")
    paragraph: _Number | None = Field(None, description="Number of the paragraph the words stand in.")
    words: Words | None = Field(None, description="The words of the passage.")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        given = [value is not None for value in (self.version, self.start, self.end)]
        if any(given) and not all(given):
            raise ValueError("A passage is given by version, start and end together")
        return self
