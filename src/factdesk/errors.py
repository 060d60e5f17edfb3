"""Refusals: what any room may raise when it will not do what was asked, each with one clear sentence."""

import errno
from dataclasses import dataclass


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


class NotSignedIn(Refusal):
    """Only people with an account may do this, and nobody is signed in."""

    title = "Please sign in"


class Clash(Refusal):
    """It cannot be done as things stand now: something is there already, or has changed its state."""

    title = "Not possible now"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two versions differ: its name, what is stored now, and what was sent."""

    field: str
    now: str
    sent: str


class Stale(Refusal):
    """Somebody else changed it since it was read. Nothing is stored; both texts are shown."""

    title = "Changed by somebody else"

    def __init__(self, sentence: str, *, version: int, differences: tuple[Difference, ...]) -> None:
        """Keep the present version and every field in which it differs from what was sent."""
        super().__init__(sentence)
        self.version = version
        self.differences = differences


class Busy(Refusal):
    """The register cannot take it just now, mostly because others have been writing for so long; nothing was stored."""

    title = "Not stored yet"

    def __init__(self, sentence: str = "") -> None:
        """Say why, else in the one sentence there is."""
        usual = "Others have been writing for too long, so nothing was stored. Please send it again."
        super().__init__(sentence or usual)


class Unwritable(Refusal):
    """What was to be stored was not, for want of room or of the right to write; reading goes on."""

    title = "Not stored"

    def __init__(self) -> None:
        """Say it in the one sentence there is; the cause is for the operator."""
        super().__init__(
            "Nothing can be stored at the moment, because the disk is full or the register is read-only; it can still "
            "be read."
        )


class NoRoom(Refusal):
    """There is no room for a file that is needed for a while, such as an export before it is sent."""

    title = "No room"

    def __init__(self) -> None:
        """Say it in the one sentence there is."""
        super().__init__("There is no room for temporary files at the moment, so this was not done; try again later.")


_WITHOUT_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG)


def means_no_room(cause: OSError) -> bool:
    """Say whether an error of the system means that a file could not be written for want of room."""
    return cause.errno in _WITHOUT_ROOM or "No usable temporary directory" in str(cause)  # which tempfile found none of


class TooMany(Refusal):
    """It was tried too often; `wait` seconds later it may be tried again."""

    title = "Too many tries"

    def __init__(self, sentence: str, *, wait: int) -> None:
        """Keep how long to wait."""
        super().__init__(sentence)
        self.wait = wait


class TooLarge(Refusal):
    """More was sent than is taken."""

    title = "Too large"


class Unusable(Refusal):
    """The database, the data folder or the network port cannot be used as it is."""

    title = "Cannot start"
