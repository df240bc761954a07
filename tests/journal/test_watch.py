"""What ages or breaks in a base is listed, and nothing else."""

from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from shutil import copytree
from threading import Thread
from zoneinfo import ZoneInfo

import pytest

from servicebot.bot import Bot
from servicebot.journal.watch import Concern, dead_links, watch
from servicebot.knowledge.base import Base
from servicebot.knowledge.loader import load
from servicebot.knowledge.model import Link

TOWN = Path(__file__).parents[1] / "town"
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))


def bot_of(base: Base) -> Bot:
    """Return the bot of a base."""
    return Bot.build(base, secret=bytes(16))


def topics(concerns: tuple[Concern, ...], topic: str) -> list[Concern]:
    """Return the concerns of a topic."""
    return [each for each in concerns if each.topic == topic]


@pytest.fixture(scope="module")
def town() -> Bot:
    """The invented town's bot."""
    return bot_of(load(TOWN))


def test_tests_and_phrasings_of_a_sound_base_are_well(town: Bot) -> None:
    concerns = watch(town, None, NOW)

    assert topics(concerns, "test") == []
    assert topics(concerns, "never_asked") == []
    assert len(topics(concerns, "phrasing")) <= 2


def test_an_entry_past_its_review_is_listed_with_its_line(tmp_path: Path) -> None:
    folder = copytree(TOWN, tmp_path / "town")
    file = folder / "services" / "creches.yaml"
    text = file.read_text("utf-8")
    marked = text.replace("    value: 3\n", "    value: 3\n    review: 2026-01-31\n", 1)
    file.write_text(marked, "utf-8")

    reviews = topics(watch(bot_of(load(folder)), None, NOW), "review")

    assert [each.where.partition(":")[0] for each in reviews] == [
        "services/creches.yaml"
    ]
    assert "2026-01-31" in reviews[0].message


def test_a_caution_and_a_weak_source_are_doubts(town: Bot) -> None:
    base = town.base
    entry = base.entries["creches.nombre"]
    weak = {
        name: source.model_copy(update={"reliability": "D"})
        for name, source in base.sources.items()
    }
    doubted = replace(
        base,
        sources=weak,
        entries={entry.id: replace(entry, caution="chiffre à vérifier")},
    )

    sources = topics(watch(replace(town, base=doubted), None, NOW), "source")

    assert [each.where for each in sources] == ["creches.nombre"]
    assert "chiffre à vérifier" in sources[0].message
    assert "aucune source officielle" in sources[0].message


def test_a_phrasing_that_finds_another_entry_is_lost(town: Bot) -> None:
    entry = replace(
        town.base.entries["creches.nombre"], asks=("la piscine est-elle ouverte ?",)
    )
    base = replace(town.base, entries={**town.base.entries, entry.id: entry})

    lost = topics(watch(replace(town, base=base), None, NOW), "phrasing")

    assert any("la piscine est-elle ouverte" in each.message for each in lost)


class Site(BaseHTTPRequestHandler):
    """A site whose pages live, died, or refuse to be asked for their head."""

    def do_HEAD(self) -> None:
        """Answer by the path."""
        self.answer({"/dead": 404, "/shy": 405}.get(self.path, 200))

    def do_GET(self) -> None:
        """Answer by the path."""
        self.answer(200)

    def answer(self, status: int) -> None:
        """Send an empty page."""
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class
        """Say nothing."""


def test_only_dead_links_are_listed(town: Bot) -> None:
    server = HTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    site = f"http://127.0.0.1:{server.server_address[1]}"
    addresses = [f"{site}/dead", f"{site}/shy", f"{site}/fine", "http://127.0.0.1:9/"]
    links = tuple(Link(title="x", url=address) for address in addresses)
    entry = replace(town.base.entries["creches.nombre"], links=links)
    base = replace(town.base, sources={}, entries={entry.id: entry})

    dead = dead_links(base)
    server.shutdown()
    server.server_close()

    assert {each.message.split()[0] for each in dead} == {
        "http://127.0.0.1:9/",
        f"{site}/dead",
    }
    assert {each.where for each in dead} == {"creches.nombre"}
