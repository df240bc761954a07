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
from sqlalchemy.exc import OperationalError

from servicebot.journal.clock import millis
from servicebot.journal.database import is_sqlite, writing
from servicebot.journal.tables import ATTEMPTS

FAILURES = 5
WINDOW = timedelta(minutes=1)

PATIENCE = 2
"""Seconds that PostgreSQL may make an attempt wait for others, then turned away."""

_LOCK = 0x5E2B09
_TURN = "SELECT pg_advisory_xact_lock(:key, hashtext(current_schema()))"
"""What the processes that would count in one schema agree on in PostgreSQL."""

_BUSY = "55P03"
"""What PostgreSQL says of a lock that was waited for too long."""


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
        try:
            return self._begin(address, now)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) == _BUSY:
                return PATIENCE
            raise

    def _begin(self, address: str, now: datetime) -> int:
        who = self._hashed(address)
        is_over = ATTEMPTS.c.at <= millis(now - WINDOW)
        known = select(ATTEMPTS.c.at).where(ATTEMPTS.c.who == who)
        latest = known.order_by(ATTEMPTS.c.at.desc()).limit(FAILURES)
        with writing(self.engine) as connection:
            if not is_sqlite(self.engine):
                connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}s'"))
                connection.execute(text(_TURN), {"key": _LOCK})
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
