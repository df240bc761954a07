"""Attempts to log in: how often an address may fail, whichever process it asks.

An address is kept for a minute, under a keyed hash. What is limited is trying, never an
account.
"""

import hashlib
import hmac
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, func, insert, select, text

from servicebot.journal.clock import millis
from servicebot.journal.database import is_sqlite, writing
from servicebot.journal.tables import ATTEMPTS

FAILURES = 5
WINDOW = timedelta(minutes=1)

_LOCK = 0x5E2B09
"""What the processes that would count at once agree on in PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """The failed and the unfinished logins of the last minute, in the database."""

    engine: Engine
    secret: bytes

    def begin(self, address: str, now: datetime) -> int:
        """Note an attempt and return 0, or the seconds that its address must wait.

        It counts as a failure until it is known to have succeeded, so that nobody gets
        more attempts by making them at once.
        """
        who = self._hashed(address)
        is_over = ATTEMPTS.c.at <= millis(now - WINDOW)
        known = select(ATTEMPTS.c.at).where(ATTEMPTS.c.who == who)
        latest = known.order_by(ATTEMPTS.c.at.desc()).limit(FAILURES)
        with writing(self.engine) as connection:
            if not is_sqlite(self.engine):
                lock = text("SELECT pg_advisory_xact_lock(:key)")
                connection.execute(lock, {"key": _LOCK})
            connection.execute(delete(ATTEMPTS).where(is_over))
            times = [int(at) for at in connection.scalars(latest)]
            if len(times) == FAILURES:
                left = times[-1] - millis(now - WINDOW)
                return max(1, math.ceil(left / 1000))
            connection.execute(insert(ATTEMPTS).values(who=who, at=millis(now)))
        return 0

    def succeed(self, address: str) -> None:
        """Forget the last attempt of an address: it was none that failed."""
        of_them = ATTEMPTS.c.who == self._hashed(address)
        last = select(func.max(ATTEMPTS.c.id)).where(of_them).scalar_subquery()
        with writing(self.engine) as connection:
            connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.id == last))

    def _hashed(self, address: str) -> str:
        said = f"attempt:{address}".encode()
        return hmac.new(self.secret, said, hashlib.sha256).hexdigest()
