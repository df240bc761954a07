"""Waiting for work that may hang."""

import threading

import pytest

from servicebot.web.patience import within


def test_what_the_work_returns_is_returned() -> None:
    assert within(5, lambda: "done") == "done"


def test_what_the_work_raises_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 / 0)


def test_work_that_hangs_is_left_to_itself() -> None:
    released = threading.Event()

    with pytest.raises(TimeoutError):
        within(0.05, lambda: released.wait(5))
    released.set()
