"""What an import changes in one sheet: never what a person has written or edited."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from servicebot.french.typography import de
from servicebot.imports.labels import label_of
from servicebot.imports.rows import Heading, Ready

Data = dict[str, Any]
Action = Literal["added", "updated", "unchanged", "edited", "gone"]
LISTS = ("places", "questions")
MARK = "imported"


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one row; `fields` are (key, before, after) where it is updated.

    `edited` rows were changed by a person since they were imported, and stay so; `gone`
    ones are no longer in the file, and stay too.
    """

    action: Action
    sheet: str
    id: str
    name: str
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """The content of a sheet after an import, and what changes in it."""

    data: Data
    changes: tuple[Change, ...]


def merge(
    before: Mapping[str, Any] | None,
    heading: Heading,
    rows: Iterable[Ready],
    host: Data,
) -> Merged:
    """Return a sheet with its rows added or updated, in their order of arrival.

    `before` is the imported sheet as it stands, if there is one; `host` has the keys
    that a hand-written sheet of that name lends to its head (empty without one).
    """
    data: Data = dict(before or {})
    changes: list[Change] = []
    for row in rows:
        stored = list(data.get(row.kind, ()))
        found = next((n for n, r in enumerate(stored) if r.get("id") == row.id), None)
        old = None if found is None else stored[found]
        new, change = _row(old, row)
        changes.append(change)
        if found is None:
            stored.append(new)
        else:
            stored[found] = new
        data[row.kind] = stored
    return Merged(_with_head(data, heading, host), tuple(changes))


def fingerprint(row: Mapping[str, Any]) -> str:
    """Return what a row answers to as long as nobody edits it."""
    plain = {key: value for key, value in row.items() if key != MARK}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _marked(data: Data) -> Data:
    return {**data, MARK: fingerprint(data)}


def _is_edited(row: Mapping[str, Any]) -> bool:
    return row.get(MARK) != fingerprint(row)


def _row(old: Data | None, row: Ready) -> tuple[Data, Change]:
    name = str(row.data.get("name") or row.data["ask"][0])
    new = _marked(row.data)
    if old is None:
        return new, Change("added", row.heading.id, row.id, name)
    if _is_edited(old):
        return old, Change("edited", row.heading.id, row.id, name)
    if old == new:
        return old, Change("unchanged", row.heading.id, row.id, name)
    fields = tuple(_differences(old, new))
    return new, Change("updated", row.heading.id, row.id, name, fields)


def _differences(old: Data, new: Data) -> Iterable[tuple[str, str, str]]:
    for key in dict.fromkeys((*old, *new)):
        if key != MARK and old.get(key) != new.get(key):
            yield key, _shown(old.get(key)), _shown(new.get(key))


def _shown(value: Any) -> str:  # noqa: ANN401 - any YAML
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _with_head(data: Data, heading: Heading, host: Data) -> Data:
    """Return a sheet whose head follows its rows, unless a person has edited it."""
    rows = {kind: data.get(kind, []) for kind in LISTS}
    head = {key: value for key, value in data.items() if key not in LISTS}
    if not head or not _is_edited(head):
        found = [row for kind in LISTS for row in rows[kind]]
        head = _marked(_head(heading, host, found))
    mark = head.pop(MARK, None)
    listed = {kind: found for kind, found in rows.items() if found}
    return {**head, **listed, **({MARK: mark} if mark else {})}


def _head(heading: Heading, host: Data, rows: list[Data]) -> Data:
    label = label_of(heading.name) or f"la rubrique « {heading.name} »"
    own = {
        "service": heading.id,
        "name": heading.name,
        "label": label,
        **({"names": [*heading.names]} if heading.names else {}),
    }
    summary = f"Voici ce qui est publié à propos {de(label)}."
    sources = dict.fromkeys(one for row in rows for one in _listed(row["source"]))
    dates = [str(row["as_of"]) for row in rows]
    head = host or own
    told = {"summary": head.get("summary", summary)}
    return {**head, **told, "source": [*sources], "as_of": max(dates)}


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
