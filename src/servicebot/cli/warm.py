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

from servicebot.cli.hosting import train
from servicebot.cli.options import knowledge_option
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
    question à une commune, n'attend plus. Code de sortie : 1 si une base est refusée.
    """
    places = list(_places(knowledge))
    refused = 0
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for name, outcome in pool.map(_warmed, places):
            refused += outcome is None
            click.echo(polish(f"{name} : {outcome or 'refusée (servicebot check)'}"))
    ctx.exit(int(refused > 0))


def _places(knowledge: Path | None) -> Iterator[_Place]:
    settings = Settings.from_env(os.environ)
    if settings.towns is None or knowledge is not None:
        folder = find_knowledge(knowledge, os.environ)
        yield settings.town or str(folder), folder, replace(settings, towns=None)
        return
    for name, site in find_sites(settings.towns).by_name.items():
        yield name, site.folder, for_town(settings, name)


def _warmed(place: _Place) -> tuple[str, str | None]:
    """Train one base; return its name and what was done, None if it is refused."""
    name, folder, settings = place
    started = time.monotonic()
    try:
        overlay, cache = _learned(settings), settings.var / "cache"
        if is_trained(overlaid(load(folder), overlay), cache):
            return name, "déjà prête"
        train(folder, overlay, cache)
    except KnowledgeError:
        return name, None
    seconds = format_number(round(time.monotonic() - started, 1))
    return name, f"prête en {seconds} s"


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
