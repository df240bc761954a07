"""A twentieth of what `scripts/bench` measures: each measure runs to its end.

Many towns are in tests/cli/test_many_towns.py, a thousand questions more in
tests/faults/test_soak.py. What is reached here says nothing of the bars.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOWN = ROOT / "tests" / "town"
pytestmark = pytest.mark.slow(10)


def measure(folder: Path, *arguments: str) -> str:
    """Run a measure of serving; return its report. A bar may be missed."""
    report = folder / "report.md"
    run = ROOT / "benchmarks" / "serving" / "run.py"
    done = subprocess.run(
        [sys.executable, str(run), *arguments, "--report", str(report)],
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    assert done.returncode in (0, 1), done.stderr
    assert report.is_file(), done.stderr
    return report.read_text("utf-8")


def rows_of(report: str) -> list[list[str]]:
    """Return the rows of the first table of a report, its head first."""
    table = report.partition("| ")[1:]
    lines = "".join(table).partition("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.fixture
def _wrk() -> None:
    """What asks."""
    if shutil.which("wrk") is None:
        pytest.skip("wrk is not installed")


@pytest.mark.usefixtures("_wrk")
def test_requests_a_second_of_every_server_beside_an_empty_answer(
    tmp_path: Path,
) -> None:
    briefly = ("--seconds", "1", "--rounds", "1", "--warm-up", "1", "--profile", "0")
    report = measure(tmp_path, "http", *briefly, "--knowledge", str(TOWN))
    head, _, *rows = rows_of(report)
    told = [dict(zip(head, row, strict=True)) for row in rows]
    asked = [row for row in told if "/api/v1/ask" in row["server and address"]]

    assert len(told) == 6
    assert [row["failed"] for row in told] == ["0"] * 6
    assert all(float(row["requests/s"]) > 0 for row in told)
    assert [row["share (bar ≥ 60%)"][-1] for row in asked] == ["%", "%"]


@pytest.mark.usefixtures("_wrk")
def test_the_memory_at_half_load(tmp_path: Path) -> None:
    report = measure(tmp_path, "soak", "--minutes", "0.1", "--knowledge", str(TOWN))
    said = re.search(r": (\d+) asked, (\d+) failed", report)

    assert said is not None
    assert int(said[1]) > 20
    assert int(said[2]) == 0
    assert len(rows_of(report)) > 5
    assert re.search(r"to the last: [+-]\d", report)


def test_how_cost_grows_with_the_entries(tmp_path: Path) -> None:
    plot = tmp_path / "growth.svg"
    report = measure(tmp_path, "growth", "--sizes", "15", "150", "--plot", str(plot))
    head, _, *rows = rows_of(report)
    right = [float(row[head.index("right")].rstrip("%")) for row in rows]

    assert [int(row[0]) for row in rows] == sorted(int(row[0]) for row in rows)
    assert len(rows) == 2
    assert right[-1] > 90
    assert plot.read_text("utf-8").startswith("<svg")


def test_how_long_a_start_takes(tmp_path: Path) -> None:
    script = ROOT / "benchmarks" / "serving" / "start.py"
    command = [sys.executable, str(script), str(TOWN)]
    done = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, check=True)
    found = json.loads(done.stdout)

    assert 0 < found["warm_s"] < found["cold_s"] * 1.5
    assert found["memory_mb"] > 10
