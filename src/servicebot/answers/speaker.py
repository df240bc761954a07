"""What all sentences about one place's opening are made with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from servicebot.answers.timetable import Timetable, joined_spans
from servicebot.answers.wanted import Wanted
from servicebot.answers.wording import Wording
from servicebot.french.moments import format_date, format_time
from servicebot.french.typography import upper_first
from servicebot.knowledge.base import PlaceFacts
from servicebot.knowledge.hours import DayHours, Hours, State, day_hours, state_at
from servicebot.knowledge.hours.rules import BY_APPOINTMENT

DAY = timedelta(days=1)
ALWAYS = timedelta(days=300)
"""What stays open that long is open day and night."""

Spans = Iterable[tuple[datetime, datetime]]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Speaks of one place, to one question at one instant."""

    wording: Wording
    place: PlaceFacts
    hours: Hours
    wanted: Wanted
    now: datetime

    @property
    def timetable(self) -> Timetable:
        """The place's timetable in words."""
        return Timetable(self.wording, self.hours)

    def phrase(self, key: str, **fields: str) -> str:
        """Return a phrase about the place, whose name it may begin with."""
        name = upper_first(self.place.label)
        return self.wording.say(f"place_{key}", 0, Place=name, **fields)

    def noted(self, text: str) -> str:
        """Add the note that changes the meaning of the hours."""
        if self.hours.note is None:
            return text
        return f"{text} {self.phrase('note', note=self.hours.note)}"

    def is_(self, kind: str, end: datetime | None = None) -> str:
        """Return « oui, c'est ouvert » as the question wants to hear it.

        `kind` is "open" or "closed"; `end` is that of the moment, perhaps past.
        """
        past = "was_" if end is not None and end <= self.now else ""
        verb = self.phrase(f"{past}{kind}")
        if self.wanted not in ("open", "closed"):
            return verb
        return f"{self.phrase('yes' if self.wanted == kind else 'no')} {verb}"

    def is_always(self, state: State) -> bool:
        """Whether an open place never closes."""
        return state.until is None or state.until - self.now > ALWAYS

    def closed(self, at: datetime, when: str, end: datetime | None = None) -> str:
        """Say that it is closed, why, what the day has else, and the next opening."""
        day = day_hours(self.hours, at.date())
        known = day.known and day.spans and not is_by_appointment(day)
        text = self.phrase(
            "closed_part" if known and at != self.now else "closed_then",
            state=self.is_("closed", end),
            moment=when if known else self.because(when, day),
            spans=self.timetable.day(day),
        )
        past = end is not None and end <= self.now
        return text if past else text + self.reopens(state_at(self.hours, at))

    def because(self, when: str, day: DayHours) -> str:
        """Return a moment with why its day is not as usual, its holiday named once."""
        why = self.timetable.why(day)
        if day.holiday and when.endswith(")"):
            when = when.rpartition(" (")[0]
        return f"{when} ({why})" if why else when

    def uncertain(self, state: State, when: str) -> str:
        """Say that one cannot know, or that it is by appointment."""
        if state.kind == "by_appointment":
            return self.phrase("by_appointment", moment=when)
        if state.holiday:
            return self.phrase("holiday_unknown", moment=when, holiday=state.holiday)
        return self.phrase("unknown", moment=when)

    def reopens(self, state: State) -> str:
        """Return the sentence of the next opening, with the blank before it."""
        if state.next_opening is None:
            return ""
        key = "reopens" if state.kind == "closed" else "reopens_known"
        return " " + self.phrase(key, next=self.next(state.next_opening))

    def next(self, instant: datetime) -> str:
        """Return when it opens, always with its day."""
        if instant.date() == self.now.date():
            return f"{self.phrase('today')} à {format_time(instant)}"
        return self.time(instant)

    def time(self, instant: datetime, asked: datetime | None = None) -> str:
        """Return an hour, with its day when that is not the day asked about."""
        time = format_time(instant)
        today = (asked or self.now).date()
        if instant.date() == today:
            return time
        if instant.date() - today == DAY and asked is None:
            return f"{self.phrase('tomorrow')} à {time}"
        year = instant.year != self.now.year
        return f"{format_date(instant.date(), year=year)} à {time}"


def is_by_appointment(day: DayHours) -> bool:
    """Whether the hours of a day are by appointment."""
    return BY_APPOINTMENT in (day.note or "")


def said(found: Spans) -> str:
    """Return intervals of a day as « de 8 h à 12 h et de 14 h à 17 h »."""
    return joined_spans((f"{a:%H:%M}", f"{b:%H:%M}") for a, b in found)
