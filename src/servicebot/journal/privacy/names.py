"""Names of people, where the words around them say that a name is coming."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from servicebot.french.text import fold
from servicebot.french.words import COMMON_WORDS
from servicebot.journal.privacy.spans import Plain, Span, holds
from servicebot.journal.privacy.words import FIRST_NAMES, LAST_NAMES, read_words

_FUNCTION = frozenset(
    "je j tu il elle on nous vous ils elles le la les l un une des du de d au aux "
    "ce c cet cette ces mon ma mes ton ta tes son sa ses notre votre leur qui que "
    "qu quoi dont ou et est a es ai as ont sont suis sera etait pas ne n y en dans "
    "sur pour par avec sans chez si mais donc or ni car comment combien quand quel "
    "quelle quels quelles pourquoi bonjour bonsoir merci svp stp s t m me te se lui "
    "eux tout tous toute plus tres bien ici comme depuis apres avant vers entre "
    "aussi alors ouvert ouverte ferme fermee oui non".split()
)
_TITLES = frozenset(
    "maire mairesse directeur directrice president presidente adjoint adjointe "
    "conseiller conseillere prefet prefete sous-prefet ministre depute deputee "
    "senateur senatrice agent professeur professeure responsable secretaire elu "
    "elue facteur juge policier medecin monsieur madame mademoiselle messieurs "
    "mesdames dames docteur maitre tout-le-monde".split()
)
_PARTICLES = frozenset(
    "de du des d la le les el al ben bin da di van von mac abou".split()
)
_MOST_NAMES = 4
_LETTERS = re.compile(r"[^\W\d_](?:[^\W\d_]|[-'])*\.?")
_FULL_NAME = re.compile(
    r"(?<![\w'-])([A-ZÀ-Ý][\w-]{1,20})((?:\s(?:(?:de|du|le|la|el|ben)\s)?[A-ZÀ-Ý][\w'-]{1,25}){1,2})"
)
_CALLED_AFTER = re.compile(
    r"(?:rue|avenue|av\.?|bd|boulevard|place|square|all[ée]e|impasse|chemin|quai|cours|pont|parc"
    r"|[ée]cole|coll[èe]ge|lyc[ée]e|stade|gymnase|salle|espace|maison|centre|cr[èe]che|parking"
    r"|m[ée]diath[èe]que|biblioth[èe]que|mus[ée]e|th[ée][âa]tre|piscine|complexe|h[ôo]pital"
    r"|r[ée]sidence|maternelle|primaire|[ée]l[ée]mentaire|esplanade|fondation|foyer|jardin"
    r"|quartier|cit[ée]|arr[êe]t|site|p[ôo]le|halle|ehpad|amphith[ée][âa]tre)\s(?:d[eu]\s|d')?$"
)


@dataclass(frozen=True, slots=True)
class _Cue:
    """Words before a name, and how much they say.

    After a `sure` one any uncommon word is a name; else it must have a capital or be a
    known first name. `alone` lets one capital suffice; else a first name is wanted, or
    two capitals.
    """

    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    sure: bool = True
    alone: bool = True


def _cue(hints: str, pattern: str, *, sure: bool = True, alone: bool = True) -> _Cue:
    """Return a cue; one of the hints is in every text that the pattern is found in."""
    return _Cue(tuple(hints.split()), re.compile(rf"(?<!\w){pattern}"), sure, alone)


_IS = r"(?:\s?[:=]\s?|\s(?:est|c'est|c\sest|c|s'est)\s(?:donc\s)?)"
_CUES = (
    _cue(
        "apel appel nomme",
        r"(?:je\s?m\s?'?\s?app?el+e|jm\s?'?app?el+e|je\sme\s(?:nomme|pr[ée]nomme)"
        r"|(?<!comment\s)s'app?el+e|se\snomme)\s",
    ),
    _cue(
        "nom",
        rf"(?:pr[ée])?nom(?:\sde\s(?:famille|naissance|jeune\sfille|l'enfant))?{_IS}",
    ),
    _cue("nom", r"(?:pr[ée])?nom(?:m[ée]e?)?\s", sure=False),
    _cue(
        "monsieur messieurs mr m. madame mme mademoiselle mlle veuve docteur dr ma",
        r"(?<!un\s)(?<!une\s)(?<!ce\s)(?<!cette\s)(?:monsieur|messieurs|mr|m\.|madame|mme"
        r"|mademoiselle|mlle|veuve|docteur|dr|ma[iî]tre)(?:\.\s?|\s|(?<=m\.))(?:veuve\s)?",
    ),
    _cue("moi", r"moi\s(?:c'est|c\sest|c)\s", sure=False),
    _cue("suis ici c'est", r"(?:je\ssuis|ici|c'est)\s", sure=False, alone=False),
    _cue(
        "fils fill mari femme poux pous mère mere père pere maman papa soeur sœur seur "
        "frère frere voisin conjoint compagn bébé bebe enfant oncle tante cousin ami "
        "coll neveu nièce niece",
        r"(?:m(?:on|a|es)|s(?:on|a|es)|notre|leur)\s(?:petite?s?-|grand-|bea?u?l?l?e?-)?"
        r"(?:fils|filles?|mari|femme|[ée]poux|[ée]pouse|m[èe]re|p[èe]re|maman|papa|s[oœ]e?ur"
        r"|fr[èe]re|voisine?s?|conjointe?|compagn(?:on|e)|b[ée]b[ée]|enfants?|oncle|tante"
        r"|cousine?|amie?|coll[èe]gue|neveu|ni[èe]ce)\s?,?\s",
        sure=False,
    ),
    _cue(
        "sign cordialement salutations vous",
        r"(?:sign[ée]e?|cordialement|salutations|bien\s[àa]\svous)\s?[,:.]?\s",
        sure=False,
    ),
    _cue("nom", r"aux?\snoms?\sd(?:e\s|')", sure=False),
    _cue(
        "inscri dossier carte part contact enfant demand avec pour",
        r"(?:(?:inscription|inscrire|dossier|carte|part)\s(?:de\s|d')|avec\s|pour\s"
        r"|(?:contact|enfant|demande[rz])\s?:?\s)",
        sure=False,
        alone=False,
    ),
)
_ON_THE_PHONE = re.compile(r",?\s(?:[àa]|au)\s(?:l'appareil|t[ée]l[ée]phone)\b")


def names(plain: Plain) -> Iterator[Span]:
    """Yield the names of people in a text."""
    for cue in _CUES:
        if not holds(plain.low, cue.hints):
            continue
        for match in cue.pattern.finditer(plain.low):
            span = _name(plain.text, match.end(), cue)
            if span is not None:
                yield span
    yield from _full_names(plain.text)
    for match in _ON_THE_PHONE.finditer(plain.low):
        yield from _before_phone(plain.text, match.start())


def _name(text: str, start: int, cue: _Cue) -> Span | None:
    """Return the name that begins at a place, if one does."""
    taken: list[tuple[str, int, int]] = []
    pending: tuple[str, int, int] | None = None
    for word in read_words(text, start):
        plain = fold(word[0]).strip("'")
        if _is_particle(plain, word[0], cue, started=bool(taken)):
            pending = pending or word
            continue
        if not _is_name(word[0], plain, cue):
            break
        taken += [word] if pending is None else [pending, word]
        pending = None
        if len(taken) >= _MOST_NAMES:
            break
    if not taken or not _suffices(taken, cue):
        return None
    return Span(taken[0][1], taken[-1][2], "nom")


def _is_particle(plain: str, word: str, cue: _Cue, *, started: bool) -> bool:
    if started and plain == "et":
        return True
    opens = word[0].isupper() or (cue.sure and plain == "de")
    return plain in _PARTICLES and (started or opens)


def _is_name(word: str, plain: str, cue: _Cue) -> bool:
    is_told = plain in _TITLES or plain.partition("-")[0] in _FUNCTION
    if is_told or not _LETTERS.fullmatch(word):
        return False
    if word[0].isupper():
        return cue.sure or word[-1] == "." or not (word.isupper() and len(word) < 4)
    first = plain.partition("-")[0]
    is_known = first in FIRST_NAMES or (cue.sure and first in LAST_NAMES)
    is_common = all(part in COMMON_WORDS for part in plain.split("-"))
    return is_known or (cue.sure and not is_common)


def _suffices(taken: list[tuple[str, int, int]], cue: _Cue) -> bool:
    if cue.alone:
        return True
    plain = (fold(word).partition("-")[0] for word, _, _ in taken)
    return any(word in FIRST_NAMES for word in plain)


def _full_names(text: str) -> Iterator[Span]:
    """Yield a known first name and a surname, unless a street or a school bears it."""
    for match in _FULL_NAME.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()].lower()
        surname = fold(match[2]).split()[-1]
        is_name = fold(match[1]).partition("-")[0] in FIRST_NAMES
        is_told = surname in _FUNCTION or surname in _TITLES
        if is_name and not is_told and not _CALLED_AFTER.search(before):
            yield Span(*match.span(), "nom")


def _before_phone(text: str, end: int) -> Iterator[Span]:
    """Yield the name of who says « à l'appareil »."""
    start = max(0, end - 60)
    words = list(re.finditer(r"[^\W\d_][\w\-]*(?:'[A-ZÀ-Ý][\w\-]*)?", text[start:end]))
    taken: list[re.Match[str]] = []
    for match in reversed(words):
        plain = fold(match[0])
        touches = not taken or taken[-1].start() - match.end() <= 1
        if not touches or plain in _FUNCTION or plain in _TITLES or len(taken) == 3:
            break
        is_known = plain in FIRST_NAMES or plain in LAST_NAMES
        if match[0][0].islower() and plain in COMMON_WORDS and not is_known:
            break
        taken.append(match)
    if taken:
        yield Span(start + taken[-1].start(), start + taken[0].end(), "nom")
