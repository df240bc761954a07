"""Public holidays 2000-2100 and school holidays, against two independent packages.

Every difference that is left is in a table below, with its reason.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import holidays
import pytest
from vacances_scolaires_france import SchoolHolidayDates

from servicebot.errors import HoursError
from servicebot.french.calendar import (
    Calendar,
    calendar_for,
    easter,
    feast,
    public_holiday,
    read_school_holidays,
    school_break,
    school_data_end,
    school_data_warning,
    school_holiday,
    shipped_school_holidays,
)

YEARS = range(2000, 2101)
PENTECOST_2005_TO_2007 = {date(2005, 5, 16), date(2006, 6, 5), date(2007, 5, 28)}
"""`holidays` leaves out Whit Monday of these years, when it was a day of solidarity by
default: people worked, but it stayed a public holiday in the Code du travail."""

TERRITORIES = {
    # INSEE code: the subdivision of `holidays`, and what that adds by custom where the
    # Code du travail (L3422-2) and its decree know one more day only.
    "30007": (None, ()),
    "57463": ("57", ()),
    "67482": ("6AE", ()),
    "68224": ("6AE", ()),
    "97105": ("971", ("Mi-Carême", "Vendredi saint", "Fête de Victor Schoelcher")),
    "97209": ("972", ("Fête de Victor Schoelcher",)),
    "97302": ("973", ()),
    "97411": ("974", ()),
    "97608": ("976", ()),
    "97701": ("BL", ()),
    "97801": ("MF", ("Fête de Victor Schoelcher",)),
    "97502": ("PM", ()),
    "98613": ("WF", ()),
    "98735": ("PF", ()),
    "98818": ("NC", ()),
}


def days_of(calendar: Calendar) -> set[date]:
    first, last = date(2000, 1, 1), date(2100, 12, 31)
    length = (last - first).days + 1
    days = (first + timedelta(days=n) for n in range(length))
    return {day for day in days if public_holiday(calendar, day)}


@pytest.mark.parametrize("insee", TERRITORIES)
def test_public_holidays_2000_to_2100_are_those_of_the_holidays_package(
    insee: str,
) -> None:
    subdivision, custom = TERRITORIES[insee]
    theirs = holidays.country_holidays("FR", subdivision, years=YEARS, language="fr")
    by_custom = {day for day, name in theirs.items() if name in custom}

    mine = days_of(calendar_for(insee, None))

    assert mine - set(theirs) == PENTECOST_2005_TO_2007
    assert set(theirs) - mine - by_custom == set()


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-01-01", "jour de l’An"),
        ("2026-04-06", "lundi de Pâques"),
        ("2026-05-01", "fête du Travail"),
        ("2026-05-08", "victoire de 1945"),
        ("2026-05-14", "Ascension"),
        ("2026-05-25", "lundi de Pentecôte"),
        ("2026-07-14", "fête nationale"),
        ("2026-08-15", "Assomption"),
        ("2026-11-01", "Toussaint"),
        ("2026-11-11", "armistice de 1918"),
        ("2026-12-25", "Noël"),
        ("2026-12-26", None),
        ("2026-04-03", None),
        ("2008-05-01", "fête du Travail et Ascension"),
    ],
)
def test_a_public_holiday_has_its_french_name(day: str, name: str | None) -> None:
    calendar = calendar_for("30007", "C")

    assert public_holiday(calendar, date.fromisoformat(day)) == name


@pytest.mark.parametrize(
    ("insee", "good_friday"),
    [("67482", True), ("68066", True), ("57463", True), ("67001", False)],
)
def test_good_friday_is_only_kept_where_the_commune_has_it(
    insee: str,
    good_friday: bool,  # noqa: FBT001
) -> None:
    calendar = calendar_for(insee, "B")

    assert (public_holiday(calendar, date(2026, 4, 3)) is not None) == good_friday
    assert public_holiday(calendar, date(2026, 12, 26)) == "Saint-Étienne"


def test_a_commune_adds_and_removes_holidays_against_the_rule() -> None:
    calendar = calendar_for(
        "67001", "B", added=("vendredi saint",), removed=("Saint-Étienne",)
    )

    assert public_holiday(calendar, date(2026, 4, 3)) == "vendredi saint"
    assert public_holiday(calendar, date(2026, 12, 26)) is None


def test_an_unknown_holiday_is_refused_with_the_closest_name() -> None:
    with pytest.raises(HoursError, match="vouliez-vous dire « vendredi saint »"):
        calendar_for("67001", "B", added=("vendredi sain",))


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Pâques", "2026-04-05"),
        ("la Pentecôte", "2026-05-24"),
        ("lundi de la Pentecôte", "2026-05-25"),
        ("l'Ascension", "2026-05-14"),
        ("L’ASSOMPTION", "2026-08-15"),
        ("vendredi saint", "2026-04-03"),
        ("mardi gras", "2026-02-17"),
        ("noel", "2026-12-25"),
        ("la Toussaint", "2026-11-01"),
        ("Saint-Sylvestre", "2026-12-31"),
        ("fête des mères", "2026-05-31"),
        ("fête des pères", "2026-06-21"),
        ("journées du patrimoine", "2026-09-19"),
    ],
)
def test_a_feast_is_found_by_its_names(name: str, day: str) -> None:
    assert feast(name, 2026) == date.fromisoformat(day)


def test_mothers_day_leaves_pentecost_alone() -> None:
    assert (easter(2020) + timedelta(days=49), feast("fête des mères", 2020)) == (
        date(2020, 5, 31),
        date(2020, 6, 7),
    )


def test_an_unknown_feast_is_not_guessed() -> None:
    assert feast("fête du village", 2026) is None


# --- School holidays -----------------------------------------------------------------

FIRST, LAST = date(2025, 1, 1), date(2028, 8, 31)
BRIDGES = {
    date(year, month, day)
    for year, month, first, last in [
        (2025, 5, 29, 31), (2026, 5, 14, 17), (2027, 5, 9, 9), (2028, 5, 25, 25),
        (2028, 5, 28, 28),
    ]
    for day in range(first, last + 1)
} | {date(2025, 6, 1)}  # fmt: skip

AGAINST_HOLIDAYS = {
    date(2028, 7, 4): "« holidays » begins summer 2028 a day later; marked uncertain",
}
AGAINST_VACANCES = {
    date(2027, 9, 1): "it ends every summer on 31 August; marked uncertain",
    **dict.fromkeys(
        BRIDGES,
        "it has no bridge in 2025 and 2026, and only days of class in 2027-2028",
    ),
}


def every_day() -> Iterator[date]:
    return (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))


def mine(zone: str) -> set[date]:
    calendar = calendar_for("30007", zone)
    return {day for day in every_day() if school_holiday(calendar, day)}


@pytest.mark.parametrize("zone", "ABC")
def test_school_holidays_are_those_of_the_holidays_package(zone: str) -> None:
    theirs = holidays.country_holidays(
        "FR", f"Zone {zone}", years=range(2025, 2029), categories=("school",)
    )
    days = {day for day in theirs if FIRST <= day <= LAST}

    assert mine(zone) ^ days == set(AGAINST_HOLIDAYS)


@pytest.mark.parametrize("zone", "ABC")
def test_school_holidays_are_those_of_vacances_scolaires_france(zone: str) -> None:
    source = SchoolHolidayDates()
    days = {
        day
        for year in range(2025, 2029)
        for day in source.holidays_for_year_and_zone(year, zone)
    }

    assert mine(zone) ^ {d for d in days if FIRST <= d <= LAST} == set(AGAINST_VACANCES)


@pytest.mark.parametrize("day", [*AGAINST_HOLIDAYS, date(2027, 9, 1)])
def test_days_on_which_sources_differ_are_not_certain(day: date) -> None:
    found = school_break(calendar_for("30007", "C"), day)

    assert found is not None
    assert not found.certain


@pytest.mark.parametrize(
    ("zone", "day", "name"),
    [
        ("C", "2026-10-17", "vacances de la Toussaint"),
        ("C", "2026-11-01", "vacances de la Toussaint"),
        ("C", "2026-11-02", None),
        ("C", "2027-02-06", "vacances d’hiver"),
        ("A", "2027-02-06", None),
        ("C", "2027-04-18", "vacances de printemps"),
        ("B", "2026-12-25", "vacances de Noël"),
        ("C", "2026-05-15", "pont de l’Ascension"),
        ("C", "2026-07-14", "vacances d’été"),
        (None, "2026-07-14", None),
    ],
)
def test_school_holidays_by_zone(zone: str | None, day: str, name: str | None) -> None:
    calendar = calendar_for("30007", zone)

    assert school_holiday(calendar, date.fromisoformat(day)) == name


def test_no_school_break_ends_before_it_starts_nor_meets_another_of_its_zone() -> None:
    rows = sorted(shipped_school_holidays(), key=lambda row: (row.zone, row.start))
    pairs = [(a, b) for a, b in pairwise(rows) if a.zone == b.zone and a.end >= b.start]

    assert [row for row in rows if row.end < row.start] == []
    assert pairs == []


@pytest.mark.parametrize(
    ("today", "warned"),
    [("2026-11-22", False), ("2028-05-03", False), ("2028-05-04", True)],
)
def test_school_holidays_warn_120_days_before_they_run_out(
    today: str,
    warned: bool,  # noqa: FBT001
) -> None:
    calendar = calendar_for("30007", "C")

    warning = school_data_warning(calendar, date.fromisoformat(today))

    assert school_data_end(calendar) == date(2028, 8, 31)
    assert (warning is not None) == warned


def test_a_town_brings_its_own_school_holidays() -> None:
    rows = read_school_holidays(
        "vacances: [{zones: [C], nom: locales, du: 2030-01-01, au: 2030-01-02}]"
    )
    calendar = calendar_for("30007", "C", school=rows)

    assert school_holiday(calendar, date(2030, 1, 2)) == "locales"
    assert school_holiday(calendar, date(2026, 12, 25)) is None
