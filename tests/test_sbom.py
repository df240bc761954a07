"""The bill of materials holds all that is deployed, and what needs what."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "locks" / "deploy.txt"


def write() -> str:
    """Return what the script writes."""
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "sbom.py"), str(LOCK)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    """The bill of materials of this checkout."""
    found: dict[str, Any] = json.loads(write())
    return found


def test_every_locked_package_is_a_component_with_its_hashes(
    bill: dict[str, Any],
) -> None:
    text = LOCK.read_text("utf-8")
    locked = set(re.findall(r"^([a-z0-9._-]+)(?:\[.*?\])?==(\S+)", text, re.MULTILINE))
    hashes = set(re.findall(r"sha256:([0-9a-f]{64})", text))
    components = bill["components"]

    assert {(c["name"], c["version"]) for c in components} == locked
    assert {h["content"] for c in components for h in c["hashes"]} == hashes
    assert all(component["hashes"] for component in components)


def test_every_reference_is_a_component_and_each_is_reached(
    bill: dict[str, Any],
) -> None:
    root = bill["metadata"]["component"]["bom-ref"]
    known = {component["bom-ref"] for component in bill["components"]} | {root}
    wants = {entry["ref"]: set(entry["dependsOn"]) for entry in bill["dependencies"]}
    reached, ahead = set(), {root}
    while ahead:
        reached |= ahead
        ahead = set().union(*(wants[name] for name in ahead)) - reached

    assert set(wants) == known
    assert reached == known
    assert f"pkg:pypi/flask@{version(bill, 'flask')}" in wants[root]
    assert (
        f"pkg:pypi/werkzeug@{version(bill, 'werkzeug')}"
        in (wants[f"pkg:pypi/flask@{version(bill, 'flask')}"])
    )


def test_licences_are_named(bill: dict[str, Any]) -> None:
    named = [c for c in bill["components"] if "licenses" in c]

    assert len(named) >= 0.8 * len(bill["components"])


def test_the_same_lock_gives_the_same_bill() -> None:
    assert write() == write()


def version(bill: dict[str, Any], name: str) -> str:
    """Return the version of a component."""
    found: str = next(c["version"] for c in bill["components"] if c["name"] == name)
    return found
