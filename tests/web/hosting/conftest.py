"""A folder of invented towns, and a door to them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.web.hosting.invented import Door, Open, Visitor, write_town
from werkzeug.test import Client

from servicebot.cli.hosting import dispatcher_of
from servicebot.errors import Fault, KnowledgeError
from servicebot.knowledge.overlay import Overlay
from servicebot.knowledge.towns import Site
from servicebot.settings import Settings, for_town
from servicebot.web.holder import Replier
from servicebot.web.hosting.hosted import Build, HostedTown
from servicebot.web.hosting.keeper import Keeper
from servicebot.web.shared import Shared


@pytest.fixture(scope="session")
def shared() -> Shared:
    """What the towns of a process have in common."""
    return Shared.read().for_many()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three towns, two of them with a host of their own."""
    for name, hosts in (("ales", "bot.ales.fr"), ("bes", "bot.bes.fr"), ("cers", "")):
        write_town(tmp_path / "towns" / name, hosts)
    return tmp_path / "towns"


@pytest.fixture
def settings(folder: Path, tmp_path: Path) -> Settings:
    """The settings of the process."""
    return Settings(
        towns=folder, var=tmp_path / "var", rate_limit=None, secret_key="s" * 32
    )


@pytest.fixture
def build(make_bot: Callable[[str], Replier]) -> Build:
    """Make the invented bot of a town, unless a file of the town says `broken`."""

    def make(path: Path, settings: Settings, overlay: Overlay) -> Replier:
        del overlay
        if "broken" in (path / "town.yaml").read_text("utf-8"):
            raise KnowledgeError([Fault(path / "town.yaml", 1, 1, "clé inconnue")])
        bot = make_bot(str(settings.town))
        town = bot.base.town.model_copy(update={"name": str(settings.town)})
        return replace(bot, base=replace(bot.base, town=town))  # type: ignore[type-var]

    return make


@pytest.fixture
def open_keeper(
    folder: Path, settings: Settings, shared: Shared, build: Build
) -> Iterator[Open]:
    """Open the towns with a bound of memory, and a way to build their bots."""
    opened: list[Keeper] = []

    def open_towns(
        bound: int = 1 << 40, waiting: int = 4, build: Build = build, **changes: object
    ) -> Keeper:
        chosen = replace(settings, **changes)  # type: ignore[arg-type]

        def make(site: Site) -> HostedTown:
            return HostedTown(site, for_town(chosen, site.name), shared, build)

        opened.append(Keeper(folder, make, bound=bound, waiting=waiting))
        return opened[-1]

    yield open_towns
    for keeper in opened:
        keeper.close()


@pytest.fixture
def door(settings: Settings, shared: Shared) -> Door:
    """Return a client of the process that keeps these towns."""

    def open_door(keeper: Keeper) -> Client:
        return Visitor(dispatcher_of(settings, keeper, shared))

    return open_door


@pytest.fixture
def client(open_keeper: Open, door: Door) -> Client:
    """A client of a process with room for all towns."""
    return door(open_keeper())
