"""A dialogue without a terminal: questions, commands in both languages, the clock."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from servicebot.cli.prompt import history_file, open_prompt
from servicebot.cli.repl import HELP, NAMES

Run = Callable[..., Result]


def test_a_scripted_dialogue(run: Run) -> None:
    result = run(
        "repl",
        lines="combien de crèches ?\net pour combien d'enfants ?\n:contexte\n"
        ":oublier\n:contexte\n:quitter\nignoré\n",
    )

    assert result.exit_code == 0
    said = result.output
    assert said.index("3 crèches") < said.index("1 250 places")
    assert said.index("1 250 places") < said.index("sujet : creches")
    assert said.index("C'est oublié.") < said.index("Le contexte est vide.")


def test_the_end_of_the_input_ends_the_dialogue(run: Run) -> None:
    assert run("repl", lines="combien de crèches").exit_code == 0


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (":explain", "Posez d'abord une question."),
        (":pourquoi cb de creche", "creches.nombre"),
        (":mots cb de creche", "racine"),
        (":words", "Posez d'abord une question."),
        (":context", "Le contexte est vide."),
        (":aide", ":quitter"),
        (":help", ":pourquoi"),
        (":reload", "La base est rechargée."),
        (":recharger", "La base est rechargée."),
        (":forget", "C'est oublié."),
        (":date 2026-12-25T10:00", "Il est 2026-12-25T10:00 (horloge arrêtée)."),
        (":at n'importe quoi", "n'est pas une date"),
        (":inconnu", "Commande inconnue"),
        ("a" * 1001, "dépasse 1000"),
    ],
)
def test_a_command_says(run: Run, line: str, expected: str) -> None:
    result = run("repl", lines=f"{line}\n:quit\n")

    assert result.exit_code == 0
    assert expected in result.output


def test_the_last_question_is_explained_as_it_was_asked(run: Run) -> None:
    lines = "combien de crèches ?\net pour combien d'enfants ?\n:pourquoi\n"

    assert "creches.capacite" in run("repl", lines=lines).output


def test_the_clock_stops_and_goes_again(run: Run) -> None:
    lines = (
        ":date 2026-11-25T11:00\nla piscine est ouverte ?\n"
        ":date 2026-11-25T23:00\nla piscine est ouverte ?\n:date maintenant\n"
    )

    said = run("repl", lines=lines).output

    assert "ouvert" in said.split("23:00")[0]
    assert "fermé" in said.split("23:00")[1]
    assert "horloge" not in said.rsplit("Il est", 1)[1]


def test_a_number_asks_the_choice_that_bears_it(run: Run) -> None:
    first = run("repl", lines="combien de crèches ?\n1\n").output
    alone = run("repl", lines="combien de crèches ?\n").output

    assert "  1. " in alone
    assert len(first) > len(alone)


def test_a_broken_folder_keeps_the_old_base(
    run: Run, town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVICEBOT_KNOWLEDGE", str(tmp_path / "gone"))

    assert run("repl").exit_code == 2
    assert run("repl", "--knowledge", str(town), lines=":recharger\n").exit_code == 0


def test_every_command_is_in_the_help() -> None:
    told = " ".join(HELP)

    assert all(f":{name}" in told for name in NAMES)


def test_the_history_is_private(tmp_path: Path) -> None:
    file = history_file(tmp_path)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert history_file(tmp_path) == file


def test_lines_come_from_a_pipe_when_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = tmp_path / "lines"
    source.write_text("bonjour\n")
    with source.open() as lines:
        monkeypatch.setattr("sys.stdin", lines)
        read = open_prompt([], [])

        assert [read(), read()] == ["bonjour\n", None]
