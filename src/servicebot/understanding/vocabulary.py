"""The words that belong to each entry, and the examples that teach it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from servicebot.french.moments.dates import MONTH_NAMES
from servicebot.french.text import stem, stems, tokens
from servicebot.french.typography import au, de
from servicebot.french.words import GRAMMATICAL
from servicebot.knowledge.aspects import QUANTITY
from servicebot.knowledge.base import Base, Entry
from servicebot.understanding.matcher import Example
from servicebot.understanding.reader import Read
from servicebot.understanding.sayings import Sayings

_NOW = "moment maintenant aujourd hui actuellement desormais"
NO_DAY = frozenset(map(stem, GRAMMATICAL)) | frozenset(
    (*map(stem, _NOW.split()), *stems(" ".join(MONTH_NAMES)))
)
"""What says that something is so now, or in which month, and not on which day."""

SMALLTALK = "smalltalk:"
NOTHING = "nothing:"
TEMPLATES = 2
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class EntryWords:
    """Stems of one entry: all those that it explains, and those of its parts.

    `own` are the stems of its phrasings and sentence, `units` the heads of its units
    (« repas » of « repas par jour »), `counted` these, what its phrasings count and,
    for a number, the heads of the subject's names; of `needs` one set must be said
    whole; `years` are those that its sentence names and `told` the numbers it tells.
    """

    all: frozenset[str]
    own: frozenset[str]
    counted: frozenset[str]
    units: frozenset[str]
    needs: tuple[frozenset[str], ...]
    years: frozenset[str]
    told: frozenset[str]


def entry_words(base: Base, read: Read, sayings: Sayings) -> Mapping[str, EntryWords]:
    """Return the words of every entry of a base."""

    def stems(texts: Iterable[str]) -> frozenset[str]:
        return frozenset(word.stem for text in texts for word in read(text).words)

    shared = stems((base.town.name, base.town.territory, *base.town.home))
    names = {
        subject.id: stems((subject.label, *subject.names))
        for subject in base.subjects.values()
    }

    def first(texts: Iterable[str]) -> frozenset[str]:
        words = (read(text).content for text in texts)
        return frozenset(found[0].stem for found in words if found)

    heads = {s.id: first(s.names) for s in base.subjects.values()}
    cues = {key: stems(aspect.cues) for key, aspect in base.aspects.items()}
    found = {}
    for entry in base.entries.values():
        subject = base.subjects[entry.subject]
        parent = names.get(subject.parent or "", frozenset())
        units = first(entry.units)
        said, asking = sayings[entry.id], cues.get(entry.aspect, frozenset())
        found[entry.id] = EntryWords(
            all=shared | names[subject.id] | parent | asking | said.stems,
            own=said.stems,
            counted=units
            | (heads[subject.id] if entry.aspect == QUANTITY else frozenset())
            | said.counted,
            units=units,
            needs=tuple(
                frozenset(w.stem for w in read(n).content) for n in entry.needs
            ),
            years=frozenset(YEAR.findall(entry.say)),
            told=frozenset(filter(str.isdigit, tokens(entry.say))),
        )
    return found


def in_order(base: Base) -> tuple[Entry, ...]:
    """Return the entries of a base in the order of their ids."""
    return tuple(sorted(base.entries.values(), key=lambda entry: entry.id))


def phrasings(base: Base, entry: Entry) -> tuple[str, ...]:
    """Return the texts that teach an entry: phrasings, title, grid templates.

    Nobody writes phrasings of a place: its entries learn from all the templates, with
    its name and the one that people use most.
    """
    subject = base.subjects[entry.subject]
    aspect = base.aspects.get(entry.aspect)
    asked = aspect.ask if aspect else ()
    made = _filled(asked[:TEMPLATES], subject.label, subject.name, entry)
    if entry.kind == "place":
        made += _filled(asked[TEMPLATES:], subject.label, subject.name, entry)
        for name in subject.names[1:2]:
            made += _filled(asked, name, name, entry)
    return tuple(dict.fromkeys((*entry.asks, entry.title, *made)))


def _filled(
    templates: Iterable[str], label: str, name: str, entry: Entry
) -> tuple[str, ...]:
    """Return templates about a subject, those of units only where it has one."""
    unit = entry.units[0] if entry.units else ""
    return tuple(
        template.format(
            subject=label,
            de_subject=de(label),
            au_subject=au(label),
            name=name,
            unit=unit,
        )
        for template in templates
        if unit or "{unit}" not in template
    )


def examples(base: Base, read: Read) -> list[Example]:
    """Return every training example of a base: entries, small talk, negatives."""
    pairs = [
        (text, entry.id)
        for entry in base.entries.values()
        for text in phrasings(base, entry)
    ]
    pairs += [
        (text, SMALLTALK + talk.id) for talk in base.smalltalk for text in talk.ask
    ]
    pairs += [(text, NOTHING) for text in base.negatives]
    taught = ((read(text), label) for text, label in pairs)
    return [Example(u.tokens, label, u.spelled) for u, label in taught if u.words]


def known_texts(base: Base) -> list[str]:
    """Return every text whose words the reader must know."""
    texts: list[str] = [base.town.name, base.town.territory, *base.town.home]
    for operator in base.town.operators.values():
        texts += [operator.name, operator.label, *operator.names]
    for subject in base.subjects.values():
        texts += [subject.label, *subject.names]
    for entry in base.entries.values():
        texts += [*phrasings(base, entry), *entry.units, *entry.needs]
    for aspect in base.aspects.values():
        texts += aspect.cues
    for talk in base.smalltalk:
        texts += talk.ask
    for emergency in base.emergencies:
        texts += [*emergency.signs, *emergency.unless]
    texts += [commune.name for commune in base.communes]
    return texts
