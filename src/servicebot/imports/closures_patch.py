"""Closures written into the sheets of the places that they close."""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from servicebot.knowledge.base import Base, Notice
from servicebot.knowledge.model import Closure
from servicebot.knowledge.notices import announced

FOLDERS = ("services", "topics", "imported")
_KEY = "closures"

_log = logging.getLogger(__name__)


def with_closures(
    base: Base, notices: Sequence[Notice], files: Mapping[str, str]
) -> dict[str, str]:
    """Return the new text of each sheet whose places are closed for whole days.

    `files` are sheets that change for other reasons, by name. A closure of some hours
    has no place in the files, and a notice that closes nothing neither.
    """
    changed: dict[str, str] = {}
    wanted = dict(_wanted(base, notices))
    names = (
        path.relative_to(base.folder).as_posix()
        for folder in FOLDERS
        for path in sorted((base.folder / folder).glob("**/*.yaml"))
    )
    for name in names if wanted else ():
        before = text = files.get(name) or (base.folder / name).read_text("utf-8")
        for place, closures in wanted.items():
            text = _closed(text, place, closures)
        if text != before:
            changed[name] = text
    return changed


def _wanted(
    base: Base, notices: Sequence[Notice]
) -> Iterator[tuple[str, tuple[Closure, ...]]]:
    """Yield the places and the closures that the files do not have."""
    for name, place in announced(base, notices).places.items():
        known = base.places[name].closures
        new = dict.fromkeys(place.closures[len(known) :])
        closures = tuple(closure for closure in new if closure not in known)
        if closures:
            yield name, closures


def _closed(text: str, place: str, closures: Sequence[Closure]) -> str:
    """Return a sheet with closures at a place, as it is if it has no such place.

    A sheet that would not say just that is left as it is, which is told.
    """
    for item in _places(yaml.compose(text, Loader=yaml.SafeLoader)):
        keys = {key.value: (key, value) for key, value in item.value}
        if keys["id"][1].value == place:
            lines = [_written(one) for one in closures]
            found = _with(text, item, keys, lines)
            if _adds(text, found, place, len(lines)):
                return found
            _log.warning("ajoutez à la main à « %s » : %s", place, ", ".join(lines))
    return text


def _adds(before: str, after: str, place: str, number: int) -> bool:
    """Whether a sheet says so many closures more at a place, and else the same."""
    try:
        old, new = yaml.safe_load(before), yaml.safe_load(after)
        had, has = _taken_out(old, place), _taken_out(new, place)
    except (yaml.YAMLError, LookupError, ValueError):
        return False
    return old == new and len(has) == len(had) + number


def _taken_out(sheet: Any, place: str) -> list[Any]:  # noqa: ANN401 - any YAML
    """Take the closures of a place out of a sheet, and return them."""
    (item,) = (one for one in sheet["places"] if one["id"] == place)
    return item.pop(_KEY, None) or []


Keys = Mapping[str, tuple[yaml.Node, yaml.Node]]


def _places(root: yaml.Node | None) -> Iterator[yaml.MappingNode]:
    pairs = root.value if isinstance(root, yaml.MappingNode) else ()
    for key, value in pairs:
        if key.value == "places" and isinstance(value, yaml.SequenceNode):
            yield from value.value


def _with(text: str, item: yaml.MappingNode, keys: Keys, lines: Sequence[str]) -> str:
    """Return the text with closures in a place that may have some."""
    more = ", ".join(lines)
    listed = keys[_KEY][1] if _KEY in keys else None
    if isinstance(listed, yaml.SequenceNode) and not listed.flow_style:
        indent = " " * listed.start_mark.column
        before = listed.start_mark.index - listed.start_mark.column
        return _put(text, before, "".join(f"{indent}- {line}\n" for line in lines))
    if isinstance(listed, yaml.SequenceNode):
        comma = ", " if listed.value else ""
        return _put(text, listed.start_mark.index + 1, f"{more}{comma}")
    if _KEY in keys:
        return text
    named = keys["id"][1].end_mark.index
    if item.flow_style:
        return _put(text, named, f", {_KEY}: [{more}]")
    text = text if text.endswith("\n") else f"{text}\n"
    indent = " " * item.start_mark.column
    return _put(text, text.index("\n", named) + 1, f"{indent}{_KEY}: [{more}]\n")


def _put(text: str, at: int, more: str) -> str:
    return text[:at] + more + text[at:]


def _written(closure: Closure) -> str:
    days = f"du: {closure.start}, au: {closure.end}"
    if closure.reason is None:
        return f"{{{days}}}"
    return f"{{{days}, motif: {json.dumps(closure.reason, ensure_ascii=False)}}}"
