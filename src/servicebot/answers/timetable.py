"""Timetables in words: the days of equal hours together, exceptions by date."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from servicebot.answers.wording import Wording
from servicebot.french.moments import format_date, format_time
from servicebot.french.moments.dates import DAY_NAMES
from servicebot.french.typography import upper_first
from servicebot.knowledge.hours import DayHours, Hours, Period, Stretch, stretch

MOST_PERIODS, MOST_DAYS = 3, 6
"""How many periods and how many days by date are told; more would not be read."""

_UNKNOWN = 2
_FORTNIGHT = timedelta(days=13)
_SIX_WEEKS = timedelta(days=41)
_NEAR, _WEEK = timedelta(days=3), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Timetable:
    """Says the timetable of one place; its general note is left to the sentence."""

    wording: Wording
    hours: Hours

    def usual(self, today: date) -> str:
        """Say the hours of ordinary weeks, and what differs in the next fortnight."""
        found = stretch(self.hours, today, today + _SIX_WEEKS)
        soon = today + _FORTNIGHT
        periods = tuple(p for p in found.periods if p.start <= soon)
        special = tuple(day for day in found.special if day.date <= soon)
        return self.said(replace(found, periods=periods, special=special))

    def alternating(self, weekday: int, today: date) -> str:
        """Say the coming days of a weekday that alternates (Monday is 0)."""
        found = stretch(self.hours, today, today + _SIX_WEEKS)
        days = [day for day in found.dated if day.date.weekday() == weekday]
        return self._dated(days)

    def between(self, first: date, last: date) -> str:
        """Say the hours of some days, both included; a few are said one by one."""
        found = stretch(self.hours, first, last)
        varied = found.special or found.dated
        if last - first < (_WEEK if varied else _NEAR):
            return self._one_by_one(found, first, last)
        return self.said(found)

    def said(self, found: Stretch) -> str:
        """Say a stretch of days: its periods, the days by date, the exceptions."""
        parts = [self._periods(found.periods), self._dated(found.dated)]
        parts.append(self._exceptions(found.special))
        return " ".join(part for part in parts if part)

    def week(self, days: Mapping[int, DayHours]) -> str:
        """Say what each weekday keeps, the open days first."""
        groups: dict[tuple[int, str], list[int]] = {}
        for number, day in sorted(days.items()):
            groups.setdefault((self._rank(day), self._hours_of(day)), []).append(number)
        keys = {0: "week_item", 1: "week_closed", _UNKNOWN: "week_unknown"}
        if all(rank == _UNKNOWN for rank, _ in groups):
            return self.wording.say("place_day_unknown")
        return " ; ".join(
            self.wording.say(f"place_{keys[rank]}", days=day_names(numbers), spans=text)
            for (rank, text), numbers in sorted(
                groups.items(), key=lambda item: (item[0][0], item[1][0])
            )
        )

    def day(self, day: DayHours) -> str:
        """Say the hours of one day: « de 9 h à 12 h », « fermé (Noël) »."""
        spans = self._hours_of(day)
        if not day.known:
            spans = self.wording.say("place_day_unknown")
        elif not day.spans:
            spans = self.wording.say("place_day_closed")
        why = self.why(day)
        return f"{spans} ({why})" if why else spans

    def why(self, day: DayHours) -> str:
        """Say why a day is not as usual: the holiday, the reason of a closure."""
        holiday = day.holiday and self.wording.say("place_holiday", holiday=day.holiday)
        note = self._note(day)
        if note and day.holiday and note.lower() == day.holiday.lower():
            note = None
        spoken = self._hours_of(day)
        notes = (note for note in (holiday, note) if note and note not in spoken)
        return ", ".join(notes)

    def _rank(self, day: DayHours) -> int:
        if not day.known:
            return _UNKNOWN
        return 0 if day.spans else 1

    def _hours_of(self, day: DayHours) -> str:
        """Return the spans of a day, with the note that only they have."""
        spans = say_spans(day)
        note = self._note(day)
        if spans and note and day.holiday is None and not self._is_special(day):
            return f"{spans} ({note})"
        return spans

    def _is_special(self, day: DayHours) -> bool:
        special = (*self.hours.openings, *self.hours.closures)
        return any(row.start <= day.date <= row.end for row in special)

    def _note(self, day: DayHours) -> str | None:
        """Return a day's own note, without the general one of the place."""
        note = (day.note or "").removeprefix(self.hours.note or "").strip(" ;")
        return note or None

    def _periods(self, periods: Sequence[Period]) -> str:
        """Say each period with its dates, or the only one without."""
        if len(periods) == 1:
            return self.week(periods[0].days) + "."
        said = []
        for number, period in enumerate(periods[:MOST_PERIODS]):
            key = "place_until" if number == 0 else "place_from"
            said.append(
                self.wording.say(
                    key,
                    start=format_date(period.start),
                    end=format_date(period.end),
                    week=self.week(period.days),
                )
            )
        if len(periods) > MOST_PERIODS:
            said.append(self.wording.say("place_later"))
        return " ".join(said)

    def _dated(self, days: Sequence[DayHours]) -> str:
        """Say the open days of the weekdays that alternate, by date."""
        if not days:
            return ""
        opened = [day for day in days if day.spans or not day.known]
        names = day_names(sorted({day.date.weekday() for day in days}))
        if not opened:
            return upper_first(self.wording.say("place_week_closed", days=names)) + "."
        shown = "; ".join(self._by_date(day) for day in opened[:MOST_DAYS])
        text = self.wording.say("place_dated", days=names, dates=shown)
        return upper_first(text)

    def _exceptions(self, days: Sequence[DayHours]) -> str:
        if not days:
            return ""
        runs = dict.fromkeys(self._run(run) for run in _runs(days, self.day))
        return self.wording.say("place_except", days=" ; ".join([*runs][:MOST_DAYS]))

    def _run(self, run: Sequence[DayHours]) -> str:
        """Say days alike; those of a closure as the whole closure."""
        first, last = run[0].date, run[-1].date
        for row in self.hours.closures:
            if row.start <= first and last <= row.end and not run[0].spans:
                closed = self.wording.say("place_day_closed")
                why = f" ({row.reason})" if row.reason else ""
                return f"{say_range(row.start, row.end)}, {closed}{why}"
        return f"{say_range(first, last)}, {self.day(run[0])}"

    def _by_date(self, day: DayHours) -> str:
        return f"{format_date(day.date, year=False)}, {self.day(day)}"

    def _one_by_one(self, found: Stretch, first: date, last: date) -> str:
        by_date = {day.date: day for day in (*found.dated, *found.special)}
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        for day in days:
            if day not in by_date:
                period = next(p for p in found.periods if p.start <= day <= p.end)
                by_date[day] = period.days[day.weekday()]
        return (
            " ; ".join(
                f"{format_date(day, year=False)}, {self.day(by_date[day])}"
                for day in days
            )
            + "."
        )


