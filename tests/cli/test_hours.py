"""`servicebot hours` in the town with rich hours."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def hours(run: Run, clock_town: Path) -> Run:
    """Run `servicebot hours` on a Saturday morning."""

    def run_hours(*arguments: str, at: str = "2026-12-05T10:30") -> Result:
        return run("hours", *arguments, "--at", at, "--knowledge", str(clock_town))

    return run_hours


def test_all_places_are_listed_with_their_state(hours: Run) -> None:
    result = hours()

    assert result.exit_code == 0
    rows = [line for line in result.output.splitlines() if "Horloge" in line]
    assert [row.split("  ")[0] for row in rows] == [
        "Bains de l'Horloge",
        "Défibrillateur de l'Horloge",
        "Gymnase de l'Horloge",
    ]
    assert "Ouvert, ferme à 18 h 30" in rows[0]


@pytest.mark.parametrize("name", ["bains", "BAINS MUNICIPAUX", "Bains de l'Horloge"])
def test_a_place_is_found_by_any_of_its_names(hours: Run, name: str) -> None:
    result = hours(*name.split())

    assert result.exit_code == 0
    assert "Bains de l'Horloge" in result.output


def test_a_week_is_a_table(hours: Run) -> None:
    result = hours("bains", "--week")

    assert result.output.splitlines()[:4] == [
        "Bains de l'Horloge : Ouvert, ferme à 18 h 30 (septembre 2026)",
        "    samedi 5 décembre     10 h – 18 h 30",
        "    dimanche 6 décembre   9 h – 12 h 30",
        "    lundi 7 décembre      fermé (vidange annuelle)",
    ]


def test_json_is_a_line_a_place_in_the_form_of_the_api(hours: Run) -> None:
    (line,) = hours("maison-des-metiers", "--json").output.splitlines()

    body = json.loads(line)

    assert list(body) == ["place", "state", "until", "next_opening", "days"]
    assert (body["state"], len(body["days"])) == ("closed", 7)


@pytest.mark.parametrize("name", ["archives", "gymnase"])
def test_hours_too_old_or_not_known_end_with_1(hours: Run, name: str) -> None:
    assert hours(name).exit_code == 1


def test_an_unknown_place_is_refused_with_the_nearest_name(hours: Run) -> None:
    result = hours("fond ancien")

    assert result.exit_code == 2
    assert "vouliez-vous dire « Fonds ancien » ?" in result.output.replace(
        "\u202f", " "
    )


def test_open_is_never_said_without_the_note_that_changes_its_meaning(
    hours: Run,
) -> None:
    result = hours("maison-des-metiers", at="2026-11-30T10:00")

    assert "17 h (entrée par la cour" in result.output
