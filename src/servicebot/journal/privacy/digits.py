"""Telephone, social security and card numbers, found in runs of digits."""

import re
from collections.abc import Iterator

from stdnum import luhn
from stdnum.fr import nir, siren, siret

from servicebot.journal.privacy.runs import Piece, Run, runs
from servicebot.journal.privacy.spans import Kind, Plain, Span

_LONGEST = 19
_NATIONAL = re.compile(r"0[1-79]\d{8}")
_FRENCH = re.compile(r"(?:00)?33(?:0?[1-79]\d{8})")
_FOREIGN = re.compile(r"(?!33)[1-9]\d{8,14}")
_SHORT = re.compile(r"[1-79]\d{8}")
_SHAPE = re.compile(
    r"0[1-79]\d{8}|(?:00)?33\d{9,10}|00\d{9,15}|[1-79]\d{8}|[12]\d{12}(?:\d\d)?"
    r"|[2-6]\d{15}|3[47]\d{13}"
)
"""What may be a number: the rest is not looked at any further."""

_NIR = re.compile(
    r"[12]\d\d(?:0[1-9]|1[0-2]|[2-3]\d|4[0-2]|[5-9]\d)(?!00)\d{2}\d{6}(?:\d\d)?"
)
_NIR_GROUPS = ([1, 2, 2, 2, 3, 3], [1, 2, 2, 2, 3, 3, 2], [13, 2])
_MOST_GROUPS = 8
_CARD = re.compile(r"[2-6]\d{15}|3[47]\d{13}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_DATES = (
    re.compile(rf"{_DAY}/{_MONTH}/(?:19|20)\d\d"),
    re.compile(rf"(?:19|20)\d\d/{_MONTH}/{_DAY}"),
)
_BEFORE_PHONE = re.compile(r"(?:t[ée]l\w*|num\w*|portable|appel\w*|joign\w*)\W*$")
_BEFORE_NIR = re.compile(r"\b(?:s[ée]cu\w*|nir|vitale|insee|ss)\b[^.!?]*$")
_BEFORE_CARD = re.compile(r"\b(?:carte|cb|visa|mastercard|amex)\b[^.!?]*$")
_SIGNS = re.compile(r"[+(]\s?\(?$")
_CONTEXT = 40


def numbers(plain: Plain) -> Iterator[Span]:
    """Yield the personal numbers of a text that are digits alone, also in words."""
    text = plain.low
    if plain.digits < 4 and "zero" not in text and "zéro" not in text:
        return
    for run in runs(text):
        at = 0
        while at < len(run):
            found = _at(text, run, at)
            if found is None:
                at += 1
                continue
            kind, after = found
            yield Span(_start(text, run[at]), run[after - 1].end, kind)
            at = after


def _at(text: str, run: Run, at: int) -> tuple[Kind, int] | None:
    """Return what begins at a piece of a run, and the piece after it."""
    before = text[max(0, run[at].start - _CONTEXT) : run[at].start]
    is_abroad = before.rstrip().endswith("+")
    best: tuple[Kind, int] | None = None
    digits = ""
    for end in range(at, min(len(run), at + _LONGEST)):
        digits += run[end].digits
        if len(digits) > _LONGEST:
            break
        if end > at and not is_abroad and not _SHAPE.fullmatch(digits):
            continue
        kind = _kind(digits, run[at : end + 1], before)
        if kind is not None:
            best = kind, end + 1
    return best


def _kind(digits: str, pieces: Run, before: str) -> Kind | None:
    if len(digits) < 9:
        return None
    if _is_nir(digits, pieces, before):
        return "numéro de sécurité sociale"
    if _is_card(digits, pieces, before):
        return "carte bancaire"
    if _is_phone(digits, pieces, before):
        return "téléphone"
    is_one = len(pieces) == 1 and not (siren.is_valid(digits) or siret.is_valid(digits))
    return "numéro" if is_one else None


def _is_nir(digits: str, pieces: Run, before: str) -> bool:
    if not _NIR.fullmatch(digits):
        return False
    if [len(piece.digits) for piece in pieces] in _NIR_GROUPS:
        return True
    if len(digits) == 15 and len(pieces) <= _MOST_GROUPS and nir.is_valid(digits):
        return True
    return bool(_BEFORE_NIR.search(before))


def _is_card(digits: str, pieces: Run, before: str) -> bool:
    if not _CARD.fullmatch(digits):
        return False
    if all(_YEAR.fullmatch(piece.digits) for piece in pieces):
        return False
    return bool(luhn.is_valid(digits) or _BEFORE_CARD.search(before))


def _is_phone(digits: str, pieces: Run, before: str) -> bool:
    if _NATIONAL.fullmatch(digits) or _FRENCH.fullmatch(digits):
        return not _is_dated(pieces)
    if before.rstrip().endswith("+") or digits.startswith("00"):
        is_foreign = _FOREIGN.fullmatch(digits.removeprefix("00")) is not None
        return is_foreign and not _is_dated(pieces)
    return bool(_SHORT.fullmatch(digits) and _BEFORE_PHONE.search(before))


def _is_dated(pieces: Run) -> bool:
    """Whether the pieces begin as a date does, or are times of the day."""
    gaps = [piece.gap for piece in pieces[1:]]
    if ":" in gaps and set(gaps) != {":"}:
        return True
    first = pieces[:3]
    if len(first) < 3 or gaps[0] != gaps[1] or gaps[0] not in ("/", ".", "-"):
        return False
    date = "/".join(piece.digits for piece in first)
    return any(pattern.fullmatch(date) for pattern in _DATES)


def _start(text: str, piece: Piece) -> int:
    signs = _SIGNS.search(text[max(0, piece.start - 3) : piece.start])
    return piece.start - len(signs[0]) if signs else piece.start
