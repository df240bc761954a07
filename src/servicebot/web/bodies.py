"""The bodies of requests and responses, as types from which OpenAPI is generated.

Requests are pydantic models; responses are typed dictionaries, so that building one
costs nothing and mypy checks each against its published form.
"""

import unicodedata
from typing import Annotated, Any, Literal, NotRequired

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from servicebot.replies import Kind, PlaceState

LONGEST_QUESTION = 1000
LONGEST_CONTEXT = 4096
MOMENT = (
    r"^(20\d\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])|20\d\d-(0[13-9]|1[0-2])-(29|30)"
    r"|20\d\d-(0[13578]|1[02])-31|20([02468][048]|[13579][26])-02-29)"
    r"T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-](0\d|1[0-3]):[0-5]\d)?$"
)
"""How `at` is published: the calendar of this century; more of ISO 8601 is read."""

Local = Annotated[
    str,
    Field(
        pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d$",
        description="Instant à l'heure de la commune, sans décalage, à la minute.",
        examples=["2026-11-23T08:00"],
    ),
]


def read_question(text: str) -> str:
    """Return the question in NFC; an empty or over-long one is a ValueError."""
    question = unicodedata.normalize("NFC", text)
    if len(question) > LONGEST_QUESTION:
        message = f"la question dépasse {LONGEST_QUESTION} caractères"
        raise PydanticCustomError("too_long", message)
    if all(unicodedata.category(sign)[0] in "CZ" for sign in question):
        raise PydanticCustomError("empty", "la question est vide")
    return question


def _read_context(text: str) -> str:
    if len(text.encode()) > LONGEST_CONTEXT:
        message = f"le contexte dépasse {LONGEST_CONTEXT} octets"
        raise PydanticCustomError("too_long", message)
    return text


class Body(BaseModel):
    """A body of a request; keys that are not known are ignored."""

    model_config = ConfigDict(strict=True, frozen=True)


class Ask(Body):
    """Une question, et ce qu'il faut pour la comprendre."""

    question: Annotated[
        str,
        AfterValidator(read_question),
        Field(
            description="La question, comme on l'écrit : 1 à 1 000 caractères (NFC).",
            json_schema_extra={"minLength": 1, "maxLength": LONGEST_QUESTION},
            examples=["combien de crèches ?"],
        ),
    ]
    context: Annotated[
        Annotated[
            str,
            AfterValidator(_read_context),
            Field(json_schema_extra={"maxLength": LONGEST_CONTEXT}),
        ]
        | None,
        Field(
            description="Le `context` de la réponse précédente, tel quel (4 096 octets "
            "au plus) ; périmé ou falsifié, il est ignoré."
        ),
    ] = None
    at: Annotated[
        Annotated[str, Field(json_schema_extra={"pattern": MOMENT})] | None,
        Field(
            description="Un autre moment que maintenant (ISO 8601 ; sans décalage, à "
            "l'heure de la commune), sur un serveur lancé avec `--allow-at`.",
            examples=["2026-11-22T15:00"],
        ),
    ] = None
    display: Annotated[
        bool, Field(description="Joindre `display` à la réponse, comme le widget.")
    ] = False


class LinkBody(TypedDict):
    """Un lien."""

    title: str
    url: str


class SourceBody(TypedDict):
    """Une source et sa date."""

    title: str
    publisher: str
    date: str
    url: str | None


class DayBody(TypedDict):
    """Un jour de la semaine et ses plages d'ouverture (`08:00-12:00`)."""

    day: str
    spans: list[str]


class PlaceBody(TypedDict):
    """Un lieu, et son état au moment demandé."""

    id: str
    name: str
    address: str | None
    phone: str | None
    state: PlaceState
    until: Local | None
    next_opening: Local | None
    holiday: str | None
    week: list[DayBody]
    as_of: str


class AnswerBody(TypedDict):
    """La réponse à une question du message."""

    entry: str
    text: str
    confidence: Annotated[float, Field(ge=0, le=1)]
    caution: str | None
    sources: list[SourceBody]
    links: list[LinkBody]
    place: PlaceBody | None


class ChoiceBody(TypedDict):
    """Un bouton : son titre, et la question qu'il pose."""

    title: str
    question: str


class ContactBody(TypedDict):
    """À qui s'adresser."""

    name: str
    address: str | None
    phone: str | None
    url: str
    state: PlaceState
    next_opening: Local | None


MomentBody = TypedDict("MomentBody", {"text": str, "from": Local, "to": Local})
MomentBody.__doc__ = "Le moment dont parle la question."


class UnderstoodBody(TypedDict):
    """Ce qui a été compris de la question."""

    subject: str | None
    aspect: str | None
    moment: MomentBody | None
    corrected: dict[str, str]


Shown = Annotated[
    dict[str, Any],
    Field(
        description="En mots, tel que les pages le montrent (états, jours, dates). "
        "Fait pour le widget : ses clés peuvent changer d'une version à l'autre."
    ),
]


class ReplyBody(TypedDict):
    """La réponse à un message ; `text` se suffit à lui-même."""

    id: str
    kind: Kind
    text: str
    answers: list[AnswerBody]
    entry: str | None
    confidence: Annotated[float, Field(ge=0, le=1)]
    choices: list[ChoiceBody]
    contact: ContactBody | None
    understood: UnderstoodBody
    notices: list[str]
    context: str
    display: NotRequired[Shown]


class SubjectNamesBody(TypedDict):
    """Un sujet et ses autres noms."""

    name: str
    names: list[str]


class StartBody(TypedDict):
    """Ce que le widget montre avant la première question."""

    town: str
    texts: Annotated[dict[str, str], Field(description="Ses mots, par clé.")]
    examples: list[str]
    limit: Annotated[int, Field(description="La longueur d'une question, au plus.")]
    contact: Shown
    subjects: list[SubjectNamesBody]
    notices: list[str]


class SubjectBody(TypedDict):
    """Un sujet que l'assistant connaît."""

    id: str
    name: str


class SubjectsBody(TypedDict):
    """Les sujets connus, par ordre alphabétique."""

    subjects: list[SubjectBody]


class DatedHoursBody(TypedDict):
    """Un jour ; sans plage, il est fermé, sauf si `note` dit qu'il n'est pas connu."""

    date: Annotated[str, Field(examples=["2026-11-22"])]
    spans: Annotated[
        list[str],
        Field(
            description="`08:00-12:00`, à l'heure de la commune ; une nuit finit après "
            "24:00 (`20:00-32:00` : à 8 h le lendemain)."
        ),
    ]
    note: str | None


class HoursBody(TypedDict):
    """L'état d'un lieu maintenant, et ses horaires jour par jour."""

    place: str
    state: PlaceState
    until: Local | None
    next_opening: Local | None
    days: list[DatedHoursBody]


class HealthBody(TypedDict):
    """Le processus vit."""

    status: Literal["ok"]


class KnowledgeBody(TypedDict):
    """La base en service : sa commune, son empreinte, depuis quand."""

    town: str
    fingerprint: str
    since: str


class ReadyBody(TypedDict):
    """Ce qui est servi, et ce qui ne va pas."""

    status: Literal["ready", "not ready"]
    knowledge: NotRequired[KnowledgeBody]
    degraded: list[str]


class FieldErrorBody(TypedDict):
    """Un champ refusé, et pourquoi."""

    field: str
    message: str


class ProblemBody(TypedDict):
    """Une erreur, dans la forme de la RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: NotRequired[list[FieldErrorBody]]
