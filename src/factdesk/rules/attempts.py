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
Key = tuple[str, str]
"""An account and an address; either is empty where the count is of all."""


@dataclass(slots=True)
class Attempts:
    """Counts of failures, and who signed in from where."""

    _failed: OrderedDict[Key, tuple[int, float]] = field(default_factory=OrderedDict)
    _known: OrderedDict[Key, None] = field(default_factory=OrderedDict)

    def wait(self, account: str, address: str, now: float) -> float:
        """Give the seconds until it may be tried again, 0 if it may be now. `now` is in seconds, of any one clock."""
        known = (account, address) in self._known
        limits = {(account, address): OF_BOTH, ("", address): OF_ADDRESS}
        if known:
            limits[account, address] = OF_ADDRESS
            del limits["", address]  # whoever else guesses from there, as from the same office
        else:
            limits[account, ""] = OF_ACCOUNT
        return max(self._left(key, most, now) for key, most in limits.items())

    def failed(self, account: str, address: str, now: float) -> None:
        """Count a failure."""
        for key in ((account, address), ("", address), (account, "")):
            number, since = self._failed.pop(key, (0, now))
            if now - since >= WINDOW:
                number, since = 0, now
            self._failed[key] = number + 1, since
        while len(self._failed) > MOST_KEPT:
            self._failed.popitem(last=False)

    def succeeded(self, account: str, address: str) -> None:
        """Forget what failed at an account from an address, and know the address from now on."""
        self._failed.pop((account, address), None)
        self._known[account, address] = None
        while len(self._known) > MOST_KEPT:
            self._known.popitem(last=False)

    def _left(self, key: Key, most: int, now: float) -> float:
        number, since = self._failed.get(key, (0, now))
        return max(0.0, since + WINDOW - now) if number >= most else 0.0
