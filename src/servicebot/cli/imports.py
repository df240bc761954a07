"""`servicebot import`: files of other programs become sheets of the knowledge base."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import click

from servicebot.cli.options import environ, json_option, knowledge_option
from servicebot.cli.reading import progress
from servicebot.cli.restore import restore
from servicebot.errors import ImportFileError
from servicebot.imports.dumps import is_dump
from servicebot.imports.formats import FORMATS, detect
from servicebot.imports.plan import Plan, plan_import
from servicebot.imports.rasa import RASA
from servicebot.imports.report import report_data, report_lines
from servicebot.imports.sources import Sources
from servicebot.imports.surroundings import Surroundings, surroundings
from servicebot.imports.template import write_template
from servicebot.imports.values import Format, Request
from servicebot.imports.yaml_files import verify, write
from servicebot.knowledge.find import find_knowledge

_RANKED = {"dila", "dila-xml", "osm"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wishes:
    """What the command line asks for."""

    files: tuple[Path, ...]
    format: str
    source: str
    publisher: str
    date: str
    insee: tuple[str, ...]
    do_write: bool
    diff: bool
    replace: bool
    template: bool
    as_json: bool
    knowledge: Path | None


@click.command("import")
@click.argument(
    "files",
    metavar="FICHIER...",
    nargs=-1,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@click.option(
    "--format",
    type=click.Choice(["auto", *FORMATS]),
    default="auto",
    show_default=True,
    help="Le format des fichiers.",
)
@click.option("--source", default="", help="La source, si le fichier ne la dit pas.")
@click.option("--publisher", default="", help="Qui publie cette source.")
@click.option("--date", default="", help="La date, si le fichier ne la dit pas.")
@click.option(
    "--insee",
    multiple=True,
    metavar="CODE",
    help="Garder les lieux de cette commune (sinon celles de la base) ; « tous ».",
)
@click.option("--write", "do_write", is_flag=True, help="Écrire (sinon : un essai).")
@click.option("--diff", is_flag=True, help="Montrer aussi ce qui change aux fichiers.")
@click.option(
    "--replace",
    is_flag=True,
    help="D'une base exportée : remplacer aussi les fichiers qui diffèrent.",
)
@click.option("--template", is_flag=True, help="Écrire ici le modèle de tableau vide.")
@json_option
@knowledge_option
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> None:  # noqa: ANN401 - click's own
    """Importe des lieux et des questions ; sans --write, montre ce qui changerait.

    Code de sortie : 0, ou 1 si des lignes sont refusées, 2 si l'on ne peut rien lire.
    """
    wishes = _Wishes(**options)
    if wishes.template:
        for path in write_template(Path()):
            click.echo(f"{path}")
        return
    if not wishes.files:
        raise click.UsageError("quel fichier faut-il importer ? (voir --help)")
    if any(map(is_dump, wishes.files)):
        ctx.exit(0 if _restore(wishes) else 1)
    folder = find_knowledge(wishes.knowledge, environ())
    form = _format(wishes)
    plan = _plan(folder, form, wishes)
    verify(folder, plan.texts)
    if wishes.do_write:
        write(folder, plan.texts)
    _show(plan, form, wishes)
    ctx.exit(1 if plan.refusals else 0)


def _restore(wishes: _Wishes) -> bool:
    """Bring back a base: the folder that the person names need not exist yet."""
    if len(wishes.files) > 1:
        raise ImportFileError("donnez une seule base exportée à la fois")
    folder = wishes.knowledge or find_knowledge(None, environ())
    return restore(
        wishes.files[0],
        folder,
        do_write=wishes.do_write,
        replace=wishes.replace,
        as_json=wishes.as_json,
    )


def _format(wishes: _Wishes) -> Format:
    if wishes.format != "auto":
        return FORMATS[wishes.format]
    found = {form.name: form for form in map(detect, wishes.files)}
    if len(found) > 1:
        raise ImportFileError("donnez à la fois des fichiers d'un seul format")
    return next(iter(found.values()))


def _plan(folder: Path, form: Format, wishes: _Wishes) -> Plan:
    today = datetime.now(UTC).date()
    around = surroundings(folder, today)
    sources = Sources(around, form.origin, wishes.source, wishes.publisher, wishes.date)
    communes = _communes(around, wishes.insee)
    with progress(wishes.files) as advance:
        request = Request(wishes.files, communes, advance)
        outcomes = chain.from_iterable(
            form.read(each) for each in _requests(form, request)
        )
        return plan_import(outcomes, folder, around, sources)


def _requests(form: Format, request: Request) -> Iterator[Request]:
    """Yield what to read: all files together where one completes another."""
    if form is RASA:
        yield request
    else:
        for path in request.paths:
            yield replace(request, paths=(path,))


def _communes(around: Surroundings, insee: tuple[str, ...]) -> frozenset[str]:
    if "tous" in insee:
        return frozenset()
    return frozenset(insee) or around.communes


def _show(plan: Plan, form: Format, wishes: _Wishes) -> None:
    if wishes.as_json:
        data = report_data(plan, written=wishes.do_write)
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    unit = "fiche" if form.name in _RANKED else "ligne"
    for line in report_lines(plan, unit=unit, written=wishes.do_write):
        click.echo(line)
    if wishes.diff:
        click.echo(plan.diff(), nl=False)
    if plan.texts and not wishes.do_write:
        click.echo("Rien n'est écrit : ajoutez --write pour écrire.")
