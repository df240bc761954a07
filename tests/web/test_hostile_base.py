"""What an editor writes, or pastes, is text on every page and never markup."""

import json
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask

from servicebot.bot import Bot
from servicebot.journal.store import Journal
from servicebot.knowledge.loader import load
from servicebot.settings import Settings
from servicebot.web.app import create_app
from servicebot.web.holder import BotHolder
from servicebot.web.shared import Shared

TESTS = Path(__file__).parents[1]
PAYLOADS = [
    line
    for line in (TESTS / "browser" / "xss.txt").read_text("utf-8").splitlines()
    if not {"{", "}"} & set(line)  # braces are placeholders, which the loader refuses
]
SHEET = """\
service: piege-{number}
name: "Piège {number}"
label: {text}
summary: {text}
source: rapport-2024
as_of: 2024
caution: {text}
ask: ["le piège numéro {number}"]
places:
  - id: lieu-{number}
    name: {text}
    address: {text}
    hours_note: {text}
    source: rapport-2024
    as_of: 2024
"""


class Page(HTMLParser):
    """Collects what would run: scripts written here, handlers, addresses of code."""

    def __init__(self) -> None:
        """Begin with nothing found."""
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element could run."""
        named = dict(attrs)
        if tag in ("iframe", "object", "embed", "base") or (
            tag == "script" and not (named.get("src") or "").startswith("/")
        ):
            self.found.append(tag)
        for name, value in attrs:
            address = "".join((value or "").split()).lower()
            if name.startswith("on") or address.startswith(("javascript:", "data:")):
                self.found.append(f"{tag} {name}={value}")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented town with a sheet for every payload."""
    folder = tmp_path_factory.mktemp("hostile") / "town"
    shutil.copytree(TESTS / "town", folder)
    for number, payload in enumerate(PAYLOADS):
        text = json.dumps(payload, ensure_ascii=False)
        sheet = SHEET.format(number=number, text=text)
        (folder / "services" / f"piege-{number}.yaml").write_text(sheet, "utf-8")
    return folder


@pytest.fixture(scope="module")
def bot(hostile: Path) -> Bot:
    """The bot that answers from it."""
    return Bot.build(load(hostile), secret=b"only for tests, thirty-two bytes")


@pytest.fixture
def app(
    bot: Bot, hostile: Path, tmp_path: Path, journal: Journal, shared_files: Shared
) -> Flask:
    """The application that serves it."""
    holder = BotHolder(hostile, lambda _: bot)
    holder.load()
    settings = Settings(rate_limit=None, var=tmp_path / "var")
    return create_app(settings, bot_holder=holder, journal=journal, shared=shared_files)


def test_nothing_of_a_hostile_base_runs_on_any_page(app: Flask) -> None:
    client = app.test_client()
    asked = [f"/chat?q=le+piège+numéro+{n}" for n in range(len(PAYLOADS))]
    found = {}
    shown = 0
    for path in ("/", "/chat", "/docs", "/accessibilite", "/mentions-legales", *asked):
        response = client.get(path)
        page = Page()
        page.feed(response.text)
        found[path] = (response.status_code, page.found)
        shown += "&lt;" in response.text

    assert len(PAYLOADS) >= 100
    assert {path: each for path, each in found.items() if each != (200, [])} == {}
    assert shown >= 50


def test_data_of_a_hostile_base_stays_data(app: Flask) -> None:
    client = app.test_client()

    assert client.get("/jsonld").json
    assert client.get("/api/v1/widget").json
    subjects = client.get("/api/v1/subjects").get_json()["subjects"]
    assert len(subjects) > len(PAYLOADS)


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_hostile_questions_contexts_and_opinions_break_nothing(
    app: Flask, number: int
) -> None:
    client = app.test_client()
    payload = PAYLOADS[number]
    body = {"question": payload, "context": payload}
    reply = client.post("/api/v1/ask", json=body)
    opinion = {"id": reply.get_json()["id"], "useful": False, "comment": payload}

    assert reply.status_code == 200
    assert reply.mimetype == "application/json"
    assert client.post("/api/v1/feedback", json=opinion).status_code == 204
