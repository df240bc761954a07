"""A small invented bot with fixed replies, and an application around it."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient

from servicebot.french.calendar import calendar_for
from servicebot.french.moments import Moment
from servicebot.journal.additions import StoredAdditions
from servicebot.journal.database import open_engine
from servicebot.journal.migrations import migrate
from servicebot.journal.store import Journal
from servicebot.knowledge.base import Base, Notice, Subject
from servicebot.knowledge.hours import DayHours
from servicebot.knowledge.model import Contact, Emergency, Link, Operator, Town
from servicebot.knowledge.overlay import Overlay
from servicebot.replies import (
    Answer,
    Choice,
    ContactCard,
    PlaceCard,
    Reply,
    SourceNote,
    Understood,
)
from servicebot.settings import Settings
from servicebot.understanding.explain import Explanation
from servicebot.web.app import create_app
from servicebot.web.holder import BotHolder, Replier
from servicebot.web.shared import Shared
from servicebot.web.wording import PAGE_KEYS

Asked = list[tuple[str, str | None, datetime]]
SITE = "https://valbrune.example"


def town_base() -> Base:
    """Return the least base that the doors need."""
    town = Town(
        town="valbrune",
        name="Valbrune",
        territory="Valbrune",
        insee="30999",
        website=SITE,
        operators={"ville": Operator(name="Ville", label="la Ville")},
        contact=Contact(name="Mairie", address="1 place du Puits", url=SITE),
    )
    number = Emergency(
        id="feu",
        numbers=("18",),
        say="Le 18.",
        signs=("feu",),
        source=("guide",),
        as_of="2026",
    )
    subject = Subject("piscine", "service", "Piscine", "la piscine", ("Piscine",), "x")
    return Base(
        folder=Path("nowhere"),
        fingerprint="f00d",
        town=town,
        calendar=calendar_for(town.insee, None),
        sources={},
        subjects={"piscine": subject},
        entries={},
        places={},
        aspects={},
        synonyms=(),
        abbreviations={},
        function_words=(),
        acts={},
        surveys={},
        phrases={key: (f"[{key}]",) for key in PAGE_KEYS}
        | {
            "page_robot": ("Assistant automatique : ne remplace pas un agent.",),
            "page_moment": ("{day} à {time}",),
            "page_open_until": ("Ouvert jusqu'à {time}",),
            "page_closed_next": ("Fermé. Ouvre {moment}",),
            "page_tomorrow": ("demain",),
            "page_too_long": ("Trop long ({limit} au plus)",),
            "page_call": ("Appeler le {number}",),
        },
        smalltalk=(),
        emergencies=(number,),
        negatives=(),
        communes=(),
        elsewhere=(),
    )


def _place(now: datetime) -> PlaceCard:
    monday = date(2026, 11, 23)
    week = (
        *(
            DayHours(
                monday + timedelta(days=n), ("08:00-12:00", "13:30-17:00"), known=True
            )
            for n in range(5)
        ),
        DayHours(date(2026, 11, 28), (), known=True),
        DayHours(date(2026, 11, 29), (), known=False),
    )
    opens = now.replace(hour=9, minute=30) + timedelta(days=1)
    return PlaceCard(
        "piscine-a",
        "La Piscine",
        "2 rue de l'Eau",
        "04 00 00 00 01",
        "closed",
        None,
        opens,
        None,
        week,
        "2025-09",
        now,
    )


def answer(question: str, now: datetime) -> Reply:
    """Return an answer with all that an answer can hold."""
    source = SourceNote("Guide", "Ville de Valbrune", "2025-09", SITE)
    said = Answer(
        "piscine.horaires",
        "La piscine est <b>fermée</b>.",
        0.9,
        "Horaires à confirmer.",
        (source,),
        (Link(title="Site", url=SITE),),
        _place(now),
    )
    moment = Moment("demain", now, now + timedelta(days=1))
    return Reply(
        "r1",
        "answer",
        "La piscine est <b>fermée</b>.\nElle ouvre demain.",
        (said,),
        "piscine.horaires",
        0.9,
        (Choice("Tarif", "quel est le tarif ?"),),
        None,
        Understood("piscine", "horaires", moment, {"picsine": "piscine"}),
        (),
        f"after {question}",
    )


def emergency() -> Reply:
    """Return an emergency."""
    return Reply("r2", "emergency", "Appelez le 18. Ne dites pas 180.")


def fallback() -> Reply:
    """Return an honest refusal."""
    card = ContactCard(
        "Mairie", "1 place du Puits", "04 00 00 00 00", SITE, "unknown", None
    )
    return Reply("r3", "fallback", "Je ne sais pas.", contact=card, context="lost")


@dataclass(frozen=True)
class FakeBot:
    """Answers by the word that the question holds, and tells what it was asked."""

    base: Base
    asked: Asked

    def reply(self, question: str, context: str | None, now: datetime) -> Reply:
        """Answer with a fixed reply."""
        self.asked.append((question, context, now))
        if "panne" in question:
            raise RuntimeError("secret detail")
        if "feu" in question:
            return emergency()
        return answer(question, now) if "piscine" in question else fallback()

    def learning(self, overlay: Overlay) -> "FakeBot":
        """Learn nothing."""
        del overlay
        return self

    def announcing(self, notices: Sequence[Notice]) -> "FakeBot":
        """Announce what is to be announced."""
        return replace(self, base=replace(self.base, notices=tuple(notices)))

    def tell(self, entry: str, now: datetime) -> Answer:
        """Tell a fixed answer."""
        return answer(entry, now).answers[0]

    def explain(self, question: str, context: str | None, now: datetime) -> Explanation:
        """Explain nothing."""
        self.asked.append((question, context, now))
        return Explanation(question, (), None, None, (), "refuse", 0.0, ())

    def content(self, question: str) -> frozenset[str]:
        """Return the words."""
        return frozenset(question.split())


@pytest.fixture
def asked() -> Asked:
    """What the bot was asked."""
    return []


@pytest.fixture
def make_bot(asked: Asked) -> Callable[[str], Replier]:
    """Make the invented bot, of a base with this fingerprint."""

    def make(fingerprint: str) -> Replier:
        return FakeBot(replace(town_base(), fingerprint=fingerprint), asked)

    return make


@pytest.fixture
def bot(make_bot: Callable[[str], Replier]) -> Replier:
    """The invented bot."""
    return make_bot("f00d")


@pytest.fixture(scope="session")
def shared_files() -> Shared:
    """The files and the document of the pages, read once, as by a host of towns."""
    return Shared.read()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without rows, brought up to date."""
    path = tmp_path_factory.mktemp("empty") / "servicebot.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def journal(empty: Path, tmp_path: Path) -> Iterator[Journal]:
    """A journal of its own, that writes."""
    path = shutil.copy(empty, tmp_path)
    journal = Journal(f"sqlite:///{path}")
    journal.start()
    yield journal
    journal.close()


@pytest.fixture
def make_app(
    bot: Replier, tmp_path: Path, journal: Journal, shared_files: Shared
) -> Callable[..., Flask]:
    """Build an application with these settings, unlimited unless told."""

    def make(**changes: Any) -> Flask:  # noqa: ANN401 - as Settings
        options = {"rate_limit": None, "var": tmp_path / "var"} | changes
        additions = StoredAdditions(journal.engine, lambda: datetime.now(UTC))
        holder = BotHolder(tmp_path, lambda _: bot, additions)
        holder.load()
        return create_app(
            Settings(**options), bot_holder=holder, journal=journal, shared=shared_files
        )

    return make


@pytest.fixture
def client(make_app: Callable[..., Flask]) -> FlaskClient:
    """A client of an application that honours `at`."""
    return make_app(allow_at=True).test_client()


@pytest.fixture
def page_phrases() -> dict[str, Any]:
    """The sentences of the pages as they are shipped."""
    folder = Path(__file__).parents[2] / "knowledge"
    files = (folder / "phrases-page.yaml", folder / "phrases-legal.yaml")
    return {
        key: said
        for path in files
        for key, said in yaml.safe_load(path.read_text(encoding="utf-8")).items()
    }
