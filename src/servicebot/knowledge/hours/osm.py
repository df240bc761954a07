"""OpenStreetMap opening hours, read strictly: what could mislead is refused.

The accepted part of the syntax: rules separated by « ; » (or « , » to add), each with
days, months, weeks or dates, then times, then off or unknown, then a "comment"; public
holidays only in the last rules, by `PH`; or `24/7`.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import pairwise

from servicebot.errors import HoursError
from servicebot.knowledge.hours.rules import MAX_LENGTH, MONTHS, Rule, RuleKind
from servicebot.knowledge.hours.values import DAY

DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
_FRENCH = dict(zip(["Lu", "Ma", "Me", "Je", "Ve", "Sa", "Di"], DAYS, strict=True))
_WORDS = frozenset({*MONTHS, *DAYS, "week", "easter", "day", "days"})
_STATES: dict[str, RuleKind] = {
    "": "open", "open": "open", "off": "off", "closed": "off", "unknown": "unknown",
}  # fmt: skip

_QUOTED = re.compile(r'"[^"]*"')
_ADDED = re.compile(r'(?:(?<=:\d\d)|(?<="))\s*,\s*(?=[A-Z])')
_RULE = re.compile(
    r"(?P<selector>.*?)\s*"
    r"(?P<times>(?<![\d:])\d{1,2}:\d{2}[^\"a-z]*?)?\s*"
    r"(?P<state>\b(?:open|off|closed|unknown))?\s*"
    r'(?P<comment>"[^"]*")?'
)
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_DATE = re.compile(
    rf"(?:(?P<year>\d{{4}})\s+)?(?P<month>{'|'.join(MONTHS)})\s+(?P<day>\d{{1,2}})"
    r"(?!\d)(?:\s*-\s*(?P<last>\d{1,2})(?![\d:]))?"
)
_ODD = re.compile(r"[^A-Za-z0-9 ,+\-/\[\]]")


@dataclass(frozen=True, slots=True)
class Osm:
    """What an expression says: of ordinary days, and of public holidays if it does."""

    rules: tuple[Rule, ...]
    public: tuple[Rule, ...] = ()
    always: bool = False


def read_osm(text: str, *, night: bool = False, key: str | None = None) -> Osm:
    """Read an expression strictly, or raise HoursError with what to write instead.

    `night` allows spans that end on the next morning.
    """
    text = text.strip()
    _refuse_traps(text, key)
    rules = [_rule(part, added, night, key) for part, added in _parts(text)]
    holidays = ["PH" in rule.selector for rule in rules]
    if holidays != sorted(holidays):
        raise HoursError("« PH » (jours fériés) doit être dans la dernière règle", key)
    return Osm(
        rules=tuple(_without_holidays(rules)),
        public=tuple(_holidays_only(rules, key)),
        always=text == "24/7",
    )


def _refuse_traps(text: str, key: str | None) -> None:
    bare = _QUOTED.sub('""', text)
    if not text:
        raise HoursError("horaires vides", key)
    if len(text) > MAX_LENGTH:
        raise HoursError(f"horaires trop longs : {MAX_LENGTH} caractères au plus", key)
    if "||" in bare:
        raise HoursError(
            "« || » n’est pas accepté : écrivez une seule règle par jour, "
            "ou « sur rendez-vous »",
            key,
        )
    if re.search(r"\bSH\b", bare):
        raise HoursError(
            "« SH » n’est pas accepté : écrivez « vacances scolaires: … » en français",
            key,
        )
    if re.search(r"sun(rise|set)|dawn|dusk", bare):
        raise HoursError("les heures du soleil ne sont pas acceptées", key)
    if re.search(r"\d:\d\d\s*\+", bare):
        raise HoursError("l’heure de fin manque (« + » n’est pas accepté)", key)


def _parts(text: str) -> list[tuple[str, bool]]:
    """Return the rules' texts, and for each whether it adds to the rule before."""
    held = _QUOTED.findall(text)
    marks = iter(range(len(held)))
    bare = _QUOTED.sub(lambda _: f'"{next(marks)}"', text)
    parts = []
    for block in bare.split(";"):
        for number, part in enumerate(_ADDED.split(block)):
            full = re.sub(r'"(\d+)"', lambda found: held[int(found[1])], part)
            parts.append((full.strip(), number > 0))
    return parts


def _rule(text: str, added: bool, night: bool, key: str | None) -> Rule:  # noqa: FBT001
    found = _RULE.fullmatch(text)
    if not text or found is None:
        raise HoursError(f"règle illisible : « {text[:60]} »", key)
    selector = found["selector"].strip().rstrip(":").strip()
    _check_selector(selector, key)
    spans = read_spans(found["times"] or "", night=night, key=key)
    kind = _STATES[found["state"] or ""]
    note = (found["comment"] or "").strip('"').strip() or None
    whole = selector == "24/7"
    if not (spans or whole or note) and kind == "open":
        raise HoursError(f"il manque les heures de « {text[:60]} »", key)
    if note and not found["state"]:
        kind = "unknown"  # in OpenStreetMap, « 9:00-12:00 "…" » is a doubt
    return Rule(selector, spans, kind, note, added)


