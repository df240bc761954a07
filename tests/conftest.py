"""What all tests share: the hypothesis profiles, databases, no silent skip in CI."""

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import make_url, text

from servicebot.journal.database import open_engine, writing

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}

settings.register_profile("ci", derandomize=True, deadline=None, database=None)
settings.register_profile("developer", deadline=None)
settings.load_profile("ci" if IN_CI else "developer")


@pytest.fixture(scope="session")
def clock_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented town with more places, whose hours are as varied as hours can be."""
    here = Path(__file__).parent
    folder = tmp_path_factory.mktemp("clock") / "town"
    shutil.copytree(here / "town", folder)
    return shutil.copytree(here / "clock_town", folder, dirs_exist_ok=True)


def skipped_count(config: pytest.Config) -> int:
    """Return how many tests this run has skipped."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", ())) if reporter else 0


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI everything is there, so a skipped test is a failure."""
    if (
        IN_CI
        and skipped_count(session.config)
        and session.exitstatus == pytest.ExitCode.OK
    ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say why a run without a failed test fails."""
    if IN_CI and (count := skipped_count(config)):
        terminalreporter.write_line(f"{count} skipped: a failure in CI", red=True)


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'var' / 'servicebot.sqlite'}"
    else:
        yield from _postgresql_url()


def _postgresql_url() -> Iterator[str]:
    """Make a schema of the test server that is this test's own, and take it away."""
    address = os.environ.get("SERVICEBOT_TEST_DATABASE_URL")
    if not address:
        pytest.skip("SERVICEBOT_TEST_DATABASE_URL is not set")
    schema = f"servicebot_{secrets.token_hex(6)}"
    url = make_url(address).update_query_dict({"options": f"-csearch_path={schema}"})
    engine = open_engine(address)
    with writing(engine) as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield url.render_as_string(hide_password=False)
    with writing(engine) as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()
