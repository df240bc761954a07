"""Every route and what it speaks: the table from which the OpenAPI document is made."""

from servicebot.web.bodies import (
    MOMENT,
    Ask,
    HealthBody,
    HoursBody,
    ReadyBody,
    ReplyBody,
    StartBody,
    SubjectsBody,
)
from servicebot.web.channel_bodies import (
    DeepChatReply,
    DeepChatRequest,
    RasaMessage,
    RasaReply,
)
from servicebot.web.feedback import FeedbackBody
from servicebot.web.hosting.bodies import TownsReadyBody
from servicebot.web.notices import NoticesBody
from servicebot.web.operation import Content, Operation, Parameter
from servicebot.web.page_operations import PAGE_OPERATIONS

_BODY_ERRORS = (400, 413, 415, 422)
_STREAM = Parameter(
    "stream",
    "`true` : un message JSON par ligne, comme le fait Rasa.",
    {"type": "string", "examples": ["true"]},
)
_KEY = Parameter(
    "Idempotency-Key",
    "Une clé de votre choix : une question renvoyée avec la même clé dans les dix "
    "minutes n'est notée qu'une fois au journal.",
    {"type": "string"},
    "header",
)
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
        parameters=(_KEY,),
        errors=(*_BODY_ERRORS, 429, 503),
    ),
    Operation(
        "post",
        "/api/v1/feedback",
        "feedback",
        "Questions",
        "Dire si une réponse a été utile",
        {204: Content("C'est noté.", media=None)},
        description=(
            "Un avis de plus sur la même réponse remplace le précédent. Le commentaire "
            "est débarrassé des données personnelles avant d'être gardé."
        ),
        body=Content("L'avis.", FeedbackBody),
        errors=(*_BODY_ERRORS, 429),
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
        "get",
        "/api/v1/widget",
        "start",
        "Questions",
        "Ce que le widget montre d'abord",
        {200: Content("Ses mots, le contact, les sujets.", StartBody)},
        errors=(503,),
    ),
    Operation(
        "get",
        "/api/v1/notices",
        "notices",
        "Questions",
        "Les informations exceptionnelles",
        {200: Content("Les avis et les fermetures à montrer maintenant.", NoticesBody)},
        errors=(503,),
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
            200: Content(
                "La base en service, ou les communes de SERVICEBOT_TOWNS.",
                ReadyBody | TownsReadyBody,
            ),
            503: Content("Aucune base n'est encore en service.", ReadyBody),
        },
    ),
    Operation(
        "get",
        "/metrics",
        "metrics",
        "Exploitation",
        "Les mesures, pour Prometheus",
        {200: Content("Les mesures, en texte.", media="text/plain")},
        description=(
            "Si `SERVICEBOT_METRICS_TOKEN` est fixé, l'en-tête `Authorization: Bearer` "
            "doit le porter."
        ),
        errors=(401,),
    ),
    Operation(
        "get",
        "/openapi.json",
        "openapi",
        "Exploitation",
        "Ce document, en OpenAPI 3.1",
        {200: Content("Le document.", schema={"type": "object"})},
    ),
    *PAGE_OPERATIONS,
)
