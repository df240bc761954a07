"""The base of a new commune: its sheets to be completed, its words and manners."""

import json
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Template

from servicebot.french.territories import school_zone_of, timezone_of
from servicebot.french.typography import de
from servicebot.imports.cleaning import slug
from servicebot.imports.generic import generic_texts
from servicebot.imports.yaml_files import yaml_text
from servicebot.knowledge.base import Base

NEGATIVES = "negatives.yaml"
WEBSITE_BLANK = "[à compléter : l'adresse du site, https://…]"
_EXAMPLES = (
    "Comment obtenir un acte de naissance ?",
    "Quel jour passent les poubelles ?",
    "Comment inscrire mon enfant à la cantine ?",
    "Où est mon bureau de vote ?",
)


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune that starts: its name, its INSEE code, and what else is known of it.

    `good_friday` says that it has that holiday although its code does not tell.
    """

    name: str
    insee: str
    territory: str = ""
    website: str = ""
    good_friday: bool = False


def new_town(commune: Commune, shipped: Base, today: date) -> dict[str, str]:
    """Return the files of a new base, by name; blanks say what is to be completed.

    The words and manners are those of the shipped base, without its own names.
    """
    fields = _fields(commune, today)
    texts = {
        name: Template(text).substitute(fields) for name, text in _starter().items()
    }
    generic = generic_texts(shipped, commune.name, _EXAMPLES)
    cited = {one for danger in shipped.emergencies for one in danger.source}
    sources = {
        key: shipped.sources[key].model_dump(exclude_none=True, mode="json")
        for key in sorted(cited)
    }
    if sources:
        texts["sources.yaml"] += yaml_text(sources)
    if commune.good_friday:
        texts["town.yaml"] += "public_holidays: {added: [vendredi saint]}\n"
    texts[NEGATIVES] = generic[NEGATIVES] + texts[NEGATIVES]
    return generic | texts


def _fields(commune: Commune, today: date) -> dict[str, str]:
    written = {
        "town": slug(commune.name),
        "name": commune.name,
        "de_name": de(commune.name),
        "territory": commune.territory or commune.name,
        "insee": commune.insee,
        "timezone": timezone_of(commune.insee),
        "zone": school_zone_of(commune.insee) or "null",
        "website": commune.website or WEBSITE_BLANK,
        "date": f"{today:%Y-%m}",
    }
    return {key: json.dumps(v, ensure_ascii=False)[1:-1] for key, v in written.items()}


def _starter() -> dict[str, str]:
    root = files("servicebot.imports") / "starter"
    return {name: file.read_text("utf-8") for name, file in _walk(root, "")}


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for each in sorted(folder.iterdir(), key=lambda one: one.name):
        if each.is_dir():
            found += _walk(each, f"{prefix}{each.name}/")
        elif each.name.endswith(".yaml"):
            found.append((f"{prefix}{each.name}", each))
    return found
