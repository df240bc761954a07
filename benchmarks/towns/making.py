"""Invented towns, as many as wanted: the words of a new commune, facts of their own.

Each is what `servicebot init` gives (words, emergencies, manners) with the sheets of
the tests' town, under another name and with other figures.
"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import yaml

from servicebot.imports.new_town import Commune, new_town
from servicebot.knowledge.find import shipped_knowledge
from servicebot.knowledge.loader import load

_SHEETS = Path(__file__).parents[2] / "tests" / "town"
_OURS = ("services/*.yaml", "topics/*.yaml", "town.yaml", "communes.yaml")
_FIRST = "Beau Clair Haut Mont Val Roche Pont Font Grand Neuf Bon Vieux Long Bel Cour"
_LAST = "bourg court mont ville champ lieu pré bois puy fort rive mas val combe plan "
_LAST += "garde pierre sault vent iers"
_DAY = date(2026, 11, 2)
_FIGURE = re.compile(r"^(\s+value: )(\d+)$", re.MULTILINE)


def make_towns(folder: Path, count: int) -> list[str]:
    """Write so many towns below a folder; return the names of their folders."""
    template = _template()
    names = [f"commune-{number:03}" for number in range(count)]
    for number, name in enumerate(names):
        _write(folder / name, template, number)
    return names


def town_name(number: int) -> str:
    """Return the name of a town, another one for each number up to 300."""
    first, last = _FIRST.split(), _LAST.split()
    return first[number % len(first)] + last[number // len(first) % len(last)]


def figure_of(number: int) -> int:
    """Return how many crèches a town says that it has."""
    return 3 + number


def _template() -> Mapping[str, str]:
    """Return the files of a town, as texts by name."""
    commune = Commune(
        "Valbrune", "99123", "Pays de Valbrune", "https://valbrune.example"
    )
    begun = new_town(commune, load(shipped_knowledge()), _DAY)
    files = {n: t for n, t in begun.items() if not n.startswith("services/")}
    for pattern in _OURS:
        for path in _SHEETS.glob(pattern):
            files[str(path.relative_to(_SHEETS))] = path.read_text("utf-8")
    ours = yaml.safe_load((_SHEETS / "sources.yaml").read_text("utf-8"))
    sources = yaml.safe_load(files["sources.yaml"]) | ours
    files["sources.yaml"] = yaml.safe_dump(sources, allow_unicode=True)
    return files


def _write(folder: Path, template: Mapping[str, str], number: int) -> None:
    name = town_name(number)
    for file, text in template.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        own = text.replace("Valbrune", name).replace("valbrune", f"ville{number}")
        path.write_text(_with_figures(own, number), "utf-8")


def _with_figures(text: str, number: int) -> str:
    return _FIGURE.sub(lambda found: f"{found[1]}{int(found[2]) + number}", text)
