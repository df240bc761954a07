"""`servicebot stats`: what was asked in a period, as text, JSON, CSV or a page."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from servicebot.cli.database import open_database
from servicebot.cli.journal import day_of
from servicebot.cli.options import environ, json_option, knowledge_option, moment_of
from servicebot.cli.show import plain, styled, table
from servicebot.journal.counters import count_all
from servicebot.journal.statistics.figures import Figures, Period, read_figures
from servicebot.journal.statistics.report import report
from servicebot.journal.statistics.tables import Listing, as_csv, listings
from servicebot.journal.statistics.town import opening_of
from servicebot.knowledge.base import Base
from servicebot.knowledge.find import find_knowledge
from servicebot.knowledge.loader import load

_DAYS = 30


@click.command("stats")
@click.option("--from", "start", metavar="DATE", help="Premier jour (2026-11-01).")
@click.option("--to", "end", metavar="DATE", help="Dernier jour (sinon aujourd'hui).")
@click.option("--month", metavar="MOIS", help="Un mois entier (2026-11).")
@json_option
@click.option("--csv", "is_csv", is_flag=True, help="Écrire du CSV.")
@click.option(
    "--report",
    "page",
    metavar="FICHIER",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Écrire une page HTML à imprimer.",
)
@knowledge_option
def command(  # noqa: PLR0913 - one argument for each option
    *,
    start: str | None,
    end: str | None,
    month: str | None,
    as_json: bool,
    is_csv: bool,
    page: Path | None,
    knowledge: Path | None,
) -> None:
    """Compte les questions d'une période : les trente derniers jours par défaut."""
    base = load(find_knowledge(knowledge, environ()))
    period = _period(base, start, end, month)
    with open_database() as engine:
        count_all(engine)
        figures = read_figures(engine, period, opening_of(base))
    lists = listings(figures, base)
    if page is not None:
        page.write_text(report(figures, base), "utf-8")
    elif is_csv:
        for line in as_csv(lists):
            click.echo(line, nl=False)
    else:
        click.echo(_json(figures, lists) if as_json else _shown(lists))


def _period(
    base: Base, start: str | None, end: str | None, month: str | None
) -> Period:
    if month is not None:
        return _month(month)
    last = day_of(end, "--to") or moment_of(base, None).date()
    first = day_of(start, "--from") or last - timedelta(days=_DAYS - 1)
    if first > last:
        raise click.UsageError("le premier jour vient après le dernier")
    return Period(first, last)


def _month(text: str) -> Period:
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        message = f"« {text} » n'est pas un mois comme 2026-11"
        raise click.BadParameter(message, param_hint="--month") from None
    following = (first + timedelta(days=31)).replace(day=1)
    return Period(first, following - timedelta(days=1))


def _json(figures: Figures, lists: Sequence[Listing]) -> str:
    body: dict[str, Any] = asdict(figures)
    body["empty_cells"] = next(x.rows for x in lists if x.name == "empty_cells")
    return json.dumps(body, ensure_ascii=False, default=str)


def _shown(lists: Sequence[Listing]) -> str:
    blocks = []
    for listing in lists:
        rows = [[str(cell) for cell in row] for row in listing.rows]
        said = table(listing.heads, rows) if rows else "rien sur la période"
        blocks.append(f"{styled(listing.title, bold=True)}\n{said}")
    return plain("\n\n".join(blocks))
