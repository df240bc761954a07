"""Our own table, in CSV or XLSX: one row a place or a question."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from servicebot.french.text import fold
from servicebot.imports.tables import Cells, table_rows
from servicebot.imports.values import (
    Format,
    ImportedPlace,
    ImportedQuestion,
    Outcome,
    Refusal,
    Request,
)
from servicebot.imports.workbooks import write_workbook

COLUMNS = (
    *("type", "fiche", "id", "nom", "autres_noms", "adresse", "telephone"),
    *("courriel", "site", "horaires", "note_horaires", "formulations", "reponse"),
    *("aspect", "source", "date"),
)
_HELP = (
    "# lieu (une ligne par lieu)", "la fiche, p. ex. Piscine", "facultatif",
    "le nom du lieu", "séparés par |", "adresse et code postal",
    "du standard", "du service", "https://…", "lundi au vendredi: 8h-12h",
    "précision", "", "", "", "d'où vient l'information", "2026-01-15",
)  # fmt: skip
_HELP_QUESTION = (
    "# question (une ligne par question)", "la fiche, p. ex. Piscine", "facultatif",
    "", "", "", "", "", "https://…", "", "", "les façons de demander, séparées par |",
    "la réponse", "tarif, inscription… ou rien", "d'où vient l'information", "2026-01",
)  # fmt: skip
_KINDS = ("lieu", "question")


def read_template(request: Request) -> Iterator[Outcome]:
    """Yield the places and the questions; lines whose type starts with # are notes."""
    for line, cells in table_rows(request.path):
        kind = fold(cells.get("type", ""))
        if kind.startswith("#"):
            continue
        if kind == "lieu":
            yield _place(line, cells)
        elif kind == "question":
            yield _question(line, cells)
        else:
            reason = "type attendu : « lieu » ou « question »"
            yield Refusal(line, reason, cells.get("type", ""))


def write_template(folder: Path) -> tuple[Path, ...]:
    """Write the empty table in both forms; a file that exists is left as it is."""
    rows = (COLUMNS, _HELP, _HELP_QUESTION)
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    table, book = folder / "modele-import.csv", folder / "modele-import.xlsx"
    folder.mkdir(parents=True, exist_ok=True)
    if not table.exists():
        table.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    if not book.exists():
        write_workbook(book, rows, notes=2, choices=_KINDS)
    return table, book


def _place(line: int, cells: Cells) -> Outcome:
    if not cells.get("nom"):
        return Refusal(line, "il manque le nom du lieu")
    return ImportedPlace(
        line=line,
        theme=cells.get("fiche") or cells["nom"],
        id=cells.get("id") or cells["nom"],
        name=cells["nom"],
        names=_several(cells, "autres_noms"),
        address=cells.get("adresse", ""),
        phones=(cells.get("telephone", ""),),
        email=cells.get("courriel", ""),
        url=cells.get("site", ""),
        hours=cells.get("horaires", ""),
        hours_note=cells.get("note_horaires", ""),
        as_of=cells.get("date", ""),
        source=cells.get("source", ""),
    )


def _question(line: int, cells: Cells) -> Outcome:
    asks = _several(cells, "formulations")
    for column, value in (
        ("fiche", cells.get("fiche")),
        ("formulations", asks),
        ("reponse", cells.get("reponse")),
    ):
        if not value:
            return Refusal(line, f"il manque « {column} »", cells.get("reponse", ""))
    return ImportedQuestion(
        line=line,
        theme=cells["fiche"],
        id=cells.get("id") or asks[0],
        say=cells["reponse"],
        asks=asks,
        aspect=cells.get("aspect", ""),
        as_of=cells.get("date", ""),
        source=cells.get("source", ""),
    )


def _several(cells: Cells, column: str) -> tuple[str, ...]:
    parts = cells.get(column, "").replace("\n", "|").split("|")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


TEMPLATE = Format("modele", "notre modèle de tableau (CSV ou XLSX)", read_template)
