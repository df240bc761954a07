"""`servicebot init` and `knowledge prune`, at the terminal."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import Result

from servicebot.french.calendar import calendar_for, public_holiday

README = Path(__file__).parents[2] / "README.md"
SAMPLES = Path(__file__).parents[1] / "imports" / "samples"
Run = Callable[..., Result]
pytestmark = pytest.mark.slow(2)
ORMES = ("--name", "Les Ormes", "--insee", "99123", "--website", "https://o.example")


def test_name_and_code_are_asked_and_a_base_is_written(
    run: Run, tmp_path: Path
) -> None:
    result = run("init", lines="Les Ormes\n99123\n")

    assert result.exit_code == 0
    assert "à compléter" in result.stdout
    assert 'name: "Les Ormes"' in (tmp_path / "knowledge/town.yaml").read_text("utf-8")


def test_five_minutes_later_it_answers(run: Run) -> None:
    annuaire = str(SAMPLES / "annuaire.json")
    begun = run("init", "ormes", *ORMES, "--annuaire", annuaire)
    refused = run("check", "ormes")
    trial = run("knowledge", "prune", "--knowledge", "ormes")
    pruned = run("knowledge", "prune", "--knowledge", "ormes", "--write")
    checked = run("check", "ormes")
    answer = run("ask", "--knowledge", "ormes", "où est la mairie ?")

    assert "2 ajoutée(s), 4 refusée(s)" in begun.stdout
    assert (refused.exit_code, checked.exit_code) == (1, 0)
    assert "services/voirie.yaml:" in refused.stdout
    assert "~ services/mairie.yaml" not in trial.stdout
    assert "~ services/voirie.yaml" in trial.stdout
    assert "ajoutez --write" in trial.stdout
    assert pruned.exit_code == 0
    assert "3 rue Haute, Le Bourg, 99100 Les Ormes" in answer.stdout


def test_a_base_of_which_nothing_is_completed_knows_nothing_and_says_so(
    run: Run,
) -> None:
    run("init", "ormes", *ORMES)
    run("knowledge", "prune", "--knowledge", "ormes", "--write")
    answer = run("ask", "--knowledge", "ormes", "où est la mairie ?")

    checked = run("check", "ormes")
    looked = run("doctor", "--knowledge", "ormes")

    assert checked.exit_code == 0
    assert "0 erreur, 1 avertissement" in checked.stdout
    assert "la base n'a encore aucune réponse" in checked.stdout
    assert answer.exit_code == 1
    assert "de la mairie, je n'ai pas d'information sur l'adresse" in answer.stdout
    assert "Mairie des Ormes" in answer.stdout
    assert "la base n'a encore aucune réponse" in answer.stderr
    assert "! connaissances" in looked.stdout


def complete_canteen(folder: Path) -> None:
    sheet = folder / "services" / "cantine.yaml"
    text = sheet.read_text("utf-8")
    sheet.write_text(re.sub(r'"\[à compléter[^"]*"', '"Au guichet."', text), "utf-8")


def test_examples_that_nothing_answers_are_shown_and_pruned(
    run: Run, tmp_path: Path
) -> None:
    run("init", "ormes", *ORMES)
    page = tmp_path / "ormes" / "phrases-page.yaml"
    proposed = page.read_text("utf-8")
    complete_canteen(tmp_path / "ormes")
    pruned = run("knowledge", "prune", "--knowledge", "ormes", "--write")
    left = yaml.safe_load(page.read_text("utf-8"))["page_examples"]
    page.write_text(proposed, "utf-8")
    checked = run("check", "ormes")
    line = 1 + proposed.splitlines().index('  - "Où est mon bureau de vote ?"')

    assert left == ["Comment inscrire mon enfant à la cantine ?"]
    assert "Où est mon bureau de vote" in pruned.stdout
    assert f"phrases-page.yaml:{line}: avertissement" in checked.stdout
    assert "3 avertissements" in checked.stdout


def test_what_is_to_be_completed_is_counted_alike_everywhere(run: Run) -> None:
    begun = run("init", "ormes", *ORMES)
    told = run("init", "--help")

    assert "85 questions et 5 lieux à compléter (100 lignes" in begun.stdout
    assert "85 questions et 5 lieux à compléter" in told.stdout
    assert "85 questions and 5 places" in README.read_text("utf-8")


def keeps_good_friday(folder: Path, insee: str) -> bool:
    town = yaml.safe_load((folder / "knowledge" / "town.yaml").read_text("utf-8"))
    added = town.get("public_holidays", {}).get("added", ())
    calendar = calendar_for(insee, town["school_zone"], added=added)
    return public_holiday(calendar, date(2027, 3, 26)) is not None


@pytest.mark.parametrize(("said", "kept"), [("oui", True), ("non", False)])
def test_good_friday_is_asked_where_only_the_commune_knows(
    run: Run, tmp_path: Path, said: str, *, kept: bool
) -> None:
    result = run("init", "--name", "X", "--insee", "67046", lines=f"{said}\n")

    assert "vendredi saint est-il férié" in result.output
    assert keeps_good_friday(tmp_path, "67046") is kept


@pytest.mark.parametrize(
    ("insee", "options", "kept"),
    [
        ("57540", ("--good-friday",), True),
        ("68278", ("--no-good-friday",), False),
        ("67482", (), True),
        ("45300", ("--good-friday",), False),
    ],
)
def test_good_friday_is_not_asked_where_it_is_known(
    run: Run, tmp_path: Path, insee: str, options: tuple[str, ...], *, kept: bool
) -> None:
    result = run("init", "--name", "X", "--insee", insee, *options)

    assert result.exit_code == 0
    assert keeps_good_friday(tmp_path, insee) is kept


def test_a_folder_that_holds_something_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "notes.txt").write_text("x", "utf-8")
    result = run("init", *ORMES)

    assert result.exit_code == 2
    assert "n'est pas vide" in result.stderr


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--name", "Les Ormes", "--insee", "123"), "code INSEE"),
        (("--name", "!", "--insee", "99123"), "il manque le nom"),
        (
            ("--name", "X", "--insee", "99123", "--website", "ormes"),
            "commence par https",
        ),
    ],
)
def test_what_cannot_be_a_commune_is_refused(
    run: Run, options: tuple[str, ...], reason: str
) -> None:
    result = run("init", *options)

    assert result.exit_code == 2
    assert reason in result.stderr
