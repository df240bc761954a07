"""A reply becomes the JSON of the native API, and `at` a moment (no Flask)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from servicebot.french.moments import Moment
from servicebot.knowledge.model import Link
from servicebot.replies import (
    Answer,
    ContactCard,
    PlaceCard,
    Reply,
    SourceNote,
    Understood,
)
from servicebot.web.bodies import (
    AnswerBody,
    ContactBody,
    LinkBody,
    MomentBody,
    PlaceBody,
    ReplyBody,
    SourceBody,
    UnderstoodBody,
)

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_YEARS = range(2000, 2100)


def read_moment(text: str, zone: ZoneInfo) -> datetime:
    """Return an instant in the town's time, which a naive one is in already."""
    moment = datetime.fromisoformat(text)
    if moment.year not in _YEARS:
        message = "year out of range"
        raise ValueError(message)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC).astimezone(zone)


def reply_json(reply: Reply) -> ReplyBody:
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


def _answer(answer: Answer) -> AnswerBody:
    return {
        "entry": answer.entry,
        "text": answer.text,
        "confidence": round(answer.confidence, 3),
        "caution": answer.caution,
        "sources": [_source(source) for source in answer.sources],
        "links": [_link(link) for link in answer.links],
        "place": _place(answer.place),
    }


def _source(source: SourceNote) -> SourceBody:
    return {
        "title": source.title,
        "publisher": source.publisher,
        "date": source.date,
        "url": source.url,
    }


def _link(link: Link) -> LinkBody:
    return {"title": link.title, "url": link.url}


def _place(place: PlaceCard | None) -> PlaceBody | None:
    if place is None:
        return None
    return {
        "id": place.id,
        "name": place.name,
        "address": place.address,
        "phone": place.phone,
        "state": place.state,
        "until": local_minute(place.until),
        "next_opening": local_minute(place.next_opening),
        "holiday": place.holiday,
        "week": [
            {"day": _DAYS[day.date.weekday()], "spans": list(day.spans)}
            for day in place.week
        ],
        "as_of": place.as_of,
    }


def _contact(contact: ContactCard | None) -> ContactBody | None:
    if contact is None:
        return None
    return {
        "name": contact.name,
        "address": contact.address,
        "phone": contact.phone,
        "url": contact.url,
        "state": contact.state,
        "next_opening": local_minute(contact.next_opening),
    }


def _understood(understood: Understood) -> UnderstoodBody:
    return {
        "subject": understood.subject,
        "aspect": understood.aspect,
        "moment": _moment(understood.moment),
        "corrected": dict(understood.corrected),
    }


def _moment(moment: Moment | None) -> MomentBody | None:
    if moment is None:
        return None
    start, end = _minute(moment.start), _minute(moment.end)
    return {"text": moment.text, "from": start, "to": end}


def local_minute(moment: datetime | None) -> str | None:
    """Return an instant as the contract writes it: the town's time, to the minute."""
    return None if moment is None else _minute(moment)


def _minute(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="minutes")
