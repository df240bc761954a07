"""Places of digital help (« médiation numérique », schema 1.0), in CSV."""

from collections.abc import Iterator

from servicebot.imports.tables import Cells, table_rows
from servicebot.imports.values import (
    Format,
    ImportedPlace,
    Outcome,
    Outside,
    Refusal,
    Request,
)

COLUMNS = frozenset({"id", "nom", "code_postal", "date_maj", "services"})
THEME = "Lieux d'accompagnement numérique"


def read_mediation(request: Request) -> Iterator[Outcome]:
    """Yield the town's places of digital help."""
    for line, cells in table_rows(request.path):
        missing = [name for name in ("id", "nom") if not cells.get(name)]
        code = cells.get("code_insee", "")
        if missing:
            yield Refusal(line, f"il manque {missing[0]}", cells.get("nom", ""))
        elif request.communes and code not in request.communes:
            yield Outside(line) if code else Refusal(line, "il manque code_insee")
        else:
            yield _place(line, cells)


def _place(line: int, cells: Cells) -> ImportedPlace:
    city = " ".join(filter(None, (cells.get("code_postal"), cells.get("commune"))))
    where = (cells.get("complement_adresse"), cells.get("adresse"), city)
    owner = cells.get("source", "")
    emails = cells.get("courriels") or cells.get("courriel", "")
    return ImportedPlace(
        line=line,
        theme=THEME,
        id=f"mediation-{cells['id']}",
        name=cells["nom"],
        address=", ".join(filter(None, where)),
        phones=tuple(cells.get("telephone", "").split("|")),
        email=emails.split("|")[0],
        url=cells.get("site_web", "").split("|")[0],
        hours=cells.get("horaires", ""),
        as_of=cells.get("date_maj", ""),
        source=f"Médiation numérique, {owner}" if owner else "",
        publisher=owner,
    )


MEDIATION = Format(
    "mediation", "lieux de médiation numérique (CSV, schéma 1.0)", read_mediation
)
