"""The memory of a process that keeps a bot."""

import gc

from servicebot.memory import settle, undisturbed


def test_what_is_kept_is_left_alone_and_can_be_looked_at_again() -> None:
    settle()
    try:
        assert gc.get_freeze_count() > 1000
    finally:
        gc.unfreeze()


def test_the_collector_rests_while_much_is_made_and_comes_back() -> None:
    with undisturbed():
        assert not gc.isenabled()

    assert gc.isenabled()
