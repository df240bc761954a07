"""`servicebot schema`: the JSON Schema of the knowledge files, for editors."""

import json
from pathlib import Path

import click

from servicebot.knowledge.kinds import KINDS
from servicebot.knowledge.schema import json_schema, write_schemas


@click.command("schema")
@click.option(
    "--kind",
    type=click.Choice([kind.name for kind in KINDS]),
    help="Le schéma d'une seule sorte de fichier.",
)
@click.option(
    "--write",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Écrire un fichier par sorte dans ce dossier.",
)
def command(kind: str | None, write: Path | None) -> None:
    """Écrit le schéma JSON des fichiers de connaissances, pour les éditeurs."""
    if write is None:
        click.echo(json.dumps(json_schema(kind), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(str(path) for path in write_schemas(write)))
