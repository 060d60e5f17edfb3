"""How often one may try to sign in: a rule on counts and moments, without a database and without a clock.

Whoever guesses is held up where the guesses come from: by account and address together, and by address. Guesses at one
account from very many addresses hold up only addresses from which nobody has signed in to it before, so that its owner
is never locked out (https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies).
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

WINDOW = 15 * 60
"""Seconds after its first failure in which a count is kept."""
OF_BOTH, OF_ADDRESS, OF_ACCOUNT = 10, 50, 100
"""Failures after which no more is tried: at an account from an address, from an address, and at an account."""
MOST_KEPT = 100_000
"""Counts that are kept; the oldest go first."""


class Count(NamedTuple):
    """How often it failed, since when (seconds of any one clock), and whether somebody signed in to it from there."""

    failed: int
    since: float
    known: bool = False


@dataclass(slots=True)
class Attempts:
    """Counts of failures, and who signed in from where, by a digest: what is typed for a name may be a password."""

    most: int = MOST_KEPT
    _counts: OrderedDict[str, Count] = field(default_factory=OrderedDict)
    _changed: dict[str, Count] = field(default_factory=dict)

    def wait(self, account: str, address: str, now: float) -> float:
        """Give the seconds until it may be tried again, 0 if it may be now. `now` is in seconds, of any one clock."""
        both, of_address, of_account = _keys(account, address)
        if self._of(both, now).known:  # whoever else guesses from there, as from the same office, is no matter
            return self._left(both, OF_ADDRESS, now)
        limits = {both: OF_BOTH, of_address: OF_ADDRESS, of_account: OF_ACCOUNT}
        return max(self._left(key, most, now) for key, most in limits.items())

    def tried(self, account: str, address: str, now: float) -> None:
        """Count a try as a failure; `succeeded` takes it back."""
        for key in _keys(account, address):
            before = self._of(key, now)
            since = before.since if now - before.since < WINDOW else now
            failed = before.failed if now - before.since < WINDOW else 0
            self._put(key, Count(failed + 1, since, before.known))

    def succeeded(self, account: str, address: str, now: float) -> None:
        """Forget what failed at an account from an address, take the try back, and know the address for the future."""
        both, *others = _keys(account, address)
        self._put(both, Count(0, now, known=True))
        for key in others:
            before = self._of(key, now)
            self._put(key, before._replace(failed=max(0, before.failed - 1)))

    @property
    def unsaved(self) -> bool:
        """Say whether counts changed since it was asked which."""
        return bool(self._changed)

    def changed(self) -> Mapping[str, Count]:
        """Give the counts that changed since this was asked last."""
        changed, self._changed = self._changed, {}
        return changed

    def restore(self, counts: Mapping[str, Count]) -> None:
        """Take counts that were kept; those of here are newer."""
        self._counts = OrderedDict({**counts, **self._counts})

    def keep_again(self, changed: Mapping[str, Count]) -> None:
        """Give the counts once more when asked what changed; they could not be stored."""
        self._changed = {**changed, **self._changed}

    def _of(self, key: str, now: float) -> Count:
        return self._counts.get(key, Count(0, now))

    def _put(self, key: str, count: Count) -> None:
        self._counts.pop(key, None)
        self._counts[key] = self._changed[key] = count
        while len(self._counts) > self.most:
            oldest, _ = self._counts.popitem(last=False)
            self._changed.pop(oldest, None)

    def _left(self, key: str, most: int, now: float) -> float:
        count = self._of(key, now)
        return max(0.0, count.since + WINDOW - now) if count.failed >= most else 0.0


def _keys(account: str, address: str) -> tuple[str, str, str]:
    """Give the keys of both, of the address and of the account."""
    return _digest(account, address), _digest(None, address), _digest(account, None)


def _digest(*of: str | None) -> str:
    return hashlib.sha256(json.dumps(of).encode()).hexdigest()
