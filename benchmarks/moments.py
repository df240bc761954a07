"""A second opinion on moments: where dateparser differs from the gold sentences.

Run `python benchmarks/moments.py` with the package and dateparser installed (it is a
development tool only). Each gold sentence is read by both; the table counts the right
readings and lists the days on which they differ, for a person to review.
"""

# ruff: noqa: INP001  (a script of its own)

import json
import sys
import time
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dateparser.search import search_dates

from servicebot.french.calendar import calendar_for
from servicebot.french.moments import find_moments

GOLD = Path(__file__).parent.parent / "tests" / "corpus"
FILES = ("moments.jsonl", "moments_unseen.jsonl", "moments_blind.jsonl")
PARIS = ZoneInfo("Europe/Paris")
CALENDAR = calendar_for("30007", "C")


def ours(text: str, now: datetime) -> list[date]:
    """Return the first days that this package reads."""
    found = find_moments(text, now, CALENDAR)
    return [moment.start.date() for moment in found if not moment.contradiction]


def theirs(text: str, now: datetime) -> list[date]:
    """Return the days that dateparser reads."""
    settings = {
        "RELATIVE_BASE": now.replace(tzinfo=None),
        "PREFER_DATES_FROM": "future",
    }
    found = search_dates(text, languages=["fr"], settings=settings) or []
    return [day.date() for _, day in found]


def expected(row: dict[str, Any]) -> list[date]:
    """Return the first days of a gold row; none where it contradicts itself."""
    return [
        datetime.fromisoformat(moment["from"]).date()
        for moment in row.get("moments", ())
    ]


def shown(days: Sequence[date]) -> str:
    """Return days for a line of the table."""
    return ", ".join(map(str, days)) or "-"


def compare(name: str) -> tuple[int, int, int]:
    """Print where dateparser differs on one file; return the counts."""
    rows = [json.loads(line) for line in (GOLD / name).read_text("utf-8").splitlines()]
    right_ours = right_theirs = 0
    for row in rows:
        now = datetime.fromisoformat(row["at"]).replace(tzinfo=PARIS)
        wanted = expected(row)
        mine, other = ours(row["text"], now), theirs(row["text"], now)
        right_ours += mine == wanted
        right_theirs += other == wanted
        if mine != other:
            sys.stdout.write(
                f"{row['at']}  {row['text']}\n"
                f"    gold {shown(wanted)} | ours {shown(mine)}"
                f" | dateparser {shown(other)}\n"
            )
    return len(rows), right_ours, right_theirs


def main() -> None:
    """Print the differences and the counts of each gold file."""
    for name in FILES:
        started = time.perf_counter()
        total, mine, other = compare(name)
        elapsed = time.perf_counter() - started
        sys.stdout.write(
            f"{name}: {total} sentences, first days right: ours {mine},"
            f" dateparser {other} ({elapsed:.1f} s)\n"
        )


if __name__ == "__main__":
    main()
