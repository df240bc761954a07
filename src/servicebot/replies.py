"""What a turn gives back: frozen values that every door (HTTP, page, terminal) shows.

The JSON of the API is made from these by `web.contract.reply_json`, nowhere else.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from servicebot.french.moments import Moment
from servicebot.knowledge.hours import DayHours
from servicebot.knowledge.model import Link

Kind = Literal["answer", "clarification", "fallback", "smalltalk", "emergency"]
PlaceState = Literal["open", "closed", "unknown", "by_appointment"]


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A source as it is shown, with its date in words."""

    title: str
    publisher: str
    date: str
    url: str | None


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """A place and its state at an instant, `at` (aware datetimes, town time).

    `note` changes the meaning of its hours: it is never open without it.
    """

    id: str
    name: str
    address: str | None
    phone: str | None
    state: PlaceState
    until: datetime | None
    next_opening: datetime | None
    holiday: str | None
    week: tuple[DayHours, ...]
    as_of: str
    at: datetime
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered question; `confidence` is a calibrated probability (0 to 1)."""

    entry: str
    text: str
    confidence: float
    caution: str | None = None
    sources: tuple[SourceNote, ...] = ()
    links: tuple[Link, ...] = ()
    place: PlaceCard | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: `title` is shown, `question` is what pressing it asks."""

    title: str
    question: str


@dataclass(frozen=True, slots=True)
class ContactCard:
    """Whom to ask instead: the town's contact and whether it is open now."""

    name: str
    address: str | None
    phone: str | None
    url: str
    state: PlaceState
    next_opening: datetime | None
    until: datetime | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood: subject and aspect ids, moment, corrected words."""

    subject: str | None = None
    aspect: str | None = None
    moment: Moment | None = None
    corrected: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """The whole reply to one message. `text` alone is a complete plain-text answer.

    `runner_up` is the best entry that was not given; it is for the journal alone.
    """

    id: str
    kind: Kind
    text: str
    answers: tuple[Answer, ...] = ()
    entry: str | None = None
    confidence: float = 0.0
    choices: tuple[Choice, ...] = ()
    contact: ContactCard | None = None
    understood: Understood = field(default_factory=Understood)
    notices: tuple[str, ...] = ()
    context: str = ""
    runner_up: str | None = None


def new_id(now: datetime) -> str:
    """Return the name of a reply: nobody guesses it, and later ones come after.

    So those of a day stand together in a journal, and are found and purged together.
    """
    return f"{int(now.timestamp() * 1000):012x}{secrets.token_hex(8)}"
