"""The answer to a question about one place's opening, in one or two sentences.

The place comes first, then what was asked of it, always with the moment as it was
understood; a note that changes the meaning of the hours follows whatever says open.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from servicebot.answers.days import say_day, say_days, say_instant, say_now
from servicebot.answers.habits import say_habit
from servicebot.answers.speaker import Speaker
from servicebot.french.moments import Moment
from servicebot.french.typography import NARROW, polish, upper_first
from servicebot.knowledge.hours import open_within, state_at
from servicebot.knowledge.sentences import of_date

_LONGEST_DAY = timedelta(hours=25)
MOST_MOMENTS = 4


def say_opening(speaker: Speaker, moments: Sequence[Moment]) -> str:
    """Say whether and when a place is open, now or at the moments asked about."""
    if not moments:
        return speaker.noted(_in_general(speaker))
    first, *others = [_say(speaker, moment) for moment in moments[:MOST_MOMENTS]]
    return speaker.noted(" ".join([first, *(_unnamed(speaker, o) for o in others)]))


def say_old(speaker: Speaker) -> str:
    """Say hours that are too old to be trusted, as what they were."""
    week = speaker.timetable.usual(speaker.now.date())
    return speaker.noted(
        speaker.phrase("old", of_date=of_date(speaker.place.as_of), week=week)
    )


def shown_at(speaker: Speaker, moments: Sequence[Moment]) -> datetime:
    """Return the instant whose state stands beside the answer."""
    moment = moments[0] if moments else None
    if moment is None or moment.start <= speaker.now < moment.end:
        return speaker.now
    found = open_within(speaker.hours, moment.start, moment.end)
    return found[0][0] if found else moment.start


def _say(speaker: Speaker, moment: Moment) -> str:
    if moment.kind == "recurring":
        return say_habit(speaker, moment)
    if moment.kind == "instant":
        is_now = moment.start <= speaker.now < moment.end
        return say_now(speaker) if is_now else say_instant(speaker, moment)
    if moment.end - moment.start > _LONGEST_DAY:
        return say_days(speaker, moment)
    return say_day(speaker, moment)


def _unnamed(speaker: Speaker, text: str) -> str:
    """Return a sentence without the name of the place that it begins with."""
    name = polish(upper_first(speaker.place.label))
    return upper_first(text.removeprefix(name).lstrip(f" {NARROW}:,"))


def _in_general(speaker: Speaker) -> str:
    """Say the usual week and whether it is open now, what was asked first."""
    if speaker.hours.always:
        return speaker.phrase("always", state=speaker.is_("open"))
    week = speaker.timetable.usual(speaker.now.date())
    if speaker.wanted != "times":
        return f"{say_now(speaker)} {speaker.phrase('hours', week=week)}"
    return f"{speaker.phrase('week', week=week)}{_aside(speaker)}"


def _aside(speaker: Speaker) -> str:
    """Say after the week whether it is open now."""
    state = state_at(speaker.hours, speaker.now)
    if state.kind == "open" and state.until is not None:
        until = speaker.time(state.until)
        return " " + speaker.phrase("aside_open", until=until)
    if state.kind == "closed" and state.next_opening is not None:
        opening = speaker.next(state.next_opening)
        return " " + speaker.phrase("aside_closed", next=opening)
    return ""
