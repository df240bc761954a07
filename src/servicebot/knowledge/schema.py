"""JSON Schemas of the knowledge files, for editors that complete and check YAML."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from servicebot.knowledge.kinds import KINDS, Kind

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_INT_OR_TEXT = [{"type": "integer"}, {"type": "string"}]
_MODELS = {
    "Aspect": "Ce que l'on peut demander d'un sujet, et les mots qui le montrent",
    "Closure": "Une fermeture exceptionnelle, premier et dernier jours compris",
    "Colours": "Les couleurs de la collectivité, de jour et de nuit (_dark)",
    "Commune": "Une commune du territoire",
    "Contact": "Où orienter quand le robot ne sait pas",
    "Emergency": "Un danger : les signes qui le montrent et les numéros à appeler",
    "Figure": "Un chiffre (ou une valeur courte) : sujet × aspect",
    "Lexicon": "Le lexique : aspects, synonymes, abréviations, mots vides",
    "Link": "Une page qui en dit plus",
    "Operator": "Un organisme qui rend des services",
    "Place": "Un lieu où l'on se rend : adresse, téléphone, horaires",
    "PublicHolidays": "Jours fériés ajoutés ou retirés",
    "Question": "Une question libre et sa réponse",
    "SchoolBreak": "Des vacances, premier et dernier jours compris",
    "SchoolHolidays": "Les vacances scolaires, leur source et leur date",
    "Sheet": "Une fiche : un service ou un sujet",
    "Situation": "Ce que des gens racontent, et la réponse qu'il leur faut alors",
    "SmallTalk": "Une politesse et sa réponse, sans aucun fait",
    "Source": "Un document d'où viennent des faits",
    "Test": "Un test : une question, ou plusieurs tours de dialogue",
    "Town": "La collectivité pour laquelle le robot répond",
    "Turn": "Un tour du dialogue : la question et ce qui doit revenir",
}
_FIELDS = {
    "abbreviations": "Sigles et leur sens : CCAS: centre communal d'action sociale",
    "address": "Adresse complète, avec le code postal",
    "as_of": "Date du fait : 2019, 2019-04, 2019-04-16 ou 2015/2016",
    "ask": "Façons de poser la question",
    "aspect": "L'un des aspects du lexique (nombre, horaires, tarif…)",
    "at": "Date et heure de la question : 2026-11-22T15:00",
    "caution": "Réserve affichée avec la réponse quand le fait est douteux",
    "closures": "Fermetures exceptionnelles (du, au, motif)",
    "crossed": "Mots qui, dits ensemble, nomment le sujet : enfant|petit jardiner",
    "cues": "Mots qui montrent que cet aspect est demandé",
    "deduced": "true si l'organisme est déduit et non écrit dans la source",
    "detail": "Suite de la réponse, donnée à la demande",
    "entry": "Identifiant de la réponse attendue : creches.nombre",
    "figures": "Chiffres",
    "has": "Textes qui doivent figurer dans la réponse",
    "hasnt": "Textes qui ne doivent pas figurer dans la réponse",
    "holidays": "Jours fériés : open, closed, ou unknown si la source n'en dit rien",
    "hours": "Horaires en français (lundi au vendredi: 8h-12h) ou OpenStreetMap",
    "hours_note": "Précision sur les horaires",
    "id": "Identifiant : minuscules sans accent, chiffres et tirets",
    "idioms": "Expressions dont les mots ne montrent aucun danger",
    "imported": "Empreinte posée par servicebot import ; n'y touchez pas",
    "insee": "Code INSEE à cinq caractères",
    "label": "Nom avec son article : les crèches",
    "names": "Autres noms, comme les gens les disent",
    "needs": "Mots dont l'un au moins doit figurer dans la question",
    "operator": "Organisme, déclaré dans town.yaml",
    "orders": "Mots, dans l'ordre, qui commandent quelque chose à une machine",
    "phone": "Numéro du standard, jamais celui d'une personne",
    "places": "Lieux",
    "public_holidays": "Jours fériés en plus (added) ou en moins (removed)",
    "question": "Question que pose le bouton de cette réponse",
    "questions": "Questions libres",
    "related": "Sujets ou réponses voisins",
    "reliability": "A officiel et daté, B officiel sans date, C presse, D autre",
    "review": "Date à laquelle relire cette information",
    "say": "La réponse ; {value} est remplacé par la valeur, {year} par l'année",
    "scope": "Périmètre : un organisme déclaré dans town.yaml",
    "service": "Identifiant du service, égal au nom du fichier",
    "signs": "Signes : tous les mots d'un signe doivent figurer dans le message",
    "source": "Une ou plusieurs sources déclarées dans sources.yaml",
    "summary": "Une phrase qui dit ce que c'est",
    "surveys": "Façons de demander ce qui est ouvert (open) ou fermé (closed)",
    "title": "Titre court, affiché sur un bouton",
    "topic": "Identifiant du sujet, égal au nom du fichier",
    "turns": "Tours de dialogue",
    "unit": "Ce que l'on compte : crèches, places…",
    "units": "Autres mots pour ce que l'on compte",
    "unless": "Signes qui montrent qu'il s'agit d'autre chose",
    "valid_until": "Dernier jour de validité",
    "value": "Nombre, ou valeur courte",
}


def json_schema(kind: str | None = None) -> dict[str, Any]:
    """Return the schema of one kind of file, or one with all kinds as properties."""
    if kind is not None:
        found = next(known for known in KINDS if known.name == kind)
        return {"$schema": _DRAFT, **_one(found)}
    definitions: dict[str, Any] = {}
    properties = {}
    for known in KINDS:
        schema = _one(known)
        definitions |= schema.pop("$defs", {})
        properties[known.name] = schema
    return {
        "$schema": _DRAFT,
        "title": "Base de connaissances",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def schema_files() -> dict[str, str]:
    """Return the name and the text of every schema file."""
    return {
        f"{kind.name}.json": json.dumps(
            json_schema(kind.name), ensure_ascii=False, indent=1, sort_keys=True
        )
        + "\n"
        for kind in KINDS
    }


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write the schema of every kind of file into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schema_files().items():
        (folder / name).write_text(text, encoding="utf-8")
    return tuple(folder / name for name in schema_files())


def _one(kind: Kind) -> dict[str, Any]:
    schema: dict[str, Any] = kind.adapter.json_schema()
    model = schema.get("title")
    for node in _nodes(schema):
        _tidy(node)
    for name, definition in {model: schema, **schema.get("$defs", {})}.items():
        if name in _MODELS:
            _describe(str(name), definition)
    return schema | {"title": kind.title}


def _nodes(schema: object) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for value in list(schema.values()):
            yield from _nodes(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _nodes(value)


def _tidy(node: dict[str, Any]) -> None:
    """Drop what pydantic says in English or twice."""
    if isinstance(node.get("title"), str):
        del node["title"]
    if node.get("default", 0) in (None, [], {}):
        del node["default"]
    if node.get("anyOf") == _INT_OR_TEXT:
        del node["anyOf"]
        node["type"] = ["integer", "string"]
    if "patternProperties" in node:
        node["additionalProperties"] = False


def _describe(model: str, definition: dict[str, Any]) -> None:
    definition["description"] = _MODELS[model]
    properties = definition["properties"]
    for key, field in properties.items():
        if key in _FIELDS:
            field["description"] = _FIELDS[key]
    if model == "Closure":
        french = {"du": "from", "au": "to", "motif": "reason"}
        properties |= {key: properties[other] for key, other in french.items()}
        definition["anyOf"] = [{"required": ["from", "to"]}, {"required": ["du", "au"]}]
        del definition["required"]
    if model == "Sheet":
        definition["oneOf"] = [{"required": ["service"]}, {"required": ["topic"]}]
