"""What an import would do or has done, for a person or for a program."""

from collections.abc import Iterator, Sequence
from typing import Any

from servicebot.french.numbers import format_number
from servicebot.french.typography import polish
from servicebot.imports.plan import Plan
from servicebot.imports.values import Omission, Refusal

_COUNTS = (
    ("added", "à ajouter", "ajoutée(s)"),
    ("updated", "à mettre à jour", "mise(s) à jour"),
    ("unchanged", "sans changement", "sans changement"),
    ("gone", "plus dans le fichier, à laisser", "plus dans le fichier, laissée(s)"),
    ("edited", "modifiée(s) à la main, à laisser", "modifiée(s) à la main, laissée(s)"),
)

_MARKS = {"added": "+", "edited": "=", "gone": "?"}


def report_lines(plan: Plan, *, unit: str, written: bool) -> Iterator[str]:
    """Yield the report line by line; `unit` is what the file counts (« ligne »)."""
    for change in plan.changes:
        if change.action in _MARKS:
            mark = _MARKS[change.action]
            yield f"{mark} {change.sheet}/{change.id} : {change.name}"
        for key, before, after in change.fields:
            yield f"~ {change.sheet}/{change.id} : {key} : {before} → {after}"
    yield from _rows("Refusé", plan.refusals, unit)
    yield from _rows("Omis", plan.omissions, unit)
    yield polish(_total(plan, written=written))


def report_data(plan: Plan, *, written: bool) -> dict[str, Any]:
    """Return the report as JSON data."""
    return {
        "written": written,
        "changes": [
            {
                "action": change.action,
                "sheet": change.sheet,
                "id": change.id,
                "name": change.name,
                "fields": [
                    {"field": key, "before": before, "after": after}
                    for key, before, after in change.fields
                ],
            }
            for change in plan.changes
        ],
        "refusals": [_as_data(row) for row in plan.refusals],
        "omissions": [_as_data(row) for row in plan.omissions],
        "outside": plan.outside,
        "files": sorted(plan.texts),
    }


def _as_data(row: Refusal | Omission) -> dict[str, Any]:
    return {"line": row.line, "reason": row.reason, "value": row.value}


def _rows(title: str, rows: Sequence[Refusal | Omission], unit: str) -> Iterator[str]:
    for row in rows:
        value = f" : {row.value}" if row.value else ""
        yield polish(f"{title}, {unit} {row.line} : {row.reason}{value}")


def _total(plan: Plan, *, written: bool) -> str:
    actions = [change.action for change in plan.changes]
    parts = [
        f"{format_number(actions.count(action))} {done if written else wanted}"
        for action, wanted, done in _COUNTS
        if action in actions
    ]
    if plan.refusals:
        parts.append(f"{format_number(len(plan.refusals))} refusée(s)")
    if plan.outside:
        parts.append(f"{format_number(plan.outside)} d'autres communes")
    return f"{', '.join(parts) or 'Rien à importer'}."
