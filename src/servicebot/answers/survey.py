"""Which places are open, or closed, at a moment: the answer across places."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal

from servicebot.answers.contradictions import ask_back, contradicted
from servicebot.answers.entries import Answerer
from servicebot.answers.places import hours_caution, is_trusted
from servicebot.answers.recalling import day_to_recall
from servicebot.answers.speaker import said
from servicebot.answers.timetable import Timetable, say_spans
from servicebot.answers.wording import Wording
from servicebot.french.moments import Moment, format_time, say_moment
from servicebot.french.typography import unasked, upper_first
from servicebot.knowledge.aspects import HOURS
from servicebot.knowledge.base import Base, PlaceFacts
from servicebot.knowledge.hours import Hours, day_hours, day_kind, open_within, state_at
from servicebot.replies import Answer, Choice, Reply, Understood
from servicebot.understanding.dialogue import Context
from servicebot.understanding.surveys import Survey
from servicebot.understanding.turns import Turn

MOST_CHOICES, MOST_LISTED, MOST_NAMED = 4, 8, 5
_MINUTE = timedelta(minutes=1)
_NEARLY_A_DAY, _LONGEST_DAY = timedelta(hours=23), timedelta(hours=25)

Kind = Literal["open", "closed", "unknown", "by_appointment"]


@dataclass(frozen=True, slots=True)
class Found:
    """The places of each kind at a moment."""

    kinds: dict[Kind, list[PlaceFacts]] = field(default_factory=dict)

    def add(self, kind: Kind, place: PlaceFacts) -> None:
        """Add a place of a kind."""
        self.kinds.setdefault(kind, []).append(place)

    def of(self, kind: Kind) -> list[PlaceFacts]:
        """Return the places of a kind."""
        return self.kinds.get(kind, [])


@dataclass(frozen=True, slots=True)
class Surveyor:
    """Answers across the places of one base."""

    base: Base
    wording: Wording
    answerer: Answerer

    def reply(
        self, turn: Turn, survey: Survey, context: Context, now: datetime
    ) -> tuple[Reply, Context]:
        """Say which places are open or closed, or ask which one is meant."""
        wrong = contradicted(turn.moments)
        moment = next(iter(turn.moments), None)
        understood = Understood(aspect=HOURS, moment=moment)
        kept = f"{survey.kind}:{survey.subject or ''}"
        if wrong is not None or survey.kind == "which":
            reply = ask_back(self.wording, wrong) if wrong else self._which(moment)
            after = replace(
                context,
                aspect=HOURS,
                choices=tuple(choice.question for choice in reply.choices),
                survey=kept,
                day="" if wrong else day_to_recall(turn.moments),
            )
            return replace(reply, understood=understood), after
        text, answers = self.answer(survey, moment, now)
        reply = Reply(
            id="",
            kind="answer",
            text=text,
            answers=answers,
            entry=answers[0].entry if answers else None,
            confidence=1.0,
            understood=understood,
        )
        return reply, Context(
            aspect=HOURS,
            earlier=context.earlier,
            survey=kept,
            day=day_to_recall(turn.moments),
        )

    def answer(
        self, survey: Survey, moment: Moment | None, now: datetime
    ) -> tuple[str, tuple[Answer, ...]]:
        """Return the text, and one answer for each place of the list."""
        asked: Kind = "closed" if survey.kind == "closed" else "open"
        found = self._found(survey.subject, moment, now)
        listed = self._said(found.of(asked)[:MOST_LISTED], asked, (moment, now))
        when = (
            self.wording.say("place_now") if moment is None else say_moment(moment, now)
        )
        lines = [self._title(asked, when, any_listed=bool(listed))]
        lines += [self._item(place, spans, asked) for place, spans in listed]
        lines += self._others(found, asked)
        return "\n".join(lines), self._answers(listed, asked)

    def _which(self, moment: Moment | None) -> Reply:
        """Ask which place is meant; each choice asks its hours at the moment asked."""
        text = self.wording.say("clarify_place")
        choices = self.answerer.timetables()[:MOST_CHOICES]
        if moment is not None:
            choices = tuple(_at(choice, moment) for choice in choices)
        return Reply("", "clarification", text, choices=choices)

    def _found(
        self, subject: str | None, moment: Moment | None, now: datetime
    ) -> Found:
        start, end = (moment.start, moment.end) if moment else (now, now + _MINUTE)
        found = Found()
        for place in self.base.places.values():
            if subject in (None, self.base.subjects[place.subject].parent):
                found.add(self._kind(place, start, end), place)
        return found

    def _kind(self, place: PlaceFacts, start: datetime, end: datetime) -> Kind:
        """Return whether a place is open at some time between two instants."""
        months = self.base.town.hours_trusted_months
        if place.hours is None or not is_trusted(place, months, start):
            return "unknown"
        if open_within(place.hours, start, end):
            return "open"
        kind = day_kind(place.hours, start.date())
        if kind == "unknown":
            return state_at(place.hours, start).kind
        return "closed" if kind == "open" else kind

    def _spans(self, hours: Hours, moment: Moment | None, now: datetime) -> str:
        """Return the hours of an open place at a moment, in words."""
        if moment is None or moment.kind == "instant":
            state = state_at(hours, moment.start if moment else now)
            if state.until is None:
                return self.wording.say("survey_always")
            return self.wording.say("survey_until", until=format_time(state.until))
        first = moment.start.date()
        if moment.end - moment.start > _LONGEST_DAY:
            last = (moment.end - timedelta.resolution).date()
            return self._timetable(hours).between(first, last)
        day = day_hours(hours, first)
        if moment.end - moment.start < _NEARLY_A_DAY or not day.spans:
            return said(open_within(hours, moment.start, moment.end))
        return say_spans(day)

    def _said(
        self,
        places: Sequence[PlaceFacts],
        asked: Kind,
        when: tuple[Moment | None, datetime],
    ) -> list[tuple[PlaceFacts, str]]:
        """Return places with what is said of each: its hours, or why it is closed."""
        moment, now = when
        at = moment.start if moment else now
        return [
            (
                place,
                self._spans(place.hours, moment, now)
                if asked == "open"
                else self._why(place.hours, at.date()),
            )
            for place in places
            if place.hours is not None
        ]

    def _why(self, hours: Hours, day: date) -> str:
        return self._timetable(hours).why(day_hours(hours, day))

    def _timetable(self, hours: Hours) -> Timetable:
        return Timetable(self.wording, hours)

    def _title(self, asked: Kind, when: str, *, any_listed: bool) -> str:
        if any_listed:
            return self.wording.say(f"survey_{asked}", moment=when)
        key = "survey_none" if asked == "open" else "survey_none_closed"
        return self.wording.say(key, moment=when)

    def _item(self, place: PlaceFacts, spans: str, asked: Kind) -> str:
        """Return a line of the list; a note that changes the meaning is in it."""
        note = place.hours.note if place.hours and asked == "open" else None
        said = spans.rstrip(".") + (f" ({note})" if note else "")
        name = upper_first(place.name)
        return self.wording.say("survey_item", place=name, spans=said) if said else name

    def _others(self, found: Found, asked: Kind) -> list[str]:
        other: Kind = "open" if asked == "closed" else "closed"
        rows = (
            (f"survey_others_{other}", found.of(other)),
            ("survey_appointment", found.of("by_appointment")),
            ("survey_unknown", found.of("unknown")),
        )
        return [
            self.wording.say(key, places=self._names(places))
            for key, places in rows
            if places
        ]

    def _names(self, places: Sequence[PlaceFacts]) -> str:
        names = [place.name for place in places[:MOST_NAMED]]
        if len(places) > MOST_NAMED:
            count = len(places) - MOST_NAMED
            more = self.wording.say("survey_more", int(count > 1), count=str(count))
            return f"{', '.join(names)} et {more}"
        return ", ".join(names[:-1]) + (" et " if names[1:] else "") + names[-1]

    def _answers(
        self, listed: Sequence[tuple[PlaceFacts, str]], asked: Kind
    ) -> tuple[Answer, ...]:
        """Return an answer for each place, what is to be known said once."""
        told: set[str] = set()
        answers = []
        for place, spans in listed:
            entry = self.base.entries[f"{place.id}.horaires"]
            caution: str | None = hours_caution(self.wording, place)
            caution = None if caution in told else caution
            told.add(caution or "")
            answers.append(
                Answer(
                    entry=entry.id,
                    text=self._item(place, spans, asked),
                    confidence=1.0,
                    caution=caution,
                    sources=self.wording.sources(entry),
                    links=entry.links,
                )
            )
        return tuple(answers)


def _at(choice: Choice, moment: Moment) -> Choice:
    """Return a choice whose question is asked of a moment, in the words that say it."""
    asked = f"{unasked(choice.question)} {moment.text}\u202f?"
    return replace(choice, question=asked)
