"""What the town wants everybody to read now: exceptional notices, in few words."""

from collections.abc import Callable, Sequence
from datetime import datetime

Notices = Callable[[datetime], Sequence[str]]


def no_notices(now: datetime) -> Sequence[str]:
    """Return nothing: a town without a desk has no notice at any moment."""
    del now
    return ()
