"""Opening hours: written in French or OpenStreetMap syntax, compiled, then asked."""

from servicebot.knowledge.hours.compiler import compile_hours
from servicebot.knowledge.hours.engine import (
    day_hours,
    day_kind,
    open_within,
    state_at,
    week_hours,
)
from servicebot.knowledge.hours.exceptions import closed_between
from servicebot.knowledge.hours.periods import Period, Stretch, stretch
from servicebot.knowledge.hours.values import HORIZON_DAYS, DayHours, Hours, State

__all__ = [
    "HORIZON_DAYS",
    "DayHours",
    "Hours",
    "Period",
    "State",
    "Stretch",
    "closed_between",
    "compile_hours",
    "day_hours",
    "day_kind",
    "open_within",
    "state_at",
    "stretch",
    "week_hours",
]
