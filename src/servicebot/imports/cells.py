"""A YAML document as a table of cells and back, nothing lost but the comments.

A row is (key, type, value). The key is the way to the value: names and list positions
`[0]` between slashes, where `~0`, `~1` and `~2` stand for `~`, `/` and `[`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from servicebot.errors import ImportFileError

_FORMULA = ("=", "+", "-", "@", "'")
_LONGEST_CELL = 30_000


class Cell(NamedTuple):
    """One value of a document: the way to it, its type in French, and its text."""

    key: str
    type: str
    value: str


def to_cells(data: Any, key: str = "") -> Iterator[Cell]:  # noqa: ANN401 - any YAML
    """Yield the cells of a document, in its order; a list of texts is one cell."""
    match data:
        case dict() if data:
            for name, value in data.items():
                yield from to_cells(value, f"{key}/{_escaped(name)}")
        case list() if data and not _is_one_cell(data):
            for number, value in enumerate(data):
                yield from to_cells(value, f"{key}/[{number}]")
        case _:
            yield Cell(key, *_written(data))


def from_cells(cells: Iterable[Cell]) -> Any:  # noqa: ANN401 - any YAML
    """Return the document of cells; ImportFileError where they do not fit together."""
    root: dict[str, Any] = {}
    for cell in cells:
        steps = ["", *cell.key.split("/")[1:]]
        inside = root
        for step in steps[:-1]:
            inside = inside.setdefault(step, {})
            if not isinstance(inside, dict):
                raise ImportFileError(f"clé impossible : « {cell.key} »")
        if steps[-1] in inside:
            raise ImportFileError(f"clé en double : « {cell.key} »")
        inside[steps[-1]] = _Leaf(_read(cell))
    return _built(root[""]) if root else None


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def unguarded(text: str) -> str:
    """Return the text that was guarded."""
    return text.removeprefix("'")


class _Leaf(NamedTuple):
    """A value that is finished, among those that are being put together."""

    value: Any


def _is_one_cell(items: list[Any]) -> bool:
    texts = all(isinstance(item, str) and item for item in items)
    return (
        texts
        and not any(re.search(r"[\r\n]", item) for item in items)
        and sum(map(len, items)) < _LONGEST_CELL
    )


def _written(data: Any) -> tuple[str, str]:  # noqa: ANN401 - any YAML
    match data:
        case None:
            return "rien", ""
        case bool():
            return "oui/non", "oui" if data else "non"
        case int():
            return "nombre", str(data)
        case dict():
            return "table", ""
        case list():
            return "liste", "\n".join(data)
        case _:
            return "texte", str(data)


def _read(cell: Cell) -> Any:  # noqa: ANN401 - any YAML
    match cell.type.strip().lower():
        case "texte":
            return cell.value
        case "liste":
            return cell.value.splitlines()
        case "nombre" if re.fullmatch(r"-?\d+", cell.value.strip()):
            return int(cell.value)
        case "oui/non" if cell.value.strip().lower() in {"oui", "non"}:
            return cell.value.strip().lower() == "oui"
        case "rien":
            return None
        case "table":
            return {}
    raise ImportFileError(
        f"« {cell.key} » : valeur « {cell.value} » impossible pour « {cell.type} »"
    )


def _built(node: Any) -> Any:  # noqa: ANN401 - leaves and dicts of them
    if isinstance(node, _Leaf):
        return node.value
    values = {name: _built(value) for name, value in node.items()}
    if all(re.fullmatch(r"\[\d+\]", name) for name in values):
        return [values[name] for name in sorted(values, key=lambda n: int(n[1:-1]))]
    return {_unescaped(name): value for name, value in values.items()}


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1").replace("[", "~2")


def _unescaped(name: str) -> str:
    return name.replace("~2", "[").replace("~1", "/").replace("~0", "~")
