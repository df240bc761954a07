"""What rules may know besides the tokens: the clock, the calendar, the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from servicebot.french.calendar import Calendar
from servicebot.french.moments.filed import Spans, names_a_plan
from servicebot.french.moments.tense import Told, read_tenses
from servicebot.french.moments.tokens import Token

Found = Sequence[Token]

_VISIT = re.compile(
    r"^\W*et (?:le|les|du) |ouv|ferm|veni|vien|passer|passe |rdv|rendez|dispo"
    r"|travail|horaire|recev|permanence|vous etes la|etes vous la|assure|accueil"
)
# « le 15 », « le 17 »: numbers to call, unless nothing speaks of calling.
_URGENT = re.compile(
    r"appel|compos|faire le|joindre|contact|urgen|samu|secours|pompier|polic|gendarm"
    r"|numero|telephon|repon|\btel\b|malaise|bless|accident"
)
_PLACED = re.compile(
    r"\b(?:rue|avenue|av|boulevard|bd|place|allees?|chemin|impasse|route|quai|numeros?"
    r"|pages?|lots?|articles?|appartements?|lignes?)\b"
)


@dataclass(frozen=True)
class Context:
    """The clock, the calendar and the text, as typed (composed) and plain.

    What the rules ask of the text is looked for once, when the first of them asks.
    """

    now: datetime
    calendar: Calendar | None
    text: str
    plain: str

    @cached_property
    def today(self) -> date:
        """The day of the clock."""
        return self.now.date()

    @cached_property
    def told(self) -> Told:
        """Where the text looks back, and where nouns carry dates."""
        return read_tenses(self.text, self.plain)

    @cached_property
    def visit(self) -> bool:
        """Whether the text asks about opening or what takes place."""
        return _VISIT.search(self.plain) is not None or names_a_plan(self.plain)

    @cached_property
    def urgent(self) -> bool:
        """Whether the text speaks of help by telephone."""
        return _URGENT.search(self.plain) is not None

    @cached_property
    def placed(self) -> bool:
        """Whether the text gives an address."""
        return _PLACED.search(self.plain) is not None

    def looks_back(self, found: Found) -> bool:
        """Return whether what was found is told in the past."""
        return _stands_in(self.told.past, found)

    def is_planned(self, found: Found) -> bool:
        """Return whether what was found is the day of something planned."""
        return _stands_in(self.told.planned, found)

    def is_carried(self, found: Found) -> bool:
        """Return whether what was found is the date of a noun."""
        return _stands_in(self.told.carried, found)


def _stands_in(spans: Spans, found: Found) -> bool:
    at = found[0].start
    return any(start <= at < end for start, end in spans)
