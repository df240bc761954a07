"""Schemathesis asks all that the OpenAPI document allows, and all that it forbids.

A twentieth of the full run; `SERVICEBOT_TEST_FUZZ=5000` asks for that many cases.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CASES = int(os.environ.get("SERVICEBOT_TEST_FUZZ", "250"))
RUN = "from schemathesis.cli import schemathesis; schemathesis(prog_name='st')"


@pytest.mark.slow
@pytest.mark.timeout(60 + CASES)
def test_every_route_does_what_the_document_says(
    serve: Callable[..., str], tmp_path: Path
) -> None:
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            RUN,
            f"--config-file={HERE / 'schemathesis.toml'}",
            "run",
            f"{serve()}/openapi.json",
            "--checks=all",
            f"--max-examples={max(10, CASES // 6)}",
            "--seed=1",
            "--no-color",
        ],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
        check=False,
    )
    generated = re.search(r"([\d,]+) generated", run.stdout)

    assert run.returncode == 0, run.stdout
    assert generated is not None
    assert int(generated[1].replace(",", "")) >= CASES
