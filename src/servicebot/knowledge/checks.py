"""What a valid base may still have wrong: `servicebot check` lists it.

Each check is a function of what it needs; `CHECKS` names them all. Those that need the
matcher are made elsewhere and come in as `extra`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any, Literal

from servicebot.french.calendar import school_data_warning
from servicebot.french.numbers import read_number
from servicebot.french.text import fold, tokens
from servicebot.french.typography import polish
from servicebot.knowledge.base import Base
from servicebot.knowledge.colours import faint_pairs
from servicebot.knowledge.files import Files, Parsed
from servicebot.knowledge.loader import read
from servicebot.knowledge.mentions import mentions, opening_times
from servicebot.knowledge.messages import suggestion
from servicebot.knowledge.model import Askable, Row, Sheet
from servicebot.knowledge.references import rows
from servicebot.knowledge.sentences import PLACEHOLDER, written
from servicebot.knowledge.yaml import Node

Keys = tuple[str | int, ...]
_FILLED = ("say", "each_commune", "detail", "summary")

NO_ANSWERS = "la base n'a encore aucune réponse : complétez une fiche de services/"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One remark on the base: where (`services/creches.yaml:12`), and what is wrong."""

    where: str
    level: Literal["error", "warning"]
    message: str

    def __str__(self) -> str:
        """Return the remark on one line, in French."""
        level = "erreur" if self.level == "error" else "avertissement"
        return f"{self.where}: {level} : {self.message}"


@dataclass(frozen=True, slots=True)
class _View:
    """What the checks look at."""

    base: Base
    files: Files
    today: date


def check(
    base: Base, today: date, extra: Iterable[Finding] = ()
) -> tuple[Finding, ...]:
    """Return every remark on a base, its own and the extra ones, in file order."""
    view = _View(base, read(base.folder), today)
    own = (finding for one in CHECKS for finding in one(view))
    return tuple(sorted(dict.fromkeys((*own, *extra))))


def outdated(base: Base, today: date) -> tuple[Finding, ...]:
    """Return the rows of a base that are no longer valid, or to be read again."""
    return tuple(outdated_rows(_View(base, read(base.folder), today)))


def _error(where: str, message: str) -> Finding:
    return Finding(where, "error", polish(message))


def _warning(where: str, message: str) -> Finding:
    return Finding(where, "warning", polish(message))


def _rows(view: _View) -> Iterator[tuple[Parsed[Sheet], Keys, Row]]:
    for sheet in view.files.sheets:
        for keys, row in rows(sheet.value):
            yield sheet, keys, row


def _phrasings(view: _View) -> Iterator[tuple[str, str, str]]:
    """Yield each phrasing with the entry it belongs to and where it is written."""
    for sheet in view.files.sheets:
        yield from _asked(sheet, (), sheet.value.ask, f"{sheet.value.id}.description")
    for sheet, keys, row in _rows(view):
        if isinstance(row, Askable):
            name = getattr(row, "id", None) or getattr(row, "aspect", "")
            yield from _asked(sheet, keys, row.ask, f"{sheet.value.id}.{name}")
    for file in view.files.smalltalk:
        for number, talk in enumerate(file.value):
            yield from _asked(file, (number,), talk.ask, talk.id)


def _asked(
    file: Parsed[Any], keys: Keys, asks: tuple[str, ...], entry: str
) -> Iterator[tuple[str, str, str]]:
    for number, text in enumerate(asks):
        yield text, entry, file.where((*keys, "ask", number))


def repeated_phrasings(view: _View) -> Iterator[Finding]:
    """Yield what is asked in the same words under two entries."""
    seen: dict[tuple[str, ...], tuple[str, str]] = {}
    for text, entry, where in _phrasings(view):
        first, place = seen.setdefault(tokens(text), (entry, where))
        if first != entry:
            message = f"« {text} » est déjà une question de {first} ({place})"
            yield _error(where, message)


def outdated_rows(view: _View) -> Iterator[Finding]:
    """Yield the rows whose validity has ended or that were to be read again."""
    for sheet, keys, row in _rows(view):
        if row.valid_until is not None and row.valid_until < view.today:
            where = sheet.where((*keys, "valid_until"))
            yield _warning(where, f"validité dépassée depuis le {row.valid_until}")
        if row.review is not None and row.review <= view.today:
            where = sheet.where((*keys, "review"))
            yield _warning(where, f"information à relire depuis le {row.review}")


def unfinished_texts(view: _View) -> Iterator[Finding]:
    """Yield people's own numbers and addresses, and what was left to complete."""
    for file in view.files.parsed:
        if file.kind.name not in ("tests", "negatives", "lexicon"):
            for keys, text in _texts((), file.document.root):
                for message in mentions(text):
                    yield _error(file.where(keys), message)


def unfilled_placeholders(view: _View) -> Iterator[Finding]:
    """Yield the braces that stand where nothing fills them in."""
    for sheet in view.files.sheets:
        for keys, text in _texts((), sheet.document.root):
            found = PLACEHOLDER.search(text)
            if found and not any(key in keys for key in _FILLED):
                message = f"mot entre accolades jamais remplacé : « {found[0]} »"
                yield _error(sheet.where(keys), message)


