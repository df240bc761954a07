"""What all tests share: hypothesis profiles, databases, their order, no silent skip."""

import os
import secrets
import shutil
from collections import defaultdict
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


SECONDS = {"slow": 5.0, "browser": 2.0, "postgres": 0.5}
"""About how long a test with such a mark takes; `slow(seconds)` says it itself."""


def seconds_of(item: pytest.Item) -> float:
    """Return about how long a test takes, as its marks say."""
    said = [mark.args[0] for mark in item.iter_markers("slow") if mark.args]
    usual = [SECONDS.get(mark.name, 0.1) for mark in item.iter_markers()]
    return float(said[0]) if said else max(usual, default=0.1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first: none is left for one processor at the end."""
    seconds: defaultdict[Path, float] = defaultdict(float)
    for item in items:
        seconds[item.path] += seconds_of(item)
    items.sort(key=lambda item: -seconds[item.path])


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
