"""Refusals: what any room may raise when it will not do what was asked, each with one clear sentence."""


class Refusal(Exception):
    """Something asked for is refused. `place` names the field, row or file at fault, where there is one."""

    title = "Refused"

    def __init__(self, sentence: str, *, place: str | None = None) -> None:
        """Keep the sentence for people and the place it speaks of."""
        super().__init__(sentence)
        self.sentence = sentence
        self.place = place


class Invalid(Refusal):
    """What came in is not what was asked for."""

    title = "Not understood"


class NotFound(Refusal):
    """There is no such thing, or this viewer may not know of it."""

    title = "Not found"


class Forbidden(Refusal):
    """This actor has no right to it."""

    title = "Not allowed"


class Unusable(Refusal):
    """The database, the data folder or the network port cannot be used as it is."""

    title = "Cannot start"
