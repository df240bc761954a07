"""`servicebot backup`: the journal and all that the desk has added, in one file."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from servicebot.cli.commands import Refusal
from servicebot.cli.options import environ, json_option, town_option
from servicebot.journal.backup import Backup, save
from servicebot.journal.database import open_engine
from servicebot.settings import Settings


@click.command("backup")
@click.argument("path", metavar="FICHIER", type=click.Path(path_type=Path))
@json_option
@town_option
def command(path: Path, *, as_json: bool) -> None:
    """Sauvegarde la base de données dans un fichier, pendant que les serveurs servent.

    SQLite ou PostgreSQL : le fichier se restaure dans l'un comme dans l'autre.
    """
    with database() as engine, refusing(path):
        backup = save(engine, path, datetime.now(UTC))
    show(backup, f"{path} écrit", as_json=as_json)


def show(backup: Backup, done: str, *, as_json: bool) -> None:
    """Print what a backup holds."""
    if as_json:
        click.echo(json.dumps(asdict(backup), ensure_ascii=False))
        return
    count = sum(backup.rows.values())
    click.echo(f"{done} : {count} lignes, {len(backup.rows)} tables, {backup.made}")
    for name, rows in backup.rows.items():
        if rows:
            click.echo(f"  {name} : {rows}")


@contextmanager
def database() -> Iterator[Engine]:
    """Give the database of the settings; one that fails is a Refusal."""
    engine = open_engine(Settings.from_env(environ()).database_url)
    try:
        yield engine
    except SQLAlchemyError as error:
        reason = str(error).splitlines()[0]
        raise Refusal(f"la base de données ne répond pas : {reason}") from error
    finally:
        engine.dispose()


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Turn what the disk refuses into a Refusal."""
    try:
        yield
    except OSError as error:
        raise Refusal(f"{path} : {error.strerror}") from error
