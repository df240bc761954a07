"""The doors on the knowledge that is shipped: the examples of the README."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from servicebot.cli import main

pytestmark = pytest.mark.slow
SHIPPED = Path(__file__).parents[2] / "knowledge"


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where the understanding is kept from one command to the next."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture
def run(
    var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """Run a command on the shipped knowledge."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SERVICEBOT_VAR", str(var))

    def run_one(*arguments: str, lines: str = "") -> Result:
        options = [arguments[0], "--knowledge", str(SHIPPED), *arguments[1:]]
        return CliRunner().invoke(main, options, input=lines)

    return run_one


def test_a_piped_question_is_answered(run: Callable[..., Result]) -> None:
    result = run("ask", lines="cb de creche\n")

    assert result.exit_code == 0
    assert "28 crèches" in result.output


def test_json_is_for_other_programs(run: Callable[..., Result]) -> None:
    result = run("ask", "--json", "la déchèterie est ouverte dimanche ?")

    reply = json.loads(result.output)
    assert reply["kind"] in {"answer", "clarification"}
    assert "déchèterie" in result.output


def test_a_scripted_dialogue_follows_and_explains(run: Callable[..., Result]) -> None:
    lines = "combien de crèches ?\net pour combien d'enfants ?\n:pourquoi\n:quitter\n"

    said = run("repl", lines=lines).output

    assert said.index("28 crèches") < said.index("1 500 enfants")
    assert "creches.capacite" in said