def day_names(numbers: Sequence[int]) -> str:
    """Return « du lundi au mercredi et le samedi » for weekdays (Monday is 0)."""
    runs = []
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        if len(run) == 7:
            runs.append("tous les jours")
        elif len(run) > 2:
            runs.append(f"du {DAY_NAMES[run[0]]} au {DAY_NAMES[run[-1]]}")
        else:
            runs += [f"le {DAY_NAMES[number]}" for number in run]
    return joined(runs)


def joined(parts: Sequence[str]) -> str:
    """Return « a, b et c »."""
    return ", ".join(parts[:-1]) + (" et " if len(parts) > 1 else "") + parts[-1]


def say_spans(day: DayHours) -> str:
    """Return « de 8 h à 12 h et de 14 h à 17 h » for the spans of a day."""
    if day.spans == ("00:00-24:00",):
        return "24 h sur 24"
    return joined_spans(span.split("-", 1) for span in day.spans)


def joined_spans(spans: Iterable[Sequence[str]]) -> str:
    """Return pairs of clock times as « de … à … et de … à … »."""
    said = [f"de {_clock(start)} à {_clock(end)}" for start, end in spans]
    return joined(said) if said else ""


def say_range(first: date, last: date) -> str:
    """Return « du lundi 3 août au samedi 8 août 2026 », or the only day."""
    if first == last:
        return format_date(first)
    year = first.year != last.year
    return f"du {format_date(first, year=year)} au {format_date(last)}"


def _clock(text: str) -> str:
    hours, minutes = text.split(":")
    return format_time(int(hours) * 60 + int(minutes))


def _runs(
    days: Sequence[DayHours], say: Callable[[DayHours], str]
) -> list[list[DayHours]]:
    """Gather special days that follow each other closely and are said alike."""
    runs: list[list[DayHours]] = []
    for day in days:
        last = runs[-1][-1] if runs else None
        if last and day.date - last.date <= _NEAR and say(day) == say(last):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs
