"""A reply becomes what the page shows: states, days and dates in words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from servicebot.french.moments import format_date, format_time
from servicebot.knowledge.base import Base
from servicebot.knowledge.hours import DayHours
from servicebot.knowledge.sentences import of_date
from servicebot.replies import Answer, ContactCard, PlaceCard, Reply
from servicebot.web.transcript import (
    AnswerView,
    ChoiceView,
    ContactView,
    DayView,
    LinkView,
    PlaceView,
    SourceView,
    Turn,
)
from servicebot.web.wording import Wording, say_as_of, say_span

State = Literal["open", "closed", "unknown", "by_appointment"]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Turns replies into views, in the words of one town and at one instant."""

    wording: Wording
    now: datetime

    def turn(self, question: str, reply: Reply, base: Base) -> Turn:
        """Return the view of one question and its reply."""
        lines = (line.strip() for line in reply.text.splitlines())
        is_emergency = reply.kind == "emergency"
        return Turn(
            id=reply.id,
            question=question,
            kind=reply.kind,
            paragraphs=tuple(line for line in lines if line),
            time=format_time(self.now),
            answers=tuple(self._answer(answer, reply) for answer in reply.answers),
            choices=tuple(ChoiceView(c.title, c.question) for c in reply.choices),
            contact=None if reply.contact is None else self.contact(reply.contact),
            numbers=_numbers_said(reply.text, base) if is_emergency else (),
            notices=reply.notices,
        )

    def contact(self, contact: ContactCard) -> ContactView:
        """Return the view of whom to ask instead."""
        state = self.state(
            contact.state, contact.until, contact.next_opening, contact.note
        )
        return ContactView(
            name=contact.name,
            address=contact.address,
            phone=contact.phone,
            url=contact.url,
            state=contact.state,
            state_text="" if contact.state == "unknown" else state,
        )

    def state(
        self,
        state: State,
        until: datetime | None,
        opening: datetime | None,
        note: str | None,
    ) -> str:
        """Return a place's state now, never « Ouvert » without the note on it."""
        text = self._state(state, until, opening)
        return f"{text} ({note})" if note and state == "open" else text

    def _state(
        self, state: State, until: datetime | None, opening: datetime | None
    ) -> str:
        """Return a place's state now, as « Ouvert jusqu'à 17 h »."""
        wording = self.wording
        if state == "open" and until is not None:
            if until.date() == self.now.date():
                return wording.say("open_until", time=format_time(until))
            moment = wording.moment(until, self.now)
            return wording.say("open_until_day", moment=moment)
        if state == "closed" and opening is not None:
            moment = wording.moment(opening, self.now)
            return wording.say("closed_next", moment=moment)
        return wording.say(state)

    def _answer(self, answer: Answer, reply: Reply) -> AnswerView:
        caution = answer.caution
        return AnswerView(
            caution=None if caution is None or caution in reply.text else caution,
            sources=tuple(
                SourceView(s.title, s.publisher, say_as_of(s.date), s.url)
                for s in answer.sources
            ),
            links=tuple(LinkView(link.title, link.url) for link in answer.links),
            place=None if answer.place is None else self.place(answer.place),
        )

    def place(self, place: PlaceCard) -> PlaceView:
        """Return the view of a place: its state in words, its timetable."""
        wording = self.wording
        holiday = place.holiday
        return PlaceView(
            name=place.name,
            address=place.address,
            phone=place.phone,
            state=place.state,
            state_text=self._state_now(place),
            holiday=holiday and wording.say("holiday", holiday=holiday),
            week=tuple(self._day(day) for day in place.week),
            as_of=wording.say("as_of", of_date=of_date(place.as_of)),
        )

    def _state_now(self, place: PlaceCard) -> str:
        """Return the state of a card; the answer's text has that of another moment."""
        if place.at != self.now:
            return ""
        return self.state(place.state, place.until, place.next_opening, place.note)

    def _day(self, day: DayHours) -> DayView:
        spans = tuple(say_span(span) for span in day.spans)
        empty = self.wording.say("day_closed" if day.known else "day_unknown")
        return DayView(
            day=format_date(day.date, year=False),
            hours=spans if spans and day.known else (*spans, empty),
            note=", ".join(filter(None, (day.holiday, day.note))) or None,
            today=day.date == self.now.date(),
        )


def _numbers_said(text: str, base: Base) -> tuple[str, ...]:
    known = {number for case in base.emergencies for number in case.numbers}
    found = {
        number: place
        for number in known
        if (place := _where_said(number, text)) is not None
    }
    return tuple(sorted(found, key=found.__getitem__))


def _where_said(number: str, text: str) -> int | None:
    digits = r"\s?".join(re.escape(sign) for sign in _digits(number))
    found = re.search(rf"(?<!\d){digits}(?!\d)", text)
    return None if found is None else found.start()


def _digits(number: str) -> Iterable[str]:
    return (sign for sign in number if not sign.isspace())
