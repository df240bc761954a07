"""Every route and what it speaks: the table from which the OpenAPI document is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from servicebot.web.bodies import (
    MOMENT,
    Ask,
    HealthBody,
    HoursBody,
    ReadyBody,
    ReplyBody,
    SubjectsBody,
)
from servicebot.web.channel_bodies import (
    DeepChatReply,
    DeepChatRequest,
    RasaMessage,
    RasaReply,
)

JSON = "application/json"
HTML = "text/html"
FORM = "application/x-www-form-urlencoded"
_BODY_ERRORS = (400, 413, 415, 422)

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in the query, the path or a header."""

    name: str
    description: str
    schema: Schema
    where: Literal["query", "path", "header"] = "query"


@dataclass(frozen=True, slots=True)
class Content:
    """What a request or a response holds; `media` is None when it holds nothing.

    `lines` is the medium of the same in text, one JSON value a line.
    """

    description: str
    type: Any = None
    media: str | None = JSON
    schema: Schema = field(default_factory=lambda: {"type": "string"})
    lines: str | None = None
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class Operation:
    """One route; `errors` are the statuses that come as a problem."""

    method: Literal["get", "post"]
    path: str
    name: str
    tag: str
    summary: str
    responses: Mapping[int, Content]
    description: str = ""
    body: Content | None = None
    parameters: tuple[Parameter, ...] = ()
    errors: tuple[int, ...] = ()


_STREAM = Parameter(
    "stream",
    "`true` : un message JSON par ligne, comme le fait Rasa.",
    {"type": "string", "examples": ["true"]},
)
_QUESTION = Parameter(
    "q", "Une question, posée à l'ouverture de la page.", {"type": "string"}
)
_NAME = Parameter("name", "Le nom du fichier.", {"type": "string"}, "path")
_PLACE = Parameter("place_id", "L'identifiant du lieu.", {"type": "string"}, "path")
_FROM = Parameter(
    "from",
    "Le premier jour (`2026-11-22`) ; aujourd'hui, si rien n'est dit.",
    {"type": "string", "format": "date"},
)
_DAYS = Parameter(
    "days",
    "Combien de jours.",
    {"type": "integer", "minimum": 1, "maximum": 366, "default": 7},
)
_AT = Parameter(
    "at",
    "Un autre moment que maintenant, sur un serveur lancé avec `--allow-at`.",
    {"type": "string", "pattern": MOMENT},
)
_MESSAGES = Content(
    "Les messages de l'assistant.", list[RasaReply], lines="text/event-stream"
)
_PAGE = Content("Une page en français.", media=HTML)
_FORM = Content(
    "Le formulaire de la page.",
    media=FORM,
    is_required=False,
    schema={
        "type": "object",
        "properties": {
            "question": {"type": "string", "description": "La question."},
            "choice": {"type": "string", "description": "La question d'un bouton."},
            "conversation": {
                "type": "string",
                "description": "La conversation, signée, telle que la page la porte.",
            },
        },
    },
)

