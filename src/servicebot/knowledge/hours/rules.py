"""Rules of a timetable, and their compilation to opening-hours-py.

A rule is an OpenStreetMap selector (« Jun-Sep Mo-Fr ») with spans, a kind and a note.
What runs past midnight goes to a second expression on the day that it began, so that
the library is only ever asked about single days.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]

from servicebot.errors import HoursError
from servicebot.knowledge.hours.values import DAY, HORIZON_DAYS, Timetable

RuleKind = Literal["open", "off", "unknown", "by_appointment"]
BY_APPOINTMENT = "sur rendez-vous"
MAX_LENGTH = 500

MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip

_POSITION = re.compile(r"-->\s*\d+:(\d+)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `added` ones add to the rule before instead of replacing it."""

    selector: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    kind: RuleKind = "open"
    note: str | None = None
    added: bool = False


def timetable(rules: tuple[Rule, ...], key: str | None = None) -> Timetable:
    """Compile rules; without any, the place is closed every day."""
    today = expression(rules)
    if len(today) > MAX_LENGTH * 4:
        raise HoursError("trop d’horaires différents pour un seul lieu", key)
    late = any(end > DAY for rule in rules for _, end in rule.spans)
    shown = expression(tuple(map(_whole, rules)), as_read=True)
    return Timetable(
        expression=shown,
        today=parse(today, key),
        overnight=parse(expression(tuple(map(_after_midnight, rules))), key)
        if late
        else None,
        depends_on=_depends_on(" ".join(rule.selector for rule in rules)),
    )


def expression(rules: tuple[Rule, ...], *, as_read: bool = False) -> str:
    """Write rules in OpenStreetMap syntax, clipped at midnight unless `as_read`."""
    text = ""
    for rule in rules:
        written = _written(rule if as_read else _before_midnight(rule))
        if written:
            text += (", " if rule.added else "; ") + written if text else written
    return text or "off"


def parse(text: str, key: str | None = None) -> OpeningHours:
    """Parse an expression that has passed our own checks, or raise HoursError.

    Without a limit, the library looks for the next change until the year 9999.
    """
    try:
        return OpeningHours(text, max_interval_days=HORIZON_DAYS)
    except ParserError as error:
        found = _POSITION.search(str(error))
        column = int(found[1]) if found else 1
        message = f"horaires illisibles à partir de « {text[column - 1 :][:30]} »"
        raise HoursError(message, key) from None


def clock(minutes: int) -> str:
    """Write minutes after midnight as "HH:MM"; hours may exceed 24."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _depends_on(selectors: str) -> Literal["weekday", "month", "date"]:
    """Return what the hours of a day depend on, by the words of the selectors."""
    if re.search(r"\d|easter", selectors.replace("24/7", "")):
        return "date"
    return "month" if re.search("|".join(MONTHS), selectors) else "weekday"


def _written(rule: Rule) -> str:
    if rule.selector == "24/7" and rule.kind == "open" and not rule.note:
        return "24/7"
    spans = ",".join(f"{clock(start)}-{clock(end)}" for start, end in rule.spans)
    plain = "open" if rule.note else ""
    state = {"open": plain, "by_appointment": "unknown"}.get(rule.kind, rule.kind)
    note = rule.note or (BY_APPOINTMENT if rule.kind == "by_appointment" else None)
    comment = f'"{note.replace(chr(34), "’")}"' if note else ""
    return " ".join(part for part in (rule.selector, spans, state, comment) if part)


def _whole(rule: Rule) -> Rule:
    spans = tuple((s, e if e <= DAY else e - DAY) for s, e in rule.spans)
    return replace(rule, spans=spans)


def _before_midnight(rule: Rule) -> Rule:
    return replace(rule, spans=tuple((s, min(e, DAY)) for s, e in rule.spans))


def _after_midnight(rule: Rule) -> Rule:
    spans = tuple((0, end - DAY) for _, end in rule.spans if end > DAY)
    if spans:
        return replace(rule, spans=spans)
    return Rule(selector=rule.selector, kind="off", added=rule.added)
