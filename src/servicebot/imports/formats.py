"""The formats that are read, and how a file shows which one it has."""

import re
from pathlib import Path

from servicebot.errors import ImportFileError
from servicebot.imports import mediation, scdl
from servicebot.imports.annuaire_yaml import ANNUAIRE_YAML
from servicebot.imports.archives import ARCHIVE, open_data
from servicebot.imports.dila import DILA
from servicebot.imports.dila_xml import DILA_XML
from servicebot.imports.geojson import GEOJSON
from servicebot.imports.mediation import MEDIATION
from servicebot.imports.rasa import RASA
from servicebot.imports.scdl import SCDL
from servicebot.imports.tables import table_header
from servicebot.imports.template import COLUMNS, TEMPLATE
from servicebot.imports.values import Format

_DIRECTORY = (DILA, DILA_XML, ANNUAIRE_YAML)
FORMATS = {
    one.name: one for one in (*_DIRECTORY, SCDL, MEDIATION, GEOJSON, RASA, TEMPLATE)
}
_PACKED = {".7z", ".bz2", ".gz", ".tar", ".tgz", ".xz", ".zip"}
_HEAD = 65_536
_TABLES = (
    (scdl.COLUMNS, SCDL),
    (mediation.COLUMNS, MEDIATION),
    (frozenset(COLUMNS[:2]), TEMPLATE),
)
# What a JSON or XML file shows near its beginning, and why we read it or do not.
_FICHE = (
    "fiche « Vos droits et démarches » : son texte ne s'importe pas, mettez un lien"
    " vers elle"
)
_SCHEMA = "description d'un format, et non des données"
_COMMUNES = "liste de communes : sa place est dans communes.yaml"
_JSON: tuple[tuple[str, Format | str], ...] = (
    (r'"@context"\s*:\s*"https?://schema\.org', "page schema.org : elle ne se lit pas"),
    (r'"(?:FeatureCollection|elements)"', GEOJSON),
    (r'"(?:plage_ouverture|type_service_local|service_disponible)"', DILA),
    (r'"spUrl"|"Publication"', _FICHE),
    (r'"(?:fields|properties)"\s*:|"\$schema"', _SCHEMA),
    (r'"(?:population|popTot|codesPostaux|codes_postaux)', _COMMUNES),
)
_XML: tuple[tuple[str, Format | str], ...] = (
    ("<Organisme", DILA_XML),
    ("<Publication", _FICHE),
)


def detect(path: Path) -> Format:
    """Return the format of a file; ImportFileError says why none is its own."""
    try:
        with open_data(path) as data:
            head = data.file.read(_HEAD)
    except OSError as error:
        raise ImportFileError(f"{path} : {error.strerror}") from error
    suffix = path.suffix.lower()
    if suffix in _PACKED and not path.name.lower().endswith(ARCHIVE):
        raise ImportFileError(f"{path} : archive : décompressez-la d'abord")
    text = head.decode("utf-8", "replace").lstrip("\ufeff \n\r\t")
    if suffix in {".csv", ".tsv", ".xlsx", ".xlsm"}:
        return _table(path)
    if suffix in {".yml", ".yaml"}:
        return _yaml(path, text)
    if text[:1] == "<":
        return _marked(path, text, _XML)
    if text[:1] in {"{", "["}:
        return _marked(path, text, _JSON)
    raise ImportFileError(f"{path} : format inconnu. {_known()}")


def _table(path: Path) -> Format:
    header = set(table_header(path))
    for columns, form in _TABLES:
        if columns <= header:
            return form
    if {"code_insee", "population_municipale"} <= header:
        raise ImportFileError(f"{path} : {_COMMUNES}")
    names = ", ".join(sorted(header))[:120]
    raise ImportFileError(f"{path} : colonnes inconnues ({names}). {_known()}")


def _yaml(path: Path, text: str) -> Format:
    if re.search(r"^(?:nlu|responses|rules)\s*:", text, re.MULTILINE):
        return RASA
    if re.search(r"^pivotLocal\s*:", text, re.MULTILINE):
        return ANNUAIRE_YAML
    raise ImportFileError(f"{path} : format inconnu. {_known()}")


def _marked(
    path: Path, text: str, signs: tuple[tuple[str, Format | str], ...]
) -> Format:
    for sign, found in signs:
        if re.search(sign, text):
            if isinstance(found, Format):
                return found
            raise ImportFileError(f"{path} : {found}")
    raise ImportFileError(f"{path} : format inconnu. {_known()}")


def _known() -> str:
    listed = "".join(f"\n  {one.name} : {one.title}" for one in FORMATS.values())
    return f"Formats lus :{listed}"
