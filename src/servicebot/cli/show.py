"""Replies and explanations as plain text for a terminal or a pipe."""

import os
from collections.abc import Iterator, Sequence

import click

from servicebot.french.moments import format_date
from servicebot.knowledge.hours import DayHours
from servicebot.replies import Answer, ContactCard, PlaceCard, Reply
from servicebot.understanding.explain import Explanation
from servicebot.web.wording import say_as_of, say_span

_PLAIN = str.maketrans({"\u202f": " ", "\u00a0": " "})


def styled(text: str, **style: bool | str) -> str:
    """Return the text in a style, unless NO_COLOR asks for none (click minds pipes)."""
    if os.environ.get("NO_COLOR"):
        return text
    return click.style(text, **style)  # type: ignore[arg-type]


def plain(text: str) -> str:
    """Return the text with ordinary spaces, which terminals and grep like best."""
    return text.translate(_PLAIN)


def show_reply(reply: Reply) -> str:
    """Return what a person at the terminal needs: text, caution, place, sources."""
    lines = [styled(reply.text, bold=True)]
    lines += reply.notices
    for answer in reply.answers:
        lines += _answer(answer, reply.text)
    if reply.contact is not None:
        lines.append(_contact(reply.contact))
    lines += [
        f"  {number}. {choice.title}"
        for number, choice in enumerate(reply.choices, start=1)
    ]
    return plain("\n".join(lines))


def show_explanation(explanation: Explanation) -> str:
    """Return the words, the candidates with the parts of their scores, the verdict."""
    parts = [_verdict(explanation)]
    if explanation.candidates:
        parts.insert(0, show_candidates(explanation))
    if explanation.words:
        parts.insert(0, f"{show_words(explanation)}\n\n{_understood(explanation)}")
    return plain("\n\n".join(parts))


def show_words(explanation: Explanation) -> str:
    """Return the table of the question's words."""
    rows = [
        (word.text, word.stem, word.corrected or "", f"{word.idf:.2f}")
        for word in explanation.words
    ]
    return table(("mot", "racine", "correction", "poids"), rows)


def show_candidates(explanation: Explanation) -> str:
    """Return the candidates, best first, with each named part of their scores."""
    candidates = explanation.candidates
    names = tuple(
        dict.fromkeys(part.name for each in candidates for part in each.parts)
    )
    rows = []
    for candidate in candidates:
        values = {part.name: f"{part.value:.3f}" for part in candidate.parts}
        cells = (values.get(name, "") for name in names)
        rows.append((candidate.label, f"{candidate.score:.3f}", *cells))
    return table(("entrée", "score", *names), rows)


def show_week(week: Sequence[DayHours]) -> Iterator[str]:
    """Yield the days of a timetable, one a line, their hours aligned."""
    names = [format_date(day.date, year=False) for day in week]
    width = max(map(len, names), default=0)
    for name, day in zip(names, week, strict=True):
        yield f"    {name.ljust(width)}  {_day(day)}"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return aligned columns; numbers to the right."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    lines = [styled(_line(heads, widths), dim=True)]
    lines += [_line(row, widths) for row in rows]
    return "\n".join(lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        cell.rjust(width) if _is_number(cell) else cell.ljust(width)
        for cell, width in zip(cells, widths, strict=True)
    )
    return "  ".join(padded).rstrip()


def _is_number(cell: str) -> bool:
    return cell.lstrip("-").replace(".", "", 1).isdecimal()


def _understood(explanation: Explanation) -> str:
    subject, aspect = explanation.subject or "–", explanation.aspect or "–"
    return f"sujet : {subject}   aspect : {aspect}"


def _verdict(explanation: Explanation) -> str:
    rows = [(part.name, f"{part.value:.3f}") for part in explanation.signals]
    verdict = f"verdict : {explanation.verdict}   "
    verdict += f"confiance : {explanation.confidence:.2f}"
    if not rows:
        return styled(verdict, bold=True)
    return f"{table(('signal', 'valeur'), rows)}\n\n{styled(verdict, bold=True)}"


def _answer(answer: Answer, text: str) -> Iterator[str]:
    if answer.caution is not None and answer.caution not in text:
        yield styled(f"  À savoir : {answer.caution}", fg="yellow")
    if answer.place is not None:
        yield from _place(answer.place)
    for link in answer.links:
        yield f"  {link.title} : {link.url}"
    for source in answer.sources:
        site = f" {source.url}" if source.url else ""
        said = f"{source.title}, {source.publisher} ({say_as_of(source.date)})"
        yield styled(f"  Source : {said}{site}", dim=True)


def _place(place: PlaceCard) -> Iterator[str]:
    yield "  " + ", ".join(filter(None, (place.name, place.address, place.phone)))
    yield from show_week(place.week)


def _day(day: DayHours) -> str:
    empty = "fermé" if day.known else "non connu"
    spans = [say_span(span) for span in day.spans]
    hours = ", ".join(spans if spans and day.known else [*spans, empty])
    notes = ", ".join(filter(None, (day.holiday, day.note)))
    return hours + (f" ({notes})" if notes else "")


def _contact(contact: ContactCard) -> str:
    known = (contact.name, contact.address, contact.phone, contact.url)
    return "  Contact : " + ", ".join(filter(None, known))
