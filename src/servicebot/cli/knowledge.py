"""`servicebot knowledge`: the base as a whole."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import click

from servicebot.cli.database import open_database
from servicebot.cli.opening import cache_folder
from servicebot.cli.options import environ, knowledge_option, moment_of
from servicebot.errors import KnowledgeError, SettingsError
from servicebot.french.typography import polish
from servicebot.imports.dumps import FORMS, read_folder, write_dump
from servicebot.imports.overlay_patch import overlay_patch
from servicebot.imports.pruning import apply, prune, without_items
from servicebot.journal.notices import NoticeStore
from servicebot.journal.overlay import OverlayStore
from servicebot.knowledge.find import find_knowledge
from servicebot.knowledge.loader import load
from servicebot.understanding.audit import EXAMPLES, unanswered_examples
from servicebot.understanding.engine import build_engine


@click.group("knowledge")
def command() -> None:
    """S'occupe de la base de connaissances entière : dump, prune, export."""


@command.command("dump")
@click.argument("path", metavar="FICHIER", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["auto", *FORMS]),
    default="auto",
    show_default=True,
    help="Le format (auto : d'après l'extension du fichier).",
)
@knowledge_option
def dump(path: Path, form: str, knowledge: Path | None) -> None:
    """Écrit toute la base dans un fichier CSV, XLSX ou JSON.

    Tout y est, sauf les commentaires ; `servicebot import FICHIER` la relit.
    """
    form = path.suffix.lower().lstrip(".") if form == "auto" else form
    if form not in FORMS:
        raise SettingsError("donnez un fichier .csv, .xlsx ou .json, ou --format")
    files = read_folder(find_knowledge(knowledge, environ()))
    write_dump(path, form, files)
    click.echo(f"{path} : {len(files)} fichiers de la base")


@command.command("prune")
@click.option("--write", "do_write", is_flag=True, help="Écrire (sinon : un essai).")
@knowledge_option
def prune_blanks(*, do_write: bool, knowledge: Path | None) -> None:
    """Retire les entrées laissées « [à compléter : …] ».

    D'une fiche où il ne reste rien, les noms restent : le robot dit alors qu'il n'a
    pas l'information. Les exemples de la page qui n'ont pas de réponse sont retirés.
    L'adresse du site, qui est obligatoire, reste à compléter.
    """
    folder = find_knowledge(knowledge, environ())
    files = prune(folder)
    for name, text in files.items():
        click.echo(f"- {name}" if text is None else f"~ {name}")
    if do_write:
        apply(folder, files)
        for line in _drop_examples(folder):
            click.echo(polish(line))
    elif files:
        click.echo("Rien n'est écrit : ajoutez --write pour écrire.")


def _drop_examples(folder: Path) -> Iterator[str]:
    """Take out what the page proposes in vain, from a base that may be served."""
    try:
        base = load(folder)
    except KnowledgeError as refused:
        count = len(refused.faults)
        yield f"Il reste {count} faute(s) : servicebot check {folder} les montre."
        return
    engine = build_engine(base, cache_folder())
    dead = unanswered_examples(engine, moment_of(base, None))
    for name, examples in groupby(dead, key=lambda each: each.file):
        found = tuple(examples)
        text = (folder / name).read_text("utf-8")
        left = without_items(text, EXAMPLES, (each.number for each in found))
        apply(folder, {name: left})
        for each in found:
            yield f"~ {name} : l'exemple « {each.text} » est retiré, sans réponse"


@command.command("export")
@knowledge_option
def export(knowledge: Path | None) -> None:
    """Écrit ce que le guichet a ajouté comme un correctif des fichiers (git apply).

    Ce qui est appris, et les jours entiers où un avis en cours ou à venir ferme un
    lieu. Ce que les fichiers ont déjà n'y est pas ; sans rien de neuf, rien n'est
    écrit.
    """
    folder = find_knowledge(knowledge, environ())
    with open_database() as engine:
        overlay = OverlayStore(engine).overlay()
        notices = NoticeStore(engine).current(datetime.now(UTC))
    here, whole = Path.cwd(), folder.resolve()
    inside = whole.is_relative_to(here) and whole != here
    prefix = whole.relative_to(here).as_posix() if inside else whole.name
    click.echo(overlay_patch(load(folder), overlay, prefix, notices), nl=False)
