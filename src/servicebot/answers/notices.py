"""The notices that go with a reply: those for all, and those about its subject."""

from datetime import datetime

from servicebot.knowledge.base import Base
from servicebot.knowledge.notices import concerns, shown
from servicebot.replies import Reply

_APART = frozenset(("smalltalk", "emergency"))


def notices_of(base: Base, reply: Reply, now: datetime) -> tuple[str, ...]:
    """Return the texts of the notices that concern what was asked, at an instant."""
    if not base.notices or reply.kind in _APART:
        return ()
    about = [reply.understood.subject]
    for answer in reply.answers:
        about.append(answer.entry.partition(".")[0])
        about.append(answer.place.id if answer.place else None)
    return tuple(
        notice.text
        for notice in shown(base, now)
        if notice.about is None or any(concerns(base, notice, name) for name in about)
    )
