"""Hot reload: a changed file is live within a second, a bad one is refused."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from servicebot.errors import Fault, KnowledgeError
from servicebot.journal.store import Journal
from servicebot.settings import Settings
from servicebot.web.app import create_app
from servicebot.web.holder import BotHolder, NoAdditions, Replier


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge folder of one file."""
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "a.yaml").write_text("first")
    return tmp_path


@pytest.fixture
def holder(folder: Path, make_bot: Callable[[str], Replier]) -> BotHolder:
    """A holder whose bots have the file's text as their fingerprint."""

    def build(path: Path) -> Replier:
        text = (path / "services" / "a.yaml").read_text()
        if text == "bad":
            fault = Fault(path / "services" / "a.yaml", 3, 1, "clé inconnue")
            raise KnowledgeError([fault])
        return make_bot(text)

    holder = BotHolder(folder, build)
    holder.load()
    return holder


def fingerprint(holder: BotHolder) -> str:
    """Return what tells which base is in service."""
    assert holder.live is not None
    return holder.live.bot.base.fingerprint


def test_a_broken_folder_refuses_to_start(folder: Path, holder: BotHolder) -> None:
    (folder / "services" / "a.yaml").write_text("bad")

    with pytest.raises(KnowledgeError, match=r"a\.yaml:3:1: clé inconnue"):
        holder.load()


def test_nothing_is_built_again_when_nothing_changed(holder: BotHolder) -> None:
    before = holder.live

    assert holder.refresh() is False
    assert holder.live is before


@pytest.mark.parametrize("name", ["services/a.yaml", "services/b.yaml", "town.yml"])
def test_a_changed_or_new_file_builds_a_new_bot(
    folder: Path, holder: BotHolder, name: str
) -> None:
    before = holder.live
    (folder / name).write_text("second")

    assert holder.refresh() is True
    assert holder.live is not before


def test_a_file_taken_away_is_a_change(folder: Path, holder: BotHolder) -> None:
    (folder / "b.yaml").write_text("more")
    holder.refresh()
    (folder / "b.yaml").unlink()

    assert holder.refresh() is True


def test_a_bad_file_keeps_the_last_good_base_and_says_so(
    folder: Path,
    holder: BotHolder,
    journal: Journal,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings = Settings(secret_key="x" * 16, rate_limit=None)
    client = create_app(settings, bot_holder=holder, journal=journal).test_client()
    (folder / "services" / "a.yaml").write_text("bad")

    holder.refresh()

    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert json.loads(ready.data)["knowledge"]["fingerprint"] == "first"
    assert "a.yaml:3:1: clé inconnue" in json.loads(ready.data)["degraded"][0]
    assert "clé inconnue" in caplog.text


def test_a_mended_file_is_live_again(folder: Path, holder: BotHolder) -> None:
    (folder / "services" / "a.yaml").write_text("bad")
    holder.refresh()
    (folder / "services" / "a.yaml").write_text("mended")
    holder.refresh()

    assert (fingerprint(holder), holder.fault) == ("mended", None)


def test_a_change_is_live_within_a_second(folder: Path, holder: BotHolder) -> None:
    holder.watch()
    (folder / "services" / "a.yaml").write_text("later")

    deadline = time.monotonic() + 1
    while fingerprint(holder) != "later" and time.monotonic() < deadline:
        time.sleep(0.02)
    holder.stop()

    assert fingerprint(holder) == "later"


class Told(NoAdditions):
    """Additions that tell of their changes, or not."""

    def __init__(self, *, tells: bool) -> None:
        self.number = 0
        self._tells = tells
        self._changed: list[Callable[[], None]] = []

    def learned(self) -> int:
        return self.number

    def listen(self, changed: Callable[[], None]) -> Callable[[], None]:
        self._changed.append(changed)
        return self._changed.clear

    @property
    def is_heard(self) -> bool:
        return bool(self._changed)

    def change(self) -> None:
        self.number += 1
        for tell in self._changed if self._tells else ():
            tell()


@pytest.mark.parametrize(
    ("tells", "interval"), [(True, 3600.0), (False, 0.05)], ids=["told", "looked for"]
)
def test_what_the_desk_adds_is_taken_up_when_told_and_looked_for_otherwise(
    folder: Path, bot: Replier, *, tells: bool, interval: float
) -> None:
    additions = Told(tells=tells)
    holder = BotHolder(folder, lambda _: bot, additions)
    holder.load()
    holder.watch(interval)
    deadline = time.monotonic() + 20
    while tells and not additions.is_heard and time.monotonic() < deadline:
        time.sleep(0.01)
    additions.change()

    while not holder.loads.loaded and time.monotonic() < deadline:
        time.sleep(0.01)
    holder.stop()

    assert holder.loads.loaded == 1


def test_a_server_without_a_base_is_not_ready(
    folder: Path, bot: Replier, journal: Journal
) -> None:
    holder = BotHolder(folder, lambda _: bot)
    settings = Settings(secret_key="x" * 16, rate_limit=None)
    client = create_app(settings, bot_holder=holder, journal=journal).test_client()

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    asked = client.post("/api/v1/ask", json={"question": "a"})
    assert (asked.status_code, asked.content_type) == (503, "application/problem+json")
    assert client.get("/chat", headers={"Accept": "text/html"}).status_code == 503
