"""What one file says of another: every identifier that is used must exist."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from servicebot.errors import Fault
from servicebot.knowledge.aspects import ADDRESS, DESCRIPTION, HOURS, MANAGER, PHONE
from servicebot.knowledge.expected import Test
from servicebot.knowledge.files import Files, Parsed
from servicebot.knowledge.messages import suggestion
from servicebot.knowledge.model import Askable, Lexicon, Row, Sheet, Town
from servicebot.knowledge.sentences import PLACEHOLDER

ASPECT_PLACEHOLDERS = ("subject", "de_subject", "au_subject", "name", "unit")
COMPILED_ASPECTS = (DESCRIPTION, MANAGER, ADDRESS, PHONE, HOURS)

Keys = tuple[str | int, ...]
Known = Collection[str] | None


@dataclass(frozen=True, slots=True)
class Names:
    """Every identifier that the folder defines; None where a broken file hides some."""

    sources: Known
    aspects: Known
    operators: Known
    subjects: Known
    entries: Known
    places: Known


def references(files: Files, names: Names) -> Iterator[Fault]:
    """Yield a fault for every source, aspect, operator, place… that does not exist."""
    for sheet in files.sheets:
        yield from _sheet(sheet, names)
    for emergencies in files.emergencies:
        for number, emergency in enumerate(emergencies.value):
            keys = (number, "source")
            yield from _source(emergencies, keys, emergency.source, names)
    if files.lexicon is not None:
        yield from _lexicon(files.lexicon)
    if files.town is not None:
        yield from _town(files.town, names)
    for tests in files.tests:
        yield from _tests(tests)
    yield from _entries(files, names)


def _entries(files: Files, names: Names) -> Iterator[Fault]:
    """Yield a fault for every entry that does not exist."""
    for learned in files.learned:
        for entry in learned.value:
            yield from _entry(learned, (entry,), entry, names, at_key=True)
    for situations in files.situations:
        for number, one in enumerate(situations.value):
            yield from _entry(situations, (number, "entry"), one.entry, names)


def _entry(
    file: Parsed[Any], keys: Keys, entry: str, names: Names, *, at_key: bool = False
) -> Iterator[Fault]:
    if names.entries is not None and entry not in names.entries:
        near = suggestion(entry, names.entries)
        message = f"réponse inconnue : « {entry} »{near}"
        yield file.fault(keys, message, at_key=at_key)


def rows(sheet: Sheet) -> Iterator[tuple[Keys, Row]]:
    """Yield every dated row of a sheet, and the keys that lead to it."""
    for number, figure in enumerate(sheet.figures):
        yield ("figures", number), figure
    for number, question in enumerate(sheet.questions):
        yield ("questions", number), question
    for number, place in enumerate(sheet.places):
        yield ("places", number), place


def is_timezone(name: str) -> bool:
    """Tell whether there is a time zone of that name."""
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return False
    return True


def _sheet(sheet: Parsed[Sheet], names: Names) -> Iterator[Fault]:
    value = sheet.value
    operator = () if value.operator is None else (value.operator,)
    yield from _source(sheet, ("source",), value.source, names)
    for key, given, known, unknown in (
        ("operator", operator, names.operators, "opérateur inconnu"),
        ("related", value.related, names.subjects, "sujet inconnu"),
    ):
        yield from _unknown(sheet, (key,), given, known, unknown)
    for keys, row in rows(value):
        yield from _source(sheet, (*keys, "source"), row.source, names)
        if isinstance(row, Askable):
            yield from _askable(sheet, keys, row, names)


def _askable(
    sheet: Parsed[Sheet], keys: Keys, row: Askable, names: Names
) -> Iterator[Fault]:
    aspect = getattr(row, "aspect", None)
    either = None
    if names.subjects is not None and names.entries is not None:
        either = (*names.subjects, *names.entries)
    for key, given, known, unknown in (
        ("aspect", aspect, names.aspects, "aspect inconnu"),
        ("scope", row.scope, names.operators, "périmètre inconnu"),
    ):
        if given is not None:
            yield from _unknown(sheet, (*keys, key), (given,), known, unknown)
    unknown = "sujet ou réponse inconnus"
    yield from _unknown(sheet, (*keys, "related"), row.related, either, unknown)


def _source(
    file: Parsed[Any], keys: Keys, given: Collection[str], names: Names
) -> Iterator[Fault]:
    yield from _unknown(file, keys, given, names.sources, "source inconnue")


def _unknown(
    file: Parsed[Any], keys: Keys, given: Collection[str], known: Known, unknown: str
) -> Iterator[Fault]:
    if known is None:
        return
    for number, name in enumerate(given):
        if name not in known:
            message = f"{unknown} : « {name} »{suggestion(name, known)}"
            yield file.fault((*keys, number), message)


def _lexicon(lexicon: Parsed[Lexicon]) -> Iterator[Fault]:
    for name in COMPILED_ASPECTS:
        if name not in lexicon.value.aspects:
            message = f"il manque l'aspect « {name} », dont les fiches ont besoin"
            yield lexicon.fault(("aspects",), message)
    for name, aspect in lexicon.value.aspects.items():
        for number, template in enumerate(aspect.ask):
            for placeholder in PLACEHOLDER.findall(template):
                keys = ("aspects", name, "ask", number)
                known = ASPECT_PLACEHOLDERS
                unknown = "mot entre accolades inconnu"
                if placeholder not in known:
                    near = suggestion(placeholder, known)
                    message = f"{unknown} : « {{{placeholder}}} »{near}"
                    yield lexicon.fault(keys, message)


def _town(town: Parsed[Town], names: Names) -> Iterator[Fault]:
    value = town.value
    if value.contact.place is not None:
        keys, given = ("contact", "place"), (value.contact.place,)
        yield from _unknown(town, keys, given, names.places, "lieu inconnu")
    if not is_timezone(value.timezone):
        message = f"fuseau horaire inconnu : « {value.timezone} »"
        yield town.fault(("timezone",), message)


def _tests(tests: Parsed[tuple[Test, ...]]) -> Iterator[Fault]:
    for number, test in enumerate(tests.value):
        if (test.q is None) == (not test.turns):
            message = "le test doit porter soit « q », soit « turns »"
            yield tests.fault((number,), message)
