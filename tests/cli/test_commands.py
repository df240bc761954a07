"""What each command prints and with which code it ends."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from servicebot.cli.commands import COMMANDS

Run = Callable[..., Result]


@pytest.fixture
def broken(tmp_path: Path, town: Path) -> Path:
    """A copy of the town with a fault on a line that is known."""
    folder = tmp_path / "broken"
    shutil.copytree(town, folder)
    file = folder / "services" / "creches.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("label:", "lable:", 1), encoding="utf-8")
    return folder


def test_help_lists_every_command(run: Run) -> None:
    result = run("--help")

    assert result.exit_code == 0
    assert all(f"  {name} " in result.output for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(run: Run, name: str) -> None:
    result = run(name, "--help")

    assert result.exit_code == 0
    assert f"Usage: servicebot {name}" in result.output


def test_an_unknown_command_is_a_usage_error(run: Run) -> None:
    assert run("aks").exit_code == 2


def test_a_question_is_answered_with_its_source(run: Run) -> None:
    result = run("ask", "combien", "de", "crèches", "?")

    assert result.exit_code == 0
    assert "3 crèches" in result.output
    assert "Source : " in result.output


def test_lines_are_answered_one_by_one(run: Run) -> None:
    result = run("ask", lines="cb de creche\n\nhoraires de la piscine\n")

    assert result.exit_code == 0
    assert "3 crèches" in result.output
    assert "Piscine des Ormes" in result.output


def test_lines_of_a_dialogue_follow_each_other(run: Run) -> None:
    lines = "combien de crèches\net pour combien d'enfants\n"

    result = run("ask", "--json", "--dialogue", lines=lines)

    entries = [json.loads(line)["entry"] for line in result.output.splitlines()]
    assert entries == ["creches.nombre", "creches.capacite"]


def test_json_is_the_contract_on_one_line(run: Run) -> None:
    result = run(
        "ask", "--json", "la piscine est ouverte ?", "--at", "2026-11-25T11:00"
    )

    (line,) = result.output.splitlines()
    reply = json.loads(line)
    assert list(reply)[:3] == ["id", "kind", "text"]
    assert reply["answers"][0]["place"]["state"] == "open"


def test_what_is_not_known_ends_with_1(run: Run) -> None:
    assert run("ask", "quelle est la capitale du Pérou").exit_code == 1


def test_one_unanswered_line_is_enough_to_end_with_1(run: Run) -> None:
    assert run("ask", lines="capitale du Pérou\ncombien de crèches\n").exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "   "],
        ["ask", "a" * 1001],
        ["ask", "crèches", "--at", "demain"],
        ["ask", "crèches", "--knowledge", "nowhere"],
        ["explain"],
    ],
)
def test_a_wrong_use_ends_with_2(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_no_colour_goes_into_a_pipe(run: Run) -> None:
    assert "\x1b" not in run("ask", "combien de crèches").output


def test_a_setting_that_is_wrong_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVICEBOT_RATE_LIMIT", "beaucoup")

    result = run("ask", "combien de crèches")

    assert result.exit_code == 2
    assert "SERVICEBOT_RATE_LIMIT" in result.output


def test_explain_shows_words_candidates_and_the_verdict(run: Run) -> None:
    result = run("explain", "cb", "de", "creche")

    assert result.exit_code == 0
    for text in (
        "mot ",
        "racine",
        "creches.nombre",
        "score",
        "verdict : ",
        "confiance",
    ):
        assert text in result.output


def test_the_town_of_the_tests_is_in_order(run: Run) -> None:
    result = run("check")

    assert (result.exit_code, result.output.count("erreur :")) == (0, 0)


def test_check_tells_every_fault_with_its_line(run: Run, broken: Path) -> None:
    result = run("check", str(broken))

    assert result.exit_code == 1
    assert "creches.yaml:3:1" in result.output
    assert "lable" in result.output


def test_check_writes_json_for_other_programs(run: Run, broken: Path) -> None:
    result = run("check", "--json", "--knowledge", str(broken))

    findings = json.loads(result.output)
    assert result.exit_code == 1
    assert findings[0].keys() == {"level", "where", "message"}


def test_a_broken_base_is_refused_by_the_commands_that_need_it(
    run: Run, broken: Path
) -> None:
    for name in ("ask", "explain", "serve"):
        arguments = [] if name == "serve" else ["combien de crèches"]
        result = run(name, "--knowledge", str(broken), *arguments)

        assert result.exit_code == 2
        assert "creches.yaml:3:1" in result.output


def test_schema_is_json_for_all_kinds_or_one(run: Run, tmp_path: Path) -> None:
    assert "properties" in json.loads(run("schema").output)
    assert json.loads(run("schema", "--kind", "town").output)["$schema"]

    run("schema", "--write", "schemas")

    assert (tmp_path / "schemas" / "town.json").is_file()


def test_the_tests_of_the_town_pass(run: Run) -> None:
    result = run("test")

    assert result.exit_code == 0
    assert "comme attendu" in result.output


def test_a_test_that_fails_says_what_differed_and_why(
    run: Run, town: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "changed"
    shutil.copytree(town, folder)
    (folder / "tests" / "more.yaml").write_text(
        "- {q: combien de crèches, entry: piscine.horaires}\n", encoding="utf-8"
    )

    result = run("test", "--knowledge", str(folder))

    assert result.exit_code == 1
    assert "creches.nombre" in result.output
    assert "piscine.horaires" in result.output


def test_asking_does_not_load_the_web_server() -> None:
    code = (
        "import sys, servicebot.cli.ask\n"
        "print([m for m in ('flask', 'waitress', 'rich', 'prompt_toolkit') "
        "if m in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )

    assert done.stdout.strip() == "[]"
