"""What all tests share: the hypothesis profiles, and no silent skip in CI."""

import os

import pytest
from hypothesis import settings

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}

settings.register_profile("ci", derandomize=True, deadline=None, database=None)
settings.register_profile("developer", deadline=None)
settings.load_profile("ci" if IN_CI else "developer")


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
