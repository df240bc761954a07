"""The conversation of the page without JavaScript, carried by the page, signed."""

import hashlib
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer
from pydantic import TypeAdapter, ValidationError

KEPT_TURNS = 10
_LONGEST_LIFE = 12 * 3600
_LONGEST_TOKEN = 100_000


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link as it is shown."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source as it is shown."""

    title: str
    publisher: str
    date: str
    url: str | None


@dataclass(frozen=True, slots=True)
class DayView:
    """One line of the timetable of a week."""

    day: str
    hours: tuple[str, ...]
    note: str | None
    today: bool


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place as it is shown: its state in words, its timetable."""

    name: str
    address: str | None
    phone: str | None
    state: str
    state_text: str
    holiday: str | None
    week: tuple[DayView, ...]
    as_of: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What stands under the text of one answer."""

    caution: str | None
    sources: tuple[SourceView, ...]
    links: tuple[LinkView, ...]
    place: PlaceView | None


@dataclass(frozen=True, slots=True)
class ContactView:
    """Whom to ask instead."""

    name: str
    address: str | None
    phone: str | None
    url: str
    state: str
    state_text: str


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A button."""

    title: str
    question: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and its reply, in the words that the page shows."""

    id: str
    question: str
    kind: str
    paragraphs: tuple[str, ...]
    time: str = ""
    answers: tuple[AnswerView, ...] = ()
    choices: tuple[ChoiceView, ...] = ()
    contact: ContactView | None = None
    numbers: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    missed: bool = False
    useful: bool | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns shown and the bot's own context."""

    context: str | None = None
    turns: tuple[Turn, ...] = ()

    def then(self, turn: Turn, context: str) -> "Conversation":
        """Return the conversation with one more turn, the oldest forgotten."""
        kinds = [each.kind for each in (*self.turns[-1:], turn)]
        kept = replace(turn, missed=kinds == ["fallback", "fallback"])
        return Conversation(context, (*self.turns, kept)[-KEPT_TURNS:])

    def judged(self, id_: str, *, useful: bool) -> "Conversation":
        """Return the conversation with an opinion on one of its replies."""
        turns = (
            replace(turn, useful=useful) if turn.id == id_ else turn
            for turn in self.turns
        )
        return Conversation(self.context, tuple(turns))

    def of(self, id_: str) -> Turn | None:
        """Return the turn whose reply has this id, if it is still shown."""
        return next((turn for turn in self.turns if turn.id == id_), None)


@cache
def _adapter() -> TypeAdapter[Conversation]:
    """Return what reads and writes conversations; few servers are asked without JS."""
    return TypeAdapter(Conversation)


def seal(conversation: Conversation, secret: bytes) -> str:
    """Return the conversation as a signed token, shortened until it is small enough."""
    token = _serializer(secret).dumps(_adapter().dump_python(conversation, mode="json"))
    text = token if isinstance(token, str) else token.decode()
    if len(text) > _LONGEST_TOKEN and conversation.turns:
        shorter = Conversation(conversation.context, conversation.turns[1:])
        return seal(shorter, secret)
    return text


def unseal(token: str, secret: bytes) -> Conversation | None:
    """Return the conversation of a token, or None if it is forged or too old."""
    try:
        data: Any = _serializer(secret).loads(token, max_age=_LONGEST_LIFE)
        return _adapter().validate_python(data)
    except (BadData, ValidationError):
        return None


def _serializer(secret: bytes) -> URLSafeTimedSerializer:
    signer = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    return URLSafeTimedSerializer(secret, salt="servicebot.page", signer_kwargs=signer)
