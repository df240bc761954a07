"""The administration's directory (DILA), version 4: the file, the API's replies."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from servicebot.errors import HoursError, ImportFileError
from servicebot.french.typography import de
from servicebot.imports.archives import Data, open_data
from servicebot.imports.extras import missing
from servicebot.imports.openings import Opening, Written, written
from servicebot.imports.pivots import other_themes, theme_of
from servicebot.imports.values import (
    Format,
    ImportedPlace,
    Omission,
    Origin,
    Outcome,
    Outside,
    Refusal,
    Request,
)

try:
    import ijson
except ImportError:  # the extra `imports` is not installed
    ijson = None

Record = dict[str, Any]
ORIGIN = Origin(
    id="dila-annuaire",
    title="Annuaire de l'administration, base de données locales",
    publisher="Service-Public.gouv.fr, Direction de l'information légale et"
    " administrative (Premier ministre)",
    reliability="A",
    url="https://lannuaire.service-public.gouv.fr",
)
_ARRAYS = {"service": "service.item", "results": "results.item"}


def read_dila(request: Request) -> Iterator[Outcome]:
    """Yield the places of the town's communes, one record in memory at a time."""
    if ijson is None:
        raise missing("ijson")
    with open_data(request.path) as data:
        source = _Counted(data, request)
        try:
            prefix = _prefix(data.file)
            for rank, record in enumerate(ijson.items(source, prefix), 1):
                yield from _record(rank, record, request.communes)
        except ijson.JSONError as error:
            message = f"{request.path} : JSON illisible ou tronqué ({error})"
            raise ImportFileError(message) from error


class _Counted:
    """A file that tells how far it has been read on the disk."""

    def __init__(self, data: Data, request: Request) -> None:
        self._data = data
        self._advance = request.advance
        self._told = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        chunk = self._data.file.read(size)
        done = self._data.done()
        self._advance(max(done - self._told, 0))
        self._told = max(done, self._told)
        return chunk


def _prefix(file: IO[bytes]) -> str:
    """Return where ijson finds the records, by the first array; the file is rewound.

    A file without such an array near its beginning is itself one record.
    """
    events = islice(ijson.parse(file), 500)
    arrays = (prefix for prefix, event, _ in events if event == "start_array")
    first = next((name for name in arrays if name in {"", *_ARRAYS}), None)
    file.seek(0)
    return "" if first is None else _ARRAYS.get(first, "item")


def _record(rank: int, raw: Any, communes: frozenset[str]) -> Iterator[Outcome]:  # noqa: ANN401 - any JSON
    if not isinstance(raw, dict):
        yield Refusal(rank, "ce n'est pas une fiche de l'annuaire", str(raw)[:80])
        return
    record = {key: _opened(value) for key, value in raw.items()}
    pivots = [one for one in _listed(record.get("pivot")) if isinstance(one, dict)]
    own = set(_codes(record.get("code_insee_commune")))
    served = {
        code for pivot in pivots for code in _codes(pivot.get("code_insee_commune"))
    }
    if communes and not communes & (own | served):
        yield Outside(rank)
        return
    refusal = _refused(rank, record, pivots, own, served)
    yield from (refusal,) if refusal else _place(rank, record, pivots)


def _refused(
    rank: int, record: Record, pivots: list[Record], own: set[str], served: set[str]
) -> Refusal | None:
    name = _text(record.get("nom"))
    kinds = [_text(pivot.get("type_service_local")) for pivot in pivots]
    if not name:
        return Refusal(rank, "fiche sans nom", _text(record.get("id")))
    if _text(record.get("statut_de_diffusion")).lower() == "false":
        return Refusal(rank, "fiche que l'annuaire ne diffuse pas", name)
    if "mairie" in kinds and own and served and not own & served:
        codes = f"{', '.join(sorted(own))} / {', '.join(sorted(served))}"
        return Refusal(rank, "mairie dont les deux codes INSEE se contredisent", codes)
    return None


