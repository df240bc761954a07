"""The engine against a naive evaluator: rules tried one by one, day after day.

The evaluator shares nothing with the engine but public holidays, which it takes from
the `holidays` package. `benchmarks/hours.py` compares a million instants with it.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicebot.french.calendar import calendar_for
from servicebot.knowledge.hours import (
    Hours,
    State,
    compile_hours,
    day_hours,
    open_within,
    state_at,
    stretch,
)
from servicebot.knowledge.model import Closure

PARIS = ZoneInfo("Europe/Paris")
CALENDAR = calendar_for("30007", "C")
FIRST, LAST = date(2025, 12, 1), date(2029, 3, 1)
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
FRANCE = holidays.country_holidays("FR", years=range(2025, 2030))
HORIZON = timedelta(days=400)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

Spans = tuple[tuple[int, int], ...]
Change = tuple[datetime, str]


@dataclass(frozen=True)
class Rule:
    """Days on which spans hold; a later rule replaces an earlier one."""

    days: tuple[int, ...]
    spans: Spans = ()
    ranks: tuple[int, ...] = ()
    months: tuple[int, int] | None = None
    season: tuple[tuple[int, int], tuple[int, int]] | None = None
    parity: int | None = None

    def matches(self, day: date) -> bool:
        return (
            day.weekday() in self.days
            and (not self.ranks or self.in_ranks(day))
            and (self.months is None or within(day.month, *self.months))
            and (self.season is None or within((day.month, day.day), *self.season))
            and (self.parity is None or day.isocalendar()[1] % 2 == self.parity)
        )

    def in_ranks(self, day: date) -> bool:
        last = (day + timedelta(days=7)).month != day.month
        return (day.day - 1) // 7 + 1 in self.ranks or (last and -1 in self.ranks)

    def text(self) -> str:
        nth = f"[{','.join(map(str, self.ranks))}]" if self.ranks else ""
        parts = [",".join(DAYS[day] + nth for day in self.days)]
        if self.parity is not None:
            parts.insert(0, ("week 02-52/2", "week 01-53/2")[self.parity])
        if self.months:
            parts.insert(0, "-".join(MONTHS[month - 1] for month in self.months))
        if self.season:
            ends = [f"{MONTHS[m - 1]} {d:02d}" for m, d in self.season]
            parts.insert(0, "-".join(ends))
        shown = ",".join(f"{clock(start)}-{clock(end)}" for start, end in self.spans)
        return " ".join([*parts, shown or "off"])


@dataclass
class Place:
    """A place whose hours are known to both the engine and the naive evaluator."""

    rules: tuple[Rule, ...]
    policy: str = "unknown"
    public: Spans | None = None
    closures: tuple[tuple[date, date], ...] = ()
    changes: list[Change] = field(default_factory=list)

    def text(self) -> str:
        parts = [rule.text() for rule in self.rules]
        if self.public is not None:
            spans = ",".join(f"{clock(a)}-{clock(b)}" for a, b in self.public)
            parts.append(f"PH {spans or 'off'}")
        return "; ".join(parts)

    def compiled(self) -> Hours:
        shut = tuple(
            Closure.model_validate({"from": a, "to": b}) for a, b in self.closures
        )
        return compile_hours(
            {"osm": self.text(), "nuit": True},
            shut,
            calendar=CALENDAR,
            timezone="Europe/Paris",
            holidays=self.policy,  # type: ignore[arg-type]
        )

    def spans(self, day: date) -> list[tuple[int, int, str]]:
        if any(start <= day <= end for start, end in self.closures):
            return []
        usual: Spans = ()
        for rule in self.rules:
            usual = rule.spans if rule.matches(day) else usual
        if day in FRANCE and self.public is not None:
            usual = self.public
        elif day in FRANCE and self.policy == "closed":
            usual = ()
        elif day in FRANCE and self.policy == "unknown" and usual:
            return [(0, max(1440, *(end for _, end in usual)), "unknown")]
        return [(start, end, "open") for start, end in usual]

    def intervals(self) -> Iterator[tuple[datetime, datetime, str]]:
        day = FIRST
        while day < LAST:
            for start, end, kind in self.spans(day):
                yield to_utc(day, start), to_utc(day, end), kind
            day += DAY

    def timeline(self) -> list[Change]:
        """Return every change of state, in order, as (instant, new state)."""
        if not self.changes:
            self.changes = list(changes(list(self.intervals())))
        return self.changes

    def state(self, now: datetime) -> State:
        found = self.timeline()
        place = bisect_right(found, (now, "~"))
        kind = found[place - 1][1] if place else "closed"
        until = found[place][0] if place < len(found) else None
        opening = None
        if kind != "open":
            opening = next((at for at, new in found[place:] if new == "open"), None)
        return State(kind, near(now, until), near(now, opening))  # type: ignore[arg-type]


def within(value: object, first: object, last: object) -> bool:
    if first <= last:  # type: ignore[operator]
        return first <= value <= last  # type: ignore[operator,no-any-return]
    return value >= first or value <= last  # type: ignore[operator,no-any-return]


def clock(minute: int) -> str:
    minute -= 1440 * (minute > 1440)
    return f"{minute // 60:02d}:{minute % 60:02d}"


def last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)
    return day - timedelta(days=(day.weekday() + 1) % 7)


def is_summer(instant: datetime) -> bool:
    one = timedelta(hours=1)
    start, end = (
        datetime.combine(last_sunday(instant.year, month), datetime.min.time(), UTC)
        for month in (3, 10)
    )
    return start + one <= instant < end + one


def to_utc(day: date, minute: int) -> datetime:
    wall = datetime.combine(day, datetime.min.time(), UTC) + minute * MINUTE
    summer, winter = wall - timedelta(hours=2), wall - timedelta(hours=1)
    if is_summer(summer):
        return summer
    return winter.replace(hour=1, minute=0) if is_summer(winter) else winter


def changes(intervals: list[tuple[datetime, datetime, str]]) -> Iterator[Change]:
    cuts = sorted({cut for start, end, _ in intervals for cut in (start, end)})
    kind, first = "closed", 0
    for cut in cuts:
        while intervals[first][1] <= cut and first < len(intervals) - 1:
            first += 1
        near_by = intervals[max(first - 3, 0) : first + 6]
        here = {k for start, end, k in near_by if start <= cut < end}
        new = "open" if "open" in here else "unknown" if here else "closed"
        if new != kind:
            yield cut, new
        kind = new


def near(now: datetime, instant: datetime | None) -> datetime | None:
    if instant is None:
        return None
    limit = now.astimezone(PARIS).date() + HORIZON
    return instant if instant.astimezone(PARIS).date() <= limit else None


def random_spans(random: Random) -> Spans:
    kind = random.randrange(8)
    if kind == 0:
        return ()
    if kind == 1:
        return ((random.randrange(17, 24) * 60, 1440 + random.randrange(1, 17) * 15),)
    if kind == 2:
        return ((0, 1440),)
    cuts = sorted(random.sample(range(97), 4 if kind < 6 else 2))
    return tuple((a * 15, b * 15) for a, b in zip(cuts[::2], cuts[1::2], strict=True))


def random_rule(random: Random, number: int) -> Rule:
    days = tuple(sorted(random.sample(range(7), random.randint(1, 7))))
    spans = random_spans(random)
    if number == 0:
        return Rule(days, spans or ((480, 720),))
    kind = random.randrange(5)
    if kind == 0:
        ranks = tuple(sorted(random.sample((1, 2, 3, 4), 2)))
        return Rule(days[:1], spans, random.choice((ranks, (-1,))))
    if kind == 1:
        return Rule(days, spans, months=(random.randint(1, 12), random.randint(1, 12)))
    if kind == 2:
        ends = [(random.randint(1, 12), random.randint(1, 28)) for _ in range(2)]
        return Rule(days, spans, season=(ends[0], ends[1]))
    return Rule(days, spans, parity=random.randrange(2) if kind == 3 else None)


def random_place(random: Random) -> Place:
    rules = tuple(random_rule(random, n) for n in range(random.randint(1, 4)))
    start = FIRST + timedelta(days=random.randrange(900))
    closure = (start, start + timedelta(days=random.randrange(30)))
    return Place(
        rules,
        random.choice(("open", "closed", "unknown")),
        random.choice((None, None, (), ((540, 720),))),
        random.choice(((), (closure,))),
    )


def random_instant(random: Random) -> datetime:
    """Return an instant of 2026 or 2027, often next to a quarter of an hour."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    instant = start + MINUTE * 15 * random.randrange(729 * 96)
    return instant + timedelta(seconds=random.choice((-1, 0, 0, 1, 437)))


