"""The commands, run in the invented town."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from servicebot.cli import main

TOWN = Path(__file__).parents[1] / "town"
Run = Callable[..., Result]


@pytest.fixture
def town() -> Path:
    """The invented town's folder."""
    return TOWN


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an empty folder, with the invented town's knowledge."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SERVICEBOT_KNOWLEDGE", str(TOWN))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def run_one(*arguments: str, lines: str = "") -> Result:
        return CliRunner().invoke(main, arguments, input=lines, prog_name="servicebot")

    return run_one
