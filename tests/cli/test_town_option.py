"""A command about one town is told which one, or lists them."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
ASKED = {"id": "d", "turns": [{"q": "combien de crèches ?", "kind": "answer"}]}


@pytest.fixture
def towns(town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two towns, one of which has another figure."""
    folder = tmp_path / "towns"
    for name in ("bourg", "ville"):
        shutil.copytree(town, folder / name)
    sheet = folder / "ville" / "services" / "creches.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("value: 3", "value: 4"), "utf-8")
    monkeypatch.setenv("SERVICEBOT_TOWNS", str(folder))
    monkeypatch.setenv("SERVICEBOT_VAR", str(tmp_path / "var"))
    return folder


@pytest.fixture
def dialogues(tmp_path: Path) -> str:
    """A file of one dialogue."""
    path = tmp_path / "dialogues.jsonl"
    path.write_text(json.dumps(ASKED), "utf-8")
    return str(path)


@pytest.mark.usefixtures("towns")
@pytest.mark.parametrize(
    "command",
    [
        ("ask", "combien de crèches ?"),
        ("explain", "crèches"),
        ("repl",),
        ("hours",),
        ("test",),
        ("stats",),
        ("watch",),
        ("knowledge", "export"),
        ("user", "list"),
        ("journal", "export"),
        ("backup", "one.backup"),
        ("restore", "one.backup"),
        ("evaluate", "dialogues", "dialogues.jsonl"),
        ("evaluate", "speed", "dialogues.jsonl"),
        ("evaluate", "confusions"),
    ],
)
def test_with_many_towns_and_none_named_they_are_listed(
    run: Run, dialogues: str, command: tuple[str, ...]
) -> None:
    result = run(*command)

    assert dialogues
    assert result.exit_code == 2
    assert "donnez --town NOM" in result.output
    assert "bourg, ville" in result.output


@pytest.mark.usefixtures("towns")
def test_the_town_that_is_named_answers(run: Run, dialogues: str) -> None:
    answers = [
        run("ask", "--town", name, "combien de crèches ?").output
        for name in ("bourg", "ville")
    ]
    tested = run("test", "--town", "bourg")
    evaluated = run("evaluate", "dialogues", dialogues, "--town", "ville")

    assert ["3 crèches" in answers[0], "4 crèches" in answers[1]] == [True, True]
    assert "comme attendu" in tested.output
    assert evaluated.exit_code == 0, evaluated.output


@pytest.mark.usefixtures("towns")
def test_the_option_goes_before_the_environment(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVICEBOT_TOWN", "bourg")

    assert "3 crèches" in run("ask", "combien de crèches ?").output
    assert "4 crèches" in run("ask", "--town", "ville", "combien de crèches ?").output


def test_a_command_about_all_towns_may_be_about_one(run: Run, towns: Path) -> None:
    (towns / "bourg" / "sources.yaml").write_text("a: [", "utf-8")

    assert run("check").exit_code == 1
    assert run("check", "--town", "ville").exit_code == 0


def test_the_database_is_the_named_town_s(run: Run, towns: Path) -> None:
    result = run("stats", "--town", "ville")

    var = towns.parent / "var" / "towns"
    assert result.exit_code == 0
    assert [path.name for path in var.iterdir()] == ["ville"]


@pytest.mark.usefixtures("towns")
def test_accounts_journal_and_backups_are_the_named_town_s(run: Run) -> None:
    generated = ("--role", "agent", "--generate")
    added = run("user", "add", "anne", "--town", "ville", *generated)
    saved = run("backup", "one.backup", "--town", "ville")
    refused = run("restore", "one.backup", "--town", "ville")
    restored = run("restore", "one.backup", "--town", "bourg")
    purged = run("journal", "purge", "--town", "bourg")

    codes = [each.exit_code for each in (added, saved, refused, restored, purged)]
    assert codes == [0, 0, 2, 0, 0]
    assert "anne" in run("user", "list", "--town", "bourg").output
    assert run("user", "role", "anne", "editeur", "--town", "bourg").exit_code == 0
    assert "editeur" not in run("user", "list", "--town", "ville").output


@pytest.mark.parametrize("command", [("user", "list"), ("hours",)])
@pytest.mark.parametrize("town_named", [(), ("--town", "ville")])
def test_a_folder_of_towns_that_is_not_there_is_told(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    town_named: tuple[str, ...],
) -> None:
    monkeypatch.setenv("SERVICEBOT_TOWNS", "nowhere")
    result = run(*command, *town_named)

    assert result.exit_code == 2
    assert "« nowhere », qui n'est pas un dossier" in result.output


@pytest.mark.usefixtures("towns")
def test_a_town_that_is_not_there_is_refused(run: Run) -> None:
    result = run("ask", "--town", "vile", "combien de crèches ?")

    assert result.exit_code == 2
    assert "aucune commune « vile »" in result.output
    assert "vouliez-vous dire « ville »" in result.output


def test_a_town_without_a_folder_of_towns_is_refused(run: Run) -> None:
    result = run("hours", "--town", "ville")

    assert result.exit_code == 2
    assert "demande SERVICEBOT_TOWNS" in result.output


def test_of_very_many_towns_some_are_listed(run: Run, towns: Path) -> None:
    for number in range(20):
        shutil.copytree(towns / "bourg", towns / f"commune-{number:02}")
    result = run("hours")

    assert "bourg, commune-00" in result.output
    assert "commune-15" not in result.output
    assert "(22 en tout)" in result.output
