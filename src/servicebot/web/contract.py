"""The JSON of the native API: what a question looks like, and a reply (no Flask)."""

import unicodedata
from datetime import UTC, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

from servicebot.knowledge.model import Link
from servicebot.replies import (
    Answer,
    ContactCard,
    PlaceCard,
    Reply,
    SourceNote,
    Understood,
)

LONGEST_QUESTION = 1000
LONGEST_CONTEXT = 4096
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_YEARS = range(2000, 2100)


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


class Ask(BaseModel):
    """The body of `POST /api/v1/ask`; keys that are not known are ignored."""

    model_config = ConfigDict(strict=True, frozen=True)

    question: Annotated[str, AfterValidator(read_question)]
    context: Annotated[str, AfterValidator(_read_context)] | None = None
    at: str | None = None


def read_moment(text: str, zone: ZoneInfo) -> datetime:
    """Return an instant in the town's time, which a naive one is in already."""
    moment = datetime.fromisoformat(text)
    if moment.year not in _YEARS:
        message = "year out of range"
        raise ValueError(message)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC).astimezone(zone)


def reply_json(reply: Reply) -> dict[str, Any]:
    """Return the reply as the contract's JSON object, keys in its order."""
    return {
        "id": reply.id,
        "kind": reply.kind,
        "text": reply.text,
        "answers": [_answer(answer) for answer in reply.answers],
        "entry": reply.entry,
        "confidence": round(reply.confidence, 3),
        "choices": [
            {"title": choice.title, "question": choice.question}
            for choice in reply.choices
        ],
        "contact": _contact(reply.contact),
        "understood": _understood(reply.understood),
        "notices": list(reply.notices),
        "context": reply.context,
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "entry": answer.entry,
        "text": answer.text,
        "confidence": round(answer.confidence, 3),
        "caution": answer.caution,
        "sources": [_source(source) for source in answer.sources],
        "links": [_link(link) for link in answer.links],
        "place": _place(answer.place),
    }


def _source(source: SourceNote) -> dict[str, Any]:
    return {
        "title": source.title,
        "publisher": source.publisher,
        "date": source.date,
        "url": source.url,
    }


def _link(link: Link) -> dict[str, Any]:
    return {"title": link.title, "url": link.url}


def _place(place: PlaceCard | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "id": place.id,
        "name": place.name,
        "address": place.address,
        "phone": place.phone,
        "state": place.state,
        "until": _local(place.until),
        "next_opening": _local(place.next_opening),
        "holiday": place.holiday,
        "week": [
            {"day": _DAYS[day.date.weekday()], "spans": list(day.spans)}
            for day in place.week
        ],
        "as_of": place.as_of,
    }


def _contact(contact: ContactCard | None) -> dict[str, Any] | None:
    if contact is None:
        return None
    return {
        "name": contact.name,
        "address": contact.address,
        "phone": contact.phone,
        "url": contact.url,
        "state": contact.state,
        "next_opening": _local(contact.next_opening),
    }


def _understood(understood: Understood) -> dict[str, Any]:
    moment = understood.moment
    return {
        "subject": understood.subject,
        "aspect": understood.aspect,
        "moment": None
        if moment is None
        else {
            "text": moment.text,
            "from": _local(moment.start),
            "to": _local(moment.end),
        },
        "corrected": dict(understood.corrected),
    }


def _local(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.replace(tzinfo=None).isoformat(timespec="minutes")
