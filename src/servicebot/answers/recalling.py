"""What a follow-up about hours takes over from the day that was asked about before."""

from collections.abc import Sequence
from datetime import date, datetime, time

from servicebot.french.moments import Moment
from servicebot.knowledge.aspects import HOURS
from servicebot.understanding.dialogue import Context
from servicebot.understanding.engine import Judged


def recalled(judged: Judged, context: Context, now: datetime) -> tuple[Moment, ...]:
    """Return the moments of a question, on the day of the last one where it says none.

    « et à 13 h ? » and « et le musée ? » after a Sunday are about that Sunday.
    """
    if not context.day or context.aspect != HOURS:
        return judged.moments
    day = date.fromisoformat(context.day)
    if judged.moments:
        return tuple(_on(day, moment) for moment in judged.moments)
    if judged.frame.aspects and (judged.frame.subjects or _in_general(judged)):
        return ()
    start = datetime.combine(day, time(), now.tzinfo)
    end = datetime.combine(date.fromordinal(day.toordinal() + 1), time(), now.tzinfo)
    return (Moment("", start, end, kind="day"),)


def day_to_recall(moments: Sequence[Moment]) -> str:
    """Return the day of the moments asked about, to be kept with the conversation."""
    if not moments or moments[0].kind == "recurring":
        return ""
    return moments[0].start.date().isoformat()


def _in_general(judged: Judged) -> bool:
    """Whether the timetable is asked (« et les horaires ? »), not one hour of it."""
    return any(word.stem.startswith("horair") for word in judged.utterance.words)


def _on(day: date, moment: Moment) -> Moment:
    """Return a moment on a day, if it says an hour or a part of the day alone."""
    if moment.dated or moment.weekday is not None:
        return moment
    shift = day - moment.start.date()
    zone = moment.start.tzinfo
    start, end = (
        (instant.replace(tzinfo=None) + shift).replace(tzinfo=zone)
        for instant in (moment.start, moment.end)
    )
    kind = "span" if moment.kind == "recurring" else moment.kind
    return Moment(moment.text, start, end, moment.words, kind)
