"""`servicebot warm`: train ahead of time, so that the first start is a fast one."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import click
from sqlalchemy import make_url

from servicebot.cli.options import environ, knowledge_option
from servicebot.cli.training import train
from servicebot.errors import KnowledgeError
from servicebot.french.numbers import format_number
from servicebot.french.typography import polish
from servicebot.journal.additions import StoredAdditions
from servicebot.journal.database import open_engine
from servicebot.knowledge.find import find_knowledge
from servicebot.knowledge.loader import load
from servicebot.knowledge.overlay import EMPTY, Overlay, overlaid
from servicebot.knowledge.towns import find_sites
from servicebot.settings import Settings, for_town
from servicebot.understanding.engine import is_trained

_Place = tuple[str, Path, Settings]


@click.command("warm")
@knowledge_option
@click.pass_context
def command(ctx: click.Context, knowledge: Path | None) -> None:
    """Entraîne d'avance la base, ou celles de toutes les communes de SERVICEBOT_TOWNS.

    Le résultat reste dans SERVICEBOT_VAR : le premier démarrage, ou la première
    question à une commune, n'attend plus. Code de sortie : 1 si une base est refusée,
    ou n'a pu être entraînée.
    """
    places = list(_places(knowledge))
    refused = 0
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for name, outcome, is_ready in pool.map(_warmed, places):
            refused += not is_ready
            click.echo(polish(f"{name} : {outcome}"))
    ctx.exit(int(refused > 0))


def _places(knowledge: Path | None) -> Iterator[_Place]:
    settings = Settings.from_env(environ())
    if settings.towns is None or knowledge is not None:
        folder = find_knowledge(knowledge, environ())
        yield settings.town or str(folder), folder, replace(settings, towns=None)
        return
    for name, site in find_sites(settings.towns).by_name.items():
        yield name, site.folder, for_town(settings, name)


def _warmed(place: _Place) -> tuple[str, str, bool]:
    """Train one base; return its name, what was done, and whether it is ready."""
    name, folder, settings = place
    started = time.monotonic()
    try:
        overlay, cache = _learned(settings), settings.var / "cache"
        if is_trained(overlaid(load(folder), overlay), cache):
            return name, "déjà prête", True
        train(folder, overlay, cache)
    except KnowledgeError:
        return name, "refusée (servicebot check)", False
    except Exception as error:  # noqa: BLE001 - a town stops no other one
        return name, f"en échec ({str(error) or type(error).__name__})", False
    seconds = format_number(round(time.monotonic() - started, 1))
    return name, f"prête en {seconds} s", True


def _learned(settings: Settings) -> Overlay:
    """Return what was learned at the desk, nothing where there is no database yet."""
    path = make_url(settings.database_url).database
    is_file = settings.database_url.startswith("sqlite")
    if is_file and not Path(path or "").is_file():
        return EMPTY
    engine = open_engine(settings.database_url)
    additions = StoredAdditions(engine, lambda: datetime.now(UTC))
    additions.learned()
    engine.dispose()
    return additions.overlay()
