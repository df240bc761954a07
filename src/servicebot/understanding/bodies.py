"""Which body is meant: the town, the territory or the CCAS; one named, one excluded."""

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


LENT_BODY = 3.0
"""How much more than one that is named a body says that is lent: no word does."""


@dataclass(frozen=True, slots=True)
class Bodies:
    """How the bodies of a base are named, and how they are excluded; see `bodies`."""

    named: re.Pattern[str]
    excluded: re.Pattern[str]

    def affirmed(self, text: str) -> str:
        """Return a text without what it excludes, where another body is named.

        « les agents de la mairie, sans compter l'agglo » asks of the town alone.
        """
        if self.excluded.search(text) is None:
            return text
        rest = " ".join(self.excluded.sub(" ", text).split()).lstrip(", ")
        return rest if self.named.search(rest) else text


def bodies(base: Base) -> Bodies:
    """Read the names of those who render the services, and of the town hall."""
    operators = base.town.operators.values()
    names = [name for one in operators for name in (one.name, *one.names)]
    hall = base.subjects.get(base.town.contact.place or "")
    names += [name for name in hall.names if name.isalpha()] if hall else []
    body = _ARTICLE + rf"(?:{'|'.join(_alternatives(names))})"
    several = rf"{body}(?:\s(?:ni|et|ou)\s{body})*"
    return Bodies(
        named=re.compile(rf"\b{body}\b", re.IGNORECASE),
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


def body_of(
    frame: Frame, entry: Entry | None = None, lent: str | None = None
) -> str | None:
    """Return the body that a question names, else that of what it is answered with.

    One that was `lent` is spoken of as long as the answers are of it.
    """
    for found in frame.scopes:
        if not is_part(found, frame.subjects):  # « le cœur de ville » is no body
            return found.values[0]
    is_of_it = entry is not None and (bool(entry.needs) or entry.scope == lent)
    return entry.scope if entry and is_of_it else None


def still_of_body(frame: Frame, lent: str | None) -> str | None:
    """Return the body that is spoken of after a question that was not answered."""
    return body_of(frame) or (None if frame.clear else lent)


def of_body(entry: Entry, frame: Frame, lent: str | None = None) -> float:
    """Return what a body says of an entry that holds for one alone: named, or lent.

    « c'est quoi le CCAS ? » — « ils sont combien d'agents ? ». Those among which one is
    asked for say nothing (« c'est la ville ou l'agglo ? »).
    """
    is_choice = MANAGER in frame.asked and len({f.values for f in frame.scopes}) > 1
    if not entry.scope or is_choice:
        return 0.0
    if not frame.scopes:
        return LENT_BODY * (entry.scope == lent)
    return 1.0 if any(entry.scope in f.values for f in frame.scopes) else -1.0
