"""What a base answers when everything in it is asked plainly, in many ways.

Run `python benchmarks/plainly_asked.py [FOLDER]` with the package installed. Every
subject is asked what it is and who runs it, every figure how many, every question is
asked with slips, and every subject is followed by short questions that name nothing.
The table counts where each leads; below it stand those that lead to another subject,
for a person to read.
"""

# ruff: noqa: INP001, T201  (a script of its own, that prints)

import os
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from servicebot.bot import Bot
from servicebot.evaluation.noise import noisy
from servicebot.french.typography import de
from servicebot.knowledge.aspects import DESCRIPTION, HOURS, MANAGER, PRICE, QUANTITY
from servicebot.knowledge.base import Base, Entry, Subject
from servicebot.knowledge.loader import load

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
ASKED = {
    DESCRIPTION: (
        *("qu'est-ce que {l} ?", "c'est quoi {l}", "{l}", "{n}", "{l} c'est quoi ?"),
        *("parlez-moi {d}", "infos sur {l}", "a quoi sert {l}", "expliquez-moi {l}"),
        *("bonjour, {n} svp", "j'ai une question sur {l}", "que savez-vous {d} ?"),
    ),
    MANAGER: (
        *("qui gère {l}", "qui s'occupe {d} ?", "{l}, c'est qui ?", "c'est qui, {l} ?"),
        *("de qui dépend {l} ?", "{l} : ville ou agglo ?", "quel organisme gère {l}"),
    ),
}
COUNTED = (
    *("combien de {u} pour {l} ?", "{l}, combien de {u}", "nombre de {u} {n}"),
    *("{n} : nb {u}", "cb de {u} {n}", "il y a combien de {u} {d} ?"),
)
FOLLOWING = {
    MANAGER: ("qui s'en occupe ?", "c'est la ville ou l'agglo ?", "qui en est chargé"),
    QUANTITY: ("il y en a combien ?", "combien ?", "ça fait combien en tout"),
    HOURS: ("c'est ouvert quand ?", "et les horaires ?", "c'est ouvert le samedi ?"),
    PRICE: ("c'est payant ?", "combien ça coûte ?", "et le prix ?"),
    DESCRIPTION: ("c'est-à-dire ?", "et concrètement ?"),
}


Cells = Mapping[tuple[str, str], Collection[str]]
"""The entries of each subject and aspect."""


@dataclass(frozen=True, slots=True)
class Plain:
    """One plain question, what was said before it, and what should answer it.

    `entries` are the entries that would be right, none where nothing is known.
    """

    way: str
    question: str
    subject: str
    entries: frozenset[str]
    before: str = ""


def plain_questions(base: Base) -> Iterator[Plain]:
    """Yield everything that a base can plainly be asked."""
    cells: dict[tuple[str, str], set[str]] = {}
    for entry in base.entries.values():
        cells.setdefault((entry.subject, entry.aspect), set()).add(entry.id)
    for subject in base.subjects.values():
        yield from _of_subject(subject, cells)
    for entry in base.entries.values():
        yield from _of_entry(entry, base.subjects[entry.subject])


def _of_subject(subject: Subject, cells: Cells) -> Iterator[Plain]:
    """Yield what a subject is, who runs it, and what follows « c'est quoi ? »."""
    key = subject.id
    for aspect, ways in ASKED.items():
        known = frozenset(cells.get((key, aspect), ()))
        for way in ways if known and subject.kind != "place" else ():
            yield Plain(f"asked {aspect}", _filled(way, subject), key, known)
    before = f"c'est quoi {subject.label} ?"
    for aspect, ways in FOLLOWING.items() if (key, DESCRIPTION) in cells else ():
        known = frozenset(cells.get((key, aspect), ()))
        for way in ways:
            yield Plain(f"followed {aspect}", way, key, known, before)


def _of_entry(entry: Entry, subject: Subject) -> Iterator[Plain]:
    """Yield the question of an entry with slips, and how many a figure counts."""
    meant = frozenset((entry.id,))
    slipped = noisy(entry.question, "typo", 7)
    yield Plain("with slips", slipped, subject.id, meant)
    for way in COUNTED if entry.units and entry.number is not None else ():
        text = _filled(way, subject, entry.units[0])
        yield Plain("counted", text, subject.id, meant)


def _filled(way: str, subject: Subject, unit: str = "") -> str:
    label, name = subject.label, subject.name
    return way.format(l=label, d=de(label), n=name, u=unit)


def outcome(bot: Bot, plain: Plain) -> str:
    """Ask one question; return how it was met."""
    context = bot.reply(plain.before, None, NOW).context if plain.before else None
    reply = bot.reply(plain.question, context, NOW)
    told = [answer.entry for answer in reply.answers]
    if plain.entries.intersection(told):
        return "right"
    if not told:
        return "not answered" if plain.entries else "rightly not answered"
    subjects = {bot.base.entries[e].subject for e in told if e in bot.base.entries}
    family = {plain.subject, bot.base.subjects[plain.subject].parent}
    family |= {s.id for s in bot.base.subjects.values() if s.parent == plain.subject}
    return "another entry of it" if family & subjects else "another subject"


def main(folder: str = "knowledge") -> None:
    """Ask everything of the base in a folder and print the table."""
    bot = Bot.build(load(Path(folder)), secret=os.urandom(32))
    counts: Counter[tuple[str, str]] = Counter()
    elsewhere = []
    for plain in plain_questions(bot.base):
        met = outcome(bot, plain)
        counts[plain.way, met] += 1
        if met == "another subject":
            elsewhere.append(plain)
    for (way, met), count in sorted(counts.items()):
        print(f"{way:24} {met:24} {count:5}")
    for plain in elsewhere:
        print(f"{plain.subject}: {plain.before} {plain.question}".replace("  ", " "))


if __name__ == "__main__":
    main(*sys.argv[1:])
