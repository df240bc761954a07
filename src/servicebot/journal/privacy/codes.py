"""Bank accounts, number plates, files and papers: letters and digits together."""

import re
from collections.abc import Iterator

from stdnum import iban

from servicebot.french.text import fold
from servicebot.french.words import COMMON_WORDS, GRAMMATICAL
from servicebot.journal.privacy.spans import Plain, Span

_ACCOUNT = re.compile(r"(?<![a-z\d])[a-z]{2}\d{2}(?:[ .\-]?[a-z\d]{1,4}){3,9}")
_LENGTHS = {
    "FR": 27, "MC": 27, "BE": 16, "DE": 22, "ES": 24, "IT": 27, "PT": 25, "CH": 21,
    "LU": 20, "GB": 22, "NL": 18, "MA": 28, "TN": 24, "PL": 28, "RO": 24, "IE": 22,
}  # fmt: skip
_CORSICAN = re.compile(
    r"(?<!\d)[12][ .\-]?\d\d[ .\-]?\d\d[ .\-]?2[ab][ .\-]?\d{3}[ .\-]?\d{3}"
    r"(?:[ .\-/]{0,3}\d\d)?(?!\d)"
)
_LETTER = "[a-hj-np-tv-z]"
_PLATE = re.compile(
    rf"(?<![a-z\d])({_LETTER}{{2}})([ .\-]?)\d{{3}}[ .\-]?({_LETTER}{{2}})(?![a-z\d])"
)
_OLD_PLATE = re.compile(
    r"(?<![a-z\d])\d{1,4}[ \-]?([a-z]{2,3})([ \-]?)(?:\d\d|2[ab])(?![a-z\d])"
)
_MOPED_PLATE = re.compile(r"(?<![A-Za-z\d])[A-Z]{1,2}-\d{2,3}-[A-Z](?![A-Za-z\d])")
_SAID = (COMMON_WORDS, GRAMMATICAL, frozenset(("kg", "km", "cm", "ml", "mg")))
_OF_VEHICLES = re.compile(
    r"\b(?:plaque|immat|voiture|v[ée]hicule|auto|gar[ée]|fourri[èe]re|camion|scooter|moto"
    r"|parking|stationn|pv\b|carte grise|[ée]pave|clio|twingo|208|c3)"
)
_DIGIT = re.compile(r"\d")
_PERMIT = re.compile(
    r"\b(?:pc|dp|pa|pd|cu|at)[ -]?\d{3}[ -]?\d{3}[ -]?\d{2}[ -]?[a-z]?\d{4,5}\b"
)
_ABOUT_FILES = re.compile(
    r"\b(?:dossiers?|r[ée]f|r[ée]f[ée]rences?|allocataire|caf|fiscal|passeport|cni|identit[ée]"
    r"|permis|demande|d[ée]claration|[ée]tranger|s[ée]jour|contrat|facture|usager|adh[ée]rent"
    r"|biblioth[èe]que|m[ée]diath[èe]que|logement|hlm|r[ée]c[ée]piss[ée]|mdph|avis"
    r"|france travail|p[ôo]le emploi|famille|abonn[ée]e?|client|matricule|compte|suivi"
    r"|contravention|amende|carte|tiers|licence|ticket|commande|r[ée]servation"
    r"|abonnement)\b"
)
_NUMBERED = re.compile(
    r"(?P<before>[^\W\d]*)\W{0,3}(?<!\w)(?:n°|nº|num[ée]ro)\s?:?\s?(?=\w)"
)
_CHUNK = re.compile(r"[^\W_]+(?:[/._\-][^\W_]+)*")
_REACH, _MOST_WORDS = 60, 4
_LOGIN = re.compile(
    r"\b(?:identifiant|login|pseudo|mot de passe|mdp)\b[^\w\n]{0,3}"
    r"(?:(?:est|:|famille)\W{1,2}){0,2}"
    r"(?P<code>[a-z._\-]{0,30}\d[\w.\-]{0,30})"
)
_PUBLIC = frozenset(
    "cerfa formulaire article loi decret arrete deliberation insee siren siret ligne "
    "bureau postal salle bus departementale nationale offre offres marche avenant "
    "annexe".split()
)
_DATE = re.compile(
    r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|(?:19|20)\d\d-\d\d-\d\d|\d{1,3}[/\-](?:19|20)\d\d$"
)
_YEARS = re.compile(r"(?:(?:19|20)\d\d[ /\-]*)+")
_COUNTED = re.compile(
    r"\s?(?:€|euro|m2|m²|km|habitant|enfant|place|h\d|heure|jour|mois)"
)


