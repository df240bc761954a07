"""What a moment is once understood: a span of the town's time and how it was said."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

MomentKind = Literal["instant", "day", "span", "recurring"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment said in a question: its words and its span [start, end) in town time.

    An instant lasts one minute. What recurs (« le dimanche ») spans its coming
    occurrence. `weekday` (Monday is 0) is set for a recurring day of the week, `year`
    where the text wrote one, `holiday` where a feast or school holiday was named.
    With a `contradiction` (in French), the date must be asked back, never answered.
    `dated` is false where only an hour or part of the day was said.
    """

    text: str
    start: datetime
    end: datetime
    words: tuple[int, int] = (0, 0)
    kind: MomentKind = "span"
    weekday: int | None = None
    year: int | None = None
    contradiction: str | None = None
    holiday: str | None = None
    dated: bool = True
