"""What is true of every file that the repository holds."""

import ast
import re
import subprocess
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

import servicebot

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")
HEADINGS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
LOCKS = sorted((ROOT / "locks").glob("*.txt"))

# Written in pieces, so that this file does not hold what it looks for.
MACHINE_PATH = re.compile(r"(?<![\w./~$}-])/(?:work|root|tmp|home)" + r"(?![\w.-])")
REGISTRY = re.compile(r"(?:pypi|pythonhosted|npmjs|deb\.debian)" + r"\.(?:org|com)\b")


def listed_files() -> list[Path]:
    """Return the files that git follows or would add."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    names = listing.decode("utf-8").split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def lines_matching(pattern: re.Pattern[str]) -> list[str]:
    """Return `file:line` of all text that a pattern is found in."""
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in listed_files()
        for number, line in enumerate(
            path.read_text("utf-8", "replace").splitlines(), start=1
        )
        if pattern.search(line)
    ]


def function_lengths() -> dict[str, int]:
    return {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": node.end_lineno
        - node.lineno
        + 1
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    }


def test_no_file_names_a_path_of_one_machine() -> None:
    assert lines_matching(MACHINE_PATH) == []


def test_no_file_names_a_registry() -> None:
    assert lines_matching(REGISTRY) == []


def test_modules_hold_at_most_300_lines() -> None:
    lengths = {str(p): len(p.read_text("utf-8").splitlines()) for p in SOURCES}

    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_functions_hold_at_most_40_lines() -> None:
    assert {name: n for name, n in function_lengths().items() if n > 40} == {}


def test_nine_functions_in_ten_hold_at_most_20_lines() -> None:
    lengths = list(function_lengths().values())

    assert sum(length <= 20 for length in lengths) >= 0.9 * len(lengths)


def test_every_module_says_what_it_is() -> None:
    silent = [p for p in SOURCES if not ast.get_docstring(ast.parse(p.read_bytes()))]

    assert silent == []


def test_the_newest_version_of_the_changelog_is_ours() -> None:
    heading = r"^## \[(.+?)\] - (?:Unreleased|\d{4}-\d\d-\d\d)$"
    versions = re.findall(heading, CHANGELOG, re.MULTILINE)

    assert versions[0] == servicebot.__version__


def test_the_changelog_keeps_its_form() -> None:
    lines = [line for line in CHANGELOG.splitlines() if line]
    headings = [line.removeprefix("### ") for line in lines if line.startswith("### ")]
    empty = [a for a, b in pairwise(lines) if a.startswith("###") and b[0] == "#"]

    assert set(headings) <= HEADINGS
    assert empty == []
    assert len(headings) > 0


def test_the_licence_is_the_one_that_the_project_states() -> None:
    licence = (ROOT / "LICENSE").read_text("utf-8")

    assert PROJECT["license"] == "GPL-3.0-or-later"
    assert "GNU GENERAL PUBLIC LICENSE\n                       Version 3" in licence


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_every_locked_version_is_exact_and_has_hashes(lock: Path) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", lock.read_text("utf-8"))
    loose = [
        block.splitlines()[0]
        for block in blocks
        if not re.match(r"[a-z0-9.-]+(?:\[\w+\])?==\S+ ", block)
        or "--hash=sha256:" not in block
    ]

    assert loose == []


@pytest.mark.parametrize(
    "lock", [lock for lock in LOCKS if lock.stem != "build"], ids=lambda path: path.stem
)
def test_every_dependency_is_locked(lock: Path) -> None:
    locked = set(re.findall(r"^([a-z0-9.-]+)", lock.read_text("utf-8"), re.MULTILINE))
    needed = {re.split(r"[\[>=]", text)[0] for text in PROJECT["dependencies"]}

    assert needed <= locked
