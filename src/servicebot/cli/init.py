"""`servicebot init`: the base of a new commune, in five minutes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import click

from servicebot.cli.reading import progress
from servicebot.errors import SettingsError
from servicebot.french.calendar import may_keep_good_friday
from servicebot.french.typography import polish
from servicebot.imports.cleaning import slug
from servicebot.imports.first_import import FirstImport, with_offices
from servicebot.imports.new_town import Commune, new_town
from servicebot.imports.report import report_lines
from servicebot.imports.yaml_files import write
from servicebot.knowledge.blanks import BLANK, blank_keys
from servicebot.knowledge.fields import INSEE_PATTERN, URL_PATTERN
from servicebot.knowledge.find import shipped_knowledge
from servicebot.knowledge.loader import load
from servicebot.knowledge.yaml import parse

_GOOD_FRIDAY = (
    "Le vendredi saint est-il férié dans la commune (une église protestante ou mixte)"
)
_YES_OR_NO = click.Choice(["oui", "non"], case_sensitive=False)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("init")
@click.argument(
    "folder", metavar="[DOSSIER]", type=click.Path(path_type=Path), default="knowledge"
)
@click.option("--name", prompt="Nom de la commune", help="Le nom de la commune.")
@click.option("--insee", prompt="Code INSEE", help="Son code INSEE, cinq caractères.")
@click.option("--website", default="", help="L'adresse de son site, https://…")
@click.option("--territory", default="", help="Le nom de son intercommunalité.")
@click.option("--annuaire", type=_FILE, help="Un fichier de lieux à importer d'abord.")
@click.option(
    "--good-friday/--no-good-friday",
    default=None,
    help="En Alsace-Moselle : le vendredi saint y est férié (une église protestante).",
)
def command(
    folder: Path, annuaire: Path | None, *, good_friday: bool | None, **options: str
) -> None:
    """Commence la base d'une commune : 85 questions et 5 lieux à compléter.

    Ce qui est à compléter est marqué « [à compléter : …] », et refusé par
    `servicebot check` jusque-là.
    """
    if folder.exists() and any(folder.iterdir()):
        raise SettingsError(f"{folder} existe déjà et n'est pas vide")
    commune = _commune(**options)
    asked = may_keep_good_friday(commune.insee)
    if good_friday is None and asked:
        good_friday = click.prompt(_GOOD_FRIDAY, type=_YES_OR_NO) == "oui"
    commune = replace(commune, good_friday=bool(good_friday and asked))
    today = datetime.now(UTC).date()
    texts: Mapping[str, str] = new_town(commune, load(shipped_knowledge()), today)
    if annuaire is not None:
        found = _with_offices(texts, annuaire, today)
        texts = found.texts
        for line in report_lines(found.plan, unit="fiche", written=True):
            click.echo(line)
    write(folder, texts)
    for line in _next_steps(folder, texts):
        click.echo(polish(line))


def _commune(name: str, insee: str, website: str, territory: str) -> Commune:
    name, insee = name.strip(), insee.strip().upper()
    if not re.fullmatch(INSEE_PATTERN, insee):
        raise click.BadParameter(
            f"« {insee} » n'est pas un code INSEE de cinq caractères",
            param_hint="--insee",
        )
    if not slug(name):
        raise click.BadParameter("il manque le nom", param_hint="--name")
    if website and not re.fullmatch(URL_PATTERN, website):
        raise click.BadParameter(
            "l'adresse commence par https://", param_hint="--website"
        )
    return Commune(name, insee, territory.strip(), website)


def _with_offices(texts: Mapping[str, str], path: Path, today: date) -> FirstImport:
    with progress([path]) as advance:
        return with_offices(texts, path, today, advance)


def _next_steps(folder: Path, texts: Mapping[str, str]) -> Iterator[str]:
    blanks = sum(len(BLANK.findall(text)) for text in texts.values())
    questions, places = (_to_complete(texts, kind) for kind in ("questions", "places"))
    yield (
        f"{folder} : {len(texts)} fichiers, {questions} questions et {places} lieux "
        f"à compléter ({blanks} lignes « [à compléter : …] »)."
    )
    yield "1. Complétez ce que vous savez : cherchez « [à compléter » dans services/."
    prune = f"servicebot knowledge prune --knowledge {folder} --write"
    yield f"2. Retirez le reste : {prune}"
    yield f"3. Vérifiez : servicebot check {folder}"
    yield f'4. Essayez : servicebot ask --knowledge {folder} "où est la mairie ?"'


def _to_complete(texts: Mapping[str, str], kind: str) -> int:
    """Count the rows of a kind that have something to be completed."""
    sheets = [text for name, text in texts.items() if "/" in name]
    roots = (parse(text.encode(), Path()).root for text in sheets)
    return sum(
        len({keys[:2] for keys, _ in blank_keys(root) if keys[0] == kind})
        for root in roots
    )
