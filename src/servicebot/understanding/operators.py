"""Which operator is meant: the town, the territory, the CCAS; named, left out, lent."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from servicebot.french.text import fold
from servicebot.knowledge.aspects import MANAGER
from servicebot.knowledge.base import Base, Entry
from servicebot.understanding.frames import Frame
from servicebot.understanding.phrases import is_part

_ARTICLE = (
    r"(?:(?:l|d)['’\s]\s?|(?:la|le|les|du|des)\s|(?:de|à|a)\s(?:la\s|l['’\s]\s?)?|aux?\s"
    r"|(?:celui|celle|ceux|celles)\s(?:de\s(?:la\s|l['’\s]\s?)?|d['’]|du\s|des\s))?"
)
_OUT = (
    r"(?:hors|sans(?:\s(?:compter|inclure|prendre|parler\sde))?|sauf|except[ée]s?"
    r"|hormis|[àa]\sl['’\s]\s?exception|en\sdehors)"
)
_NOT = r"(?:[,;(]\s*(?:mais\s|et\s|surtout\s)?|\b(?:mais|et|surtout)\s)pas"
_ASIDE = r"(?:mise?s?\s[àa]\spart|[àa]\spart|non\scomprise?|pas\scomprise?|exclue?)"


_TELLING = re.compile(
    r"hors|sans|sauf|except|hormis|dehors|part\b|pas\b|compris|exclu", re.IGNORECASE
)
"""What leaves somebody out; without it, nobody is looked for."""

LENT_OPERATOR = 3.0
"""How much more than one that is named an operator says that is lent: no word does."""


@dataclass(frozen=True, slots=True)
class Operators:
    """How the operators of a base are named and left out; see `build_operators`."""

    named: re.Pattern[str]
    excluded: re.Pattern[str]

    def affirmed(self, text: str) -> str:
        """Return a text without those whom it leaves out, where another is named.

        « les agents de la mairie, sans compter l'agglo » asks of the town alone.
        """
        if not _TELLING.search(text) or self.excluded.search(text) is None:
            return text
        rest = " ".join(self.excluded.sub(" ", text).split()).lstrip(", ")
        return rest if self.named.search(rest) else text


def build_operators(base: Base) -> Operators:
    """Read the names of those who render the services, and of the town hall."""
    operators = base.town.operators.values()
    names = [name for one in operators for name in (one.name, *one.names)]
    hall = base.subjects.get(base.town.contact.place or "")
    names += [name for name in hall.names if name.isalpha()] if hall else []
    one = _ARTICLE + rf"(?:{'|'.join(_alternatives(names))})"
    several = rf"{one}(?:\s(?:ni|et|ou)\s{one})*"
    return Operators(
        named=re.compile(rf"\b{one}\b", re.IGNORECASE),
        excluded=re.compile(
            rf"[\s,;(]*(?:\b{_OUT}|{_NOT})\s{several}\b(?:\shein\b)?[\s)]*"
            rf"|[\s,;(]*\b{several}\s{_ASIDE}\b[\s,)]*",
            re.IGNORECASE,
        ),
    )


def _alternatives(names: Iterable[str]) -> list[str]:
    """Return the names as they are typed, the longest first."""
    typed = {form for name in names for form in (name, fold(name))}
    longest = sorted(typed, key=lambda name: (-len(name), name))
    return [re.escape(n).replace("'", "['’\\s]").replace("\\ ", "\\s") for n in longest]


def operator_of(
    frame: Frame, entry: Entry | None = None, lent: str | None = None
) -> str | None:
    """Return the operator that a question names, else that of what it is answered with.

    An answer speaks of one where it is told of each apart (such entries need its name),
    or goes on with the one that was `lent`.
    """
    for found in frame.scopes:
        if not is_part(found, frame.subjects):  # « le cœur de ville » is no operator
            return found.values[0]
    if entry is None or not (entry.needs or entry.scope == lent):
        return None
    return entry.scope


def still_of_operator(frame: Frame, lent: str | None) -> str | None:
    """Return the operator spoken of after a question that was not answered."""
    return operator_of(frame) or (None if frame.clear else lent)


def is_lent(entry: Entry, frame: Frame, lent: str | None) -> bool:
    """Whether an entry is of the operator spoken of, where none is named.

    « c'est quoi le CCAS ? » — « ils sont combien d'agents ? »
    """
    return lent is not None and entry.scope == lent and not frame.scopes


def sign_of(entry: Entry, frame: Frame) -> float:
    """Return what a name says of an entry that holds for one operator (-1, 0 or 1).

    Those among which one is asked for say nothing (« c'est la ville ou l'agglo ? »).
    """
    is_choice = MANAGER in frame.asked and len({f.values for f in frame.scopes}) > 1
    if not entry.scope or not frame.scopes or is_choice:
        return 0.0
    return 1.0 if any(entry.scope in f.values for f in frame.scopes) else -1.0
