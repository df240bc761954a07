"""`servicebot user`: the accounts of the desk from the terminal."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from servicebot.cli import main

PASSWORD = "les platanes du cours"  # noqa: S105 - invented


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "User":
    """Run `servicebot user` on a database of its own."""
    monkeypatch.setenv("SERVICEBOT_VAR", str(tmp_path))
    monkeypatch.delenv("SERVICEBOT_DATABASE_URL", raising=False)
    return User()


class User:
    """Runs the command."""

    def __call__(self, *words: str, given: str | None = None) -> Result:
        """Run it with these words and this standard input."""
        return CliRunner().invoke(main, ["user", *words], input=given)

    def accounts(self) -> list[dict[str, object]]:
        """Return what `list --json` prints."""
        return [json.loads(line) for line in self("list", "--json").output.splitlines()]


def test_an_account_is_added_and_listed_without_its_password(user: User) -> None:
    added = user(
        "add", "claire", "--role", "editeur", "--password-stdin", given=PASSWORD
    )

    assert added.exit_code == 0
    (account,) = user.accounts()
    assert (account["login"], account["role"]) == ("claire", "editeur")
    assert PASSWORD not in added.output
    assert "scrypt" not in user("list", "--json").output


def test_the_password_is_asked_twice_where_none_is_given(user: User) -> None:
    added = user("add", "claire", given=f"{PASSWORD}\n{PASSWORD}\n")

    assert added.exit_code == 0
    assert PASSWORD not in added.output


def test_a_drawn_password_is_shown_once(user: User) -> None:
    assert "mot de passe : " in user("add", "claire", "--generate").output


def test_what_cannot_be_is_refused_with_code_2(user: User) -> None:
    weak = user("add", "claire", "--password-stdin", given="court")
    unknown = user("close", "paul")

    assert (weak.exit_code, unknown.exit_code) == (2, 2)
    assert user.accounts() == []


def test_an_account_changes_closes_and_opens(user: User) -> None:
    user("add", "claire", "--generate")

    steps = [
        user("role", "claire", "administrateur"),
        user("password", "claire", "--generate"),
        user("close", "claire"),
    ]
    closed = user("list").output
    user("open", "claire")
    user("sessions", "claire")

    assert [step.exit_code for step in steps] == [0, 0, 0]
    assert "(fermé)" in closed
    (account,) = user.accounts()
    assert (account["role"], account["active"]) == ("administrateur", True)


def test_a_database_that_is_not_there_is_said(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "postgresql://nobody@127.0.0.1:1/none"
    monkeypatch.setenv("SERVICEBOT_DATABASE_URL", url)

    refused = user("list")

    assert refused.exit_code == 2
    assert "la base de données ne répond pas" in refused.stderr
