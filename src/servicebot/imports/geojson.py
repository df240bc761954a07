"""Places of OpenStreetMap, as GeoJSON or as the replies of Overpass."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeGuard

from servicebot.errors import ImportFileError
from servicebot.imports.texts import read_text
from servicebot.imports.values import (
    Format,
    ImportedPlace,
    Omission,
    Origin,
    Outcome,
    Refusal,
    Request,
)

ORIGIN = Origin(
    id="openstreetmap",
    title="OpenStreetMap, données sous licence ODbL",
    publisher="les contributeurs d'OpenStreetMap",
    reliability="C",
    url="https://www.openstreetmap.org/copyright",
)
_KINDS = {
    "amenity=townhall": "Mairie",
    "amenity=library": "Bibliothèque",
    "amenity=kindergarten": "École maternelle",
    "amenity=childcare": "Crèche",
    "amenity=school": "École",
    "amenity=police": "Poste de police",
    "amenity=fire_station": "Caserne de pompiers",
    "amenity=post_office": "Bureau de poste",
    "amenity=community_centre": "Salle municipale",
    "amenity=social_centre": "Centre social",
    "amenity=theatre": "Théâtre",
    "amenity=cinema": "Cinéma",
    "amenity=marketplace": "Marché",
    "amenity=toilets": "Toilettes publiques",
    "amenity=parking": "Parking",
    "amenity=recycling": "Déchèterie",
    "amenity=grave_yard": "Cimetière",
    "amenity=courthouse": "Tribunal",
    "amenity=toy_library": "Ludothèque",
    "landuse=cemetery": "Cimetière",
    "leisure=swimming_pool": "Piscine",
    "leisure=sports_centre": "Équipement sportif",
    "leisure=stadium": "Stade",
    "leisure=park": "Parc",
    "leisure=playground": "Aire de jeux",
    "office=government": "Autres services publics",
    "tourism=museum": "Musée",
    "tourism=information": "Office de tourisme",
}


def read_geojson(request: Request) -> Iterator[Outcome]:
    """Yield the places of a kind that citizens ask for; they must have a name."""
    text = read_text(request.path)
    request.advance(request.path.stat().st_size)
    try:
        data = json.loads(text)
    except ValueError as error:
        raise ImportFileError(f"{request.path} : JSON illisible ({error})") from error
    for rank, (name, tags) in enumerate(_objects(data), 1):
        yield from _place(rank, name, tags)


def _objects(data: Any) -> Iterator[tuple[str, dict[str, str]]]:  # noqa: ANN401 - any JSON
    """Yield the identifier and the tags of each object."""
    listed = data.get("features", data.get("elements")) if _is_dict(data) else None
    for feature in listed if isinstance(listed, list) else ():
        if not _is_dict(feature):
            yield "", {}
            continue
        found = feature.get("properties", feature.get("tags"))
        tags = {key: str(v) for key, v in found.items()} if _is_dict(found) else {}
        identifier = tags.get("@id") or str(feature.get("id") or "")
        kind = str(feature.get("type"))
        if kind in {"node", "way", "relation"}:  # what Overpass numbers by kind
            identifier = f"{kind}-{identifier}"
        yield identifier, tags


def _is_dict(value: Any) -> TypeGuard[dict[str, Any]]:  # noqa: ANN401 - any JSON
    return isinstance(value, dict)


def _place(rank: int, identifier: str, tags: Mapping[str, str]) -> Iterator[Outcome]:
    kinds = (_KINDS.get(f"{key}={value}") for key, value in tags.items())
    theme = next(filter(None, kinds), "")
    name = tags.get("name", "").strip()
    if not name or not identifier:
        yield Refusal(rank, "lieu sans nom" if identifier else "lieu sans identifiant")
    elif not theme:
        shown = ", ".join(f"{key}={value}" for key, value in tags.items())[:80]
        yield Refusal(rank, "sorte de lieu qui n'est pas un service public", shown)
    elif theme == "Déchèterie" and tags.get("recycling_type") != "centre":
        yield Refusal(rank, "point de collecte, et non déchèterie", name)
    else:
        if tags.get("access") in {"private", "no"}:
            yield Omission(rank, "lieu dit privé dans OpenStreetMap", name)
        yield _made(rank, (identifier, name, theme), tags)


def _made(
    rank: int, named: tuple[str, str, str], tags: Mapping[str, str]
) -> ImportedPlace:
    identifier, name, theme = named
    return ImportedPlace(
        line=rank,
        theme=theme,
        id=f"osm-{identifier}",
        name=name,
        names=tuple(filter(None, (tags.get("alt_name"), tags.get("short_name")))),
        address=_address(tags),
        phones=tuple((_contact(tags, "phone")).split(";")),
        email=_contact(tags, "email"),
        url=_contact(tags, "website"),
        hours=tags.get("opening_hours", ""),
        as_of=tags.get("check_date:opening_hours")
        or tags.get("check_date")
        or tags.get("@timestamp", ""),
        source=ORIGIN.id,
    )


def _contact(tags: Mapping[str, str], key: str) -> str:
    return tags.get(key) or tags.get(f"contact:{key}", "")


def _address(tags: Mapping[str, str]) -> str:
    street = (tags.get("addr:housenumber"), tags.get("addr:street"))
    city = (tags.get("addr:postcode"), tags.get("addr:city"))
    parts = (" ".join(filter(None, part)) for part in (street, city))
    return ", ".join(filter(None, parts))


GEOJSON = Format(
    "osm", "lieux d'OpenStreetMap (GeoJSON, Overpass)", read_geojson, ORIGIN
)
