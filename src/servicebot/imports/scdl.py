"""The common base of local data (SCDL), « équipements collectifs publics », in CSV."""

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

COLUMNS = frozenset({"EQUIP_UID", "EQUIP_NOM", "EQUIP_THEME"})
_NO_NUMBER = "99999"


def read_scdl(request: Request) -> Iterator[Outcome]:
    """Yield the town's equipments; their commune opens their identifier."""
    for line, cells in table_rows(request.path):
        code = cells.get("EQUIP_UID", "")[:5]
        missing = [name for name in ("EQUIP_UID", "EQUIP_NOM") if not cells.get(name)]
        if missing:
            yield Refusal(line, f"il manque {missing[0]}", cells.get("EQUIP_NOM", ""))
        elif request.communes and code not in request.communes:
            yield Outside(line)
        else:
            yield _place(line, cells)


def _place(line: int, cells: Cells) -> ImportedPlace:
    owner = cells.get("COLL_NOM", "")
    return ImportedPlace(
        line=line,
        theme=cells.get("EQUIP_TYPE") or cells.get("EQUIP_THEME", ""),
        id=f"equipement-{cells['EQUIP_UID']}",
        name=cells["EQUIP_NOM"],
        address=_address(cells),
        phones=(cells.get("EQUIP_TEL", ""),),
        email=cells.get("EQUIP_EMAIL", ""),
        url=cells.get("EQUIP_WEB", ""),
        hours=cells.get("EQUIP_OUVERTURE", ""),
        source=f"Équipements publics, {owner}" if owner else "",
        publisher=owner,
    )


def _address(cells: Cells) -> str:
    number = cells.get("ADR_NUMERO", "")
    street = (number if number != _NO_NUMBER else "", cells.get("ADR_NOMVOIE", ""))
    city = (cells.get("ADR_CODEPOSTAL", ""), cells.get("ADR_COMMUNE", ""))
    parts = (" ".join(filter(None, part)) for part in (street, city))
    return ", ".join(filter(None, parts))


SCDL = Format("scdl", "SCDL, équipements collectifs publics (CSV)", read_scdl)