def _place(rank: int, record: Record, pivots: list[Record]) -> Iterator[Outcome]:
    address = _address(record)
    kinds = [_text(pivot.get("type_service_local")) for pivot in pivots]
    sites = [_text(site.get("valeur")) for site in _dicts(record.get("site_internet"))]
    for site in sites:
        if "@" in site:
            yield Omission(rank, "courriel dans le champ du site", site)
    try:
        opening = _hours(record)
    except HoursError as error:
        yield Refusal(rank, f"horaires : {error}", str(record["plage_ouverture"])[:200])
        return
    yield ImportedPlace(
        line=rank,
        theme=theme_of(kinds),
        id=_id(record, pivots),
        name=place_name(_text(record.get("nom"))),
        names=other_themes(kinds),
        address=address,
        phones=tuple(_text(p.get("valeur")) for p in _dicts(record.get("telephone"))),
        email=next(iter(_strings(record.get("adresse_courriel"))), ""),
        url=next((site for site in sites if "@" not in site), ""),
        hours=opening.hours,
        hours_note=opening.note,
        as_of=_text(record.get("date_modification_datetime"))
        or _text(record.get("date_modification")),
        source=ORIGIN.id,
    )


def place_name(name: str) -> str:
    """Return « Mairie de Breux » for « Mairie - Breux », other names as they are.

    >>> place_name("Mairie - Alès")
    "Mairie d'Alès"
    """
    kind, dash, commune = name.partition(" - ")
    return f"{kind} {de(commune)}" if dash and kind == "Mairie" else name


def _id(record: Record, pivots: list[Record]) -> str:
    old = _text(record.get("ancien_code_pivot"))
    if old or not pivots:
        return old or _text(record.get("id"))
    pivot = pivots[0]
    codes = _codes(pivot.get("code_insee_commune"))
    rank = _text(pivot.get("indice_code_pivot"))
    if len(codes) != 1 or not rank:
        return f"{_text(pivot.get('type_service_local'))}-{_text(record.get('id'))}"
    return f"{_text(pivot.get('type_service_local'))}-{codes[0]}-{rank}"


def _address(record: Record) -> str:
    found = _dicts(record.get("adresse"))
    where = [one for one in found if _text(one.get("type_adresse")) == "Adresse"]
    parts = ("complement1", "complement2", "numero_voie", "service_distribution")
    for one in where or found[:1]:
        city = " ".join(
            filter(
                None, (_text(one.get(key)) for key in ("code_postal", "nom_commune"))
            )
        )
        street = [_text(one.get(key)) for key in parts]
        return ", ".join(filter(None, (*street, city)))
    return ""


def _hours(record: Record) -> Written:
    openings = [
        Opening(
            first=_text(row.get("nom_jour_debut")),
            last=_text(row.get("nom_jour_fin")),
            times=tuple(
                (
                    _text(row.get(f"valeur_heure_debut_{number}")),
                    _text(row.get(f"valeur_heure_fin_{number}")),
                )
                for number in (1, 2)
            ),
            comment=_text(row.get("commentaire")),
        )
        for row in _dicts(record.get("plage_ouverture"))
    ]
    return written(openings, _text(record.get("commentaire_plage_ouverture")))


def _opened(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return what a text holds where the API has put JSON in it."""
    if isinstance(value, str) and value[:1] in "[{" and value:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _listed(value: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def _dicts(value: Any) -> list[Record]:  # noqa: ANN401 - any JSON
    return [one for one in _listed(value) if isinstance(one, dict)]


def _strings(value: Any) -> list[str]:  # noqa: ANN401 - any JSON
    return [_text(one) for one in _listed(value) if _text(one)]


def _codes(value: Any) -> list[str]:  # noqa: ANN401 - any JSON
    return re.findall(r"\b(?:\d{5}|2[AB]\d{3})\b", " ".join(_strings(value)))


def _text(value: Any) -> str:  # noqa: ANN401 - any JSON
    return "" if value is None or isinstance(value, list | dict) else str(value).strip()


DILA = Format("dila", "annuaire de l'administration (DILA), JSON", read_dila, ORIGIN)
