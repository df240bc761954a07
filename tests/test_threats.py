"""Every threat of the threat model names tests, and each of those exists."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODEL = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in MODEL.splitlines()
    if line.startswith("| ") and not line.startswith("| threat")
]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def functions(path: Path) -> set[str]:
    """Return the names of the functions of a file of tests."""
    tree = ast.parse(path.read_bytes())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_threat_has_an_answer_and_a_test(row: list[str]) -> None:
    threat, answer, tests = row

    assert threat
    assert answer
    assert NAMED.search(tests)


@pytest.mark.parametrize(("file", "name"), NAMED.findall(MODEL))
def test_every_test_that_is_named_exists(file: str, name: str) -> None:
    assert name in functions(ROOT / file)


def test_the_model_fits_on_a_page() -> None:
    assert 15 <= len(ROWS) <= 30
    assert len(MODEL.splitlines()) <= 45
