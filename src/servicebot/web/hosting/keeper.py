"""Which towns are in memory: loaded when asked for, the least recently used let go.

A town is loaded behind the requests, by one of a few threads, and trained by others;
who asks for it waits a while, and only so many may, so that some threads are always
left for the other towns.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import replace
from functools import partial
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine

from servicebot.errors import ServicebotError
from servicebot.journal.bell import ANYWHERE, Bell
from servicebot.journal.database import town_schema
from servicebot.knowledge.towns import Site, Sites, find_sites
from servicebot.memory import trim
from servicebot.web.hosting.hosted import HostedTown
from servicebot.web.hosting.lanes import Lanes
from servicebot.web.hosting.memory import resident
from servicebot.web.hosting.rounds import Rounds
from servicebot.web.hosting.visits import (
    Counts,
    TownLoadingError,
    TownRefusedError,
    Unmade,
    Visit,
)

_log = logging.getLogger(__name__)

PATIENCE = 10.0
"""Seconds that a request may wait for its town to be loaded."""

_ROUND = 0.5
_LISTED = 2.0
_BUSY, _SOON, _LATER = 60.0, 1.0, 10.0
"""A town asked within the last minute is looked at every second, else every ten."""


class Keeper:
    """The towns of a folder; `bound` is in bytes of this process's resident memory."""

    def __init__(
        self,
        folder: Path,
        make: Callable[[Site], HostedTown],
        *,
        bound: int,
        waiting: int,
        halt: Callable[[], None] = lambda: None,
    ) -> None:
        """Look which towns there are; `waiting` requests at most wait for a load.

        `halt` ends what loads may be waiting for, when all is closed.
        """
        self.bound = bound
        self._folder = folder
        self._make = make
        self._sites = find_sites(folder)
        self._towns: dict[str, HostedTown] = {}
        self._unmade: dict[str, Unmade] = {}
        self._absent: set[str] = set()
        self._halt = halt
        self._counts = Counts()
        self._empty = resident()
        self._waiting = threading.BoundedSemaphore(waiting)
        self._lanes = Lanes()
        self._lock = threading.Lock()
        self._room = threading.Lock()
        self._rounds = Rounds(self._steps, _ROUND)
        self._bell: Bell | None = None
        self._listed = time.monotonic()

    @property
    def sites(self) -> Sites:
        """The towns that there are."""
        return self._sites

    @property
    def counts(self) -> Counts:
        """What happened since the start."""
        return self._counts

    @property
    def towns(self) -> Sequence[HostedTown]:
        """The towns that were asked for since the start."""
        with self._lock:
            return tuple(self._towns.values())

    @property
    def unmade(self) -> Mapping[str, Unmade]:
        """The towns that have no journal, by name."""
        with self._lock:
            return dict(self._unmade)

    @property
    def loaded(self) -> Sequence[HostedTown]:
        """The towns that are in memory."""
        return [town for town in self.towns if town.is_loaded]

    def visit(self, site: Site) -> Visit:
        """Return a visit of a town, which is loaded first if need be.

        A town that cannot be used raises TownRefusedError, one that is not ready in
        time TownLoadingError.
        """
        town = self._town(site)
        town.enter()
        try:
            app, waited = town.app, 0.0
            if app is None:
                app, waited = self._loaded(town)
        except BaseException:
            town.leave()
            raise
        return Visit(app, town.leave, waited)

    def watch(self) -> None:
        """Look after the towns in the background until `close`."""
        self._rounds.start()

    def listen(self, engine: Engine) -> None:
        """Hear from the database of the towns what changes, until `close`."""
        self._bell = Bell(engine, self.hear)
        self._bell.start()

    def hear(self, schema: str) -> None:
        """Look at once at the town of a schema, at all of them if it may be any."""
        for town in self.towns:
            if schema in (ANYWHERE, town_schema(town.name)):
                town.look_soon()
        self._rounds.wake()

    def close(self) -> None:
        """Stop looking after the towns, and write what is left in their journals.

        Nobody waits for a load that goes on: a journal has only so long to be written.
        """
        self._rounds.stop()
        self._lanes.close()
        self._halt()
        for town in self.towns:
            town.close()
        if self._bell is not None:
            self._bell.stop()

    def _town(self, site: Site) -> HostedTown:
        """Return a town; one that cannot be made raises TownRefusedError."""
        with self._lock:
            town = self._towns.get(site.name)
            if town is None:
                town = self._towns[site.name] = self._made(site)
            return town

    def _made(self, site: Site) -> HostedTown:
        now = time.monotonic()
        before = self._unmade.pop(site.name, None)
        try:
            return self._make(site)
        except (ServicebotError, OSError) as error:
            fault = str(error)
            if before is None or before.fault != fault:
                _log.error("town %s cannot be opened: %s", site.name, fault)
            self._unmade[site.name] = Unmade(fault, now + _LATER)
            raise TownRefusedError from error

    def _loaded(self, town: HostedTown) -> tuple[Flask, float]:
        """Wait until a town is loaded; return its application, and the seconds."""
        if town.is_refused():
            raise TownRefusedError
        started = time.monotonic()
        loading = self._load_soon(town)
        if not self._waiting.acquire(blocking=False):
            raise TownLoadingError
        try:
            wait([loading], PATIENCE)
        finally:
            self._waiting.release()
        app = town.app
        if app is None:
            raise TownRefusedError if town.fault else TownLoadingError
        return app, time.monotonic() - started

    def _load_soon(self, town: HostedTown) -> Future[None]:
        with self._lock:
            if town.loading is None or town.loading.done():
                town.loading = self._lanes.submit(partial(self._load, town))
            return town.loading

    def _load(self, town: HostedTown) -> None:
        if town.is_loaded:
            return
        self._make_room(self._typical())
        started = time.monotonic()
        is_well = town.load()
        spent = time.monotonic() - started
        with self._lock:
            known = self._counts
            self._counts = (
                replace(known, loaded=known.loaded + 1)
                if is_well
                else replace(known, refused=known.refused + 1)
            )
        if is_well:
            _log.info("town %s is loaded, in %.2f s", town.name, spent)
        self._make_room()

    def _typical(self) -> int:
        """Return about how many bytes a town takes."""
        return max(0, resident() - self._empty) // max(1, len(self.loaded))

    def _make_room(self, wanted: int = 0) -> None:
        """Let towns go, the least recently used first, until the bound holds.

        One stays in any case, and so does each whose files are broken: it is the last
        good base of its town.
        """
        with self._room:
            while resident() + wanted > self.bound:
                loaded = sorted(self.loaded, key=lambda town: town.used)
                spare = [town for town in loaded[:-1] if town.fault is None]
                if not any(town.drop() for town in spare):
                    return
                with self._lock:
                    known = self._counts
                    self._counts = replace(known, dropped=known.dropped + 1)
                trim()

    def _steps(self) -> Iterator[Callable[[], object]]:
        """Yield what a round of the watch does."""
        yield self._list
        for town in self.loaded:
            yield partial(self._look_at, town)
        yield self._open_one
        yield self._make_room

    def _look_at(self, town: HostedTown) -> None:
        """Have a town's files taken up, if it is time to look and they have changed."""
        now = time.monotonic()
        due = _SOON if now - town.used < _BUSY else _LATER
        if now - town.looked < due or not town.is_behind():
            return
        if town.refreshing is None or town.refreshing.done():
            town.refreshing = self._lanes.submit(town.refresh)

    def _list(self) -> None:
        """Look again which towns there are; those that are gone twice are closed."""
        now = time.monotonic()
        if now - self._listed <= _LISTED:
            return
        self._listed = now
        self._sites = find_sites(self._folder, self._sites)
        with self._lock:
            gone = self._towns.keys() - self._sites.by_name.keys()
            closed = [self._towns.pop(name) for name in gone & self._absent]
            self._absent = gone - self._absent
            for name in self._unmade.keys() - self._sites.by_name.keys():
                del self._unmade[name]
        for town in closed:
            town.close()

    def _open_one(self) -> None:
        """Start the journal of one more town: what is too old goes, asked or not."""
        for site in self._sites.by_name.values():
            town = self._towns.get(site.name)
            if (town is None or not town.is_open) and self._is_opened(site):
                return

    def _is_opened(self, site: Site) -> bool:
        """Open a town, unless it could not be made a moment ago; return whether."""
        unmade = self._unmade.get(site.name)
        if unmade is not None and time.monotonic() < unmade.again:
            return False
        try:
            self._town(site).open()
        except TownRefusedError:
            return False
        return True
