"""Rows as files have them become rows as knowledge files have them, or are refused."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from servicebot.errors import HoursError
from servicebot.french.text import fold, tokens
from servicebot.french.typography import de
from servicebot.imports.cleaning import (
    day_of,
    email_of,
    hours_of,
    line_of,
    phone_of,
    slug,
    url_of,
)
from servicebot.imports.labels import label_of
from servicebot.imports.sources import Sources
from servicebot.imports.surroundings import Surroundings
from servicebot.imports.values import (
    ImportedPlace,
    ImportedQuestion,
    Omission,
    Refusal,
    Row,
)
from servicebot.knowledge.hours import compile_hours
from servicebot.knowledge.mentions import mentions

_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Heading:
    """The sheet that a row belongs to: its identifier, its name and its other names."""

    id: str
    name: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ready:
    """A row ready to be written: its sheet, its list (places, questions), its keys."""

    line: int
    heading: Heading
    kind: str
    data: dict[str, Any]

    @property
    def id(self) -> str:
        """The row's identifier."""
        return str(self.data["id"])


class _RefusedError(ValueError):
    """The row cannot be imported."""

    def __init__(self, reason: str, value: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.value = value


def prepare(
    row: Row, around: Surroundings, sources: Sources
) -> Iterator[Ready | Refusal | Omission]:
    """Yield the row ready to be written and what was left out of it, or a refusal."""
    left: list[Omission] = []
    try:
        heading = _heading(row.theme, around)
        if isinstance(row, ImportedPlace):
            ready = _place(row, heading, around, left)
        else:
            ready = _question(row, heading, around, left)
        dated = {"source": _source(row, sources), "as_of": _date(row, around, sources)}
        done = replace(ready, data=ready.data | dated)
        _check(done.data)
    except _RefusedError as refused:
        yield Refusal(row.line, refused.reason, refused.value)
    else:
        yield from left
        yield done


def _heading(theme: str, around: Surroundings) -> Heading:
    """Return the sheet of that name that a person wrote, else one of our own.

    A theme may bring other names between brackets: « Agence (Pôle emploi) ».
    """
    name, _, others = line_of(theme).removesuffix(")").partition(" (")
    known = around.themes.get(fold(name)) or around.themes.get(slug(name))
    if known is not None:
        return Heading(known, around.hosts[known].value.name)
    if not slug(name):
        raise _RefusedError("on ne sait pas de quel service il s'agit", theme)
    names = tuple(filter(None, (other.strip() for other in others.split(","))))
    return Heading(slug(name), name, names)


def _source(row: Row, sources: Sources) -> str:
    source = sources.of(row)
    if not source:
        raise _RefusedError("aucune source : donnez --source")
    return source


def _date(row: Row, around: Surroundings, sources: Sources) -> str:
    given = row.as_of or sources.date
    if not given:
        raise _RefusedError("aucune date : donnez --date")
    try:
        return day_of(given, around.today)
    except ValueError as error:
        raise _RefusedError(str(error), given) from None


def _place(
    row: ImportedPlace, heading: Heading, around: Surroundings, left: list[Omission]
) -> Ready:
    key, name = slug(row.id), line_of(row.name)
    where = around.written.get(key) or around.written.get(fold(name))
    if where:
        raise _RefusedError(f"déjà écrit à la main dans {where}", name)
    if not key:
        raise _RefusedError("lieu sans identifiant", name)

    def kept(read: Callable[[str], str], text: str) -> str:
        return _kept(read, text, row.line, left)

    phones = [kept(phone_of, phone) for phone in row.phones]
    url = kept(url_of, line_of(row.url))
    found = {
        "id": key,
        "name": name,
        "label": label_of(name),
        "names": _others(row.names, name),
        "address": line_of(row.address),
        "phone": next(filter(None, phones), ""),
        "email": kept(email_of, line_of(row.email)),
        "hours": _hours(line_of(row.hours), around),
        "hours_note": line_of(row.hours_note),
        "links": [{"title": f"Site {de(label_of(name) or name)}", "url": url}]
        if url
        else [],
    }
    data = {field: value for field, value in found.items() if value}
    return Ready(row.line, heading, "places", data)


def _kept(
    read: Callable[[str], str], text: str, line: int, left: list[Omission]
) -> str:
    """Return a value, or nothing where it is nobody's business or cannot be read."""
    if not text.strip():
        return ""
    try:
        value = read(text)
    except ValueError as error:
        left.append(Omission(line, str(error), text))
        return ""
    personal = next(mentions(value), None)
    if personal is None:
        return value
    left.append(Omission(line, personal.partition(" : ")[0], text))
    return ""


def _others(names: Iterable[str], name: str) -> list[str]:
    return [one for one in dict.fromkeys(map(line_of, names)) if one and one != name]


def _hours(text: str, around: Surroundings) -> str | dict[str, str]:
    if not text:
        return ""
    try:
        hours = hours_of(text)
        compile_hours(hours, calendar=around.calendar, timezone=around.town.timezone)
    except HoursError as error:
        raise _RefusedError(f"horaires : {error}", text) from None
    return hours


def _question(
    row: ImportedQuestion, heading: Heading, around: Surroundings, left: list[Omission]
) -> Ready:
    entry = f"{heading.id}.{slug(row.id)}"
    if where := around.written.get(entry):
        raise _RefusedError(f"déjà écrite à la main dans {where}", row.say)
    asks = []
    for text in map(line_of, row.asks):
        owner = around.phrasings.get(tokens(text), entry)
        if owner == entry:
            asks.append(text)
        else:
            reason = f"formulation qui est déjà celle de {owner}"
            left.append(Omission(row.line, reason, text))
    if not asks:
        raise _RefusedError("toutes ses formulations ont déjà une réponse", row.asks[0])
    aspect = around.aspects.get(fold(row.aspect)) if row.aspect else None
    if row.aspect and aspect is None:
        raise _RefusedError("aspect inconnu (voir lexicon.yaml)", row.aspect)
    found = {"id": slug(row.id), "aspect": aspect, "ask": asks, "say": line_of(row.say)}
    data = {field: value for field, value in found.items() if value}
    return Ready(row.line, heading, "questions", data)


def _check(data: dict[str, Any]) -> None:
    """Refuse what `servicebot check` would find in the row's texts."""
    for text in _texts(data):
        if "{" in text or "}" in text:
            raise _RefusedError("accolades dans le texte", text)
        if len(text) > _LONGEST:
            raise _RefusedError(f"texte de plus de {_LONGEST} caractères", text[:80])
        for message in mentions(text):
            raise _RefusedError(message, text)


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - any YAML
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