def codes(plain: Plain) -> Iterator[Span]:
    """Yield the personal codes of a text."""
    if plain.digits < 2:
        return
    yield from _accounts(plain.low)
    for match in _CORSICAN.finditer(plain.low):
        yield Span(*match.span(), "numéro de sécurité sociale")
    yield from _plates(plain)
    for match in _PERMIT.finditer(plain.low):
        yield Span(*match.span(), "numéro")
    yield from _files(plain)


def _accounts(text: str) -> Iterator[Span]:
    for match in _ACCOUNT.finditer(text):
        country = match[0][:2].upper()
        signs = [at for at in range(*match.span()) if text[at].isalnum()]
        signs = signs[: _LENGTHS.get(country, 34)]
        value = "".join(text[at] for at in signs).upper()
        is_french = country == "FR" and sum(sign.isdigit() for sign in value) >= 18
        if is_french or (country in _LENGTHS and iban.is_valid(value)):
            yield Span(signs[0], signs[-1] + 1, "compte bancaire")


def _plates(plain: Plain) -> Iterator[Span]:
    of_vehicles = bool(_OF_VEHICLES.search(plain.low))
    for match in _PLATE.finditer(plain.low):
        is_upper = plain.text[match.start() : match.end()].isupper()
        is_shown = match[2] == "-" or (of_vehicles and is_upper)
        if is_shown or not _is_said(match[1], match[3]):
            yield Span(*match.span(), "plaque")
    for match in _OLD_PLATE.finditer(plain.low):
        if of_vehicles and not _is_said(match[1]):
            yield Span(*match.span(), "plaque")
    for match in _MOPED_PLATE.finditer(plain.text):
        yield Span(*match.span(), "plaque")


def _is_said(*words: str) -> bool:
    """Whether one of these letters is a word of the language (« de 100 en »)."""
    return any(fold(word) in said for word in words for said in _SAID)


def _files(plain: Plain) -> Iterator[Span]:
    places = [match.end() for match in _ABOUT_FILES.finditer(plain.low)]
    places += [
        match.end()
        for match in _NUMBERED.finditer(plain.low)
        if fold(match["before"]) not in _PUBLIC
    ]
    for place in places:
        code = _code(plain.text, place)
        if code and _identifies(plain.text[slice(*code)], plain.low[code[1] :]):
            yield Span(*code, "numéro")
    for match in _LOGIN.finditer(plain.low):
        yield Span(*match.span("code"), "numéro")


def _code(text: str, start: int) -> tuple[int, int] | None:
    """Return where the first code after a place begins and ends."""
    chunks = list(_CHUNK.finditer(text, start, start + _REACH))
    for number, chunk in enumerate(chunks[: _MOST_WORDS + 1]):
        if _DIGIT.search(chunk[0]) is None:
            continue
        before = chunks[number - 1] if number else None
        opens = before is not None and _is_part(text, before, chunk)
        first = before if opens and before is not None else chunk
        return first.start(), _code_end(text, chunks[number:])
    return None


def _code_end(text: str, chunks: list[re.Match[str]]) -> int:
    end = chunks[0]
    for chunk in chunks[1:]:
        follows = _DIGIT.search(chunk[0]) or _is_letter(chunk[0])
        if chunk.start() - end.end() > 1 or not follows or text[end.end()] == "'":
            break
        end = chunk
    return end.end()


def _is_part(text: str, before: re.Match[str], chunk: re.Match[str]) -> bool:
    """Whether capital letters open the code that a blank separates from them."""
    touches = text[before.end() : chunk.start()] == " "
    return touches and len(before[0]) <= 3 and before[0].isupper()


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isalpha() and word.isupper()


def _identifies(code: str, after: str) -> bool:
    """Whether a code is somebody's, rather than a year, a date, a price, a count."""
    digits = sum(sign.isdigit() for sign in code)
    if digits == 0 or _YEARS.fullmatch(code) or _DATE.match(code):
        return False
    if _COUNTED.match(after):
        return False
    letters = sum(sign.isalpha() for sign in code)
    if " " in code and not letters and not re.search(r"\d{5}", code):
        return digits >= 7
    is_serial = code.isalnum() and code.isupper() and digits + letters >= 8
    return digits >= 5 or is_serial or (digits >= 3 and digits + letters >= 6)
