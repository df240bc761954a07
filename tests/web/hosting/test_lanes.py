"""Short work waits for no training, and what lacks one is done after it."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from pathlib import Path

import pytest
from tests.web.hosting.invented import Door, Open, write_town

from servicebot.errors import ServicebotError
from servicebot.knowledge.overlay import Overlay
from servicebot.settings import Settings
from servicebot.web.holder import Replier
from servicebot.web.hosting.hosted import Build
from servicebot.web.hosting.lanes import Lanes, UntrainedError

UNTRAINED = ("ales", "bes", "dions", "euzet")


class Trained:
    """What is trained so far; a training waits until `go_on` is set."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.begun = threading.Semaphore(0)
        self.done: list[str] = []

    def want(self, name: str) -> None:
        """Raise UntrainedError for what is not trained."""
        if name not in self.done:
            raise UntrainedError(lambda: self._train(name))

    def _train(self, name: str) -> None:
        self.begun.release()
        self.go_on.wait(30)
        self.done.append(name)


@pytest.fixture
def lanes() -> Iterator[Lanes]:
    """Lanes that are closed afterwards."""
    lanes = Lanes()
    yield lanes
    lanes.close()


def ends(future: Future[None]) -> bool:
    """Whether a future ends in time."""
    return bool(wait([future], 20).done)


def test_a_town_that_is_trained_is_loaded_while_others_are_being_trained(
    folder: Path, open_keeper: Open, door: Door, build: Build
) -> None:
    trained = Trained()

    def built(path: Path, settings: Settings, overlay: Overlay) -> Replier:
        if path.name in UNTRAINED:
            trained.want(path.name)
        return build(path, settings, overlay)

    for name in UNTRAINED:
        write_town(folder / name, "")
    keeper = open_keeper(build=built)
    client = door(keeper)
    sites = keeper.sites.by_name
    waiting = [keeper._load_soon(keeper._town(sites[n])) for n in UNTRAINED]  # noqa: SLF001
    both_begun = all(trained.begun.acquire(timeout=20) for _ in range(2))
    meanwhile = client.get("/t/cers/chat")
    loaded = {town.name for town in keeper.loaded}
    trained.go_on.set()

    assert both_begun
    assert meanwhile.status_code == 200
    assert loaded == {"cers"}
    assert all(ends(each) for each in waiting)
    assert {town.name for town in keeper.loaded} == {"cers", *UNTRAINED}
    assert (keeper.counts.loaded, keeper.counts.refused) == (5, 0)


def test_a_change_that_must_be_trained_on_leaves_the_town_as_it_is_until_then(
    folder: Path, open_keeper: Open, door: Door, build: Build
) -> None:
    trained = Trained()
    trained.done.append("hosts: [bot.bes.fr]\n")

    def built(path: Path, settings: Settings, overlay: Overlay) -> Replier:
        trained.want((path / "town.yaml").read_text("utf-8"))
        return build(path, settings, overlay)

    keeper = open_keeper(build=built)
    client = door(keeper)
    client.get("/t/bes/chat")
    [town] = keeper.towns
    write_town(folder / "bes", "autre.bes.fr")
    refreshing = keeper._lanes.submit(town.refresh)  # noqa: SLF001 - as the watch does
    has_begun = trained.begun.acquire(timeout=20)
    during = (client.get("/t/bes/chat").status_code, town.fault, town.is_behind())
    trained.go_on.set()

    assert has_begun
    assert during == (200, None, True)
    assert ends(refreshing)
    assert (town.fault, town.is_behind()) == (None, False)


def test_what_changes_while_it_is_trained_is_trained_again(lanes: Lanes) -> None:
    wanted, trained, done = ["first"], Trained(), threading.Event()
    trained.go_on.set()

    def step() -> None:
        name = wanted[0]
        wanted[0] = "second"
        trained.want(name)
        done.set()

    assert ends(lanes.submit(step))
    assert trained.done == ["first", "second"]
    assert done.is_set()


def refused() -> None:
    """Train as a server that stops does."""
    raise ServicebotError("le serveur s'arrête")


def broken() -> None:
    """Train in a way that nobody foresaw."""
    raise ValueError("unforeseen")


@pytest.mark.parametrize("train", [refused, broken])
def test_a_training_that_raises_ends_the_step_and_is_told(
    lanes: Lanes, caplog: pytest.LogCaptureFixture, train: Callable[[], None]
) -> None:
    caplog.set_level("INFO")
    tried: list[int] = []

    def step() -> None:
        tried.append(1)
        raise UntrainedError(train)

    assert ends(lanes.submit(step))
    assert tried == [1]
    assert "trained" in caplog.text


def test_a_step_that_raises_is_told_and_over(
    lanes: Lanes, caplog: pytest.LogCaptureFixture
) -> None:
    assert ends(lanes.submit(broken))
    assert "unforeseen" in caplog.text


def test_once_closed_nobody_waits_for_what_will_not_be_done() -> None:
    lanes, trained, go_on = Lanes(), Trained(), threading.Event()

    def step() -> None:
        go_on.wait(30)
        trained.want("ales")

    steps = [lanes.submit(step) for _ in range(4)]
    lanes.close()
    go_on.set()

    assert all(ends(each) for each in steps)
    assert trained.done == []
