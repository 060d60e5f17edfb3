"""How often one may try to sign in: a rule on counts and moments, without a database and without a clock.

Whoever guesses is held up where the guesses come from: by account and address together, and by address. Guesses at one
account from very many addresses hold up only addresses from which nobody has signed in to it before, so that its owner
is never locked out (https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies).
"""

from collections import OrderedDict
from dataclasses import dataclass, field

WINDOW = 15 * 60
"""Seconds after its first failure in which a count is kept."""
OF_BOTH, OF_ADDRESS, OF_ACCOUNT = 10, 50, 100
"""Failures after which no more is tried: at an account from an address, from an address, and at an account."""
MOST_KEPT = 100_000
"""Counts that are kept; the oldest go first."""
LONGEST = 200
"""Characters that are kept of what is typed for a name."""
Key = tuple[str, str]
"""An account and an address; either is empty where the count is of all."""


@dataclass(slots=True)
class Attempts:
    """Counts of failures, and who signed in from where."""

    _failed: OrderedDict[Key, tuple[int, float]] = field(default_factory=OrderedDict)
    _known: OrderedDict[Key, None] = field(default_factory=OrderedDict)

    def wait(self, account: str, address: str, now: float) -> float:
        """Give the seconds until it may be tried again, 0 if it may be now. `now` is in seconds, of any one clock."""
        both, of_address, of_account = _keys(account, address)
        if both in self._known:  # whoever else guesses from there, as from the same office, is no matter
            return self._left(both, OF_ADDRESS, now)
        limits = {both: OF_BOTH, of_address: OF_ADDRESS, of_account: OF_ACCOUNT}
        return max(self._left(key, most, now) for key, most in limits.items())

    def tried(self, account: str, address: str, now: float) -> None:
        """Count a try as a failure; `succeeded` takes it back."""
        for key in _keys(account, address):
            number, since = self._failed.pop(key, (0, now))
            if now - since >= WINDOW:
                number, since = 0, now
            self._failed[key] = number + 1, since
        while len(self._failed) > MOST_KEPT:
            self._failed.popitem(last=False)

    def succeeded(self, account: str, address: str) -> None:
        """Forget what failed at an account from an address, take the try back, and know the address for the future."""
        both, *others = _keys(account, address)
        self._failed.pop(both, None)
        for key in others:
            number, since = self._failed.get(key, (0, 0.0))
            if number:
                self._failed[key] = number - 1, since
        self._known[both] = None
        while len(self._known) > MOST_KEPT:
            self._known.popitem(last=False)

    def _left(self, key: Key, most: int, now: float) -> float:
        number, since = self._failed.get(key, (0, now))
        return max(0.0, since + WINDOW - now) if number >= most else 0.0


def _keys(account: str, address: str) -> tuple[Key, Key, Key]:
    """Give the keys of both, of the address and of the account; no account has a name as long as what is kept."""
    name = account[:LONGEST]
    return (name, address), ("", address), (name, "")
