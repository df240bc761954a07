"""Which places are open, or closed, at a moment: the answer across places."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from servicebot.answers.contradictions import ask_back, contradicted
from servicebot.answers.entries import HOURS, Answerer
from servicebot.answers.places import hours_caution, is_trusted, place_state
from servicebot.answers.speaker import is_by_appointment, said
from servicebot.answers.timetable import Timetable, say_spans
from servicebot.answers.wording import Wording
from servicebot.french.moments import Moment, format_time, say_moment
from servicebot.french.typography import upper_first
from servicebot.knowledge.base import Base, PlaceFacts
from servicebot.knowledge.hours import Hours, day_hours, open_within
from servicebot.replies import Answer, Reply, Understood
from servicebot.understanding.dialogue import Context
from servicebot.understanding.surveys import Survey
from servicebot.understanding.turns import Turn

MOST_CHOICES, MOST_LISTED, MOST_NAMED = 4, 8, 5
_NEARLY_A_DAY, _LONGEST_DAY = timedelta(hours=23), timedelta(hours=25)

Kind = Literal["open", "closed", "unknown", "by_appointment"]


@dataclass(frozen=True, slots=True)
class Found:
    """The places of each kind at a moment, each with what is said of its hours."""

    kinds: dict[Kind, list[tuple[PlaceFacts, str]]] = field(default_factory=dict)

    def of(self, kind: Kind) -> list[tuple[PlaceFacts, str]]:
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
        if wrong is not None or survey.kind == "which":
            reply = ask_back(self.wording, wrong) if wrong else self._which()
            choices = tuple(choice.question for choice in reply.choices)
            after = replace(context, choices=choices)
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
        kept = f"{survey.kind}:{survey.subject or ''}"
        return reply, Context(aspect=HOURS, earlier=context.earlier, survey=kept)

    def answer(
        self, survey: Survey, moment: Moment | None, now: datetime
    ) -> tuple[str, tuple[Answer, ...]]:
        """Return the text, and one answer for each place of the list."""
        asked: Kind = "closed" if survey.kind == "closed" else "open"
        found = self._found(survey.subject, moment, now)
        listed = found.of(asked)[:MOST_LISTED]
        when = (
            self.wording.say("place_now") if moment is None else say_moment(moment, now)
        )
        lines = [self._title(asked, when, any_listed=bool(listed))]
        lines += [self._item(place, spans, asked) for place, spans in listed]
        lines += self._others(found, asked)
        return "\n".join(lines), self._answers(listed, asked)

    def _which(self) -> Reply:
        text = self.wording.say("clarify_place")
        choices = self.answerer.timetables()[:MOST_CHOICES]
        return Reply("", "clarification", text, choices=choices)

    def _found(
        self, subject: str | None, moment: Moment | None, now: datetime
    ) -> Found:
        found = Found()
        for place in self.base.places.values():
            if subject in (None, self.base.subjects[place.subject].parent):
                kind, text = self._state(place, moment, now)
                found.kinds.setdefault(kind, []).append((place, text))
        return found

    def _state(
        self, place: PlaceFacts, moment: Moment | None, now: datetime
    ) -> tuple[Kind, str]:
        """Return whether a place is open, and its hours in words."""
        at = moment.start if moment else now
        months = self.base.town.hours_trusted_months
        if place.hours is None or not is_trusted(place, months, at):
            return "unknown", ""
        state = place_state(self.base.town, place, at)
        if moment is not None and moment.kind != "instant":
            return self._during(place.hours, moment)
        if state.kind == "open" and state.until is not None:
            return "open", self.wording.say(
                "survey_until", until=format_time(state.until)
            )
        if state.kind == "open":
            return "open", self.wording.say("survey_always")
        return state.kind, self._why(place.hours, at)

    def _during(self, hours: Hours, moment: Moment) -> tuple[Kind, str]:
        opened = open_within(hours, moment.start, moment.end)
        day = day_hours(hours, moment.start.date())
        if opened and moment.end - moment.start > _LONGEST_DAY:
            last = (moment.end - timedelta.resolution).date()
            return "open", self._timetable(hours).between(moment.start.date(), last)
        if opened:
            part = moment.end - moment.start < _NEARLY_A_DAY or not day.spans
            return "open", said(opened) if part else say_spans(day)
        if not day.known:
            return "unknown", ""
        if day.spans and is_by_appointment(day):
            return "by_appointment", ""
        return "closed", self._why(hours, moment.start)

    def _why(self, hours: Hours, at: datetime) -> str:
        return self._timetable(hours).why(day_hours(hours, at.date()))

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
            self.wording.say(key, places=self._names([p for p, _ in places]))
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
