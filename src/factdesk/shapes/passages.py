"""Passages of claims on their way out."""

from factdesk.shapes.base import Shape
from factdesk.vocabulary import AnchorState


class Paragraph(Shape):
    """A paragraph of a text: its number from 1, where it begins, in code points, and its words."""

    number: int
    start: int
    text: str


class Wording(Shape):
    """Some words with what stands before and after them."""

    before: str
    words: str
    after: str


class Chosen(Shape):
    """A passage somebody points at, with the paragraphs around it."""

    version: int
    start: int
    end: int
    paragraph: int
    around: Wording


class Hinted(Shape):
    """What was read from the wording of a passage; "" where nothing is plain, or, of the words, where none say it."""

    hedge: str
    hedge_words: str
    type: str
    type_words: str


class Text(Shape):
    """The newest text of an article, whole."""

    slug: str
    title: str
    language: str
    version: int
    paragraphs: list[Paragraph]


class Stretch(Shape):
    """Some words of one wording, and whether the other wording has them too."""

    text: str
    kept: bool


class ClaimPassage(Shape):
    """A passage of a claim in the newest text; `start` and `end` are None where it was lost.

    `settled`: a person chose or confirmed the place.
    """

    passage: int
    version: int
    state: AnchorState
    settled: bool
    exact: str
    start: int | None
    end: int | None
    paragraph: int | None
    withdrawn_reason: str | None


class OpenPassage(Shape):
    """A passage a person has to look at: the quote as it was, and the place that was found, if one was.

    `now` are the words of that place with some around them; `old` and `new` those of both, compared word by word.

    `version` is that of the passage, to be sent back when it is settled; `text_version` that of the text.
    """

    ref: str
    statement: str
    passage: int
    version: int
    text_version: int
    state: AnchorState
    score: int
    was: Wording
    found: Chosen | None
    now: Wording | None
    old: list[Stretch]
    new: list[Stretch]


class OpenPassages(Shape):
    """What has to be settled in the newest text of an article, claims in their order; `left_out` were not listed."""

    slug: str
    title: str
    language: str
    text_version: int | None
    passages: list[OpenPassage]
    left_out: int
