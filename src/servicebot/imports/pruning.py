"""Entries that were left to be completed are taken out of their files."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from servicebot.knowledge.blanks import Keys, blank_keys
from servicebot.knowledge.kinds import SHEET, TOWN, Kind
from servicebot.knowledge.yaml import Document, parse

_OPTIONAL = frozenset({"address", "phone", "email", "hours", "hours_note"})
_TELLING = ("address", "phone", "email", "hours")
_LISTS = ("figures", "places", "questions")


def prune(folder: Path) -> Mapping[str, str | None]:
    """Return the files that lose their blanks, by name: the new text, None to delete.

    A question, a figure or a place goes as a whole; of a place that is known otherwise,
    the blank line alone. A sheet without any row left goes too. What every base must
    have stays, and stays a fault.
    """
    files: dict[str, str | None] = {}
    lost: set[str] = set()
    for path in _paths(folder, SHEET):
        text = path.read_text("utf-8")
        pruned = _pruned(text)
        if pruned != text:
            files[path.relative_to(folder).as_posix()] = pruned
            lost |= _places(text) - _places(pruned or "")
    for path in _paths(folder, TOWN):
        text = path.read_text("utf-8")
        pruned = _pruned_town(text, lost)
        if pruned != text:
            files[path.name] = pruned
    return files


def apply(folder: Path, files: Mapping[str, str | None]) -> None:
    """Write the pruned files, and delete those of which nothing is left."""
    for name, text in files.items():
        if text is None:
            (folder / name).unlink()
        else:
            (folder / name).write_text(text, encoding="utf-8", newline="\n")


def without(text: str, keys: Keys) -> str:
    """Return a text without the lines of what the keys lead to."""
    document = _document(text)
    parent = document.find(keys[:-1])[1]
    key = keys[-1]
    mark = parent.keys[key] if isinstance(key, str) else parent.children[key].mark
    lines = text.splitlines(keepends=True)
    first = mark.line - 1
    indent = _indent(lines[first])
    last = first + 1
    while last < len(lines) and _belongs(lines[last], indent):
        last += 1
    return "".join(lines[:first] + lines[last:])


def _paths(folder: Path, kind: Kind) -> Iterable[Path]:
    return [path for pattern in kind.patterns for path in sorted(folder.glob(pattern))]


def _pruned(text: str) -> str | None:
    """Return a sheet without its blanks, or None where no row is left of it."""
    before = _count(_document(text).data)
    while (keys := _next(_document(text))) is not None:
        text = without(text, keys)
    after = _count(_document(text).data)
    return None if before and not after else text


def _next(document: Document) -> Keys | None:
    """Return what to take out next: a row, a line of a place, an empty list."""
    data: Any = document.data
    for name in _LISTS:
        if isinstance(data, dict) and name in data and not data[name]:
            return (name,)
    for keys, _ in blank_keys(document.root):
        if keys[0] in _LISTS and len(keys) > 2:
            return _of_row(keys, data)
    return None


def _of_row(keys: Keys, data: Any) -> Keys:  # noqa: ANN401 - any YAML
    row = data[keys[0]][keys[1]]
    if keys[0] != "places" or keys[2] not in _OPTIONAL:
        return keys[:2]
    known = [key for key in _TELLING if row.get(key) and key != keys[2]]
    return keys[:3] if known else keys[:2]


def _pruned_town(text: str, lost: set[str]) -> str:
    """Return town.yaml without the optional blanks of its contact, nor a lost place."""
    for key in ("address", "phone"):
        document = _document(text)
        if any(keys == ("contact", key) for keys, _ in blank_keys(document.root)):
            text = without(text, ("contact", key))
    document = _document(text)
    if document.find(("contact", "place"))[1].data in lost:
        text = without(text, ("contact", "place"))
    return text


def _belongs(line: str, indent: int) -> bool:
    return not line.strip() or _indent(line) > indent


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _document(text: str) -> Document:
    return parse(text.encode(), Path())


def _count(data: Any) -> int:  # noqa: ANN401 - any YAML
    return sum(len(data.get(name) or ()) for name in _LISTS) if data else 0


def _places(text: str) -> set[str]:
    data: Any = _document(text).data or {}
    return {str(place["id"]) for place in data.get("places") or () if "id" in place}
