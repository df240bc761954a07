"""A twentieth of the measure of many towns: fifteen, more than there is room for."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BOUND = 240


@pytest.mark.slow(40)
@pytest.mark.timeout(700)
def test_fifteen_towns_answer_for_themselves_within_a_bound_of_memory() -> None:
    measured = subprocess.run(
        [
            *(sys.executable, str(ROOT / "benchmarks" / "towns" / "run.py")),
            *("--towns", "15", "--seconds", "6", "--rate", "20", "--json"),
            *("--memory", str(BOUND)),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    found = json.loads(measured.stdout)

    assert found["wrong"] == 0
    assert found["requests"] > 100
    assert 1 < found["loaded"] < 15
    assert found["cold"] < found["requests"]
    assert found["rss"] < BOUND * 1.25
