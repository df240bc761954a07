"""The administration's directory (DILA), version 2: one XML file an office."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from servicebot.errors import HoursError, ImportFileError
from servicebot.imports.dila import ORIGIN, place_name
from servicebot.imports.extras import missing
from servicebot.imports.openings import Opening, written
from servicebot.imports.pivots import theme_of
from servicebot.imports.texts import read_bytes
from servicebot.imports.values import (
    Format,
    ImportedPlace,
    Outcome,
    Outside,
    Refusal,
    Request,
)

try:
    import defusedxml
    from defusedxml.ElementTree import fromstring
except ImportError:  # the extra `imports` is not installed
    defusedxml = None  # type: ignore[assignment]


def read_dila_xml(request: Request) -> Iterator[Outcome]:
    """Yield the office of each `Organisme`, whether alone or in a list of them."""
    root = _root(request)
    offices = [root] if root.tag == "Organisme" else list(root.iter("Organisme"))
    for rank, office in enumerate(offices, 1):
        code = office.get("codeInsee", "")
        if request.communes and code not in request.communes:
            yield Outside(rank)
        elif not _text(office, "Nom"):
            yield Refusal(rank, "fiche sans nom", office.get("id", ""))
        else:
            yield _place(rank, office)


def _root(request: Request) -> Element:
    if defusedxml is None:
        raise missing("defusedxml")
    try:
        root: Element = fromstring(read_bytes(request.path))
    except (ParseError, defusedxml.DefusedXmlException) as error:
        raise ImportFileError(f"{request.path} : XML illisible ({error})") from error
    request.advance(request.path.stat().st_size)
    return root


def _place(rank: int, office: Element) -> Outcome:
    digital = office.find("CoordonnéesNum")
    try:
        opening = written(_openings(office))
    except HoursError as error:
        return Refusal(rank, f"horaires : {error}", office.get("id", ""))
    return ImportedPlace(
        line=rank,
        theme=theme_of([office.get("pivotLocal", "")]),
        id=office.get("id", ""),
        name=place_name(_text(office, "Nom")),
        address=_address(office),
        phones=tuple(_texts(digital, "Téléphone")),
        email=next(iter(_texts(digital, "Email")), ""),
        url=next(iter(_texts(digital, "Url")), ""),
        hours=opening.hours,
        hours_note=opening.note,
        as_of=office.get("dateMiseAJour", ""),
        source=ORIGIN.id,
    )


def _openings(office: Element) -> Iterator[Opening]:
    for days in office.iterfind("Ouverture/PlageJ"):
        yield Opening(
            first=days.get("début", ""),
            last=days.get("fin", ""),
            times=tuple(
                (span.get("début", ""), span.get("fin", ""))
                for span in days.iterfind("PlageH")
            ),
            comment=" ".join(_texts(days, "Note")),
        )


def _address(office: Element) -> str:
    found = office.findall("Adresse")
    where = [one for one in found if one.get("type") == "physique"] or found[:1]
    if not where:
        return ""
    city = f"{_text(where[0], 'CodePostal')} {_text(where[0], 'NomCommune')}".strip()
    return ", ".join(filter(None, (*_texts(where[0], "Ligne"), city)))


def _text(element: Element, tag: str) -> str:
    return next(iter(_texts(element, tag)), "")


def _texts(element: Element | None, tag: str) -> list[str]:
    found = () if element is None else element.iterfind(tag)
    return [" ".join((one.text or "").split()) for one in found]


DILA_XML = Format(
    "dila-xml", "annuaire de l'administration (DILA), XML v2", read_dila_xml, ORIGIN
)
