"""When a use of a token is written down: seldom, so that no program's reading becomes everybody's writing."""

from collections import OrderedDict
from dataclasses import dataclass, field

EVERY = 60 * 60
"""Seconds between two times at which the use of one token is written down."""
MOST_KEPT = 10_000
"""Tokens of which it is known when that was last done; the oldest go first."""


@dataclass(slots=True)
class Uses:
    """When the use of which token was last written down, by this process."""

    _written: OrderedDict[str, float] = field(default_factory=OrderedDict)

    def due(self, token: str, now: float) -> bool:
        """Say whether a use is to be written down now, and take it that it is; `now` in seconds, of any one clock."""
        before = self._written.get(token)
        if before is not None and now - before < EVERY:
            return False
        self._written.pop(token, None)
        self._written[token] = now
        while len(self._written) > MOST_KEPT:
            self._written.popitem(last=False)
        return True

    def forget(self, token: str) -> None:
        """Let the next use be due: this one could not be written down."""
        self._written.pop(token, None)
