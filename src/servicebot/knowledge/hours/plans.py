"""What a place does on a day: exceptions first, then holidays, then the timetable."""

import itertools
from datetime import date

from servicebot.french.calendar import (
    feast,
    public_holiday,
    school_break,
)
from servicebot.knowledge.hours.table import (
    ONE_DAY,
    joined,
    next_open_day,
    spans_of,
)
from servicebot.knowledge.hours.values import (
    DAY,
    Anniversary,
    Hours,
    Plan,
    Span,
)

REMEMBERED = 128
"""Days that each place remembers the plan of."""

UNKNOWN_SCHOOL = "calendrier des vacances scolaires non connu à cette date"

_RANK = {"open": 0, "by_appointment": 1, "unknown": 2}


def plan_of(hours: Hours, day: date) -> Plan:
    """Return what begins on a day, and why."""
    plans = hours._plans  # noqa: SLF001  (the memory of this very module)
    plan = plans.get(day)
    if plan is None:
        plan = _planned(hours, day)
        if len(plans) >= REMEMBERED:
            plans.clear()
        plans[day] = plan
    return plan


def line_of(hours: Hours, day: date) -> tuple[Span, ...]:
    """Return a day from 0:00 to 24:00 in order, the end of last night included."""
    lines = hours._lines  # noqa: SLF001  (the memory of this very module)
    line = lines.get(day)
    if line is None:
        line = _line(plan_of(hours, day - ONE_DAY).spans, plan_of(hours, day).spans)
        if len(lines) >= REMEMBERED:
            lines.clear()
        lines[day] = line
    return line


def ordinary_plan(hours: Hours, day: date) -> Plan:
    """Return what the ordinary timetable, or that of the school holidays, has."""
    usual, note = spans_of(hours.regular, day)
    if not hours.school:
        return Plan(_kinds(hours, usual), note=note)
    if not hours.school_known[0] <= day <= hours.school_known[1]:
        return _unknown(usual, UNKNOWN_SCHOOL)
    found = school_break(hours.calendar, day)
    if found is None:
        return Plan(_kinds(hours, usual), note=note)
    tables = [t for t in hours.school if t.holds(found.name) or found.is_bridge]
    there, note = spans_of(tables[0].timetable, day) if tables else (usual, note)
    if there != usual and (found.is_bridge or not found.certain):
        return _unknown((*usual, *there), found.name)
    return Plan(_kinds(hours, there), note=note)


def next_candidate(hours: Hours, day: date) -> date:
    """Return the first day, from `day` on, that may not be closed all day."""
    known = hours.school_known[1]
    if hours.anniversaries or day > known:
        return day
    if any(opening.start <= day <= opening.end for opening in hours.openings):
        return day
    tables = [hours.regular, *(school.timetable for school in hours.school)]
    tables += [hours.public] if hours.public else []
    days = [next_open_day(table, day) for table in tables]
    days += [opening.start for opening in hours.openings if opening.start >= day]
    days += [known + ONE_DAY] if known < date.max else []
    return min((found for found in days if found is not None), default=date.max)


def _planned(hours: Hours, day: date) -> Plan:
    holiday = public_holiday(hours.calendar, day)
    for opening in hours.openings:
        if opening.start <= day <= opening.end:
            return Plan(_kinds(hours, opening.spans), True, opening.reason, holiday)  # noqa: FBT003
    for closure in hours.closures:
        if closure.start <= day <= closure.end:
            return Plan((), True, closure.reason, holiday)  # noqa: FBT003
    for yearly in hours.anniversaries:
        if _is_on(yearly, day):
            return Plan(_kinds(hours, yearly.spans), True, yearly.note, holiday)  # noqa: FBT003
    if holiday is not None:
        return _on_holiday(hours, day, holiday)
    return ordinary_plan(hours, day)


def _is_on(yearly: Anniversary, day: date) -> bool:
    if yearly.feast is not None:
        return feast(yearly.feast, day.year) == day
    return (yearly.month, yearly.day) == (day.month, day.day)


def _on_holiday(hours: Hours, day: date, holiday: str) -> Plan:
    if hours.public is not None:
        spans, note = spans_of(hours.public, day)
        return Plan(_kinds(hours, spans), note=note, holiday=holiday)
    if hours.policy == "closed":
        return Plan((), holiday=holiday)
    plan = ordinary_plan(hours, day)
    if hours.policy == "unknown" and plan.spans:
        return _unknown(plan.spans, plan.note, holiday)
    return Plan(plan.spans, plan.known, plan.note, holiday)


def _unknown(
    spans: tuple[Span, ...], note: str | None, holiday: str | None = None
) -> Plan:
    """Return the plan of a day that nobody knows, its night included."""
    end = max([DAY, *(span.end for span in spans)])
    return Plan((Span(0, end, "unknown"),), known=False, note=note, holiday=holiday)


def _kinds(hours: Hours, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    if not hours.by_appointment:
        return spans
    return tuple(Span(s.start, s.end, "by_appointment", s.note) for s in spans)


def _line(before: tuple[Span, ...], today: tuple[Span, ...]) -> tuple[Span, ...]:
    late = [
        Span(max(s.start - DAY, 0), s.end - DAY, s.kind, s.note)
        for s in before
        if s.end > DAY
    ]
    if not late and (not today or today[-1].end <= DAY):
        return today
    clipped = [Span(s.start, min(s.end, DAY), s.kind, s.note) for s in today]
    return _flattened(late + clipped)


def _flattened(spans: list[Span]) -> tuple[Span, ...]:
    """Cut overlapping spans so that the surest one holds at each minute."""
    cuts = sorted({cut for span in spans for cut in (span.start, span.end)})
    flat = []
    for start, end in itertools.pairwise(cuts):
        here = [s for s in spans if s.start <= start and end <= s.end]
        if here:
            best = min(here, key=lambda s: _RANK[s.kind])
            flat.append(Span(start, end, best.kind, best.note))
    return joined(flat)
