"""How `servicebot import` brings a dumped base back into a folder."""

import json
from pathlib import Path

import click

from servicebot.imports.dumps import Restoration, plan_restoration, read_dump
from servicebot.imports.yaml_files import verify, write


def restore(
    path: Path, folder: Path, *, do_write: bool, replace: bool, as_json: bool
) -> bool:
    """Bring a dump into a folder; return whether all its files are there afterwards.

    Files that hold something else are left as they are, unless `replace`.
    """
    plan = plan_restoration(read_dump(path), folder)
    kept = () if replace else plan.different
    texts = {name: text for name, text in plan.texts.items() if name not in kept}
    verify(folder, texts)
    if do_write:
        write(folder, texts)
    click.echo(_data(plan, do_write) if as_json else _lines(plan, replace, do_write))
    return not kept


def _data(plan: Restoration, do_write: bool) -> str:
    data = {
        "written": do_write,
        "added": plan.added,
        "unchanged": plan.unchanged,
        "different": plan.different,
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _lines(plan: Restoration, replace: bool, do_write: bool) -> str:
    what = "remplacé" if replace else "laissé tel quel (--replace le remplace)"
    lines = [f"+ {name}" for name in plan.added]
    lines += [f"~ {name} diffère : {what}" for name in plan.different]
    lines.append(
        f"{len(plan.added)} à écrire, {len(plan.different)} qui diffèrent,"
        f" {len(plan.unchanged)} sans changement."
    )
    if not do_write:
        lines.append("Rien n'est écrit : ajoutez --write pour écrire.")
    return "\n".join(lines)
