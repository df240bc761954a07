"""Towns come when asked for and go when there is no room; none troubles another."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from tests.web.hosting.invented import Door, Open, write_town

from servicebot.knowledge.overlay import Overlay
from servicebot.settings import Settings
from servicebot.web.app import create_app
from servicebot.web.holder import Replier
from servicebot.web.hosting import hosted
from servicebot.web.hosting import keeper as keeping
from servicebot.web.hosting.hosted import Build
from servicebot.web.hosting.keeper import Keeper

OTHERS = ("bes", "cers")


def until(is_so: Callable[[], bool]) -> bool:
    """Wait until something is so; return whether it became so within ten seconds."""
    end = time.monotonic() + 10
    while not is_so() and time.monotonic() < end:
        time.sleep(0.05)
    return is_so()


def names(keeper: Keeper) -> set[str]:
    """Return the towns that are in memory."""
    return {town.name for town in keeper.loaded}


def test_a_town_is_loaded_when_it_is_asked_for(open_keeper: Open, door: Door) -> None:
    keeper = open_keeper()
    client = door(keeper)
    before = names(keeper)
    client.get("/t/bes/chat")

    assert (before, names(keeper)) == (set(), {"bes"})


def test_above_the_bound_the_least_recently_used_goes_and_comes_back(
    open_keeper: Open, door: Door
) -> None:
    keeper = open_keeper(bound=1)
    client = door(keeper)
    statuses = [
        client.get(f"/t/{name}/chat").status_code
        for name in ("ales", "bes", "cers", "ales")
    ]

    assert statuses == [200] * 4
    assert until(lambda: names(keeper) == {"ales"})
    assert keeper.counts.dropped == 3


def test_below_the_bound_all_stay(open_keeper: Open, door: Door) -> None:
    keeper = open_keeper()
    client = door(keeper)
    for name in ("ales", "bes", "cers"):
        client.get(f"/t/{name}/chat")

    assert names(keeper) == {"ales", "bes", "cers"}


def test_a_town_that_is_being_served_is_not_let_go(open_keeper: Open) -> None:
    keeper = open_keeper(bound=1)
    visit = keeper.visit(keeper.sites.by_name["ales"])
    other = keeper.visit(keeper.sites.by_name["bes"])
    during = names(keeper)
    visit.leave()
    other.leave()
    keeper.visit(keeper.sites.by_name["cers"]).leave()

    assert during == {"ales", "bes"}
    assert until(lambda: names(keeper) == {"cers"})


def test_who_waits_for_a_load_holds_no_other_town_up(
    open_keeper: Open, door: Door, build: Build
) -> None:
    go_on = threading.Event()

    def slow(path: Path, settings: Settings, overlay: Overlay) -> Replier:
        if path.name == "ales":
            go_on.wait(30)
        return build(path, settings, overlay)

    keeper = open_keeper(build=slow, waiting=2)
    client = door(keeper)
    with ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(client.get, "/t/ales/chat") for _ in range(2)]
        assert until(lambda: not keeper._waiting._value)  # noqa: SLF001 - both wait now
        keeper.towns[0].open()
        refused = client.get("/t/ales/api/v1/subjects")
        loaded_soon = keeper._town(keeper.sites.by_name["bes"]).load()  # noqa: SLF001
        other = client.get("/t/bes/chat")
        go_on.set()
        answers = [each.result() for each in waiting]

    assert loaded_soon
    assert other.status_code == 200
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
    assert [each.status_code for each in answers] == [200, 200]


def test_a_broken_town_is_a_clear_503_and_touches_no_other(
    folder: Path, open_keeper: Open, door: Door
) -> None:
    (folder / "bes" / "town.yaml").write_text("broken: true\n", "utf-8")
    client = door(open_keeper())
    broken = client.get("/t/bes/chat")
    ready = client.get("/readyz").json

    assert broken.status_code == 503
    assert broken.json
    assert "indisponible" in broken.json["detail"]
    assert "town.yaml" not in broken.text
    assert client.get("/t/ales/chat").status_code == 200
    assert ready
    assert ready["status"] == "ready"
    assert "bes: knowledge: " in ready["degraded"][0]
    assert "clé inconnue" in ready["degraded"][0]


def test_a_broken_town_is_served_again_once_it_is_mended(
    folder: Path, open_keeper: Open, door: Door
) -> None:
    (folder / "bes" / "town.yaml").write_text("broken: true\n", "utf-8")
    client = door(open_keeper())
    before = [client.get("/t/bes/chat").status_code for _ in range(3)]
    write_town(folder / "bes", "bot.bes.fr")

    assert before == [503] * 3
    assert client.get("/t/bes/chat").status_code == 200


def test_the_last_good_base_of_a_town_stays_however_little_room_there_is(
    folder: Path, open_keeper: Open, door: Door
) -> None:
    keeper = open_keeper(bound=1)
    client = door(keeper)
    client.get("/t/bes/chat")
    (folder / "bes" / "town.yaml").write_text("broken: true\n", "utf-8")
    keeper.watch()
    assert until(lambda: any(town.fault for town in keeper.loaded))
    statuses = [
        client.get(f"/t/{name}/chat").status_code for name in ("ales", "cers", "bes")
    ]

    assert statuses == [200] * 3
    assert "bes" in names(keeper)
    ready = client.get("/readyz").json
    assert ready
    assert ready["degraded"]


def test_towns_come_and_go_while_the_process_runs(
    folder: Path, open_keeper: Open, door: Door
) -> None:
    keeper = open_keeper()
    client = door(keeper)
    client.get("/t/ales/chat")
    keeper.watch()
    write_town(folder / "dions", "bot.dions.fr")
    (folder / "ales" / "town.yaml").unlink()

    assert until(lambda: set(keeper.sites.by_name) == {"bes", "cers", "dions"})
    assert client.get("/", headers={"Host": "bot.dions.fr"}).status_code == 200
    assert client.get("/t/ales/chat").status_code == 404
    assert until(lambda: "ales" not in names(keeper))


def test_every_town_s_journal_runs_though_nobody_asks(open_keeper: Open) -> None:
    keeper = open_keeper()
    keeper.watch()

    assert until(lambda: sum(town.is_open for town in keeper.towns) == 3)
    assert names(keeper) == set()


def test_a_town_whose_folder_cannot_be_made_touches_no_other(
    settings: Settings, open_keeper: Open, door: Door
) -> None:
    folder = settings.var / "towns" / "ales"
    folder.parent.mkdir(parents=True)
    folder.touch()
    keeper = open_keeper()
    client = door(keeper)
    keeper.watch()
    opened = until(lambda: {t.name for t in keeper.towns if t.is_open} == {*OTHERS})
    refused = client.get("/t/ales/chat")
    ready = client.get("/readyz").json
    folder.unlink()

    assert opened
    assert refused.status_code == 503
    assert ready
    assert ready["degraded"][0].startswith("ales: journal: ")
    assert client.get("/t/bes/chat").status_code == 200
    assert client.get("/t/ales/chat").status_code == 200
    assert not keeper.unmade


def test_a_part_of_the_watch_that_fails_keeps_no_other_from_its_work(
    folder: Path, open_keeper: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_LISTED", 0.0)
    monkeypatch.setattr(keeping, "_SOON", 3600.0)  # a town at fault would stay
    keeper = open_keeper(bound=1)
    visits = [keeper.visit(keeper.sites.by_name[name]) for name in OTHERS]
    folder.rename(folder.with_name("away"))
    keeper.watch()
    for visit in visits:
        visit.leave()

    assert until(lambda: len(names(keeper)) == 1)


def test_what_fails_in_an_unforeseen_way_is_told_and_tried_again(
    open_keeper: Open,
    door: Door,
    build: Build,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    built: list[str] = []

    def fragile(path: Path, settings: Settings, overlay: Overlay) -> Replier:
        built.append(path.name)
        if len(built) == 2:
            raise ValueError
        return build(path, settings, overlay)

    monkeypatch.setattr(hosted, "_ANEW", 0.0)
    keeper = open_keeper(build=fragile)
    client = door(keeper)
    client.get("/t/bes/chat")
    [town] = keeper.towns
    write_town(keeper.sites.by_name["bes"].folder, "bot.bes.fr, bot2.bes.fr")
    town.refresh()
    during = client.get("/t/bes/chat").status_code, client.get("/readyz").json
    is_behind = town.is_behind()
    town.refresh()

    assert during[0] == 200
    assert during[1]
    assert during[1]["degraded"] == ["bes: knowledge: ValueError"]
    assert "ValueError" in caplog.text
    assert is_behind
    assert len(built) == 3
    assert (town.fault, town.is_behind()) == (None, False)


def test_no_end_waits_for_a_load(open_keeper: Open, build: Build) -> None:
    go_on = threading.Event()

    def slow(path: Path, settings: Settings, overlay: Overlay) -> Replier:
        go_on.wait(30)
        return build(path, settings, overlay)

    keeper = open_keeper(build=slow)
    site = keeper.sites.by_name["bes"]
    with ThreadPoolExecutor(1) as pool:
        visit = pool.submit(keeper.visit, site)
        assert until(lambda: any(town.is_open for town in keeper.towns))
        keeper.close()
        was_loaded, loading = names(keeper), keeper.towns[0].loading
        is_loading = loading is not None and not loading.done()
        go_on.set()
        visit.result().leave()

    assert is_loading
    assert was_loaded == set()


def test_a_town_that_is_there_is_not_loaded_twice(
    open_keeper: Open, build: Build
) -> None:
    built: list[str] = []

    def counted(path: Path, settings: Settings, overlay: Overlay) -> Replier:
        built.append(path.name)
        return build(path, settings, overlay)

    keeper = open_keeper(build=counted)
    keeper.visit(keeper.sites.by_name["bes"]).leave()
    keeper._load_soon(keeper.towns[0]).result()  # noqa: SLF001 - who came too late

    assert built == ["bes"]


def test_a_town_let_go_is_not_taken_up_again(
    folder: Path, open_keeper: Open, door: Door
) -> None:
    keeper = open_keeper()
    door(keeper).get("/t/bes/chat")
    [town] = keeper.towns
    town.drop()
    write_town(folder / "bes", "autre.bes.fr")
    town.refresh()

    assert not town.is_loaded


def test_changed_files_are_taken_up_once_at_a_time(
    folder: Path, open_keeper: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_SOON", 0.0)
    keeper = open_keeper()
    keeper.visit(keeper.sites.by_name["bes"]).leave()
    [town] = keeper.towns
    write_town(folder / "bes", "autre.bes.fr")
    busy: Future[None] = Future()
    town.refreshing = busy
    keeper._look_at(town)  # noqa: SLF001 - a round of the watch
    during = town.refreshing
    busy.set_result(None)
    keeper._look_at(town)  # noqa: SLF001

    assert during is busy
    assert town.refreshing is not busy


def test_a_town_whose_file_is_away_for_a_moment_stays(
    folder: Path, open_keeper: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_LISTED", 0.0)
    keeper = open_keeper()
    keeper.visit(keeper.sites.by_name["bes"]).leave()
    (folder / "bes" / "town.yaml").unlink()
    keeper._list()  # noqa: SLF001 - a round of the watch
    after_one = names(keeper)
    keeper._list()  # noqa: SLF001

    assert (after_one, names(keeper)) == ({"bes"}, set())


def test_applications_of_towns_are_made_one_at_a_time(
    open_keeper: Open, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    making, most = 0, 0
    create = create_app

    def counted(settings: Settings, **parts: object) -> Flask:
        nonlocal making, most
        making += 1
        most = max(most, making)
        time.sleep(0.05)
        app = create(settings, **parts)  # type: ignore[arg-type]
        making -= 1
        return app

    monkeypatch.setattr(hosted, "create_app", counted)
    client = door(open_keeper())
    with ThreadPoolExecutor(3) as people:
        paths = [f"/t/{name}/chat" for name in ("ales", *OTHERS)]
        answers = list(people.map(client.get, paths))

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert most == 1
