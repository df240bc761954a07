"""A stretch of days summed up: periods, days by date, special days."""

from datetime import date

import pytest

from servicebot.french.calendar import calendar_for
from servicebot.knowledge.hours import Hours, compile_hours, day_kind, stretch

CALENDAR = calendar_for("30007", "C")


def compiled(raw: dict[str, object]) -> Hours:
    return compile_hours(raw, calendar=CALENDAR, timezone="Europe/Paris")


def test_a_plain_week_is_one_period() -> None:
    hours = compiled({"lundi au vendredi": "8h-12h", "jours fériés": "fermé"})

    found = stretch(hours, date(2026, 11, 28), date(2026, 12, 20))

    assert [(p.start, p.end) for p in found.periods] == [
        (date(2026, 11, 28), date(2026, 12, 20))
    ]
    assert (found.dated, found.special) == ((), ())


def test_school_holidays_are_periods_and_public_holidays_are_special() -> None:
    hours = compiled(
        {
            "hors vacances scolaires": {"mercredi": "14h-17h"},
            "vacances scolaires": {"lundi au vendredi": "10h-17h"},
            "jours fériés": "fermé",
        }
    )

    found = stretch(hours, date(2026, 12, 1), date(2027, 1, 15))

    assert [(p.start, p.end) for p in found.periods] == [
        (date(2026, 12, 1), date(2026, 12, 20)),
        (date(2026, 12, 21), date(2027, 1, 3)),
        (date(2027, 1, 4), date(2027, 1, 15)),
    ]
    assert [day.holiday for day in found.special] == ["Noël", "jour de l’An"]


def test_some_saturdays_of_the_month_are_given_by_date() -> None:
    hours = compiled({"lundi": "8h-12h", "1er samedi du mois": "9h-12h"})

    found = stretch(hours, date(2026, 11, 28), date(2026, 12, 12))

    assert len(found.periods) == 1
    assert [(day.date.day, day.spans) for day in found.dated] == [
        (28, ()),
        (5, ("09:00-12:00",)),
        (12, ()),
    ]


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 11, 30), "open"),
        (date(2026, 12, 1), "by_appointment"),
        (date(2026, 12, 2), "closed"),
        (date(2026, 12, 25), "unknown"),
    ],
)
def test_the_kind_of_a_day_is_the_best_that_it_has(day: date, kind: str) -> None:
    hours = compiled(
        {"lundi": "8h-12h", "mardi": "9h-12h sur rendez-vous", "vendredi": "9h-12h"}
    )

    assert day_kind(hours, day) == kind
