"""What the town announces: written at the desk, over by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, RowMapping, insert, select, update

from servicebot.journal.clock import instant, millis
from servicebot.journal.database import reading, writing
from servicebot.journal.overlay import bump
from servicebot.journal.tables import NOTICES
from servicebot.knowledge.base import Notice


@dataclass(frozen=True, slots=True)
class NoticeStore:
    """The notices of one town, in its database."""

    engine: Engine

    def current(self, now: datetime) -> tuple[Notice, ...]:
        """Return the notices that are not over, the next first."""
        query = select(NOTICES).where(NOTICES.c.finish > millis(now))
        ordered = query.order_by(NOTICES.c.start, NOTICES.c.id)
        with reading(self.engine) as connection:
            rows = connection.execute(ordered).mappings()
            return tuple(_notice(row) for row in rows)

    def past(self, now: datetime, most: int = 20) -> Sequence[Notice]:
        """Return the notices that are over, the latest first."""
        query = select(NOTICES).where(NOTICES.c.finish <= millis(now))
        ordered = query.order_by(NOTICES.c.finish.desc()).limit(most)
        with reading(self.engine) as connection:
            rows = connection.execute(ordered).mappings()
            return [_notice(row) for row in rows]

    def add(self, notice: Notice, author: str, now: datetime) -> None:
        """Announce; the notice's own number is ignored."""
        values = {
            "text": notice.text,
            "about": notice.about,
            "closes": int(notice.closes),
            "start": millis(notice.start),
            "finish": millis(notice.end),
            "shown": millis(notice.shown),
            "author": author,
            "at": millis(now),
        }
        with writing(self.engine) as connection:
            connection.execute(insert(NOTICES).values(values))
            bump(connection, "notices")

    def end(self, number: int, now: datetime) -> bool:
        """End a notice at once; return whether it was not over."""
        over = NOTICES.c.finish > millis(now)
        change = update(NOTICES).where(NOTICES.c.id == number, over)
        with writing(self.engine) as connection:
            ended = connection.execute(change.values(finish=millis(now))).rowcount
            bump(connection, "notices")
        return bool(ended)


def _notice(row: RowMapping) -> Notice:
    return Notice(
        id=row["id"],
        text=row["text"],
        about=row["about"],
        closes=bool(row["closes"]),
        start=instant(row["start"]),
        end=instant(row["finish"]),
        shown=instant(row["shown"]),
    )
