"""The offices of a new commune, brought into a base that is still to be completed."""

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from servicebot.imports.formats import detect
from servicebot.imports.new_town import WEBSITE_BLANK
from servicebot.imports.plan import Plan, plan_import
from servicebot.imports.pruning import without
from servicebot.imports.sources import Sources
from servicebot.imports.surroundings import surroundings
from servicebot.imports.values import Advance, Request
from servicebot.imports.yaml_files import write
from servicebot.knowledge.blanks import BLANK

_TOWN, _HALL = "town.yaml", "services/mairie.yaml"
_HOURS = re.compile(r"^ *hours: .*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FirstImport:
    """The files of a new base with its offices, and what the import says of them."""

    texts: Mapping[str, str]
    plan: Plan


def with_offices(
    texts: Mapping[str, str], path: Path, today: date, advance: Advance
) -> FirstImport:
    """Return a new base with the offices of a directory's file.

    The town hall of the file takes the place of the one that was to be completed.
    """
    bare = without(texts[_HALL], ("places",))
    town = texts[_TOWN].replace("  place: mairie\n", "")
    drafts = {**texts, _HALL: bare, _TOWN: town}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write(folder, {name: _readable(text) for name, text in drafts.items()})
        plan = _plan(folder, path, today, advance)
    hall = next((change.id for change in plan.changes if change.sheet == "mairie"), "")
    if not hall:
        return FirstImport({**texts, **plan.texts}, plan)
    found = texts[_TOWN].replace("place: mairie\n", f"place: {hall}\n")
    return FirstImport({**texts, **plan.texts, _HALL: bare, _TOWN: found}, plan)


def _plan(folder: Path, path: Path, today: date, advance: Advance) -> Plan:
    form = detect(path)
    around = surroundings(folder, today)
    request = Request((path,), around.communes, advance)
    return plan_import(form.read(request), folder, around, Sources(around, form.origin))


def _readable(text: str) -> str:
    """Return a text whose blanks hold something, only to be loaded for a moment."""
    text = text.replace(WEBSITE_BLANK, "https://www.service-public.gouv.fr")
    return BLANK.sub("…", _HOURS.sub("", text))
