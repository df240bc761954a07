"""One thread that writes what the doors hand over, so that no answer waits for a disk.

A door waits for the commit for as long as its patience lasts, and never while writing
is known to fail. What cannot be written yet is kept, in order, up to a limit; what
comes on top of that is lost, and counted.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError

from servicebot.errors import JournalError
from servicebot.journal.records import Health

_log = logging.getLogger(__name__)

_BATCH = 256
_SOON, LATER = 0.05, 0.5
"""Seconds between two times of tidying up."""

_RETRY = (0.05, 2.0)
"""Seconds between two attempts: the first pause, doubled up to the last."""

Item = TypeVar("Item")


class _Ticket(Generic[Item]):
    """An item on its way, and a lock that is free once its fate is known."""

    __slots__ = ("committed", "item", "settled")

    def __init__(self, item: Item) -> None:
        self.item = item
        self.committed = False
        self.settled = threading.Lock()
        self.settled.acquire()


class Writer(Generic[Item]):
    """Writes items in the order in which they come, several in one transaction."""

    def __init__(
        self,
        write: Callable[[Sequence[Item], bool], None],
        *,
        patience: float,
        tidy: Callable[[], bool],
        rest: float = LATER,
        capacity: int = 10_000,
    ) -> None:
        """Write by `write(items, again)`; `again`: they may have been written before.

        `patience` is in seconds, 0 to never wait. `tidy` is called now and then
        between two batches, soon again if it returns that there is more to do, and
        after `rest` seconds while nothing comes.
        """
        self._write = write
        self._patience = patience
        self._tidy = tidy
        self._rest = rest
        self._capacity = capacity
        self._queue: SimpleQueue[_Ticket[Item] | None] = SimpleQueue()
        self._counting = threading.Lock()
        self._taken = 0
        self._done = 0
        self._lost = 0
        self._fault: str | None = None
        self._late = False
        self._closing = threading.Event()
        self._thread = threading.Thread(
            target=self._run, name="journal-writer", daemon=True
        )

    def start(self) -> None:
        """Begin to write, unless it is closed already."""
        if not self._closing.is_set():
            self._thread.start()

    @property
    def health(self) -> Health:
        """How writing goes."""
        return Health(self._fault, self._pending, self._lost)

    def report(self, error: Exception) -> None:
        """Take note that writing fails, until it succeeds again."""
        if self._fault is None:
            _log.error("the journal cannot be written: %s", _said(error))
        self._fault = _said(error)

    def recover(self) -> None:
        """Take note that writing succeeds."""
        if self._fault is not None:
            _log.info("the journal is written again")
        self._fault = None

    def put(self, item: Item) -> bool:
        """Hand over an item; return whether it is known to be committed."""
        with self._counting:
            if self._pending >= self._capacity:
                self._lost += 1
                return False
            self._taken += 1
        ticket = _Ticket(item)
        self._queue.put(ticket)
        if not self._patience or self._fault is not None or self._late:
            return False
        if not ticket.settled.acquire(timeout=self._patience):
            self._late = True
            return False
        return ticket.committed

    @property
    def _pending(self) -> int:
        return self._taken - self._done

    def flush(self, timeout: float) -> bool:
        """Wait until all is written; return whether it is, after `timeout` seconds."""
        deadline = time.monotonic() + timeout
        while self._pending:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.002)
        return True

    def close(self, timeout: float) -> bool:
        """Write what is left, for `timeout` seconds at most; return whether all is."""
        self.flush(timeout)
        self._closing.set()
        self._queue.put(None)
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        due = time.monotonic()
        while not self._closing.is_set():
            batch = self._take(max(0.0, due - time.monotonic()))
            self._write_all(batch)
            self._late = False
            self._done += len(batch)
            if batch:
                due = min(due, time.monotonic() + LATER)
            if time.monotonic() >= due:
                due = time.monotonic() + (_SOON if self._tidied() else self._rest)

    def _tidied(self) -> bool:
        """Tidy up a little; return whether there is more to do."""
        try:
            return self._tidy()
        except Exception as error:  # noqa: BLE001 - no error may end the thread
            _log.info("the journal could not be tidied: %s", _said(error))
            return False

    def _take(self, wait: float) -> list[_Ticket[Item]]:
        batch: list[_Ticket[Item]] = []
        try:
            ticket = self._queue.get(timeout=wait)
        except Empty:
            return batch
        while ticket is not None:
            batch.append(ticket)
            if len(batch) == _BATCH or self._queue.empty():
                break
            ticket = self._queue.get()
        return batch

    def _write_all(self, batch: list[_Ticket[Item]]) -> None:
        pause, longest = _RETRY
        again = False
        while batch and not self._attempt(batch, again=again):
            _settle(batch, committed=False)
            if self._closing.wait(pause):
                return
            again, pause = True, min(2 * pause, longest)

    def _attempt(self, batch: list[_Ticket[Item]], *, again: bool) -> bool:
        """Write a batch; return whether it is settled, False to try again."""
        try:
            self._write([ticket.item for ticket in batch], again)
        except Exception as error:  # noqa: BLE001 - no error may end the thread
            if _may_pass(error):
                self.report(error)
                return False
            self._sort_out(batch, error)
            return True
        self.recover()
        _settle(batch, committed=True)
        return True

    def _sort_out(self, batch: list[_Ticket[Item]], error: Exception) -> None:
        """Write one at a time, so that an item that cannot be written is lost alone."""
        if len(batch) == 1:
            with self._counting:
                self._lost += 1
            _log.error("the journal lost an entry: %s", type(error).__name__)
            _settle(batch, committed=False)
            return
        for ticket in batch:
            self._write_all([ticket])


def _settle(batch: Sequence[_Ticket[Item]], *, committed: bool) -> None:
    for ticket in batch:
        ticket.committed = committed
        if ticket.settled.locked():
            ticket.settled.release()


def _may_pass(error: Exception) -> bool:
    """Whether the database is away, busy or full, rather than the item at fault."""
    if isinstance(error, DataError | IntegrityError):
        return False
    return isinstance(error, SQLAlchemyError | OSError | JournalError)


def _said(error: Exception) -> str:
    """Return the first line of an error, without the statement and its values."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return (str(cause).strip() or type(cause).__name__).splitlines()[0]
