from zoneinfo import ZoneInfo

import pytest

from servicebot.french.calendar import shipped_school_holidays
from servicebot.french.territories import school_zone_of, timezone_of

MAINLAND = {f"{number:02d}" for number in range(1, 96)} - {"20"}


@pytest.mark.parametrize(
    ("insee", "zone"),
    [
        ("69123", "A"),
        ("33063", "A"),
        ("21231", "A"),
        ("13055", "B"),
        ("35238", "B"),
        ("67482", "B"),
        ("76540", "B"),
        ("30007", "C"),
        ("75056", "C"),
        ("31555", "C"),
        ("2A004", None),
        ("97105", None),
    ],
)
def test_a_commune_s_school_zone_is_that_of_its_academy(
    insee: str, zone: str | None
) -> None:
    assert school_zone_of(insee) == zone


def test_every_department_of_the_mainland_has_a_zone() -> None:
    zones = {code: school_zone_of(f"{code}001") for code in MAINLAND}

    assert set(zones.values()) == {row.zone for row in shipped_school_holidays()}
    assert None not in zones.values()


@pytest.mark.parametrize("prefix", ["30", "971", "972", "973", "974", "975", "976"])
def test_every_territory_has_a_time_zone_that_exists(prefix: str) -> None:
    assert ZoneInfo(timezone_of(f"{prefix:0<5}")).key


def test_the_time_of_the_island_is_its_own() -> None:
    assert timezone_of("97411") == "Indian/Reunion"
