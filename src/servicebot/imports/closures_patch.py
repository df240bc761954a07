"""Closures written into the sheets of the places that they close."""

import json
from collections.abc import Iterator, Mapping, Sequence

import yaml

from servicebot.knowledge.base import Base, Notice
from servicebot.knowledge.model import Closure
from servicebot.knowledge.notices import announced

FOLDERS = ("services", "topics", "imported")
_KEY = "closures"


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
    """Return a sheet with closures at a place, as it is if it has no such place."""
    for item in _places(yaml.compose(text, Loader=yaml.SafeLoader)):
        keys = {key.value: (key, value) for key, value in item.value}
        if keys["id"][1].value == place:
            return _with(text, item, keys, [_written(one) for one in closures])
    return text


Keys = Mapping[str, tuple[yaml.Node, yaml.Node]]


def _places(root: yaml.Node | None) -> Iterator[yaml.MappingNode]:
    pairs = root.value if isinstance(root, yaml.MappingNode) else ()
    for key, value in pairs:
        if key.value == "places" and isinstance(value, yaml.SequenceNode):
            yield from value.value


def _with(text: str, item: yaml.MappingNode, keys: Keys, lines: Sequence[str]) -> str:
    """Return the text with closures in a place that may have some."""
    listed = keys[_KEY][1] if _KEY in keys else None
    if isinstance(listed, yaml.SequenceNode) and not listed.flow_style:
        indent = " " * listed.start_mark.column
        before = listed.start_mark.index - listed.start_mark.column
        return _put(text, before, "".join(f"{indent}- {line}\n" for line in lines))
    if isinstance(listed, yaml.SequenceNode):
        more = ", ".join(lines)
        comma = ", " if listed.value else ""
        return _put(text, listed.end_mark.index - 1, f"{comma}{more}")
    whole = f"{_KEY}: [{', '.join(lines)}]"
    if item.flow_style:
        return _put(text, item.end_mark.index - 1, f", {whole}")
    after = text.index("\n", keys["id"][1].end_mark.index) + 1
    return _put(text, after, f"{' ' * item.start_mark.column}{whole}\n")


def _put(text: str, at: int, more: str) -> str:
    return text[:at] + more + text[at:]


def _written(closure: Closure) -> str:
    days = f"du: {closure.start}, au: {closure.end}"
    if closure.reason is None:
        return f"{{{days}}}"
    return f"{{{days}, motif: {json.dumps(closure.reason, ensure_ascii=False)}}}"
