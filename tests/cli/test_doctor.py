"""`servicebot doctor` names what is wrong with a deployment, and what to do."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from servicebot.checkup.findings import Finding
from servicebot.checkup.machine import examine_machine
from servicebot.checkup.services import examine_database
from servicebot.journal.database import open_engine
from servicebot.journal.migrations import MIGRATIONS, migrate
from servicebot.secret import secret_bytes
from servicebot.settings import Settings

Run = Callable[..., Result]
NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def levels(result: Result) -> dict[str, str]:
    """Return the level of each finding."""
    return {row["name"]: row["level"] for row in json.loads(result.output)}


def test_a_fresh_installation_has_nothing_to_fix(run: Run) -> None:
    result = run("doctor", "--json")

    assert result.exit_code == 0
    assert set(levels(result).values()) <= {"ok", "warning"}
    assert levels(result)["connaissances"] == "ok"


def test_it_speaks_french_and_says_what_to_do(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVICEBOT_RATE_LIMIT", "off")
    said = run("doctor").output

    assert "! limite : SERVICEBOT_RATE_LIMIT=off" in said.replace("\u202f", " ")
    assert "    → retirez ce réglage" in said


@pytest.mark.parametrize(
    ("name", "variable", "value"),
    [
        ("réglages", "SERVICEBOT_RATE_LIMIT", "beaucoup"),
        ("connaissances", "SERVICEBOT_KNOWLEDGE", "nowhere"),
        ("secret", "SERVICEBOT_REDIS_URL", "redis://127.0.0.1:1/0"),
        ("redis", "SERVICEBOT_REDIS_URL", "redis://127.0.0.1:1/0"),
        ("base de données", "SERVICEBOT_DATABASE_URL", "mysql://x"),
        ("base de données", "SERVICEBOT_DATABASE_URL", "postgresql://127.0.0.1:1/x"),
        ("disque", "SERVICEBOT_VAR", "/proc/servicebot"),
    ],
)
def test_what_does_not_work_is_an_error(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    result = run("doctor", "--json")

    assert result.exit_code == 1
    assert levels(result)[name] == "error"


def test_a_broken_base_is_an_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    result = run("doctor", "--json", "--knowledge", str(tmp_path / "base"))

    assert levels(result)["connaissances"] == "error"


def test_a_secret_that_others_can_read_is_an_error(run: Run) -> None:
    secret_bytes(Settings())
    before = levels(run("doctor", "--json"))
    Path("var", "secret").chmod(0o644)
    after = levels(run("doctor", "--json"))

    assert [found.get("secret") for found in (before, after)] == ["ok", "error"]


def test_sites_without_https_are_told(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVICEBOT_CORS_ORIGINS", "http://www.ville.example")
    assert levels(run("doctor", "--json"))["https"] == "warning"


def test_trusted_proxies_are_wanted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert levels(run("doctor", "--json"))["mandataires"] == "warning"
    monkeypatch.setenv("SERVICEBOT_TRUSTED_PROXIES", "127.0.0.1")
    assert levels(run("doctor", "--json"))["mandataires"] == "ok"


def test_a_disk_that_fills_up_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for free in (50 * 1024**2, 500 * 1024**2, 5 * 1024**3):
        usage = os.terminal_size((0, 0)), free
        monkeypatch.setattr("shutil.disk_usage", lambda _, u=usage: _Usage(u[1]))
        found += [f.level for f in examine_machine(Settings(var=tmp_path))][-1:]

    assert found == ["error", "warning", "ok"]


class _Usage:
    def __init__(self, free: int) -> None:
        self.free = free


def test_the_database_s_version_and_clock_are_examined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(database=f"sqlite:///{tmp_path / 'base.sqlite'}")
    engine = open_engine(settings.database_url)

    assert database(settings) == {"base de données": "ok", "horloge": "ok"}
    with monkeypatch.context() as older:
        older.setattr("servicebot.journal.migrations.MIGRATIONS", MIGRATIONS[:1])
        migrate(engine)
    assert database(settings)["base de données"] == "warning"
    migrate(engine)
    assert database(settings)["base de données"] == "ok"
    monkeypatch.setattr("servicebot.checkup.services.MIGRATIONS", MIGRATIONS[:1])
    assert database(settings)["base de données"] == "error"
    engine.dispose()


@pytest.mark.postgres
def test_a_clock_that_is_wrong_is_told(database_url: str) -> None:
    found = examine_database(
        Settings(database=database_url), NOW - timedelta(days=3650)
    )
    clocks = [f for f in found if f.name == "horloge"]

    is_sqlite = database_url.startswith("sqlite")
    assert [f.level for f in clocks] == (["ok"] if is_sqlite else ["error"])


def database(settings: Settings) -> dict[str, str]:
    """Return the level of each finding about the database."""
    found: list[Finding] = list(examine_database(settings, NOW))
    return {finding.name: finding.level for finding in found}
