"""Opening hours: a million instants against a naive evaluator, and how long it takes.

    python benchmarks/hours.py [--pairs 1000000] [--places 1000] [--seed 1]

Prints every difference (there should be none), the microseconds of one « is open, until
when, next opening » and the milliseconds of « what is open on Sunday » over all places.
Exits with 1 on a difference or a missed bar (30 µs for any instant of two years, places
asked before; 20 ms for a Sunday).
"""

# ruff: noqa: INP001, T201  (a script of its own, that prints)

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import thread_time_ns

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "knowledge")]

from test_hours_naive import (  # noqa: E402  (found by the path above)
    CALENDAR,
    PARIS,
    difference,
    random_instant,
    random_place,
)

from servicebot.knowledge.hours import (  # noqa: E402
    Hours,
    compile_hours,
    open_within,
    state_at,
)

STATE_BAR_US = 30.0
SUNDAY_BAR_MS = 20.0
CLERKS_HOURS = (
    "Mo-Fr 08:00-12:00,13:30-17:30; PH off",
    "Mo,We 08:00-17:00; Tu,Th,Fr 08:30-12:00,13:00-17:00",
    "Mo-Fr 09:00-12:00,14:00-17:00; Sa[2,4] 09:00-12:00",
    (
        "Jun-Sep Tu,We,Fr,Sa 08:00-15:00; Oct-May Tu,We,Fr,Sa 09:00-16:00; "
        "Th,Su 09:00-12:00; Mo off"
    ),
    "Jul-Aug Mo,We-Su 10:00-12:30,14:00-18:00",
    "Tu,We,Fr,Sa 09:00-18:00; Su 09:00-12:00; PH off",
    "24/7",
)


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--places", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def compared(pairs: int, places: int, random: Random) -> int:
    """Compare instants place by place and return how many differ."""
    wrong = 0
    for _ in range(places):
        place = random_place(random)
        hours = place.compiled()
        for _ in range(pairs // places):
            found = difference(place, hours, random_instant(random))
            if found:
                wrong += 1
                print(found)
    return wrong


def microseconds(work: Callable[[], object]) -> float:
    """Return how long one call takes, in this program's own time."""
    start = thread_time_ns()
    work()
    return (thread_time_ns() - start) / 1_000


def clerks_places(count: int) -> list[Hours]:
    """Compile places as towns really write them."""
    return [
        compile_hours(
            CLERKS_HOURS[number % len(CLERKS_HOURS)],
            calendar=CALENDAR,
            timezone="Europe/Paris",
        )
        for number in range(count)
    ]


def state_times(places: list[Hours], random: Random) -> tuple[float, float, float]:
    """Return µs for a first question, the same day again, and any of two years."""
    now = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    first = [microseconds(lambda h=h: state_at(h, now)) for h in places]
    again = [microseconds(lambda h=h: state_at(h, now)) for h in places]
    pairs = [(random.choice(places), random_instant(random)) for _ in range(100_000)]
    spread = microseconds(lambda: [state_at(h, t) for h, t in pairs]) / len(pairs)
    return sum(first) / len(first), sum(again) / len(again), spread


def sunday_times(places: list[Hours]) -> list[float]:
    """Return, for ten Sundays, the ms of what is open among the places, first asked."""
    sundays = [
        datetime(2027, 1, 3, tzinfo=PARIS) + timedelta(weeks=n) for n in range(10)
    ]
    return [microseconds(lambda s=s: on_day(places, s)) / 1_000 for s in sundays]


def on_day(places: list[Hours], start: datetime) -> int:
    """Return how many places open on the day that begins at an instant."""
    end = start + timedelta(days=1)
    return sum(bool(open_within(hours, start, end)) for hours in places)


def main() -> int:
    """Run it all and say whether every bar is met."""
    asked = options()
    random = Random(asked.seed)  # noqa: S311  (a benchmark, not a secret)
    places = clerks_places(asked.places)
    first, again, spread = state_times(places, random)
    sunday = median(sunday_times(places))
    print(
        f"state, until and next opening: first question {first:.1f} µs, "
        f"again {again:.1f} µs, any instant of two years {spread:.1f} µs"
    )
    print(f"open on Sunday, {asked.places} places: {sunday:.1f} ms")
    wrong = compared(asked.pairs, asked.places, random)
    print(f"{asked.pairs} pairs compared with the naive evaluator: {wrong} differences")
    missed = spread > STATE_BAR_US or sunday > SUNDAY_BAR_MS
    return int(bool(wrong or missed))


if __name__ == "__main__":
    sys.exit(main())
