"""All valid files become one base; what two files define is a fault of the second."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from servicebot.errors import Fault, HoursError
from servicebot.french.calendar import Calendar, calendar_for
from servicebot.french.text import fold
from servicebot.french.typography import polish
from servicebot.knowledge.base import Base, Entry, Phrasing, PlaceFacts, Subject
from servicebot.knowledge.files import Files, Parsed
from servicebot.knowledge.model import (
    Aspect,
    Emergency,
    Lexicon,
    SmallTalk,
    Source,
    Town,
)
from servicebot.knowledge.references import Names, is_timezone
from servicebot.knowledge.school import school_holidays
from servicebot.knowledge.sheets import Compiled, compile_addition, compile_sheet
from servicebot.knowledge.workshop import COMPILED_PHRASES, Phrases, Workshop

Keys = tuple[str | int, ...]


@dataclass(slots=True)
class Compilation:
    """What the sheets define so far, and the faults found in them."""

    subjects: dict[str, Subject] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    places: dict[str, PlaceFacts] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    _where: dict[str, str] = field(default_factory=dict)

    def add(self, compiled: Compiled) -> None:
        """Add what one sheet defines."""
        sheet, taken = compiled.sheet, set()
        for keys, subject in compiled.subjects:
            if self._free(sheet, keys, subject.id):
                self.subjects[subject.id] = subject
            else:
                taken.add(subject.id)
        if sheet.value.id in taken:
            return
        for keys, entry in compiled.entries:
            if entry.subject not in taken and self._free(sheet, keys, entry.id):
                self.entries[entry.id] = entry
        for place in compiled.places:
            self.places.setdefault(place.id, place)

    def _free(self, sheet: Parsed[Any], keys: Keys, name: str) -> bool:
        first = self._where.get(name)
        if first is None:
            self._where[name] = sheet.where(keys)
            return True
        message = f"identifiant « {name} » déjà pris ({first})"
        self.faults.append(sheet.fault((*keys, "id"), message))
        return False


def compile_sheets(files: Files) -> Compilation:
    """Return what all the sheets of a folder define."""
    shop = _workshop(files)
    compilation = Compilation()
    hosts = files.hosts
    for sheet in files.sheets:
        host = hosts.get(sheet.value.id) if sheet.is_imported else None
        compilation.add(
            compile_sheet(sheet, shop)
            if host is None
            else compile_addition(sheet, host.value, shop)
        )
    compilation.faults += shop.faults
    compilation.faults += _phrase_faults(files, shop)
    compilation.faults += _source_faults(files)
    for file in (*files.of("smalltalk"), *files.of("emergencies")):
        compilation.faults += _repeated(file)
    return compilation


def names_of(files: Files, compilation: Compilation) -> Names:
    """Return every identifier that the folder defines."""
    hidden = files.broken
    town, lexicon = files.town, files.lexicon
    return Names(
        sources=None if "sources" in hidden else files.sources,
        aspects=None if lexicon is None else lexicon.value.aspects,
        operators=None if town is None else town.value.operators,
        subjects=None if "sheet" in hidden else compilation.subjects,
        entries=None if "sheet" in hidden else compilation.entries,
        places=None if "sheet" in hidden else compilation.places,
    )


def compile_base(
    files: Files, compilation: Compilation, town: Town, lexicon: Lexicon
) -> Base:
    """Return the base of a folder without faults, whatever the order of its keys."""
    return Base(
        folder=files.folder,
        fingerprint=files.fingerprint,
        town=town,
        calendar=_calendar(files)[0],
        sources={key: _source(value) for key, value in _ordered(files.sources)},
        subjects=dict(_ordered(compilation.subjects)),
        entries=compilation.entries,
        places=dict(_ordered(compilation.places)),
        aspects=dict(_aspects(lexicon, compilation.subjects.values())),
        synonyms=lexicon.synonyms,
        abbreviations=dict(_ordered(lexicon.abbreviations)),
        function_words=lexicon.function_words,
        acts=dict(_ordered(lexicon.acts)),
        surveys={kind: lexicon.surveys[kind] for kind in sorted(lexicon.surveys)},
        phrases=dict(_ordered(_phrases(files))),
        smalltalk=tuple(_smalltalk(files)),
        emergencies=tuple(_emergencies(files)),
        situations=tuple(one for file in files.situations for one in file.value),
        negatives=files.negatives,
        learned=tuple(
            Phrasing(entry, text)
            for file in files.learned
            for entry, texts in file.value.items()
            for text in texts
        ),
        communes=files.communes,
        elsewhere=files.elsewhere,
        tests=tuple(test for file in files.tests for test in file.value),
    )


def _aspects(
    lexicon: Lexicon, subjects: Iterable[Subject]
) -> Iterator[tuple[str, Aspect]]:
    """Yield the aspects; what the base knows by name is nobody else's business.

    « CAF » shows a question for another body, until the base has the CAF itself.
    """
    known = {fold(name) for subject in subjects for name in subject.names}
    for key, aspect in _ordered(lexicon.aspects):
        cues = tuple(cue for cue in aspect.cues if fold(cue) not in known)
        if not aspect.answered and cues != aspect.cues:
            aspect = aspect.model_copy(update={"cues": cues})  # noqa: PLW2901
        yield key, aspect


def _workshop(files: Files) -> Workshop:
    town = None if files.town is None else files.town.value
    lexicon = None if files.lexicon is None else files.lexicon.value
    phrases: dict[str, Phrases] = {}
    for file in files.phrases:
        for key in file.value:
            phrases.setdefault(key, file)
    calendar, faults = _calendar(files)
    timezone = "Europe/Paris"  # until town.yaml is repaired
    if town is not None and is_timezone(town.timezone):
        timezone = town.timezone
    return Workshop(
        aspects={} if lexicon is None else lexicon.aspects,
        operators={} if town is None else town.operators,
        phrases=phrases,
        calendar=calendar,
        timezone=timezone,
        faults=faults,
        communes=files.communes,
    )


def _calendar(files: Files) -> tuple[Calendar, list[Fault]]:
    """Return the calendar of a folder's town, or that of none with what is wrong."""
    file, own = files.town, files.school_holidays
    school = None if own is None else school_holidays(own.value)
    if file is None:
        return calendar_for("", "A", school=school), []
    town, change = file.value, file.value.public_holidays
    try:
        calendar = calendar_for(
            town.insee,
            town.school_zone,
            added=change.added,
            removed=change.removed,
            school=school,
        )
    except HoursError as error:
        at = ("public_holidays",)
        fault = file.fault(at, str(error))
        return calendar_for(town.insee, town.school_zone, school=school), [fault]
    return calendar, []