def read_spans(
    text: str, *, night: bool, key: str | None
) -> tuple[tuple[int, int], ...]:
    """Read « 08:00-12:00,13:30-17:30 », refusing what cannot be meant."""
    spans = []
    for piece in filter(None, (piece.strip() for piece in text.split(","))):
        found = _SPAN.fullmatch(piece)
        if found is None:
            raise HoursError(f"horaire illisible : « {piece} »", key)
        start_h, start_m, end_h, end_m = map(int, found.groups())
        if max(start_m, end_m) > 59:
            raise HoursError(f"« {piece} » : il n’y a que 60 minutes dans l’heure", key)
        spans.append((start_h * 60 + start_m, end_h * 60 + end_m))
    return checked_spans(spans, night=night, key=key)


def checked_spans(
    spans: list[tuple[int, int]], *, night: bool, key: str | None
) -> tuple[tuple[int, int], ...]:
    """Return spans in order, their ends past 24 hours at night; refuse nonsense."""
    checked = [_checked(start, end, night=night, key=key) for start, end in spans]
    checked.sort()
    for (_, end), (start, _) in pairwise(checked):
        if start < end:
            raise HoursError("deux horaires du même jour se chevauchent", key)
    return tuple(checked)


def _checked(start: int, end: int, *, night: bool, key: str | None) -> tuple[int, int]:
    shown = f"{start // 60}h{start % 60:02d}-{end // 60}h{end % 60:02d}"
    if start >= DAY or end > DAY:
        raise HoursError(f"« {shown} » : une journée s’arrête à 24h00", key)
    if start == end:
        raise HoursError(f"« {shown} » commence et finit à la même heure", key)
    if end > start:
        return start, end
    if not night:
        raise HoursError(
            f"« {shown} » finit avant de commencer ; si le lieu ouvre la nuit, "
            "ajoutez « nuit: true »",
            key,
        )
    return start, end + DAY


def _check_selector(selector: str, key: str | None) -> None:
    if selector == "24/7":
        return
    odd = _ODD.search(selector)
    if odd:
        raise HoursError(f"signe inattendu « {odd[0]} » dans « {selector} »", key)
    for word in re.findall(r"[A-Za-z]+", selector):
        if word not in _WORDS and word != "PH":
            raise HoursError(f"mot inconnu : « {word} »{_hint(word)}", key)
    for number in re.findall(r"(?<=week )[\d,\-/ ]+", selector):
        if any(int(n) > 53 for n in re.findall(r"\d+", number)):
            raise HoursError("une année n’a que 53 semaines", key)
    for found in _DATE.finditer(selector):
        _check_date(found, key)
    _check_order(selector, key)


def _hint(word: str) -> str:
    title = word.title()
    close = (
        _FRENCH.get(title)
        or next(iter(get_close_matches(title, [*DAYS, *MONTHS], 1, 0.5)), None)
        or next(iter(get_close_matches(word.lower(), ["week", "easter"], 1)), None)
    )
    return f" ; vouliez-vous dire « {close} » ?" if close else ""


def _check_date(found: re.Match[str], key: str | None) -> None:
    month = MONTHS.index(found["month"]) + 1
    length = monthrange(int(found["year"] or 2028), month)[1]
    days = [int(found["day"]), int(found["last"] or length)]
    if not 1 <= days[0] <= length or not 1 <= days[1] <= length:
        raise HoursError(f"le jour « {found[0]} » n’existe pas", key)
    if days[1] < days[0]:
        raise HoursError(f"« {found[0]} » finit avant de commencer", key)


def _check_order(selector: str, key: str | None) -> None:
    dates = [
        (int(d["year"]), MONTHS.index(d["month"]), int(d["day"]))
        for d in _DATE.finditer(selector)
        if d["year"]
    ]
    ranged = re.search(r"\d\s*-\s*\d{4}", selector)
    if ranged and dates != sorted(dates):
        raise HoursError(f"« {selector} » finit avant de commencer", key)


def _without_holidays(rules: list[Rule]) -> list[Rule]:
    kept = []
    for rule in rules:
        days = re.sub(r"\bPH\b,|,\s*PH\b|^PH$", "", rule.selector).strip()
        if "PH" not in rule.selector:
            kept.append(rule)
        elif days:
            kept.append(replace(rule, selector=days))
    return kept


def _holidays_only(rules: list[Rule], key: str | None) -> list[Rule]:
    with_holidays = [rule for rule in rules if "PH" in rule.selector]
    for rule in with_holidays:
        if not re.fullmatch(rf"(?:PH|{'|'.join(DAYS)}|[,\- ])+", rule.selector):
            raise HoursError(
                f"« {rule.selector} » : « PH » s’écrit seul ou avec des jours", key
            )
    return [replace(rule, selector="") for rule in with_holidays]
