"""The directory's offices as the annuaire-api project writes them, in YAML."""

import re
from collections.abc import Iterator
from typing import Any

from servicebot.errors import HoursError, ImportFileError
from servicebot.imports.dila import ORIGIN, place_name
from servicebot.imports.openings import Opening, written
from servicebot.imports.pivots import theme_of
from servicebot.imports.texts import read_text
from servicebot.imports.values import (
    Format,
    ImportedPlace,
    Outcome,
    Outside,
    Refusal,
    Request,
)
from servicebot.knowledge.yaml import parse

Record = dict[str, Any]
_CODE = re.compile(r"\d{5}|2[AB]\d{3}")
_TIME = re.compile(r"(\d{1,2}) ?[h:] ?(\d{2})?")


def read_annuaire_yaml(request: Request) -> Iterator[Outcome]:
    """Yield the one office of each file; the format has no date."""
    document = parse(read_text(request.path).encode(), request.path)
    request.advance(request.path.stat().st_size)
    if document.unreadable or not isinstance(document.data, dict):
        faults = "\n".join(map(str, document.faults))
        raise ImportFileError(faults or f"{request.path} : vide")
    yield _office(document.data, request.communes)


def _office(record: Record, communes: frozenset[str]) -> Outcome:
    zone = _within(record, "zonage").get("communes")
    served = set(_CODE.findall(" ".join(map(str, _listed(zone)))))
    if communes and not communes & served:
        return Outside(1)
    if not record.get("nom") or not record.get("id"):
        return Refusal(1, "fiche sans nom ou sans identifiant", str(record.get("id")))
    try:
        opening = written(_openings(record))
    except HoursError as error:
        return Refusal(1, f"horaires : {error}", str(record["nom"]))
    return ImportedPlace(
        line=1,
        theme=theme_of([str(record.get("pivotLocal", ""))]),
        id=str(record["id"]),
        name=place_name(str(record["nom"])),
        address=_address(record),
        phones=(str(record.get("telephone") or ""),),
        email=str(record.get("email") or ""),
        url=str(record.get("url") or ""),
        hours=opening.hours,
        hours_note=opening.note,
        source=ORIGIN.id,
    )


def _openings(record: Record) -> Iterator[Opening]:
    for days in _dicts(_within(record, "accueil physique").get("horaires")):
        yield Opening(
            first=str(days.get("du", "")),
            last=str(days.get("au", "")),
            times=tuple(
                (_time(span.get("de")), _time(span.get("a")))
                for span in _dicts(days.get("heures"))
            ),
            comment=str(days.get("note") or ""),
        )


def _time(text: object) -> str:
    found = _TIME.fullmatch(str(text).strip())
    if found is None:
        raise HoursError(f"heure illisible : « {text} »")
    return f"{int(found[1]):02d}:{found[2] or '00'}"


def _address(record: Record) -> str:
    found = _dicts(record.get("adresses"))
    where = [one for one in found if one.get("type") == "physique"] or found
    for one in where[:1]:
        city = (one.get("codePostal"), one.get("commune"))
        lines = [str(line) for line in _listed(one.get("lignes"))]
        return ", ".join(filter(None, (*lines, " ".join(map(str, filter(None, city))))))
    return ""


def _within(record: Record, key: str) -> Record:
    found = record.get(key)
    return found if isinstance(found, dict) else {}


def _listed(value: Any) -> list[Any]:  # noqa: ANN401 - any YAML
    return value if isinstance(value, list) else []


def _dicts(value: Any) -> list[Record]:  # noqa: ANN401 - any YAML
    return [one for one in _listed(value) if isinstance(one, dict)]


ANNUAIRE_YAML = Format(
    "annuaire-api", "annuaire de l'administration, YAML", read_annuaire_yaml, ORIGIN
)
