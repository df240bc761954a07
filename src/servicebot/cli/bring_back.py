"""`servicebot restore`: what a backup holds, back into the database of the settings."""

from pathlib import Path

import click

from servicebot.cli.backup import database, refusing, show
from servicebot.cli.options import json_option, town_option
from servicebot.journal.restore import restore


@click.command("restore")
@click.argument("path", metavar="FICHIER", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Remplacer ce que la base contient.")
@json_option
@town_option
def command(path: Path, *, force: bool, as_json: bool) -> None:
    """Restaure une sauvegarde ; arrêtez d'abord les serveurs.

    Une sauvegarde abîmée, ou une base non vide, est refusée sans rien changer.
    """
    with database() as engine, refusing(path):
        backup = restore(engine, path, force=force)
    show(backup, f"{path} restauré", as_json=as_json)
