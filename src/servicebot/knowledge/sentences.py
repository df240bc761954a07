"""Sentences of the knowledge base: placeholders filled in, the year said."""

import re
from collections.abc import Mapping

from servicebot.french.numbers import format_number
from servicebot.french.typography import de, polish

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août"),
    *("septembre", "octobre", "novembre", "décembre"),
)
_ENDING = re.compile(r"[.!?…]?$")
_BLANK_BEFORE_SIGN = "\u202f\u00a0 "


class UnknownPlaceholderError(ValueError):
    """A sentence holds `{name}` and nothing is known by that name."""

    def __init__(self, name: str) -> None:
        """Keep the name."""
        super().__init__(name)
        self.name = name


def fill(template: str, fields: Mapping[str, str]) -> str:
    """Return the polished sentence with every placeholder filled in."""

    def value(found: re.Match[str]) -> str:
        try:
            return fields[found[1]]
        except KeyError as error:
            raise UnknownPlaceholderError(found[1]) from error

    return polish(PLACEHOLDER.sub(value, template))


def written(value: int | str) -> str:
    """Return a value the French way: 1 950 with narrow no-break spaces."""
    return format_number(value) if isinstance(value, int) else polish(value)


def years(as_of: str) -> tuple[str, ...]:
    """Return the years of a date or period, each once.

    >>> years("2019-04"), years("2015/2016")
    (('2019',), ('2015', '2016'))
    """
    return tuple(dict.fromkeys(part[:4] for part in as_of.split("/")))


def period(as_of: str) -> str:
    """Return a date or period in words.

    >>> period("2019"), period("2019-04"), period("2019-05-01"), period("2015/2016")
    ('2019', 'avril 2019', '1er mai 2019', '2015-2016')
    """
    parts = [_date_in_words(part) for part in as_of.split("/")]
    dash = "-" if all(part.isdigit() for part in parts) else " à "
    return dash.join(dict.fromkeys(parts))


def on_date(as_of: str) -> str:
    """Return when something was so.

    >>> on_date("2019"), on_date("2019-05-01")
    ('en 2019', 'le 1er mai 2019')
    """
    return f"{'le' if _is_day(as_of) else 'en'} {period(as_of)}"


def of_date(as_of: str) -> str:
    """Return what something dates from.

    >>> of_date("2019"), of_date("2019-04"), of_date("2019-05-01")
    ('de 2019', "d'avril 2019", 'du 1er mai 2019')
    """
    return f"du {period(as_of)}" if _is_day(as_of) else de(period(as_of))


def dated(sentence: str, as_of: str) -> str:
    """Return the sentence with its date before the final period, unless it says it.

    >>> dated("Il y a 28 crèches.", "2019")
    'Il y a 28 crèches (2019).'
    """
    if all(re.search(rf"(?<!\d){year}(?!\d)", sentence) for year in years(as_of)):
        return sentence
    ending = _ENDING.search(sentence)
    cut = len(sentence) if ending is None else ending.start()
    head, tail = sentence[:cut], sentence[cut:]
    bare = head.rstrip(_BLANK_BEFORE_SIGN)
    return f"{bare} ({period(as_of)}){head[len(bare) :]}{tail}"


def _is_day(as_of: str) -> bool:
    return as_of.partition("/")[0].count("-") == 2


def _date_in_words(day: str) -> str:
    year, *rest = day.split("-")
    if not rest:
        return year
    month = _MONTHS[int(rest[0]) - 1]
    number = int(rest[1]) if rest[1:] else 0
    return " ".join(filter(None, (_ordinal(number), month, year)))


def _ordinal(number: int) -> str:
    return "1er" if number == 1 else str(number or "")
