"""The house reads from the ground up: a room imports only from the floors below it."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "src"
FLOORS = (
    {"__init__"},
    {"errors", "logs", "memory"},
    {"french"},
    {"knowledge"},
    {"understanding"},
    {"replies"},
    {"answers"},
    {"bot"},
    {"evaluation"},
    {"imports", "journal"},
    {"oidc"},
    {"settings"},
    {"secret"},
    {"checkup"},
    {"web"},
    {"cli"},
    {"__main__"},
)
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


MODULES = {module_name(path): path for path in sorted(ROOT.rglob("*.py"))}
TREES = {name: ast.parse(path.read_bytes()) for name, path in MODULES.items()}


def known(name: str) -> str | None:
    """Return the module of this house that `name` stands for, if it is one."""
    return next((m for m in (name, f"{name}.__init__") if m in MODULES), None)


def targets(node: ast.AST) -> Iterator[str]:
    """Yield every module of this house that an import statement reads."""
    if isinstance(node, ast.Import):
        yield from filter(None, (known(alias.name) for alias in node.names))
    if isinstance(node, ast.ImportFrom) and node.module:
        inner = [known(f"{node.module}.{alias.name}") for alias in node.names]
        yield from filter(None, [*inner, None if all(inner) else known(node.module)])


def imports(name: str) -> set[str]:
    return {target for node in ast.walk(TREES[name]) for target in targets(node)}


def room(name: str) -> str:
    return name.split(".")[1]


@pytest.mark.parametrize("name", MODULES)
def test_every_room_has_its_floor(name: str) -> None:
    assert room(name) in FLOOR_OF


@pytest.mark.parametrize("name", MODULES)
def test_imports_come_from_below_or_from_the_same_room(name: str) -> None:
    upwards = [
        target
        for target in imports(name)
        if room(target) != room(name) and FLOOR_OF[room(target)] >= FLOOR_OF[room(name)]
    ]

    assert upwards == []


@pytest.mark.parametrize("name", MODULES)
def test_imports_stand_at_the_top_and_are_absolute(name: str) -> None:
    hidden = [
        node.lineno
        for outer in ast.walk(TREES[name])
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for node in ast.walk(outer)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    relative = [
        node.lineno
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.ImportFrom) and node.level > 0
    ]

    assert (hidden, relative) == ([], [])


def test_no_module_reads_itself_through_another() -> None:
    order = list(TopologicalSorter({m: imports(m) for m in MODULES}).static_order())

    assert set(order) == set(MODULES)