def utc(instant: datetime | None) -> datetime | None:
    """Return an instant in UTC: Python holds no repeated hours of two zones equal."""
    return instant.astimezone(UTC) if instant else None


def difference(place: Place, hours: Hours, now: datetime) -> str | None:
    """Return what the engine says otherwise than the naive evaluator, or None."""
    got, expected = state_at(hours, now), place.state(now)
    if got.kind == expected.kind and (
        (utc(got.until), utc(got.next_opening))
        == (expected.until, expected.next_opening)
    ):
        return None
    return f"{place.text()} @ {now:%Y-%m-%d %H:%M:%S}Z: {got} != {expected}"


@given(st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_the_state_is_that_of_the_naive_evaluator(random: Random) -> None:
    place = random_place(random)
    hours = place.compiled()
    instants = [random_instant(random) for _ in range(20)]

    assert [d for now in instants if (d := difference(place, hours, now))] == []


@given(st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_nights_of_the_clock_change_are_right(random: Random) -> None:
    place = random_place(random)
    hours = place.compiled()
    nights = [
        datetime(2026, 3, 28, 22, tzinfo=UTC),
        datetime(2026, 10, 24, 22, tzinfo=UTC),
    ]
    instants = [night + n * 10 * MINUTE for night in nights for n in range(40)]

    assert [d for now in instants if (d := difference(place, hours, now))] == []


@given(st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_open_within_a_week_is_that_of_the_naive_evaluator(random: Random) -> None:
    place = random_place(random)
    start = random_instant(random)
    end = start + timedelta(days=7)
    stops = [*(at for at, _ in place.timeline() if start < at < end), end]
    pieces = zip([start, *stops], stops, strict=False)
    expected = [(a, b) for a, b in pieces if place.state(a).kind == "open"]

    got = open_within(place.compiled(), start, end)

    assert [(utc(opens), utc(closes)) for opens, closes in got] == expected


@given(st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_state_really_changes_at_its_end_and_not_before(random: Random) -> None:
    hours = random_place(random).compiled()
    now = random_instant(random)
    state = state_at(hours, now)
    end = utc(state.until) or now + timedelta(days=1)
    instants = [now + (end - now) * share for share in (0.25, 0.5, 0.99)]

    assert {state_at(hours, instant).kind for instant in instants} == {state.kind}
    assert (state.until is None) or (state_at(hours, end).kind != state.kind)


@given(st.randoms(use_true_random=False), st.integers(0, 300), st.integers(0, 120))
@settings(max_examples=60)
def test_a_stretch_tells_every_day_once_and_as_it_is(
    random: Random, first: int, length: int
) -> None:
    hours = random_place(random).compiled()
    start = date(2026, 1, 1) + timedelta(days=first)
    end = start + timedelta(days=length)

    found = stretch(hours, start, end)

    told = {day.date: day for day in (*found.dated, *found.special)}
    for period in found.periods:
        for n in range((period.end - period.start).days + 1):
            day = period.start + timedelta(days=n)
            if day not in told:
                told[day] = period.days[day.weekday()]
    real = {day: day_hours(hours, day) for day in told}
    days = [start + timedelta(days=n) for n in range(length + 1)]
    assert sorted(told) == days
    assert [told[d].spans for d in days] == [real[d].spans for d in days]


@pytest.mark.parametrize(
    ("day", "minute", "instant"),
    [
        (date(2026, 3, 29), 150, "2026-03-29T01:00"),
        (date(2026, 3, 29), 180, "2026-03-29T01:00"),
        (date(2026, 10, 25), 150, "2026-10-25T00:30"),
        (date(2026, 10, 25), 180, "2026-10-25T02:00"),
        (date(2026, 7, 14), 1500, "2026-07-14T23:00"),
    ],
)
def test_the_naive_clock_is_itself_right(day: date, minute: int, instant: str) -> None:
    assert to_utc(day, minute) == datetime.fromisoformat(instant).replace(tzinfo=UTC)
