"""`servicebot backup` and `restore`, as one types them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def test_what_is_saved_is_restored_and_never_over_something(run: Run) -> None:
    run("user", "add", "anne", "--role", "agent", "--generate")
    saved = run("backup", "one.backup", "--json")
    refused = run("restore", "one.backup")
    forced = run("restore", "one.backup", "--force", "--json")

    assert (saved.exit_code, refused.exit_code, forced.exit_code) == (0, 2, 0)
    assert json.loads(saved.output) == json.loads(forced.output)
    assert json.loads(saved.output)["rows"]["accounts"] == 1
    assert "--force" in refused.output


def test_people_are_told_what_a_backup_holds(run: Run) -> None:
    assert run("backup", "one.backup").output.startswith("one.backup écrit : ")
    assert "existe déjà" in run("backup", "one.backup").output


def test_what_cannot_be_done_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = run("backup", str(Path("nowhere", "one.backup")))
    missing = run("restore", "none.backup")
    monkeypatch.setenv("SERVICEBOT_DATABASE_URL", "postgresql://127.0.0.1:1/x")
    monkeypatch.setenv("SERVICEBOT_SECRET_KEY", "k" * 16)
    away = run("backup", "two.backup")

    assert {r.exit_code for r in (nowhere, missing, away)} == {2}
    assert "ne répond pas" in away.output
