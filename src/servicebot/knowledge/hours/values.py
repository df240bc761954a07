"""The values of opening hours: what doors read, and what the engine works on."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours

from servicebot.french.calendar import Calendar

StateKind = Literal["open", "closed", "unknown", "by_appointment"]
SpanKind = Literal["open", "unknown", "by_appointment"]
Policy = Literal["open", "closed", "unknown"]

DAY = 24 * 60
"""Minutes in a day; a span that ends later runs into the next morning."""

HORIZON_DAYS = 400
"""How far ahead the next opening and the end of a state are looked for."""


@dataclass(frozen=True, slots=True)
class DayHours:
    """One day of a timetable. `spans` are "HH:MM-HH:MM" (end may exceed 24:00)."""

    date: date
    spans: tuple[str, ...]
    known: bool
    note: str | None = None
    holiday: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Open or not at an instant. `until` ends the state; datetimes are aware."""

    kind: StateKind
    until: datetime | None = None
    next_opening: datetime | None = None
    holiday: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Minutes [start, end) after a day's midnight; the end may exceed 24 hours."""

    start: int
    end: int
    kind: SpanKind = "open"
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a place does on one day: the spans that begin on it, and why."""

    spans: tuple[Span, ...]
    known: bool = True
    note: str | None = None
    holiday: str | None = None


DaySpans = tuple[tuple[Span, ...], str | None]
"""The spans that begin on a day and, when there are none, the reason given."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """An OpenStreetMap expression without holidays, ready to be asked day by day.

    `overnight` holds what runs past midnight, shifted back by a day: a day's spans
    depend on that day alone; in most timetables, on its weekday (and month) alone.
    """

    expression: str
    today: OpeningHours
    overnight: OpeningHours | None
    depends_on: Literal["weekday", "month", "date"]
    _known: dict[int, DaySpans] = field(default_factory=dict, repr=False, compare=False)
    _months: dict[int, frozenset[int]] = field(
        default_factory=dict, repr=False, compare=False
    )


@dataclass(frozen=True, slots=True)
class SpecialDays:
    """Days, both included, on which the timetable does not hold, with the reason."""

    start: date
    end: date
    spans: tuple[Span, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Anniversary:
    """What holds every year on a day: « 1er mai », « lundi de Pâques »."""

    spans: tuple[Span, ...]
    month: int = 0
    day: int = 0
    feast: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class SchoolTimetable:
    """The timetable of the school holidays, or only of those whose name is given."""

    timetable: Timetable
    names: tuple[str, ...] = ()
    but: tuple[str, ...] = ()

    def holds(self, name: str) -> bool:
        """Whether it holds in the school holidays of that name."""
        return (not self.names or name in self.names) and name not in self.but


@dataclass(frozen=True, slots=True)
class Hours:
    """Compiled opening hours of one place."""

    regular: Timetable
    calendar: Calendar
    timezone: ZoneInfo
    school: tuple[SchoolTimetable, ...] = ()
    school_known: tuple[date, date] = (date.min, date.max)
    public: Timetable | None = None
    policy: Policy = "unknown"
    anniversaries: tuple[Anniversary, ...] = ()
    closures: tuple[SpecialDays, ...] = ()
    openings: tuple[SpecialDays, ...] = ()
    note: str | None = None
    by_appointment: bool = False
    always: bool = False
    _plans: dict[date, Plan] = field(default_factory=dict, repr=False, compare=False)
    _lines: dict[date, tuple[Span, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def expression(self) -> str:
        """The ordinary timetable in OpenStreetMap syntax."""
        return self.regular.expression
