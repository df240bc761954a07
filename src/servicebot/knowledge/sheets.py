"""Sheets become subjects, entries and places: frozen values, sentences finished."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from servicebot.french.typography import au, de, polish, upper_first
from servicebot.knowledge.aspects import DESCRIPTION, MANAGER
from servicebot.knowledge.base import Entry, PlaceFacts, Subject
from servicebot.knowledge.files import Parsed
from servicebot.knowledge.model import Askable, Commune, Figure, Question, Sheet
from servicebot.knowledge.places import place_entries, place_facts, place_subject
from servicebot.knowledge.sentences import dated, written, years
from servicebot.knowledge.workshop import (
    Workshop,
    label_fields,
    once,
    polished,
    polished_links,
)

Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """What one sheet becomes; each value comes with the keys of what it was made of."""

    sheet: Parsed[Sheet]
    subjects: tuple[tuple[Keys, Subject], ...]
    entries: tuple[tuple[Keys, Entry], ...]
    places: tuple[PlaceFacts, ...]


def compile_sheet(sheet: Parsed[Sheet], shop: Workshop) -> Compiled:
    """Return the subjects, entries and places of one sheet."""
    rows = tuple(_rows(sheet, shop))
    taken = {entry.id for _, entry in rows}
    aspects = {entry.aspect for _, entry in rows}
    value = sheet.value
    if value.summary is None:
        return Compiled(sheet, tuple(_subjects(value, "")), entries=(), places=())
    about = shop.filled(sheet, ("summary",), value.summary, _when(value.as_of))
    first = _summary(value, about, shop)
    entries: list[tuple[Keys, Entry]] = [*rows]
    if first.id not in taken:
        entries.insert(0, (("summary",), first))
    if value.operator is not None and MANAGER not in aspects:
        entries.append((("operator",), _operator(value, value.operator, shop)))
    for number, place in enumerate(value.places):
        keys: Keys = ("places", number)
        entries += ((keys, entry) for entry in place_entries(place, shop))
    return Compiled(
        sheet,
        subjects=tuple(_subjects(value, about)),
        entries=tuple(entries),
        places=tuple(place_facts(sheet, shop)),
    )


def compile_addition(sheet: Parsed[Sheet], host: Sheet, shop: Workshop) -> Compiled:
    """Return what an imported sheet adds to the one that a person wrote.

    Its rows alone count: name, label and summary are those of the host.
    """
    rows = ("figures", "places", "questions")
    value = host.model_copy(update={key: getattr(sheet.value, key) for key in rows})
    added = replace(sheet, value=value)
    entries: list[tuple[Keys, Entry]] = [*_rows(added, shop)]
    for number, place in enumerate(value.places):
        keys: Keys = ("places", number)
        entries += ((keys, entry) for entry in place_entries(place, shop))
    return Compiled(
        added,
        subjects=tuple(_subjects(value, ""))[1:],
        entries=tuple(entries),
        places=tuple(place_facts(added, shop)),
    )


def _subjects(sheet: Sheet, about: str) -> Iterator[tuple[Keys, Subject]]:
    own = [place for place in sheet.places if place.id == sheet.id]
    names = (sheet.name, *sheet.names, *(n for p in own for n in (p.name, *p.names)))
    kind: Literal["service", "topic"] = "topic" if sheet.service is None else "service"
    yield (
        (kind,),
        Subject(
            id=sheet.id,
            kind=kind,
            name=polish(sheet.name),
            label=polish(sheet.label),
            names=once(names),
            summary=about,
            operator=sheet.operator,
            related=sheet.related,
            links=polished_links(sheet.links),
            internal=polished(sheet.internal),
            crossed=sheet.crossed,
        ),
    )
    for number, place in enumerate(sheet.places):
        if place.id != sheet.id:
            yield ("places", number), place_subject(place, sheet)


def _summary(value: Sheet, about: str, shop: Workshop) -> Entry:
    asks = once(value.ask)
    return Entry(
        id=f"{value.id}.description",
        subject=value.id,
        aspect=DESCRIPTION,
        kind="summary",
        title=shop.title(DESCRIPTION, value.name, value.label),
        question=_question(DESCRIPTION, value, asks, shop),
        say=dated(about, value.as_of),
        asks=asks,
        as_of=value.as_of,
        sources=value.source,
        caution=polished(value.caution),
        links=polished_links(value.links),
    )


def _rows(sheet: Parsed[Sheet], shop: Workshop) -> Iterator[tuple[Keys, Entry]]:
    for number, figure in enumerate(sheet.value.figures):
        keys: Keys = ("figures", number)
        value = written(figure.value)
        fields = {"value": value, **_when(figure.as_of)}
        name = figure.id or figure.aspect
        yield keys, _row(sheet, (keys, figure), name, fields, shop)
    for number, question in enumerate(sheet.value.questions):
        keys = ("questions", number)
        fields = _when(question.as_of)
        yield keys, _row(sheet, (keys, question), question.id, fields, shop)


def _row(
    sheet: Parsed[Sheet],
    row: tuple[Keys, Figure | Question],
    name: str,
    fields: Mapping[str, str],
    shop: Workshop,
) -> Entry:
    keys, value = row
    say = shop.filled(sheet, (*keys, "say"), value.say, fields)
    asks = once(value.ask)
    aspect = value.aspect or ""
    title = polish(value.title or _row_title(sheet.value, value, asks, shop))
    detail = value.detail
    if detail is not None:
        detail = shop.filled(sheet, (*keys, "detail"), detail, fields)
    figure = value if isinstance(value, Figure) else None
    return Entry(
        id=f"{sheet.value.id}.{name}",
        subject=sheet.value.id,
        aspect=aspect,
        kind="question" if figure is None else "figure",
        title=title,
        question=polish(value.question or _question(aspect, sheet.value, asks, shop)),
        say=dated(say, value.as_of),
        asks=asks,
        units=() if figure is None else _units(figure),
        value=fields.get("value"),
        detail=detail,
        by_commune=_by_commune(sheet, row, shop),
        **_shared(value),
    )


def _by_commune(
    sheet: Parsed[Sheet], row: tuple[Keys, Figure | Question], shop: Workshop
) -> Mapping[str, str]:
    """Return what a row says of each commune, by name."""
    keys, value = row
    if value.each_commune is None:
        return {}
    return {
        commune.name: dated(
            shop.filled(
                sheet, (*keys, "each_commune"), value.each_commune, _fields(commune)
            ),
            value.as_of,
        )
        for commune in shop.communes
    }


def _fields(commune: Commune) -> Mapping[str, str]:
    return {
        "commune": commune.name,
        "de_commune": de(commune.name),
        "population": written(commune.population),
    }


def _row_title(
    sheet: Sheet, row: Figure | Question, asks: tuple[str, ...], shop: Workshop
) -> str:
    if row.aspect is None:
        return _question("", sheet, asks, shop)
    return shop.title(row.aspect, sheet.name, sheet.label)


def _shared(row: Askable) -> dict[str, Any]:
    return {
        "needs": once(row.needs),
        "scope": row.scope,
        "as_of": row.as_of,
        "sources": row.source,
        "caution": polished(row.caution),
        "links": polished_links(row.links),
        "related": row.related,
        "admission": row.admission,
        "internal": polished(row.internal),
    }


def _units(figure: Figure) -> tuple[str, ...]:
    return once((*(() if figure.unit is None else (figure.unit,)), *figure.units))


def _operator(value: Sheet, operator: str, shop: Workshop) -> Entry:
    known = shop.operators.get(operator)
    label = operator if known is None else known.label
    fields = {
        **label_fields(value.name, value.label),
        "operator": label,
        "de_operator": de(label),
        "au_operator": au(label),
    }
    deduced = shop.phrase("operator_deduced", fields) if value.deduced else None
    return Entry(
        id=f"{value.id}.gestionnaire",
        subject=value.id,
        aspect=MANAGER,
        kind="operator",
        title=shop.title(MANAGER, value.name, value.label),
        question=shop.question(MANAGER, value.name, value.label),
        say=shop.phrase("operator", fields),
        as_of=value.as_of,
        sources=value.source,
        caution=deduced or polished(value.caution),
    )


def _question(aspect: str, sheet: Sheet, asks: tuple[str, ...], shop: Workshop) -> str:
    if asks:
        return polish(upper_first(asks[0]))
    return shop.question(aspect, sheet.name, sheet.label)


def _when(as_of: str) -> dict[str, str]:
    return {"year": "-".join(years(as_of))}
