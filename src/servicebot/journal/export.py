"""The turns as lines: JSON objects for programs, CSV for spreadsheets."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Engine, select

from servicebot.journal.clock import instant
from servicebot.journal.database import reading
from servicebot.journal.tables import TURNS

COLUMNS = (
    "id",
    "at",
    "channel",
    "question",
    "kind",
    "entry",
    "subject",
    "aspect",
    "confidence",
    "runner_up",
    "latency",
    "useful",
    "comment",
)

_PAGE = 1000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Turn = Mapping[str, Any]


def export(engine: Engine, since: date | None = None) -> Iterator[Turn]:
    """Yield the turns from a day on, the oldest first: `at` in ISO 8601, UTC.

    They are read a page at a time, so that no writer waits and memory stays small.
    """
    after = (-1, "")
    while True:
        later = (TURNS.c.at > after[0]) | (
            (TURNS.c.at == after[0]) & (TURNS.c.id > after[1])
        )
        page = select(TURNS).where(later).order_by(TURNS.c.at, TURNS.c.id).limit(_PAGE)
        if since is not None:
            page = page.where(TURNS.c.day >= since.isoformat())
        with reading(engine) as connection:
            rows = connection.execute(page).mappings().all()
        if not rows:
            return
        after = (rows[-1]["at"], rows[-1]["id"])
        yield from (_turn(dict(row)) for row in rows)


def as_json(turns: Iterable[Turn]) -> Iterator[str]:
    """Yield a line of JSON for each turn."""
    for turn in turns:
        yield json.dumps(turn, ensure_ascii=False) + "\n"


def as_csv(turns: Iterable[Turn]) -> Iterator[str]:
    """Yield lines of CSV, the names first; no cell can pass for a formula."""
    yield _csv_line(COLUMNS)
    for turn in turns:
        yield _csv_line([_cell(turn[name]) for name in COLUMNS])


def _turn(row: dict[str, Any]) -> Turn:
    useful = None if row["useful"] is None else bool(row["useful"])
    at = instant(row["at"]).isoformat(timespec="milliseconds")
    return {name: row[name] for name in COLUMNS} | {"at": at, "useful": useful}


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    is_formula = isinstance(value, str) and text.startswith(_FORMULA)
    return f"'{text}" if is_formula else text


def _csv_line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()
