"""Moments in French questions: « samedi prochain », « à 18h30 », « à Noël »…."""

from servicebot.french.moments.model import Moment, MomentKind
from servicebot.french.moments.reading import find_moments
from servicebot.french.moments.saying import (
    format_date,
    format_span,
    format_time,
    say_moment,
)
from servicebot.french.moments.years import find_years

__all__ = [
    "Moment",
    "MomentKind",
    "find_moments",
    "find_years",
    "format_date",
    "format_span",
    "format_time",
    "say_moment",
]