def hours_in_prose(view: _View) -> Iterator[Finding]:
    """Yield the sentences that tell opening times: only `hours` knows the clock."""
    for sheet, keys, row in _rows(view):
        if isinstance(row, Askable):
            time = opening_times(row.say)
            if time is not None:
                message = f"horaire dans une phrase (« {time} ») : mettez-le sous hours"
                yield _warning(sheet.where((*keys, "say")), message)


def figures_without_value(view: _View) -> Iterator[Finding]:
    """Yield the figures whose sentence does not say their value."""
    for sheet in view.files.sheets:
        for number, figure in enumerate(sheet.value.figures):
            value = written(figure.value)
            if "{value}" not in figure.say and not _says(figure.say, value):
                where = sheet.where(("figures", number, "say"))
                yield _warning(where, f"la phrase ne dit pas la valeur ({value})")


def _says(sentence: str, value: str) -> bool:
    """Tell whether a sentence says a value, in figures or in letters."""
    said, wanted = _numbers(sentence), _numbers(value)
    return wanted <= said if wanted else fold(value) in fold(sentence)


def _numbers(text: str) -> set[str]:
    words = tokens(text)
    read = (read_number(words, start) for start in range(len(words)))
    spelled = {str(found[0]) for found in read if found is not None}
    return spelled | {word for word in words if word[0].isdigit()}


def misnamed_files(view: _View) -> Iterator[Finding]:
    """Yield the sheets that are not in the file that bears their name."""
    for sheet in view.files.sheets:
        if PurePath(sheet.name).stem != sheet.value.id:
            key = "topic" if sheet.value.service is None else "service"
            message = f"le fichier devrait s'appeler {sheet.value.id}.yaml"
            yield _error(sheet.where((key,)), message)


def insecure_links(view: _View) -> Iterator[Finding]:
    """Yield the addresses that are not https."""
    for file in view.files.parsed:
        for keys, text in _texts((), file.document.root):
            if keys[-1:] in (("url",), ("website",)) and text.startswith("http://"):
                yield _warning(file.where(keys), f"lien sans https : {text}")


def mute_aspects(view: _View) -> Iterator[Finding]:
    """Yield the aspects that no word shows."""
    lexicon = view.files.lexicon
    if lexicon is not None:
        for name, aspect in lexicon.value.aspects.items():
            if not aspect.cues:
                where = lexicon.where(("aspects", name))
                yield _warning(where, f"l'aspect « {name} » n'a aucun repère (cues)")


def unknown_test_entries(view: _View) -> Iterator[Finding]:
    """Yield the tests that expect an answer that does not exist."""
    base = view.base
    known = {
        *base.entries,
        *(talk.id for talk in base.smalltalk),
        *(emergency.id for emergency in base.emergencies),
    }
    for file in view.files.tests:
        for keys, entry in _expected(file):
            if entry not in known:
                message = f"réponse inconnue : « {entry} »{suggestion(entry, known)}"
                yield _error(file.where(keys), message)


def ending_school_holidays(view: _View) -> Iterator[Finding]:
    """Yield a warning when the school holidays of the town's zone soon run out."""
    warning = school_data_warning(view.base.calendar, view.today)
    if warning is not None and view.files.town is not None:
        yield _warning(view.files.town.where(("school_zone",)), warning)


def _expected(file: Parsed[Any]) -> Iterator[tuple[Keys, str]]:
    for number, test in enumerate(file.value):
        if test.entry is not None:
            yield (number, "entry"), test.entry
        for index, turn in enumerate(test.turns):
            if turn.entry is not None:
                yield (number, "turns", index, "entry"), turn.entry


def _texts(keys: Keys, node: Node) -> Iterator[tuple[Keys, str]]:
    if isinstance(node.data, str):
        yield keys, node.data
    for key, child in node.children.items():
        yield from _texts((*keys, key), child)


def faint_colours(view: _View) -> Iterator[Finding]:
    """Yield the town's colours that cannot be read one on the other."""
    for pair in faint_pairs(view.base.town.colours):
        found, wanted = _decimal(pair.contrast), _decimal(pair.wanted)
        message = (
            f"couleurs : « {pair.front} » se lit mal sur {pair.back} "
            f"(contraste de {found}, il en faut {wanted})"
        )
        yield _error("town.yaml", message)


def _decimal(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")


def nothing_to_answer(view: _View) -> Iterator[Finding]:
    """Yield a warning where the base has no answer to anything."""
    if not view.base.entries:
        yield _warning("services/", NO_ANSWERS)


CHECKS = (
    nothing_to_answer,
    faint_colours,
    repeated_phrasings,
    outdated_rows,
    unfinished_texts,
    unfilled_placeholders,
    hours_in_prose,
    figures_without_value,
    misnamed_files,
    insecure_links,
    mute_aspects,
    unknown_test_entries,
    ending_school_holidays,
)
