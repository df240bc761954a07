"""What the town announces now, for programs."""

from datetime import datetime

from typing_extensions import TypedDict

from servicebot.knowledge.base import Base
from servicebot.knowledge.notices import shown


class NoticeBody(TypedDict):
    """A notice; it concerns the time from `start` to `end`, in the town's time."""

    id: int
    text: str
    about: str | None
    closes: bool
    start: str
    end: str


class NoticesBody(TypedDict):
    """The notices to show now."""

    notices: list[NoticeBody]


def notices_json(base: Base, now: datetime) -> NoticesBody:
    """Return all notices of an instant, as the contract's JSON object."""
    return NoticesBody(
        notices=[
            NoticeBody(
                id=notice.id,
                text=notice.text,
                about=notice.about,
                closes=notice.closes,
                start=notice.start.isoformat(timespec="minutes"),
                end=notice.end.isoformat(timespec="minutes"),
            )
            for notice in shown(base, now)
        ]
    )
