"""The memory of a process that keeps a bot."""

import gc
import weakref

from servicebot.memory import settle, undisturbed


def test_what_is_kept_is_left_alone_and_can_be_looked_at_again() -> None:
    settle()
    try:
        assert gc.get_freeze_count() > 1000
    finally:
        gc.unfreeze()


def test_what_an_older_bot_left_behind_is_collected() -> None:
    class Node:
        """Something that holds itself."""

    settle()
    try:
        node = Node()
        node.itself = node  # type: ignore[attr-defined]
        gone = weakref.ref(node)
        gc.freeze()
        del node
        assert gone() is not None

        settle()

        assert gone() is None
    finally:
        gc.unfreeze()


def test_the_collector_rests_while_much_is_made_and_comes_back() -> None:
    with undisturbed():
        assert not gc.isenabled()

    assert gc.isenabled()


def test_the_collector_comes_back_after_the_last_of_those_who_overlap() -> None:
    first, second = undisturbed(), undisturbed()
    first.__enter__()
    second.__enter__()

    first.__exit__(None, None, None)
    assert not gc.isenabled()

    second.__exit__(None, None, None)
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with undisturbed(), undisturbed():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
