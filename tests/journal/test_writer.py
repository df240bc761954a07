"""The thread that writes: what it does when writing is slow, fails, or never ends."""

import threading
import time
from collections.abc import Sequence

from sqlalchemy.exc import OperationalError

from servicebot.journal.records import Health
from servicebot.journal.writer import Writer


class Disk:
    """What a writer writes to; it can be made slow, full, or picky."""

    def __init__(self) -> None:
        """Begin well."""
        self.written: list[str] = []
        self.fault: Exception | None = None
        self.refused = ""
        self.is_free = threading.Event()
        self.is_free.set()

    def write(self, items: Sequence[str], again: bool) -> None:  # noqa: FBT001 - as Writer
        """Write, or do as the disk does."""
        del again
        self.is_free.wait(10)
        if self.fault is not None:
            raise self.fault
        if self.refused in items:
            raise ValueError(self.refused)
        self.written += items


def writer_to(disk: Disk, **options: float) -> Writer[str]:
    """Return a writer that has started."""
    patience = options.pop("patience", 0.05)
    capacity = int(options.pop("capacity", 10_000))
    writer: Writer[str] = Writer(
        disk.write, patience=patience, tidy=lambda: False, capacity=capacity
    )
    writer.start()
    return writer


def test_an_answer_waits_for_its_commit() -> None:
    disk = Disk()
    writer = writer_to(disk, patience=5)

    assert [writer.put(item) for item in "abc"] == [True] * 3
    assert disk.written == ["a", "b", "c"]
    writer.close(1)


def test_a_slow_disk_delays_one_answer_by_fifty_milliseconds() -> None:
    disk = Disk()
    writer = writer_to(disk)
    disk.is_free.clear()

    started = time.perf_counter()
    assert writer.put("a") is False
    first = time.perf_counter() - started
    assert [writer.put(item) for item in "bcd"] == [False] * 3
    others = time.perf_counter() - started - first

    assert 0.045 < first < 0.5
    assert others < 0.1
    disk.is_free.set()
    assert writer.flush(5)
    assert disk.written == ["a", "b", "c", "d"]
    writer.close(1)


def test_what_does_not_fit_is_counted() -> None:
    disk = Disk()
    writer = writer_to(disk, patience=0, capacity=3)
    disk.is_free.clear()

    for item in "abcde":
        writer.put(item)

    assert (writer.health.queued, writer.health.lost) == (3, 2)
    disk.is_free.set()
    assert writer.flush(5)
    assert disk.written == ["a", "b", "c"]
    writer.close(1)


def test_writing_goes_on_by_itself_when_the_database_is_back() -> None:
    disk = Disk()
    writer = writer_to(disk)
    disk.fault = OperationalError("x", {}, Exception("server closed\nthe connection"))

    assert [writer.put(item) for item in "abc"] == [False] * 3
    assert writer.health.fault == "server closed"
    disk.fault = None

    assert writer.flush(5)
    assert disk.written == ["a", "b", "c"]
    assert writer.health == Health(None, 0, 0)
    writer.close(1)


def test_an_item_that_cannot_be_written_is_lost_alone() -> None:
    disk = Disk()
    writer = writer_to(disk, patience=0)
    disk.is_free.clear()
    disk.refused = "b"
    for item in "abc":
        writer.put(item)
    disk.is_free.set()

    assert writer.flush(5)
    assert disk.written == ["a", "c"]
    assert writer.health.lost == 1
    writer.close(1)


def test_tidying_that_fails_does_not_end_the_thread() -> None:
    disk = Disk()
    called = threading.Event()

    def tidy() -> bool:
        called.set()
        raise RuntimeError("untidy")

    writer: Writer[str] = Writer(disk.write, patience=5, tidy=tidy)
    writer.start()
    assert called.wait(2)

    assert writer.put("a") is True
    writer.close(1)


def test_a_writer_at_rest_tidies_up_after_what_comes_and_then_sleeps() -> None:
    disk, tidied = Disk(), []

    def tidy() -> bool:
        tidied.append(len(disk.written))
        return False

    writer: Writer[str] = Writer(disk.write, patience=1, tidy=tidy, rest=60)
    writer.start()
    writer.put("a")
    deadline = time.monotonic() + 10
    while 1 not in tidied and time.monotonic() < deadline:
        time.sleep(0.01)
    writer.close(5)

    assert 1 in tidied
    assert len(tidied) <= 3


def test_what_is_closed_before_it_begins_never_begins() -> None:
    writer: Writer[str] = Writer(Disk().write, patience=0, tidy=lambda: False)

    assert writer.close(1)
    writer.start()
    assert not writer._thread.is_alive()  # noqa: SLF001 - nothing runs
    assert writer._thread.ident is None  # noqa: SLF001
