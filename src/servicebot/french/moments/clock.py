"""The rules of the time of day: « à 18h30 », « entre midi et deux », « ce soir »."""

from servicebot.french.moments.context import Context, Found
from servicebot.french.moments.dates import DAY, one
from servicebot.french.moments.grammar import Stage, pick, pick_all, unknown
from servicebot.french.moments.tokens import Token

NOON, MIDNIGHT, HOUR = 720, 1440, 60
LUNCH = (720, 840)
# Parts of the day in minutes, by the values that the lexicon gives them.
MORNING, FORENOON, AFTERNOON, EVENING, LATE_EVENING, NIGHT, DAYTIME = range(1, 8)
PARTS = {
    MORNING: (360, 720),
    FORENOON: (360, 720),
    AFTERNOON: (720, 1080),
    EVENING: (1080, 1440),
    LATE_EVENING: (1080, 1440),
    NIGHT: (1320, 1800),
}
_BEGINNINGS = {
    MORNING: (420, 600),
    FORENOON: (420, 600),
    AFTERNOON: (780, 900),
    LATE_EVENING: (1080, 1200),
}
_ENDS = {
    MORNING: (600, 720),
    FORENOON: (600, 720),
    AFTERNOON: (960, 1080),
    LATE_EVENING: (1320, 1440),
    DAYTIME: (1020, 1200),
}
# Hours from one to eleven that a part of the day moves to the second half.
_MOVED = {
    AFTERNOON: range(1, 8),
    EVENING: range(5, 12),
    LATE_EVENING: range(5, 12),
    NIGHT: range(9, 12),
}
_DAWN, _NIGHTFALL = 6, 22
_LONGEST = 6 * HOUR
"""What lasts at most so long is rather a duration than a time of day."""
_EARLIEST, _LATEST = 6, 22
"""The hours that numbers alone may be."""


def _minutes(token: Token) -> int:
    return {"noon": NOON, "midnight": MIDNIGHT}.get(token.kind, token.value)


def in_part(minutes: int, part: int) -> int:
    """Return the minutes that an hour means in a part of the day (« 8 h du soir »)."""
    moved = minutes // HOUR in _MOVED.get(part, ())
    return minutes + NOON if moved else minutes


def _merged(found: Found, kind: str, value: int, other: int = 0) -> list[Token]:
    return [Token(kind, found[0].start, found[-1].end, "", value, other)]


def _hour(_context: Context, found: Found) -> list[Token] | None:
    """Read « huit heures et demie », « 9h moins 10 », « midi et quart »."""
    first, rest = found[0], found[1:]
    minutes = first.value * HOUR if first.kind == "num" else _minutes(first)
    extra = 0
    if pick(rest, "half"):
        extra = 30
    elif pick(rest, "quarter"):
        extra = 15
    elif rest and rest[-1].kind == "num":
        extra = rest[-1].value
    if extra >= HOUR:
        return None
    total = minutes - extra if pick(rest, "less") else minutes + extra
    if not 0 <= total <= MIDNIGHT and first.kind != "midnight":
        return [Token("x", found[0].start, found[-1].end)]
    return _merged(found, "hour", total)


def _hour_and_words(context: Context, found: Found) -> list[Token] | None:
    """Read « 17 heures trente », never « 17 heures 30 personnes »."""
    return None if found[-1].word else _hour(context, found)


def _hour_of_part(_context: Context, found: Found) -> list[Token]:
    return _merged(found, "hour", in_part(found[0].value, found[-1].value))


def _lunch(_context: Context, found: Found) -> list[Token] | None:
    return _merged(found, "habit", *LUNCH) if found[-1].value in (2, 14) else None


def _midday(_context: Context, found: Found) -> list[Token]:
    return _merged(found, "habit", *LUNCH)


def _between(_context: Context, found: Found) -> list[Token] | None:
    first, last = pick_all(found, "hour", "noon", "midnight", "num")
    start = first.value * HOUR if first.kind == "num" else _minutes(first)
    end = _minutes(last)
    start = 0 if start == MIDNIGHT else start
    if start > MIDNIGHT or start == end:
        return None
    return _merged(found, "range", start, end if end > start else end + MIDNIGHT)


