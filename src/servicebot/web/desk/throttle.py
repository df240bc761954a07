"""How often an address may fail to log in: trying is limited, never an account."""

import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

FAILURES = 5


class Throttle:
    """Counts the failed logins of each address over the last minute."""

    def __init__(self) -> None:
        """Begin with no failure."""
        self._limit = RateLimitItemPerMinute(FAILURES)
        self._counted = MovingWindowRateLimiter(MemoryStorage())

    def wait(self, address: str) -> int:
        """Return the seconds that an address must wait, 0 when it may try."""
        if self._counted.test(self._limit, address):
            return 0
        reset = self._counted.get_window_stats(self._limit, address).reset_time
        return max(1, round(reset - time.time()))

    def note(self, address: str) -> None:
        """Count one failure of an address."""
        self._counted.hit(self._limit, address)
