"""From a question to the moments that it speaks of."""

import re
from datetime import UTC, date, datetime, time, timedelta

from servicebot.french.calendar import Calendar
from servicebot.french.moments.clock import HOURS, MIDNIGHT, PARTS_OF_HOURS, TIMES
from servicebot.french.moments.context import Context, Found
from servicebot.french.moments.dates import DAY, When
from servicebot.french.moments.days import DAYS
from servicebot.french.moments.grammar import FROM_NOW, UNTIL_NOW
from servicebot.french.moments.joining import JOINS
from servicebot.french.moments.lexicon import (
    PHRASES,
    WORDS,
    Entry,
    classify,
    may_be_misspelt,
)
from servicebot.french.moments.model import Moment, MomentKind
from servicebot.french.moments.names import without_names
from servicebot.french.moments.relations import RELATIONS
from servicebot.french.moments.tokens import Token, composed, cut, plain

MAX_TEXT = 4000
_WORD = re.compile(r"[a-z]{2,}")
_DIGIT = re.compile(r"\d")
_FIGURES = re.compile(
    r"\d ?h|\d[/:-]\d|\d\.\d\d?\.\d|\b(?:le|les|du|l|et) \d|\b(?:2main|dem1)\b"
    r"|\b1er de l"
)
_OPEN_NOW = re.compile(r"(?:ouvert|ferm)e?e?s? la\b")
_MOMENTS = frozenset(("instant", "date", "moment"))
"""The kinds of tokens that say a moment by themselves."""

_STAGES = (HOURS, PARTS_OF_HOURS, TIMES, DAYS, RELATIONS, JOINS)
_IDLE = frozenset(
    "x le la les l un de d du des au aux a en ce et ou entre avant after dans tous vers"
    " early late middle next last school less per out good service street call about go"
    " title grand following num depuis born jusqu quarter half eve dayeve bridge morrow"
    " on c sharp polite".split()
)
_WHOLE_PHRASES = frozenset(
    "now feast weekend holiday nextholiday yearend weekdayspan lunch part rel".split()
)
# The longest word of each phrase that is a moment by itself gives it away.
_TELLING = frozenset(
    max(words, key=len)
    for rows in PHRASES.values()
    for words, kind, _, _ in rows
    if kind in _WHOLE_PHRASES
)


def _tells(entry: Entry) -> bool:
    """Return whether a word may be all or part of a moment."""
    kind, usual, _ = entry
    return kind not in _IDLE or usual in _TELLING


_TELLING_WORDS = frozenset(word for word, entry in WORDS.items() if _tells(entry))
_TELLING_WORDS |= _TELLING


def find_moments(
    text: str, now: datetime, calendar: Calendar | None = None
) -> tuple[Moment, ...]:
    """Return the moments that a question speaks of, in order, in the town's time.

    `now` is the town's clock (aware); the calendar gives the school holidays and the
    public holidays of the town, without which those are not recognised.
    """
    text, places = composed(text[:MAX_TEXT])
    folded = plain(text)
    if not _may_hold_moment(folded):
        return ()
    context = Context(now, calendar, text, folded)
    tokens: Found = without_names(cut(folded), text)
    for stage in _STAGES:
        tokens = stage.run(context, tokens)
    found: list[Moment] = []
    for token in tokens:
        if token.kind not in _MOMENTS:
            continue
        moment = _moment(context, token, text, places)
        if not any(_same(moment, other) for other in found):
            found.append(moment)
    return tuple(found)


def _may_hold_moment(folded: str) -> bool:
    if _DIGIT.search(folded) and _FIGURES.search(folded):
        return True
    if " la" in folded and _OPEN_NOW.search(folded):
        return True
    words = _WORD.findall(folded)
    if not _TELLING_WORDS.isdisjoint(words):
        return True
    return any(_tells(classify(word)) for word in may_be_misspelt(words))


def _same(moment: Moment, other: Moment) -> bool:
    return (moment.start, moment.end, moment.kind) == (
        other.start,
        other.end,
        other.kind,
    )


def _moment(
    context: Context, token: Token, text: str, places: tuple[int, ...] | None
) -> Moment:
    words = (token.start, token.end)
    said = text[token.start : token.end].strip()
    if places is not None:
        words = (places[token.start], places[token.end])
    if token.kind == "instant":
        start = _later(context.now, token.value)
        return _instant(said, start, words)
    when = token.when
    if when is None:
        return _undated(context, token, said, words)
    start, end, kind = _span(context, token, when)
    return Moment(
        text=said,
        start=start,
        end=end,
        words=words,
        kind=kind,
        weekday=when.weekday,
        year=when.year,
        contradiction=when.contradiction,
        holiday=when.holiday,
    )


def _later(now: datetime, minutes: int) -> datetime:
    exact = now.astimezone(UTC) + timedelta(minutes=minutes)
    return exact.astimezone(now.tzinfo).replace(second=0, microsecond=0)


def _instant(said: str, start: datetime, words: tuple[int, int]) -> Moment:
    return Moment(said, start, start + timedelta(minutes=1), words, kind="instant")


def _undated(
    context: Context, token: Token, said: str, words: tuple[int, int]
) -> Moment:
    """Place an hour or part of the day at its next occurrence."""
    first, last = token.value, token.other
    day, now = context.today, context.now
    current = now.hour * 60 + now.minute
    open_ended = first and last == MIDNIGHT and token.word != "habit"
    over = first < current if first == last or open_ended else last <= current
    if token.word != "habit" and context.looks_back((token,)):
        day -= timedelta(0) if over else DAY
    elif over:
        day += DAY
    start = _at(context, day, first)
    end = _at(context, day, last) if last > first else start + timedelta(minutes=1)
    kind: MomentKind = "instant" if first == last else "span"
    if token.word == "habit":
        kind = "recurring"
    return Moment(said, start, end, words, kind, dated=False)


def _span(
    context: Context, token: Token, when: When
) -> tuple[datetime, datetime, MomentKind]:
    kind: MomentKind = when.kind
    first, last = when.first, when.last
    whole = token.kind == "date" or (first != last and kind != "recurring")
    if whole:
        start, end = _at(context, first, 0), _at(context, last + DAY, 0)
        if token.other == FROM_NOW and token.kind == "date":
            start = context.now.replace(second=0, microsecond=0)
        if token.other == UNTIL_NOW and token.kind == "date":
            end = context.now.replace(second=0, microsecond=0)
        return start, end, kind
    start = _at(context, first, token.value)
    lasts = token.other > token.value
    end = _at(context, first, token.other) if lasts else start + timedelta(minutes=1)
    if kind != "recurring":
        kind = "span" if lasts else "instant"
    return start, end, kind


def _at(context: Context, day: date, minutes: int) -> datetime:
    """Return a wall-clock time, on the next day from 24 h on."""
    days, minutes = divmod(minutes, MIDNIGHT)
    clock = time(minutes // 60, minutes % 60, tzinfo=context.now.tzinfo)
    return datetime.combine(day + days * DAY, clock)