def _phrase_faults(files: Files, shop: Workshop) -> Iterator[Fault]:
    for file in files.phrases:
        for key in file.value:
            first = shop.phrases[key]
            if first is not file:
                message = f"phrase « {key} » déjà écrite ({first.where((key,))})"
                yield file.fault((key,), message, at_key=True)
    if "phrases" not in files.broken:
        for key in COMPILED_PHRASES:
            if key not in shop.phrases:
                yield files.phrases[0].fault((), f"il manque la phrase « {key} »")


def _source_faults(files: Files) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for file in files.of("sources"):
        for key in file.value:
            where = file.where((key,))
            if seen.setdefault(key, where) != where:
                message = f"source « {key} » déjà déclarée ({seen[key]})"
                yield file.fault((key,), message, at_key=True)


def _repeated(file: Parsed[Any]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for number, item in enumerate(file.value):
        where = file.where((number,))
        if seen.setdefault(item.id, where) != where:
            message = f"identifiant « {item.id} » déjà pris ({seen[item.id]})"
            yield file.fault((number, "id"), message)


def _ordered(values: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    return sorted(values.items())


def _source(source: Source) -> Source:
    title, publisher = polish(source.title), polish(source.publisher)
    return source.model_copy(update={"title": title, "publisher": publisher})


def _phrases(files: Files) -> dict[str, tuple[str, ...]]:
    return {
        key: tuple(polish(text) for text in texts)
        for file in files.phrases
        for key, texts in file.value.items()
    }


def _smalltalk(files: Files) -> Iterator[SmallTalk]:
    for file in files.smalltalk:
        for talk in file.value:
            say = tuple(polish(text) for text in talk.say)
            yield talk.model_copy(update={"say": say})


def _emergencies(files: Files) -> Iterator[Emergency]:
    for file in files.emergencies:
        for emergency in file.value:
            say = polish(emergency.say)
            yield emergency.model_copy(update={"say": say})
