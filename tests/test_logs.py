"""The log: lines for people or for machines, and nothing that a citizen typed."""

import json
import logging
from collections.abc import Iterator

import pytest

from servicebot.logs import LogFormat, start_logging

SAID = "je m'appelle Jeanne Martin"


@pytest.fixture(autouse=True)
def root() -> Iterator[None]:
    """Give the root logger back as it was."""
    logger = logging.getLogger()
    before = logger.handlers[:], logger.level
    logger.handlers = []
    yield
    logger.handlers, logger.level = before


def fail() -> None:
    """Log an exception that quotes a citizen."""
    try:
        int(SAID)
    except ValueError:
        logging.getLogger("servicebot.web").exception("unexpected error")


def test_lines_for_machines_are_json(capfd: pytest.CaptureFixture[str]) -> None:
    start_logging("json")
    logging.getLogger("servicebot.web").warning("« %s »", "a\nb\x1b[31m")

    (line,) = capfd.readouterr().err.splitlines()
    read = json.loads(line)
    assert list(read) == ["time", "level", "logger", "message"]
    assert read["message"] == "« a\nb\x1b[31m »"
    assert read["level"] == "warning"
    assert read["time"].endswith("+00:00")


def test_lines_for_people_name_level_and_logger(
    capfd: pytest.CaptureFixture[str],
) -> None:
    start_logging("text")
    logging.getLogger("servicebot.web").info("ready")

    assert capfd.readouterr().err == "INFO servicebot.web ready\n"


@pytest.mark.parametrize("form", ["json", "text"])
def test_an_exception_says_where_and_never_what_was_said(
    capfd: pytest.CaptureFixture[str], form: LogFormat
) -> None:
    start_logging(form)
    fail()

    written = capfd.readouterr().err
    assert "ValueError" in written
    assert "test_logs.py:" in written
    assert SAID not in written
