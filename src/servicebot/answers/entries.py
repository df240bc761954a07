"""The answer that an entry gives to one question: its sentence, or why not."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from servicebot.answers.opening import say_old, say_opening, shown_at
from servicebot.answers.places import (
    hours_caution,
    is_trusted,
    place_card,
)
from servicebot.answers.speaker import Speaker
from servicebot.answers.wanted import wanted
from servicebot.answers.wording import Wording
from servicebot.french.moments import find_years
from servicebot.french.text import fold, tokens
from servicebot.french.typography import de, polish
from servicebot.knowledge.aspects import DESCRIPTION, HOURS, QUANTITY
from servicebot.knowledge.base import Base, Entry, Subject
from servicebot.knowledge.hours import Hours
from servicebot.knowledge.model import Aspect
from servicebot.replies import Answer, Choice
from servicebot.understanding.engine import Judged
from servicebot.understanding.frames import says_only
from servicebot.understanding.phrases import Found
from servicebot.understanding.reader import LARGEST_OWN, figures
from servicebot.understanding.vocabulary import YEAR

TIMES = frozenset(("date", "creation", "duree"))
"""Aspects of which a year in the question is a guess at the answer."""

CHIEF = 2
"""How many figures of a subject are said when nothing but its name is asked."""

FURTHER = 3
_OWN_AGE = re.compile(r"\b(?:ai|a|as|avons|ont|avait|aura|aurai)\s\d+\sans\b")


@dataclass(frozen=True, slots=True)
class Asked:
    """A judged question and when it was asked."""

    judged: Judged
    now: datetime

    @property
    def text(self) -> str:
        """The question as it was typed."""
        return self.judged.utterance.text


@dataclass(frozen=True, slots=True)
class Answerer:
    """Answers with the entries of one base; `of_subject` has those of each subject."""

    base: Base
    wording: Wording
    of_subject: Mapping[str, tuple[str, ...]]

    def answer(
        self, entry: Entry, asked: Asked, confidence: float
    ) -> tuple[Answer, bool]:
        """Return the answer, and whether it really answers what was asked."""
        place = self.base.places.get(entry.place or "")
        if entry.aspect == HOURS and place is not None and place.hours is not None:
            return self._hours(entry, place.hours, asked, confidence), True
        year = self._other_year(entry, asked)
        commune = asked.judged.frame.commune or ""
        text = self._premise(entry, asked) + entry.by_commune.get(commune, entry.say)
        if year is not None and entry.aspect in TIMES:
            text, year = f"{self.wording.say('premise_year')} {entry.say}", None
        if year is not None:
            text = self.wording.say("missing_year", year=str(year), say=entry.say)
        card = place_card(self.base, place, asked.now) if place else None
        told = (entry, *self._figures(entry, asked))
        said = (self.wording.sources(each) for each in told)
        answer = Answer(
            entry=entry.id,
            text=" ".join((text, *(figure.say for figure in told[1:]))),
            confidence=confidence,
            caution=entry.caution,
            sources=tuple(dict.fromkeys(chain.from_iterable(said))),
            links=entry.links,
            place=card,
        )
        return answer, year is None and not entry.admission

    def _figures(self, entry: Entry, asked: Asked) -> tuple[Entry, ...]:
        """Return the chief figures of a subject whose name is all that is said."""
        utterance, frame = asked.judged.utterance, asked.judged.frame
        if entry.aspect != DESCRIPTION or not {DESCRIPTION}.issuperset(frame.asked):
            return ()
        here = tokens(self.base.town.name)
        town = (
            Found(i, i + 1, ()) for i, w in enumerate(utterance.tokens) if w in here
        )
        said = (*frame.subjects, *frame.scopes, *frame.aspects, *town)
        if not says_only(utterance, said):
            return ()
        own = (self.base.entries[label] for label in self.of_subject[entry.subject])
        figures = [e for e in own if e.number is not None and not e.needs]
        figures.sort(key=lambda e: e.aspect != QUANTITY)
        told = [entry]
        for figure in figures:
            already = "".join("".join(each.say for each in told).split())
            if len(told) <= CHIEF and str(figure.number) not in already:
                told.append(figure)
        return tuple(told[1:])

    def _hours(
        self, entry: Entry, hours: Hours, asked: Asked, confidence: float
    ) -> Answer:
        place, now = self.base.places[entry.place or ""], asked.now
        moments = asked.judged.moments
        speaker = Speaker(self.wording, place, hours, wanted(asked.text), now)
        months = self.base.town.hours_trusted_months
        if is_trusted(place, months, now):
            text, at = say_opening(speaker, moments), shown_at(speaker, moments)
        else:
            text, at = say_old(speaker), now
        if place.hours_note:
            text = f"{text} {polish(place.hours_note)}"
        return Answer(
            entry=entry.id,
            text=text,
            confidence=confidence,
            caution=hours_caution(self.wording, place),
            sources=self.wording.sources(entry),
            links=entry.links,
            place=place_card(self.base, place, at),
        )

    def _other_year(self, entry: Entry, asked: Asked) -> int | None:
        """Return the year asked about when the entry does not speak of it."""
        if entry.kind not in ("figure", "question"):
            return None
        told = f"{entry.say} {entry.detail or ''} {entry.as_of}"
        for year in find_years(asked.text):
            if str(year) not in told and not self._spanned(entry, year):
                return year
        return None

    def _spanned(self, entry: Entry, year: int) -> bool:
        years = [int(part[:4]) for part in entry.as_of.split("/")]
        return min(years) <= year <= max(years)

    def _premise(self, entry: Entry, asked: Asked) -> str:
        """Return « Oui. » or a correction when the question states a number."""
        if entry.kind != "figure" or entry.number is None:
            return ""
        units = {fold(word) for unit in entry.units for word in unit.split()[:1]}
        stated = list(_stated(asked.text))
        for number, noun in stated:
            told = number in tokens(entry.say) and int(number) != entry.number
            if not told and (noun in units or noun + "s" in units):
                if int(number) != entry.number:
                    return self.wording.say("premise_wrong") + " "
                others = {n for n, _ in stated if not YEAR.fullmatch(n)}
                is_right = others <= self._numbers(entry)
                return self.wording.say("premise_right") + " " if is_right else ""
        return ""

    def _numbers(self, entry: Entry) -> set[str]:
        """Return the numbers that an entry tells, and those of its subject."""
        own = (self.base.entries[label] for label in self.of_subject[entry.subject])
        return {str(one.number) for one in own} | set(tokens(entry.say))

    def missing(self, subject: Subject, aspect: Aspect) -> str:
        """Say honestly that an aspect of a subject is not known."""
        refusal = self.wording.say(
            "missing_aspect", aspect=aspect.label, of_subject=de(subject.label)
        )
        return f"{refusal} {self.known_of(subject)}".rstrip()

    def undetailed(self, subject: Subject) -> str:
        """Say honestly that a subject is known but not this of it."""
        refusal = self.wording.say("missing_detail", subject=subject.label)
        return f"{refusal} {self.known_of(subject)}".rstrip()

    def known_of(self, subject: Subject) -> str:
        """Say in a sentence what is known of a subject."""
        if not subject.summary:
            return ""
        return self.wording.say("known_of", summary=subject.summary)

    def choices(self, labels: Iterable[str]) -> tuple[Choice, ...]:
        """Return entries (or subjects) as buttons, each title once."""
        found: dict[str, Choice] = {}
        for label in labels:
            entry = self.base.entries.get(label)
            if entry is None:  # a related subject: its name asks for what it is
                name = self.base.subjects[label].name
                found.setdefault(name, Choice(name, name))
            else:
                found.setdefault(entry.title, Choice(entry.title, entry.question))
        return tuple(found.values())

    def further(self, entry: Entry) -> tuple[Choice, ...]:
        """Return what else can be asked after an answer."""
        same = [other for other in self.of_subject[entry.subject] if other != entry.id]
        return self.choices(dict.fromkeys((*entry.related, *same)))[:FURTHER]

    def about(self, subject: Subject) -> tuple[Choice, ...]:
        """Return what is known of a subject, as buttons."""
        return self.choices(self.of_subject[subject.id])[: FURTHER + 1]

    def timetables(self) -> tuple[Choice, ...]:
        """Return the places whose hours are known, the town's own contact first."""
        own = f"{self.base.town.contact.place}.{HOURS}"
        known = [
            entry.id
            for entry in self.base.entries.values()
            if entry.kind == "place" and entry.aspect == HOURS
        ]
        return self.choices(sorted(known, key=lambda label: label != own))

    def subjects(self) -> tuple[Choice, ...]:
        """Return a few subjects to begin with."""
        return tuple(
            Choice(subject.name, subject.name)
            for subject in self.base.told
            if subject.kind == "service"
        )[: FURTHER + 3]


def build_answerer(base: Base, wording: Wording) -> Answerer:
    """Prepare the answers of a base."""
    of_subject: dict[str, list[str]] = {subject: [] for subject in base.subjects}
    for entry in base.entries.values():
        of_subject[entry.subject].append(entry.id)
    return Answerer(base, wording, {key: tuple(v) for key, v in of_subject.items()})


def _stated(text: str) -> Iterator[tuple[str, str]]:
    """Yield the numbers that a text states, each with the word after it.

    >>> list(_stated("en 2016-17, 1 500 enfants pour douze crèches"))
    [('1500', 'enfants'), ('12', 'creches')]
    """
    said = figures(tokens(_OWN_AGE.sub("", fold(text))), LARGEST_OWN)
    for before, number, noun in zip(("", *said), said, said[1:], strict=False):
        ends = YEAR.fullmatch(before) and len(number) < 3  # « 2016-17 »
        if number.isdigit() and not noun.isdigit() and not ends:
            yield number, noun
