"""Days of the week, weeks, week-ends, and days counted from today."""

from dataclasses import replace

from servicebot.french.moments import dates
from servicebot.french.moments.context import Context, Found
from servicebot.french.moments.dates import DAY
from servicebot.french.moments.grammar import FROM_NOW, made, pick, pick_all
from servicebot.french.moments.tokens import Token

FORTNIGHT, EIGHT_DAYS, FIFTEEN_DAYS = 14, 8, 15


def read_weekday(context: Context, found: Found) -> list[Token] | None:
    """Read a day of the week and what turns it: next, last, « en huit », this.

    Told in the past, it is the last one: « j'ai envoyé un courriel lundi ».
    """
    token = pick(found, "weekday", "wd")
    if token is None:
        return None
    today, day = context.today, dates.coming(context.today, token.value)
    back = (today.weekday() - token.value - 1) % dates.WEEK + 1
    if found[0].kind == "ce" and back == dates.WEEK:
        day = today
    elif pick(found, "last") or context.looks_back(found):
        day = today - back * DAY
    elif number := pick(found, "num"):
        if number.value not in (EIGHT_DAYS, FIFTEEN_DAYS):
            return None
        day += (7 if number.value == EIGHT_DAYS else 14) * DAY
    return made(found, replace(dates.one(day, "weekday"), weekday=None))


def read_weekday_pair(context: Context, found: Found) -> list[Token] | None:
    """Read « samedi et dimanche », two days in a row even when one is today."""
    tokens = pick_all(found, "weekday")
    days = [dates.coming(context.today, token.value) for token in tokens]
    if context.looks_back(found):
        days = [day - dates.WEEK * DAY for day in days]
    elif days[0] > days[1] and days[0] == context.today + dates.WEEK * DAY:
        days[0] = context.today
    return [
        Token("date", t.start, t.end, t.word, when=dates.one(day, "weekday"))
        for t, day in zip(tokens, days, strict=True)
    ]


def read_weekday_of_week(context: Context, found: Found) -> list[Token] | None:
    """Read « mardi de la semaine prochaine »."""
    weekday = pick(found, "weekday")
    if weekday is None:
        return None
    away = 1 if pick(found, "next") else -1 if pick(found, "last") else 0
    monday = dates.week_of(context.today, away).first
    return made(found, dates.one(monday + weekday.value * DAY, "weekday"))


def read_every_weekday(context: Context, found: Found) -> list[Token] | None:
    """Read « le mercredi », « tous les mercredis »."""
    weekday = pick(found, "weekday", "weekdays")
    return made(found, dates.every(context.today, weekday.value)) if weekday else None


def read_weekdays_of_month(context: Context, found: Found) -> list[Token] | None:
    """Read « les samedis de décembre », from the first one that is still to come."""
    weekday = pick(found, "weekday", "weekdays")
    month = pick(found[2:], "month", "weak")
    if weekday is None or month is None:
        return None
    whole = dates.month_span(context.today, month.value)
    before = max(whole.first - DAY, context.today)
    return made(found, dates.every(before, weekday.value))


def read_weekdays(context: Context, found: Found) -> list[Token] | None:
    """Read « du lundi au vendredi » (every week), « de lundi à mercredi » (once)."""
    ends = pick_all(found, "weekday", "weekdays")
    low, high = (ends[0].value, ends[1].value) if ends else (0, 4)
    first = dates.coming(context.today, low)
    last = first + (high - low) % dates.WEEK * DAY
    once = found[0].kind in ("de", "entre")
    if once and context.looks_back(found):
        first, last = first - dates.WEEK * DAY, last - dates.WEEK * DAY
    when = dates.span(first, last)
    return made(found, when if once else replace(when, kind="recurring"))


def read_relative(context: Context, found: Found) -> list[Token] | None:
    """Read « demain », « avant-hier »."""
    token = pick(found, "rel")
    if token is None:
        return None
    day = context.today + token.value * DAY
    return made(found, dates.one(day, "relative"))


def read_away(context: Context, found: Found) -> list[Token] | None:
    """Read « dans deux jours », « il y a trois semaines », « dans quinze jours »."""
    number, unit = pick(found, "num"), found[-1].kind
    count = number.value if number else 1
    if unit == "day" and count in (EIGHT_DAYS, FIFTEEN_DAYS):
        count = 7 if count == EIGHT_DAYS else FORTNIGHT
    sign = -1 if found[0].kind == "ago" else 1
    if unit == "monthword":
        day = dates.add_months(context.today, sign * count)
    else:
        day = context.today + sign * count * (7 if unit == "week" else 1) * DAY
    return made(found, dates.one(day, "relative"))


def read_week_of_number(context: Context, found: Found) -> list[Token] | None:
    """Read « la semaine du 14 »."""
    number = pick(found, "num", "ord")
    read = dates.past_day_of_month if context.looks_back(found) else dates.day_of_month
    when = read(context.today, number.value) if number else None
    return made(found, dates.week_of(when.first)) if when else None


def read_until_week_end(context: Context, found: Found) -> list[Token]:
    """Read « avant la fin de la semaine »: from now to Sunday."""
    last = dates.week_of(context.today, 1 if pick(found, "next") else 0).last
    days = replace(dates.span(context.today, last), kind="span")
    return [token._replace(other=FROM_NOW) for token in made(found, days) or ()]


def read_part_of_week(context: Context, found: Found) -> list[Token] | None:
    """Read « en début de semaine » (two days), « en fin de semaine » (three)."""
    away = 1 if pick(found, "next") else -1 if pick(found[1:], "last") else 0
    monday = dates.week_of(context.today, away).first
    low, high = (0, 1) if pick(found, "early") else (3, 5)
    if not away and context.today.weekday() > (0 if low == 0 else 4):
        monday += dates.WEEK * DAY
    if not away and context.looks_back(found) and monday + low * DAY > context.today:
        monday -= dates.WEEK * DAY
    return made(found, dates.span(monday + low * DAY, monday + high * DAY))


def read_week(context: Context, found: Found) -> list[Token] | None:
    """Read « cette semaine », « la semaine prochaine », « la semaine d'après »."""
    away = 1 if pick(found, "next", "after") else -1 if pick(found, "last") else 0
    return made(found, dates.week_of(context.today, away))


def read_weekend(context: Context, found: Found) -> list[Token] | None:
    """Read « ce week-end », « le week-end prochain », « le week-end » (every one)."""
    today = context.today
    current = dates.weekend_of(today)
    begun = today.weekday() >= 5
    if pick(found, "last"):
        return made(found, dates.weekend_of(today, -1))
    following = dates.weekend_of(today, 1) if begun else current
    if pick(found, "next"):
        return made(found, following)
    if found[0].kind == "ce":
        over = not begun and context.looks_back(found)
        return made(found, dates.weekend_of(today, -1) if over else current)
    return made(found, replace(following, kind="recurring"))
