"""In CI every test runs: a skipped one fails the run."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

SKIPPED = """
import pytest

def test_runs():
    pass

@pytest.mark.skip(reason="no browser here")
def test_is_skipped():
    pass
"""


@pytest.mark.parametrize(("in_ci", "exit_status"), [("true", 1), ("", 0)])
def test_a_skipped_test_fails_the_run_in_ci_only(
    pytester: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
    in_ci: str,
    exit_status: int,
) -> None:
    monkeypatch.setenv("CI", in_ci)
    shared = Path(__file__).with_name("conftest.py").read_text("utf-8")
    pytester.makeconftest(shared)
    pytester.makepyfile(SKIPPED)

    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")

    assert result.ret == exit_status
    result.assert_outcomes(passed=1, skipped=1)