def _bare_between(_context: Context, found: Found) -> list[Token] | None:
    """Read « lundi de 9 à 11 », which ends the question."""
    first, last = (number.value for number in pick_all(found, "num"))
    if not _EARLIEST <= first < last <= _LATEST:
        return None
    return _merged(found, "range", first * HOUR, last * HOUR)


def _until(_context: Context, found: Found) -> list[Token]:
    return _merged(found, "range", 0, _minutes(found[-1]))


def _from(_context: Context, found: Found) -> list[Token] | None:
    start = _minutes(found[-1])
    return _merged(found, "range", start, MIDNIGHT) if start < MIDNIGHT else None


def _at(_context: Context, found: Found) -> list[Token]:
    return _merged(found, "at", _minutes(found[-1]))


def _edge(_context: Context, found: Found) -> list[Token] | None:
    edges = _BEGINNINGS if pick(found, "early") else _ENDS
    part = edges.get(found[-1].value)
    return _merged(found, "range", *part) if part else None


def _today(context: Context, found: Found) -> list[Token] | None:
    """Read « ce soir », « cette nuit » (the one under way, or past: « on a volé »)."""
    part = found[-1]
    span = LUNCH if part.kind == "noon" else PARTS.get(part.value)
    if span is None:
        return None
    told = context.looks_back(found) and context.now.hour < _NIGHTFALL
    under_way = part.value == NIGHT and (told or context.now.hour < _DAWN)
    day = context.today - DAY if under_way else context.today
    return [
        Token("date", found[0].start, part.start, when=one(day, "relative")),
        Token("range", part.start, part.end, "", *span, year=part.value),
    ]


def _habit(_context: Context, found: Found) -> list[Token] | None:
    part = found[-1]
    span = LUNCH if part.kind == "noon" else PARTS.get(part.value)
    if span is None:
        return None
    return [Token("habit", found[0].start, part.end, "", *span, year=part.value)]


def _turned_night(context: Context, found: Found) -> list[Token] | None:
    """Read « la nuit dernière », « la nuit prochaine »."""
    part, turn = found[-2:]
    if part.value != NIGHT:
        return None
    day = context.today - DAY if turn.kind == "last" else context.today
    return [
        Token("date", found[0].start, part.start, when=one(day, "relative")),
        Token("range", part.start, turn.end, "", *PARTS[NIGHT], year=NIGHT),
    ]


