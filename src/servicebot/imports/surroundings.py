"""What the base already holds, as far as an import must know it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from servicebot.errors import KnowledgeError
from servicebot.french.calendar import Calendar, calendar_for
from servicebot.french.text import fold, tokens
from servicebot.knowledge.files import Files, Parsed
from servicebot.knowledge.loader import read
from servicebot.knowledge.model import Askable, Sheet, Source, Town
from servicebot.knowledge.references import rows


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The base that rows come into; names are folded, wheres are `file:line`.

    `hosts` are the sheets that people wrote, `imported` those that imports wrote;
    `themes` gives the host that a name belongs to, `written` where a person has written
    an identifier or a place's name, `phrasings` the entry that each phrasing asks for,
    `communes` the INSEE codes of the territory.
    """

    town: Town
    today: date
    hosts: Mapping[str, Parsed[Sheet]]
    imported: Mapping[str, Parsed[Sheet]]
    themes: Mapping[str, str]
    written: Mapping[str, str]
    phrasings: Mapping[tuple[str, ...], str]
    aspects: Mapping[str, str]
    sources: Mapping[str, Source]
    calendar: Calendar
    communes: frozenset[str]


def surroundings(folder: Path, today: date) -> Surroundings:
    """Return what a folder holds; KnowledgeError where it has faults."""
    files = read(folder)
    if files.faults or files.town is None or files.lexicon is None:
        raise KnowledgeError(files.faults)
    town = files.town.value
    hosts = files.hosts
    return Surroundings(
        town=town,
        today=today,
        hosts=hosts,
        imported={s.value.id: s for s in files.sheets if s.is_imported},
        themes=dict(_themes(hosts)),
        written=dict(_written(hosts)),
        phrasings=dict(_phrasings(files)),
        aspects={
            fold(name): key
            for key, aspect in files.lexicon.value.aspects.items()
            for name in (key, aspect.name)
        },
        sources=files.sources,
        calendar=calendar_for(town.insee, town.school_zone),
        communes=frozenset({town.insee, *(each.insee for each in files.communes)}),
    )


def _themes(hosts: Mapping[str, Parsed[Sheet]]) -> Iterator[tuple[str, str]]:
    for key, sheet in reversed(list(hosts.items())):
        for name in (*reversed(sheet.value.names), sheet.value.name, key):
            yield fold(name), key


def _written(hosts: Mapping[str, Parsed[Sheet]]) -> Iterator[tuple[str, str]]:
    for sheet in hosts.values():
        for number, place in enumerate(sheet.value.places):
            where = sheet.where(("places", number))
            yield place.id, where
            yield fold(place.name), where
        for number, question in enumerate(sheet.value.questions):
            where = sheet.where(("questions", number))
            yield f"{sheet.value.id}.{question.id}", where


def _phrasings(files: Files) -> Iterator[tuple[tuple[str, ...], str]]:
    for sheet in files.sheets:
        for text, entry in _asked(sheet.value):
            yield tokens(text), entry
    for file in files.smalltalk:
        for talk in file.value:
            for text in talk.ask:
                yield tokens(text), talk.id


def _asked(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for text in sheet.ask:
        yield text, f"{sheet.id}.description"
    for _, row in rows(sheet):
        if isinstance(row, Askable):
            name = getattr(row, "id", None) or getattr(row, "aspect", "")
            yield from ((text, f"{sheet.id}.{name}") for text in row.ask)