OPERATIONS = (
    Operation(
        "post",
        "/api/v1/ask",
        "ask",
        "Questions",
        "Poser une question",
        {200: Content("La réponse.", ReplyBody)},
        description=(
            "`kind` vaut `answer` (une réponse), `clarification` (une question en "
            "retour : voir `choices`), `fallback` (pas de réponse : voir `contact`), "
            "`smalltalk` ou `emergency`. Le serveur ne garde rien : renvoyez `context` "
            "avec la question suivante."
        ),
        body=Content("La question.", Ask),
        errors=(*_BODY_ERRORS, 429, 503),
    ),
    Operation(
        "get",
        "/api/v1/subjects",
        "subjects",
        "Questions",
        "Les sujets connus",
        {200: Content("Les sujets, pour compléter la saisie.", SubjectsBody)},
        errors=(503,),
    ),
    Operation(
        "get",
        "/api/v1/places/{place_id}/hours",
        "placeHours",
        "Lieux",
        "Les horaires d'un lieu",
        {200: Content("Son état et ses horaires.", HoursBody)},
        parameters=(_PLACE, _FROM, _DAYS, _AT),
        errors=(404, 422, 503),
    ),
    Operation(
        "get",
        "/api/v1/places/{place_id}/closures.ics",
        "placeClosures",
        "Lieux",
        "L'agenda des fermetures exceptionnelles d'un lieu",
        {200: Content("Un agenda iCalendar.", media="text/calendar")},
        parameters=(_PLACE,),
        errors=(404, 503),
    ),
    Operation(
        "get",
        "/jsonld",
        "linkedData",
        "Lieux",
        "Lieux et réponses en JSON-LD (schema.org)",
        {
            200: Content(
                "Un graphe à joindre aux pages du site de la collectivité.",
                media="application/ld+json",
                schema={"type": "object"},
            )
        },
        parameters=(_AT,),
        errors=(422, 503),
    ),
    Operation(
        "post",
        "/webhooks/rest/webhook",
        "rasaMessage",
        "Canaux",
        "Un message du canal REST de Rasa",
        {200: _MESSAGES},
        description=(
            "Le protocole du canal « rest » de Rasa. La conversation est gardée par le "
            "serveur une heure après le dernier message, sous une empreinte de "
            "`sender`. Un texte trop long reçoit un message poli."
        ),
        body=Content("Le message.", RasaMessage),
        parameters=(_STREAM,),
        errors=(*_BODY_ERRORS, 429, 503),
    ),
    Operation(
        "get",
        "/webhooks/rest/",
        "rasaHealth",
        "Canaux",
        "Le canal REST répond",
        {200: Content("Toujours la même réponse.", HealthBody)},
    ),
    Operation(
        "post",
        "/api/deepchat",
        "deepChat",
        "Canaux",
        "Un message du composant Deep Chat",
        {200: Content("La réponse, et ses suggestions en boutons.", DeepChatReply)},
        description=(
            "À donner au composant par `connect`, avec une session : "
            '`{"url": "/api/deepchat", "additionalBodyProps": {"session": "…"}}`.'
        ),
        body=Content("Les messages.", DeepChatRequest),
        errors=(*_BODY_ERRORS, 429, 503),
    ),
    Operation(
        "get",
        "/healthz",
        "healthz",
        "Exploitation",
        "Le processus vit",
        {200: Content("Toujours la même réponse.", HealthBody)},
    ),
    Operation(
        "get",
        "/readyz",
        "readyz",
        "Exploitation",
        "Ce qui est servi, et ce qui ne va pas",
        {
            200: Content("La base en service.", ReadyBody),
            503: Content("Aucune base n'est encore en service.", ReadyBody),
        },
    ),
    Operation(
        "get",
        "/openapi.json",
        "openapi",
        "Exploitation",
        "Ce document, en OpenAPI 3.1",
        {200: Content("Le document.", schema={"type": "object"})},
    ),
    Operation(
        "get",
        "/docs",
        "docs",
        "Pages",
        "Cette documentation",
        {200: _PAGE},
        errors=(503,),
    ),
    Operation(
        "get", "/", "home", "Pages", "La page d'accueil", {200: _PAGE}, errors=(503,)
    ),
    Operation(
        "get",
        "/chat",
        "chat",
        "Pages",
        "La conversation, sans JavaScript",
        {200: _PAGE},
        parameters=(_QUESTION,),
        errors=(429, 503),
    ),
    Operation(
        "post",
        "/chat",
        "say",
        "Pages",
        "La suite de la conversation",
        {200: _PAGE},
        body=_FORM,
        errors=(413, 429, 503),
    ),
    Operation(
        "get",
        "/assets/{name}",
        "asset",
        "Pages",
        "Un fichier des pages",
        {200: Content("Le fichier.", media="*/*")},
        parameters=(_NAME,),
        errors=(404, 503),
    ),
)
