"""`servicebot import`, at the terminal."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

SAMPLES = Path(__file__).parents[1] / "imports" / "samples"
Run = Callable[..., Result]


@pytest.fixture
def copy(town: Path, tmp_path: Path) -> Path:
    """A copy of the town that may be written to."""
    return Path(shutil.copytree(town, tmp_path / "copy"))


def test_without_write_nothing_is_written(run: Run, copy: Path) -> None:
    result = run("import", str(SAMPLES / "modele.csv"), "--knowledge", str(copy))

    assert result.exit_code == 1
    assert "+ piscine/bassin-du-lac : Bassin du Lac" in result.stdout
    assert "Refusé, ligne 6\u202f: aspect inconnu" in result.stdout
    assert "3 à ajouter, 5 refusée(s)." in result.stdout
    assert "ajoutez --write" in result.stdout
    assert not (copy / "imported").exists()


def test_write_writes_and_the_second_time_nothing_changes(run: Run, copy: Path) -> None:
    call = ("import", str(SAMPLES / "organisme.xml"), "--knowledge", str(copy))

    first = run(*call, "--write", "--diff")
    second = run(*call, "--write", "--diff")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "+++ b/imported/mutualite-sociale-agricole.yaml" in first.stdout
    assert "1 ajoutée(s)." in first.stdout
    assert second.stdout == "1 sans changement.\n"


def test_the_report_is_also_data(run: Run, copy: Path) -> None:
    result = run(
        "import", str(SAMPLES / "annuaire.json"), "--json", "--knowledge", str(copy)
    )
    data = json.loads(result.stdout)

    assert [change["id"] for change in data["changes"]][:1] == ["mairie-99123-01"]
    assert data["refusals"][0] == {
        "line": 3,
        "reason": "fiche sans nom",
        "value": "33333333-2222-4333-8444-555555555555",
    }
    assert (data["written"], data["outside"]) == (False, 1)


def test_another_commune_or_all_may_be_asked(run: Run, copy: Path) -> None:
    call = ("import", str(SAMPLES / "annuaire.json"), "--knowledge", str(copy))

    other = run(*call, "--insee", "98001")
    every = run(*call, "--insee", "tous")

    assert "date" in other.stdout
    assert "6 d'autres communes" in other.stdout
    assert "d'autres communes" not in every.stdout


def test_rasa_s_files_go_together(run: Run, copy: Path) -> None:
    files = [str(SAMPLES / name) for name in ("nlu.yml", "domain.yml")]
    result = run(
        *("import", *files, "--knowledge", str(copy)),
        *("--source", "Ancien robot", "--publisher", "La Ville"),
        *("--date", "2025-06", "--write"),
    )

    assert "2 ajoutée(s), 3 refusée(s)." in result.stdout
    assert "publisher: La Ville" in (copy / "sources-imported.yaml").read_text("utf-8")


def test_a_format_may_be_forced(run: Run, copy: Path) -> None:
    result = run(
        *("import", str(SAMPLES / "modele.csv"), "--format", "scdl"),
        *("--knowledge", str(copy)),
    )

    assert "il manque EQUIP_UID" in result.stdout


def test_files_of_two_formats_are_refused(run: Run, copy: Path) -> None:
    files = [str(SAMPLES / name) for name in ("nlu.yml", "modele.csv")]
    result = run("import", *files, "--knowledge", str(copy))

    assert result.exit_code == 2
    assert "un seul format" in result.stderr


def test_without_a_file_the_command_asks_for_one(run: Run) -> None:
    result = run("import")

    assert result.exit_code == 2
    assert "quel fichier" in result.stderr


def test_the_template_is_written_here(run: Run, tmp_path: Path) -> None:
    result = run("import", "--template")

    assert result.exit_code == 0
    assert (tmp_path / "modele-import.csv").is_file()
    assert (tmp_path / "modele-import.xlsx").is_file()
