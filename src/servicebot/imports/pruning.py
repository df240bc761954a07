"""Entries that were left to be completed are taken out of their files, not names."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from servicebot.french.text import fold
from servicebot.imports.yaml_files import yaml_text
from servicebot.knowledge.blanks import BLANK, Keys, blank_keys
from servicebot.knowledge.kinds import SHEET, TOWN, Kind
from servicebot.knowledge.yaml import Document, parse

_OPTIONAL = frozenset({"address", "phone", "email", "hours", "hours_note"})
_TELLING = ("address", "phone", "email", "hours")
_LISTS = ("figures", "places", "questions")
_KINDS = ("service", "topic")
_NAMING = (*_KINDS, "name", "label", "names", "source", "as_of", "related")


def prune(folder: Path) -> Mapping[str, str | None]:
    """Return the files that lose their blanks, by name: the new text, None to delete.

    A question, a figure or a place goes as a whole; of a place that is known otherwise,
    the blank line alone. Names stay: of a sheet without any row left they are all that
    does, so that what is asked of it is known not to be known; it goes where another
    sheet has the same subject. What every base must have stays, and stays a fault.
    """
    files: dict[str, str | None] = {}
    lost: set[str] = set()
    texts = {path: path.read_text("utf-8") for path in _paths(folder, SHEET)}
    sheets = Counter(_subject(text) for text in texts.values())
    for path, text in texts.items():
        pruned = _pruned(text, shared=sheets[_subject(text)] > 1)
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
    listed = isinstance(key, str) and not _is_item(lines[first])
    while last < len(lines) and (
        _belongs(lines[last], indent)
        or (listed and _indent(lines[last]) == indent and _is_item(lines[last]))
    ):
        last += 1
    return "".join(lines[:first] + lines[last:])


def without_items(text: str, key: str, numbers: Iterable[int]) -> str:
    """Return a text without some items of a list, which may be left empty."""
    for number in sorted(numbers, reverse=True):
        text = without(text, (key, number))
    root = _document(text).find(())[1]
    if root.children[key].children:
        return text
    lines = text.splitlines(keepends=True)
    line = root.keys[key].line
    return "".join([*lines[: line - 1], f"{key}: []\n", *lines[line:]])


def _paths(folder: Path, kind: Kind) -> Iterable[Path]:
    return [path for pattern in kind.patterns for path in sorted(folder.glob(pattern))]


def _pruned(text: str, *, shared: bool) -> str | None:
    """Return a sheet without its blanks: its names alone where no row is left of it.

    Such a sheet is None where its subject is `shared` with another one.
    """
    before: Any = _document(text).data
    while (keys := _next(_document(text))) is not None:
        text = without(text, keys)
    after: Any = _document(text).data
    emptied = _count(before) and not _count(after)
    if emptied and shared:
        return None
    for key in [*after] if emptied else ():
        if key not in _NAMING:
            text = without(text, (key,))
    return _called(text, _names_lost(before, after))


def _names_lost(before: Any, after: Any) -> Iterator[str]:  # noqa: ANN401 - any YAML
    """Yield the names of the places that are no longer in a sheet."""
    kept = [place.get("id") for place in (after or {}).get("places") or ()]
    for place in (before or {}).get("places") or ():
        if place.get("id") not in kept:
            yield from (*_listed(place.get("name")), *_listed(place.get("names")))


def _called(text: str, names: Iterable[str]) -> str:
    """Return a sheet that is also called by other names, each written once."""
    data: Any = _document(text).data or {}
    own = _listed(data.get("names"))
    every = {fold(name): name for name in (*names, *own) if not BLANK.search(name)}
    every.pop(fold(str(data.get("name"))), None)
    added = [name for name in every.values() if name not in own]
    if not added:
        return text
    if own:
        text = without(text, ("names",))
    lines = text.splitlines(keepends=True)
    keys = _document(text).find(())[1].keys
    before = keys["source"].line - 1 if "source" in keys else len(lines)
    listed = yaml_text({"names": [*own, *added]})
    return "".join([*lines[:before], listed, *lines[before:]])


def _listed(value: Any) -> list[str]:  # noqa: ANN401 - any YAML
    if value is None:
        return []
    return [*map(str, value)] if isinstance(value, list) else [str(value)]


def _subject(text: str) -> str | None:
    data: Any = _document(text).data or {}
    return next((str(data[kind]) for kind in _KINDS if kind in data), None)


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


def _is_item(line: str) -> bool:
    return line.lstrip(" ").startswith("- ")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _document(text: str) -> Document:
    return parse(text.encode(), Path())


def _count(data: Any) -> int:  # noqa: ANN401 - any YAML
    return sum(len(data.get(name) or ()) for name in _LISTS) if data else 0


def _places(text: str) -> set[str]:
    data: Any = _document(text).data or {}
    return {str(place["id"]) for place in data.get("places") or () if "id" in place}
