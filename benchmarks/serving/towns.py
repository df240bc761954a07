"""Bases of any size: the invented town of the tests, with invented services added."""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random

from servers import ROOT

FRAME = ROOT / "tests" / "town"
_KINDS = (
    *("gymnase", "stade", "square", "musée", "théâtre", "marché", "cimetière"),
    *("parking", "centre social", "foyer", "boulodrome", "dojo", "conservatoire"),
    *("jardin", "lavoir", "camping", "refuge", "atelier", "relais", "dépôt"),
)
_HEADS = tuple("bel mar cor val font sau ver lan mont roc gar ner pra tour vil".split())
_MIDDLES = tuple("a e i o ou an in on er al".split())
_TAILS = tuple(
    "zac gnac rol dan mel bert vies lun quet tard nel fosse ret gues".split()
)
_FIGURES = (
    ("nombre", "salles", "{name} compte {{value}} salles.", "combien de salles"),
    ("capacité", "places", "{name} offre {{value}} places.", "combien de places"),
    ("tarif", "euros", "L'entrée coûte {{value}} euros.", "quel prix pour entrer"),
)
_ASKED = (
    ("nombre", "combien de salles {of}"),
    ("nombre", "nb de salles {of} svp"),
    ("capacite", "combien de places {of} ?"),
    ("capacite", "quelle est la capacité {of}"),
    ("tarif", "c'est combien l'entrée {of}"),
    ("tarif", "prix {name}"),
    ("inscription", "comment s'inscrire {to}"),
    ("description", "c'est quoi {the}"),
)
ENTRIES_A_SERVICE = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the entry that answers it."""

    question: str
    entry: str


def write_town(folder: Path, entries: int) -> None:
    """Write a base of about so many entries."""
    shutil.copytree(FRAME, folder)
    shutil.rmtree(folder / "tests", ignore_errors=True)
    for number, name in enumerate(_names(entries)):
        text = _sheet(f"lieu-{number}", name, number)
        (folder / "services" / f"lieu-{number}.yaml").write_text(text, "utf-8")


def questions(entries: int, most: int) -> Sequence[Asked]:
    """Return questions about a base of so many entries, no two of them alike."""
    random = Random(entries)  # noqa: S311 - not for secrets
    found = [
        Asked(
            pattern.format(
                name=name, the=f"le {name}", of=f"du {name}", to=f"au {name}"
            ),
            f"lieu-{number}.{aspect}",
        )
        for number, name in enumerate(_names(entries))
        for aspect, pattern in _ASKED
    ]
    return random.sample(found, min(most, len(found)))


def _names(entries: int) -> Iterator[str]:
    """Yield names of services, each once, until there are enough of them."""
    from_the_frame = 20
    wanted = max(1, (entries - from_the_frame) // ENTRIES_A_SERVICE)
    places = [
        f"{a}{b}{c}".capitalize() for a, b, c in product(_HEADS, _MIDDLES, _TAILS)
    ]
    random = Random(0)  # noqa: S311 - not for secrets
    pairs = [f"{kind} {place}" for place in places for kind in _KINDS]
    random.shuffle(pairs)
    yield from pairs[:wanted]


def _sheet(ident: str, name: str, number: int) -> str:
    """Return one service as YAML; JSON strings are YAML strings."""
    said = json.dumps(name, ensure_ascii=False)
    rows = "".join(
        f"  - aspect: {aspect}\n    value: {(number * 7 + at) % 400 + 2}\n"
        f"    unit: {unit}\n    say: {_quoted(say.format(name=f'Le {name}'))}\n"
        f"    ask: {_quoted(f'{ask} au {name}')}\n"
        "    source: site-2025\n    as_of: 2025-09\n"
        for at, (aspect, unit, say, ask) in enumerate(_FIGURES)
    )
    return (
        f"service: {ident}\nname: {said}\nlabel: {_quoted(f'le {name}')}\n"
        f"operator: ville\nsummary: {_quoted(f'Le {name} est ouvert à tous.')}\n"
        f"source: site-2025\nas_of: 2025-09\nfigures:\n{rows}questions:\n"
        "  - id: inscription\n    aspect: inscription\n"
        f"    ask: [{_quoted(f'comment venir au {name} chaque semaine')}]\n"
        f"    say: {_quoted(f'On s’inscrit sur place, au {name}.')}\n"
        "    source: site-2025\n    as_of: 2025-09\n"
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
