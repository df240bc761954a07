"""Where someone lives: a number and a street, or a building and a flat."""

import re
from collections.abc import Iterator

from servicebot.french.text import fold
from servicebot.french.words import COMMON_WORDS
from servicebot.journal.privacy.spans import Plain, Span, holds
from servicebot.journal.privacy.words import FIRST_NAMES, read_words

_SAID = (
    r"deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze"
    r"|seize|vingt|trente|quarante|cinquante|soixante|cent"
)
_NUMBER_WORDS = _SAID.split("|")
_NUMBER = (
    r"(?<![\d.,/\-:])(?:\d{1,4}(?:\s?(?:bis|ter|quater)\b|\s?[a-d]\b)?"
    rf"|\b(?:{_SAID}))"
)
_STREET = (
    r"rue|r(?=\.?\sd(?:es|u|e)\s)\.?|avenue|av\.?|ave|boulevard|bd|bld|boul|impasse|imp\.?"
    r"|chemin|chem\.?|ch\.|all[ée]es?|route|rte|quai|mont[ée]e|square|faubourg|fbg"
    r"|traverse|ruelle|lotissement|lot\.?|sentier|esplanade|promenade|rond-point|hameau"
    r"|mas|clos|venelle|draille|lieu-dit|r[ée]sidence"
)
_MAYBE = r"r\.?|place|pl\.?|cours|cit[ée]|voie|passage|villa|parc|domaine|quartier"
_ADDRESS = re.compile(
    rf"(?:\bnum[ée]ro\s|n°\s?)?{_NUMBER}\s?,?\s?(?:de\sla\s|de\sl'|du\s)?"
    rf"(?:(?P<sure>{_STREET})|(?P<maybe>{_MAYBE}))(?=[\s.])\s?"
)
_NOT_A_HOUSE = re.compile(
    r"\b(?:lignes?|bus|arr[êe]ts?|tram|navette|salle|bureau|guichet|ligne n°|n° de)\s*$"
)
_PARTICLES = frozenset(
    "de du des d la le les l a aux au et sur saint sainte st ste".split()
)
_MOST = 3
_TOWN = re.compile(
    r"\s?,?\s?\d{5}(?:\s+[A-ZÀ-Ý][\w'\-]*)*|\s?,?\s(?:à\s)?[A-ZÀ-Ý][\w\-]+"
)
_UNIT = re.compile(
    r"\b(?:b[âa]t(?:iment)?\.?|immeuble|imm\.?|esc(?:alier)?\.?|appt?\.?|apt\.?"
    r"|appart(?:ement)?|porte|logement)(?:\s?(?:n°\s?)?\d{1,4}[a-z]?|\s[a-z]\d{0,3})\b"
)
_HOME = re.compile(r"r[ée]s(?:idence|\.)?\s")
_NUMBER_LAST = re.compile(
    rf"\b(?:{_STREET})\s[^\d,.;:!?]{{3,40}}?\s?(?:n°|num[ée]ro)\s?\d{{1,4}}\b"
)


def addresses(plain: Plain) -> Iterator[Span]:
    """Yield the street addresses of a text."""
    text = plain.text
    has_number = plain.digits or holds(plain.low, _NUMBER_WORDS)
    for match in _ADDRESS.finditer(plain.low) if has_number else ():
        before = plain.low[max(0, match.start() - 16) : match.start()]
        if _NOT_A_HOUSE.search(before):
            continue
        end = _name_end(text, match.end(), needs_capital=match["sure"] is None)
        if end is not None:
            yield Span(match.start(), _town_end(text, end), "adresse")
    for match in _NUMBER_LAST.finditer(plain.low) if plain.digits else ():
        yield Span(*match.span(), "adresse")
    if plain.digits or "apt" in plain.low or "app" in plain.low:
        yield from _flats(plain)


def _name_end(text: str, start: int, *, needs_capital: bool) -> int | None:
    """Return where the name of a street ends, None where there is none."""
    end, taken = None, 0
    after_particle = has_lower = False
    for word, _, stop in read_words(text, start):
        plain = fold(word).strip("'")
        if plain in _PARTICLES or plain.isdigit():
            after_particle = True
            end = stop if plain.isdigit() else end
            continue
        if word[0].isupper():
            belongs = after_particle or not has_lower
        else:
            has_lower = True
            opens = taken == 0 and (not needs_capital or after_particle)
            belongs = (opens and not needs_capital) or _is_uncommon(plain)
            belongs = belongs and (opens or not needs_capital)
        if not belongs or taken == _MOST:
            break
        end, taken, after_particle = stop, taken + 1, False
    return end


def _is_uncommon(plain: str) -> bool:
    return plain not in COMMON_WORDS and plain not in FIRST_NAMES


def _town_end(text: str, end: int) -> int:
    match = _TOWN.match(text, end)
    return end if match is None else match.end()


def _flats(plain: Plain) -> Iterator[Span]:
    """Yield buildings and flats named together, with the name of the residence."""
    start, end, count = 0, -1, 0
    for match in _UNIT.finditer(plain.low):
        if count and match.start() - end <= 3:
            end, count = match.end(), count + 1
            continue
        yield from _flat(plain, start, end, count)
        start, end, count = *match.span(), 1
    yield from _flat(plain, start, end, count)


def _flat(plain: Plain, start: int, end: int, count: int) -> Iterator[Span]:
    if not count:
        return
    home = _HOME.search(plain.low, max(0, start - 40), start)
    after = _HOME.match(plain.low, min(len(plain.low), end + 1))
    if home is not None:
        yield Span(home.start(), end, "adresse")
    elif after is not None:
        stop = _name_end(plain.text, after.end(), needs_capital=True)
        yield Span(start, stop or end, "adresse")
    elif count > 1:
        yield Span(start, end, "adresse")
