"""Every promise of docs/robustesse.md names a test that there is."""

import re

import pytest
from tests.faults.nodes import ROOT

TEXT = (ROOT / "docs" / "robustesse.md").read_text("utf-8")
ROWS = [line for line in TEXT.splitlines() if line.startswith("| ")][1:]
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", TEXT)


def test_every_line_of_the_table_has_its_test() -> None:
    assert len(ROWS) >= 15
    assert [row for row in ROWS if "::test_" not in row] == []


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_the_test_of_a_promise_exists(path: str, name: str) -> None:
    assert f"\ndef {name}(" in (ROOT / path).read_text("utf-8")


def test_every_fault_that_is_tested_is_promised() -> None:
    tested = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in (ROOT / "tests" / "faults").glob("test_*_machine*.py")
        for name in re.findall(r"\ndef (test_\w+)", path.read_text("utf-8"))
    }

    assert len(tested) > 8
    assert tested <= set(NAMED)