def _lasting(context: Context, found: Found) -> list[Token] | None:
    """Give up « après 3 heures d'attente », « 2 h gratuites »: how long, not when."""
    hour = pick(found, "hour")
    short = hour is not None and hour.value <= _LONGEST
    whole = hour is not None and not hour.value % (HOUR // 2)
    return list(unknown(context, found)) if short and whole else None


def _for_hours(context: Context, found: Found) -> list[Token] | None:
    """Give up « tarif pour 3 heures », how long it is for."""
    return _lasting(context, found) if found[0].word == "pour" else None


def _about(context: Context, found: Found) -> list[Token] | None:
    """Read « vers 10h », never « environ 2 heures »."""
    if found[0].word == "environ" and found[-1].value <= _LONGEST:
        return list(unknown(context, found))
    return _at(context, found)


def _instant(_context: Context, found: Found) -> list[Token] | None:
    """Read « maintenant », « dans une heure », « il y a vingt minutes »."""
    if found[0].kind in ("now", "la"):
        return _merged(found, "instant", 0)
    if pick(found, "quarter"):
        amount = pick(found, "num")
        minutes = 15 * (amount.value if amount else 1)
    elif len(found) > 1 and found[2:3] and found[2].kind == "half":
        minutes = HOUR // 2
    else:
        minutes = _duration(found)
    return _merged(found, "instant", -minutes if found[0].kind == "ago" else minutes)


def _duration(found: Found) -> int:
    if hour := pick(found, "hour"):
        return hour.value
    amount = pick(found, "num")
    count = amount.value if amount else 1
    unit = 1 if pick(found, "minute") else HOUR
    return count * unit + (HOUR // 2 if pick(found, "half") else 0)


def _region(context: Context, found: Found) -> list[Token] | None:
    """Give up « habiter le Midi », the South of France."""
    lived_in = found[0].word.startswith(("habit", "viv"))
    return list(unknown(context, found)) if lived_in else None


_H = "(hour|noon|midnight)"
_SOON = "(dans|ago)"
_BEFORE_HOUR = "(until|after|avant|from|des|vers|a|le|les)"

HOURS = Stage(
    ("midnight (et un? quarter|et half|less le? quarter|less num|num)", _hour),
    ("(hour|num hourword|noon) et? half", _hour),
    ("(hour|num hourword|noon) (et un?|un)? quarter", _hour),
    ("(hour|num hourword|noon) less le? quarter", _hour),
    ("(hour|num hourword|noon) less num", _hour),
    ("num hourword num? (?!month|weak)", _hour),
    ("num hourword", _hour),
    ("hour num (?!month|weak|hourword|x)", _hour_and_words),
    ("noon num (?!month|weak)", _hour),
    ("(hour|num hourword|noon) sharp", _hour),
    ("clock", _hour),
)
PARTS_OF_HOURS = Stage(
    ("hour (du|de l|de la|le) part", _hour_of_part),
)
TIMES = Stage(
    ("hour (slash|on) (num|hour|day)", unknown),
    ("measure (x|go|a|de|d|vers|less){0,3} hour", unknown),
    ("measure (x|go)? (de num a|entre num et|num a|num dash|num ou) hour", unknown),
    (f"{_BEFORE_HOUR}* hour gratis", _lasting),
    ("gratis hour", _lasting),
    ("(?<=[x]) hour (?!a|until|dash)", _lasting),
    ("about hour", _for_hours),
    ("(?<=[x go street]) (de|d) hour (?!a|until|dash)", _lasting),
    (f"{_BEFORE_HOUR}+ hour (de|d) x", _lasting),
    ("(?<=[about]) la (?=stop|$)", _instant),
    ("lunch", _midday),
    ("good (part|early de part|late de part)", unknown),
    ("now", _instant),
    (f"{_SOON} hour (?!de|d|per|x)", _instant),
    (f"{_SOON} un half hourword (?!de|d|per)", _instant),
    (f"{_SOON} (un|num) quarter d hourword (?!de|d|per)", _instant),
    (f"{_SOON} un hourword (et half)? (?!de|d|per)", _instant),
    (f"{_SOON} (num|un) minute (?!de|d|per)", _instant),
    ("(during|en|les|tous les|tous|dans|ago|per) hour", unknown),
    ("entre noon et (num|hour)", _lunch),
    (f"entre les? {_H} et les? {_H}", _between),
    ("(entre num et|de num a) hour", _between),
    (f"(de|from|des) {_H} (a|until) {_H}", _between),
    (f"{_H} (a|dash|slash|until) {_H}", _between),
    ("(?<=[weekday rel]) (de num a|entre num et) num (?=$|stop)", _bare_between),
    ("num (dash|slash) hour", _between),
    (f"(until|avant) (vers|le)? {_H}", _until),
    (f"(after|from|des|depuis) {_H}", _from),
    (f"(a|vers) vers? les? {_H} (?=de|d)", unknown),
    (f"(a|vers|des) vers? les? {_H}", _at),
    (f"vers {_H}", _about),
    ("(en|dans l|dans la|a la|le|la|l)? (early|late) (de|d|du) (l|la)? part", _edge),
    ("le noon (de la|de l)", unknown),
    ("x le noon", _region),
    ("(?<![weekday rel num ord month weak]) (dans le|du) noon", unknown),
    ("(ce|la|l)? part (last|next)", _turned_night),
    ("(ce|c) (part|noon)", _today),
    ("(dans la|dans l|en|les|tous les|tous|le|la|l) (part|noon)", _habit),
)
