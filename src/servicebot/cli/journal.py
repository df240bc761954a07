"""`servicebot journal`: export, purge, forget, and how well masking does."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import click

from servicebot.cli.database import open_database
from servicebot.cli.options import environ, json_option, town_option
from servicebot.cli.show import table
from servicebot.journal.export import as_csv as csv_lines
from servicebot.journal.export import as_json as json_lines
from servicebot.journal.export import export
from servicebot.journal.privacy.measure import (
    FALSE_ALARMS,
    RECALL,
    Figures,
    measure,
    read_lines,
)
from servicebot.journal.retention import forget as forget_turns
from servicebot.journal.retention import purge as purge_turns
from servicebot.settings import Settings


@click.group("journal")
def command() -> None:
    """Exporte, purge et fait oublier les questions reçues."""


@command.command("export")
@json_option
@click.option("--since", metavar="DATE", help="À partir de ce jour (2026-11-01).")
@town_option
def export_turns(*, as_json: bool, since: str | None) -> None:
    """Écrit les questions : du CSV, ou un objet JSON par ligne avec --json."""
    with open_database() as engine:
        turns = export(engine, day_of(since, "--since"))
        for line in json_lines(turns) if as_json else csv_lines(turns):
            click.echo(line, nl=False)


@command.command("purge")
@json_option
@click.option("--days", type=int, help="Garder le texte tant de jours, cette fois.")
@town_option
def purge(*, as_json: bool, days: int | None) -> None:
    """Supprime ce qui a passé sa durée de conservation ; le serveur le fait seul."""
    retention = Settings.from_env(environ()).retention
    if days is not None:
        retention = replace(retention, text_days=days)
    with open_database() as engine:
        purged = purge_turns(engine, retention, datetime.now(UTC))
    if as_json:
        click.echo(json.dumps({"turns": purged.turns, "counts": purged.counts}))
    else:
        click.echo(
            f"{purged.turns} questions supprimées, {purged.counts} lignes de comptes"
        )


@command.command("forget")
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--containing", metavar="TEXTE", help="Celles qui contiennent ce texte.")
@town_option
def forget(ids: tuple[str, ...], containing: str | None) -> None:
    """Supprime des questions, par l'identifiant de leur réponse ou par un texte.

    Code de sortie : 1 si aucune n'a été trouvée.
    """
    if not ids and not containing:
        raise click.UsageError("donnez un identifiant, ou --containing TEXTE")
    with open_database() as engine:
        count = forget_turns(engine, ids, containing)
    click.echo(f"{count} questions oubliées")
    raise SystemExit(0 if count else 1)


@command.command("masking")
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path))
@json_option
@click.option("--show", is_flag=True, help="Montrer les lignes manquées.")
def masking(file: Path, *, as_json: bool, show: bool) -> None:
    """Mesure le masquage sur des lignes JSON (« text », « kind », « hide »).

    Code de sortie : 1 si moins de 95 % de ce qui est à cacher est trouvé, ou si plus
    de 3 % des lignes à garder sont touchées.
    """
    figures = measure(read_lines(file))
    click.echo(_json_figures(figures) if as_json else _figures(figures))
    for text, masked in (*figures.missed, *figures.wrong) if show else ():
        click.echo(f"{text}\n  → {masked}")
    is_good = figures.recall >= RECALL and figures.false_alarms <= FALSE_ALARMS
    raise SystemExit(0 if is_good else 1)


def day_of(text: str | None, option: str) -> date | None:
    """Return the day that an option gives, None when it is not given."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        message = f"« {text} » n'est pas une date comme 2026-11-01"
        raise click.BadParameter(message, param_hint=option) from None


def _json_figures(figures: Figures) -> str:
    kinds = {kind: [figures.found[kind], n] for kind, n in figures.wanted.items()}
    body = {
        "recall": round(figures.recall, 4),
        "false_alarms": round(figures.false_alarms, 4),
        "found": figures.found.total(),
        "to_hide": figures.wanted.total(),
        "wrong": len(figures.wrong),
        "to_keep": figures.kept,
        "kinds": kinds,
    }
    return json.dumps(body, ensure_ascii=False)


def _figures(figures: Figures) -> str:
    rows = [
        (kind, str(figures.found[kind]), str(n))
        for kind, n in sorted(figures.wanted.items())
    ]
    found, wanted = figures.found.total(), figures.wanted.total()
    wrong, kept = len(figures.wrong), figures.kept
    return "\n".join(
        (
            table(("genre", "trouvés", "à cacher"), rows),
            f"rappel : {figures.recall:.1%} ({found} sur {wanted})",
            f"fausses alertes : {figures.false_alarms:.1%} ({wrong} sur {kept})",
        )
    )
