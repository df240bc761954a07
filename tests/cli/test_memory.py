"""The memory of a process that keeps a bot."""

import gc

from servicebot.cli.memory import settle


def test_what_is_kept_is_left_alone_and_can_be_looked_at_again() -> None:
    settle()
    try:
        assert gc.get_freeze_count() > 1000
    finally:
        gc.unfreeze()
