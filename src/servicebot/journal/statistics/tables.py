"""The figures as named lists of rows, which the page, the report and the CSV show."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servicebot.french.moments import format_date
from servicebot.french.numbers import NARROW, format_number
from servicebot.journal.statistics.figures import Figures, Missed
from servicebot.journal.statistics.town import empty_cells, entry_title, subject_names
from servicebot.knowledge.base import Base

_KINDS = {
    "answer": "Répondues",
    "clarification": "Précision demandée",
    "fallback": "Sans réponse",
    "smalltalk": "Politesses",
    "emergency": "Urgences",
}


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of the report; `is_chart` when its rows make a picture."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    is_chart: bool = False


def listings(figures: Figures, base: Base) -> tuple[Listing, ...]:
    """Return every list, in the order in which they are read."""
    days = tuple((day.strftime("%d/%m"), count) for day, count in figures.by_day)
    hours = tuple((f"{hour}\u00a0h", n) for hour, n in enumerate(figures.by_hour))
    by_day, by_hour = ("Jour", "Questions"), ("Heure", "Questions")
    once = ("Question", "Fiche la plus proche", "Fois")
    given = ("Question", "Fiche donnée", "Fois")
    read = tuple((entry_title(entry, base), n) for entry, n in figures.entries)
    return (
        Listing("summary", "En bref", ("Indicateur", "Valeur"), summary(figures)),
        Listing("days", "Questions par jour", by_day, days, is_chart=True),
        Listing("hours", "Questions par heure", by_hour, hours, is_chart=True),
        Listing(
            "subjects",
            "Sujets les plus demandés",
            ("Sujet", "Questions"),
            subject_names(figures, base),
        ),
        Listing("entries", "Fiches les plus lues", ("Fiche", "Fois"), read),
        Listing("unanswered", "Sans réponse", once, _missed(figures.unanswered, base)),
        Listing(
            "useless", "Jugées pas utiles", given, _missed(figures.judged_useless, base)
        ),
        Listing(
            "doubtful", "Réponses peu sûres", given, _missed(figures.doubtful, base)
        ),
        Listing(
            "empty_cells",
            "Demandé et absent de la base",
            ("Sujet", "Aspect", "Fois"),
            empty_cells(figures, base),
        ),
        Listing(
            "channels",
            "Canaux",
            ("Canal", "Questions"),
            tuple(figures.channels.items()),
        ),
    )


def summary(figures: Figures) -> tuple[tuple[str, str], ...]:
    """Return the main figures, in words."""
    rows = [
        ("Période", said_period(figures)),
        ("Questions", format_number(figures.total)),
    ]
    rows += [(name, _of_kind(figures, kind)) for kind, name in _KINDS.items()]
    opinions = figures.useful + figures.useless
    share = figures.useful_share
    useful = "aucun avis" if share is None else f"{_percent(share)} de {opinions} avis"
    rows.append(("Jugées utiles", useful))
    missed = f"{format_number(figures.missed)} ({_percent(figures.missed_share)})"
    rows.append(("Manquées (sans réponse ou jugées pas utiles)", missed))
    rows.append(("Temps de réponse médian", _time(figures.latency_p50)))
    rows.append(("Temps de réponse, 95 fois sur 100", _time(figures.latency_p95)))
    outside = figures.outside
    if outside is None:
        rows.append(("Hors des heures d'accueil", "heures d'accueil non connues"))
    else:
        said = f"{format_number(outside.n)} ({_percent(outside.share)})"
        rows.append(("Hors des heures d'accueil", said))
        on_hours = format_number(outside.on_hours)
        rows.append(("dont questions sur les horaires", on_hours))
    return tuple(rows)


def said_period(figures: Figures) -> str:
    """Return the period in words."""
    period = figures.period
    return f"du {format_date(period.start)} au {format_date(period.end)}"


def as_csv(lists: Sequence[Listing]) -> Iterator[str]:
    """Yield lines of CSV: the list, then its cells; no cell passes for a formula."""
    for listing in lists:
        for row in (listing.heads, *listing.rows):
            yield _csv_line((listing.name, *row))


def _missed(rows: Sequence[Missed], base: Base) -> tuple[tuple[str, str, int], ...]:
    return tuple((row.question, entry_title(row.entry, base), row.n) for row in rows)


def _of_kind(figures: Figures, kind: str) -> str:
    count = format_number(figures.kinds.get(kind, 0))
    return f"{count} ({_percent(figures.share(kind))})"


def _percent(share: float) -> str:
    return f"{format_number(round(100 * share))}\u00a0%"


def _time(latency: int | None) -> str:
    if latency is None:
        return "inconnu"
    return f"{format_number(round(latency / 1000, 2))}{NARROW}ms"


def _csv_line(cells: Sequence[str | int]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow([_safe(cell) for cell in cells])
    return buffer.getvalue()


def _safe(cell: str | int) -> str | int:
    is_formula = isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t"))
    return f"'{cell}" if is_formula else cell
