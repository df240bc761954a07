"""What was learned at the desk, shared by all processes; nothing is ever deleted."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, insert, select, update

from servicebot.errors import JournalError
from servicebot.journal.bell import ring
from servicebot.journal.clock import instant, millis
from servicebot.journal.database import reading, writing
from servicebot.journal.tables import OVERLAY, VERSIONS
from servicebot.knowledge.base import Phrasing
from servicebot.knowledge.overlay import NewEntry, Overlay

PHRASING, NEGATIVE, DRAFT, ENTRY = "phrasing", "negative", "draft", "entry"


@dataclass(frozen=True, slots=True)
class Learned:
    """One thing learned; `new` is what a draft or an entry says."""

    id: int
    kind: str
    entry: str
    text: str
    author: str
    at: datetime
    undone: datetime | None
    new: NewEntry | None


@dataclass(frozen=True, slots=True)
class OverlayStore:
    """The overlay of one town, in its database."""

    engine: Engine

    def overlay(self) -> Overlay:
        """Return what is learned and not taken back, in the order of learning."""
        rows = [row for row in reversed(self.rows(None)) if row.undone is None]
        return Overlay(
            phrasings=tuple(
                Phrasing(row.entry, row.text) for row in rows if row.kind == PHRASING
            ),
            negatives=tuple(row.text for row in rows if row.kind == NEGATIVE),
            entries=tuple(row.new for row in rows if row.kind == ENTRY and row.new),
        )

    def rows(self, most: int | None = 200) -> Sequence[Learned]:
        """Return the newest things learned, newest first."""
        query = select(OVERLAY).order_by(OVERLAY.c.id.desc()).limit(most)
        with reading(self.engine) as connection:
            return [_learned(row) for row in connection.execute(query).mappings()]

    def get(self, number: int) -> Learned | None:
        """Return one thing learned."""
        query = select(OVERLAY).where(OVERLAY.c.id == number)
        with reading(self.engine) as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else _learned(row)

    def teach(self, phrasing: Phrasing, author: str, now: datetime) -> None:
        """Learn a question as one of an entry."""
        self._add(PHRASING, (phrasing.entry, phrasing.text), author, now)

    def reject(self, text: str, author: str, now: datetime) -> None:
        """Learn a question as one that must not be answered."""
        self._add(NEGATIVE, ("", text), author, now)

    def draft(self, new: NewEntry, author: str, now: datetime) -> None:
        """Keep a draft of an entry, which answers nothing yet."""
        text = json.dumps(asdict(new), ensure_ascii=False)
        self._add(DRAFT, (new.id, text), author, now)

    def publish(self, number: int) -> None:
        """Make a draft an entry that answers; one that is none is a JournalError."""
        change = update(OVERLAY).where(
            OVERLAY.c.id == number, OVERLAY.c.kind == DRAFT, OVERLAY.c.undone.is_(None)
        )
        self._change(change.values(kind=ENTRY))

    def undo(self, number: int, now: datetime) -> None:
        """Take back what was learned; what is already taken back is a JournalError."""
        change = update(OVERLAY).where(
            OVERLAY.c.id == number, OVERLAY.c.undone.is_(None)
        )
        self._change(change.values(undone=millis(now)))

    def _add(
        self, kind: str, what: tuple[str, str], author: str, now: datetime
    ) -> None:
        entry, text = what
        values = {"kind": kind, "entry": entry, "text": text, "author": author}
        with writing(self.engine) as connection:
            connection.execute(insert(OVERLAY).values(**values, at=millis(now)))
            bump(connection, "overlay")

    def _change(self, change: Any) -> None:  # noqa: ANN401 - an update of SQLAlchemy
        with writing(self.engine) as connection:
            if connection.execute(change).rowcount != 1:
                raise JournalError("cela a déjà été fait, ou n'existe pas")
            bump(connection, "overlay")


def bump(connection: Connection, name: str) -> None:
    """Count one more change of what all processes keep in memory, and tell them."""
    change = update(VERSIONS).where(VERSIONS.c.name == name)
    connection.execute(change.values(number=VERSIONS.c.number + 1))
    ring(connection)


def _learned(row: RowMapping) -> Learned:
    is_written = row["kind"] in (DRAFT, ENTRY)
    return Learned(
        id=row["id"],
        kind=row["kind"],
        entry=row["entry"],
        text=row["text"],
        author=row["author"],
        at=instant(row["at"]),
        undone=None if row["undone"] is None else instant(row["undone"]),
        new=_new(json.loads(row["text"])) if is_written else None,
    )


def _new(values: dict[str, Any]) -> NewEntry:
    return NewEntry(**{**values, "asks": tuple(values["asks"])})
