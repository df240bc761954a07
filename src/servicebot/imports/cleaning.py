"""One value at a time: what a file has becomes what a knowledge file may hold."""

import re
from datetime import date

from unidecode import unidecode

from servicebot.errors import HoursError

_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff]+")
_PHONE_SEPARATORS = re.compile(r"[\s.\-/()\u00a0\u202f]+")
_FRENCH_PHONE = re.compile(r"(?:(?:\+|00)33(?:0)?|0)([1-9]\d{8})")
_SHORT_PHONE = re.compile(r"[13]\d{1,3}|116\d{3}|118\d{3}")
_EMAIL = re.compile(r"[^\s@,;]+@[\w.\-]+\.[a-z]{2,}", re.IGNORECASE)
_URL = re.compile(r"(?:https?://)?[\w\-]+(?:\.[\w\-]+)+(?:[/?#:]\S*)?", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\s.*)?")
_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:[T ].*)?")
_LONGEST_ID = 60


def line_of(text: str) -> str:
    """Return a text on one line, without what editors cannot see."""
    return " ".join(_INVISIBLE.sub(" ", text).split())


def slug(text: str) -> str:
    """Return an identifier made of a text, cut at a word when it is long.

    >>> slug("Hôtel de ville (annexe)")
    'hotel-de-ville-annexe'
    """
    name = re.sub(r"[^a-z0-9]+", "-", unidecode(text).lower()).strip("-")
    if len(name) > _LONGEST_ID:
        name = name[: _LONGEST_ID + 1].rpartition("-")[0] or name[:_LONGEST_ID]
    return name


def day_of(text: str, today: date) -> str:
    """Return a date as knowledge files have it, ValueError (in French) if it is none.

    >>> day_of("03/12/2021 07:55:01", date(2026, 1, 1))
    '2021-12-03'
    """
    found = _DAY_FIRST.fullmatch(text.strip())
    parts = found.group(3, 2, 1) if found else None
    if parts is None and (iso := _ISO.fullmatch(text.strip())):
        parts = iso.groups()
    try:
        numbers = [int(part) for part in parts or () if part]
        year, month, number = [*numbers, 1, 1][:3]
        day = date(year, month, number)
    except (TypeError, ValueError):
        raise ValueError("date illisible (attendue : 2026-01-15)") from None
    if day > today:
        raise ValueError("date à venir")
    return "-".join([f"{numbers[0]:04d}", *(f"{n:02d}" for n in numbers[1:])])


def phone_of(text: str) -> str:
    """Return a French number two digits by two, a short one as it is, else ValueError.

    >>> phone_of("+33 140633900")
    '01 40 63 39 00'
    """
    digits = _PHONE_SEPARATORS.sub("", text)
    if found := _FRENCH_PHONE.fullmatch(digits):
        whole = f"0{found[1]}"
        return " ".join(whole[at : at + 2] for at in range(0, 10, 2))
    if _SHORT_PHONE.fullmatch(digits):
        return digits
    raise ValueError("numéro de téléphone illisible")


def email_of(text: str) -> str:
    """Return an address of electronic mail, ValueError if it is not one."""
    if not _EMAIL.fullmatch(text.strip()):
        raise ValueError("courriel illisible")
    return text.strip()


def url_of(text: str) -> str:
    """Return a web address with its scheme, ValueError if it is not one.

    >>> url_of("www.ales.fr")
    'https://www.ales.fr'
    """
    text = text.strip()
    if not _URL.fullmatch(text):
        raise ValueError("adresse de site illisible")
    return text if "://" in text else f"https://{text}"


def hours_of(text: str) -> str | dict[str, str]:
    """Return hours as they are written: a comment's words must not be read as days."""
    if len(text) > 500:
        raise HoursError("horaires trop longs : 500 caractères au plus")
    return {"osm": text} if '"' in text else text
