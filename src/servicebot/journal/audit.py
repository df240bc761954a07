"""Who changed what at the desk, and when: lines that are only ever added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, insert, select

from servicebot.journal.clock import instant, millis
from servicebot.journal.database import reading, writing
from servicebot.journal.tables import AUDIT

KEPT = timedelta(days=365)
"""How long a line is kept."""

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One act: who (a login, or « - »), what, on what, in words."""

    at: datetime
    who: str
    act: str
    on: str
    detail: str


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit log of one town's desk, in its database."""

    engine: Engine

    def note(self, line: AuditLine) -> None:
        """Add a line; control characters in it are shown as escapes."""
        with writing(self.engine) as connection:
            add_line(connection, line)

    def latest(self, most: int = 200) -> Sequence[AuditLine]:
        """Return the newest lines, newest first."""
        query = select(AUDIT).order_by(AUDIT.c.id.desc()).limit(most)
        with reading(self.engine) as connection:
            rows = connection.execute(query).mappings()
            return [
                AuditLine(
                    instant(r["at"]), r["who"], r["act"], r["target"], r["detail"]
                )
                for r in rows
            ]

    def purge(self, now: datetime) -> int:
        """Forget the lines that are older than a year; return how many."""
        change = delete(AUDIT).where(AUDIT.c.at < millis(now - KEPT))
        with writing(self.engine) as connection:
            return connection.execute(change).rowcount


def add_line(connection: Connection, line: AuditLine) -> None:
    """Add a line in a transaction that is under way."""
    values = {
        "at": millis(line.at),
        "who": printable(line.who),
        "act": printable(line.act),
        "target": printable(line.on),
        "detail": printable(line.detail),
    }
    connection.execute(insert(AUDIT).values(values))


def printable(text: str) -> str:
    """Return a text on one line, control characters as escapes, cut if too long."""
    safe = "".join(
        sign if sign.isprintable() or sign in "\u00a0\u202f" else ascii(sign)[1:-1]
        for sign in text
    )
    return safe if len(safe) <= _LONGEST else safe[: _LONGEST - 1] + "…"
