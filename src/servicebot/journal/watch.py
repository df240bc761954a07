"""What ages or breaks in a base: the list that `servicebot watch` and the desk show."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Literal
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from sqlalchemy import Engine, select

from servicebot.evaluation.regression import Replier, TestRow, run_tests
from servicebot.french.typography import polish
from servicebot.journal.database import reading
from servicebot.journal.tables import ASKED
from servicebot.knowledge.base import Base, Entry
from servicebot.knowledge.checks import outdated

Topic = Literal["review", "source", "link", "never_asked", "phrasing", "test"]
TOPICS: Mapping[Topic, str] = {
    "review": "À relire",
    "source": "Source douteuse",
    "link": "Lien mort",
    "never_asked": "Jamais demandée",
    "phrasing": "Formulation perdue",
    "test": "Test qui échoue",
}
NEVER = timedelta(days=90)
"""How long nobody must have asked an entry for it to be listed."""

_DOUBTFUL = frozenset("CD")
_PATIENCE = 8
"""Seconds that a site may take to answer."""


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing to look at: the topic, the place in the base, and what is wrong."""

    topic: Topic
    where: str
    message: str


def watch(bot: Replier, engine: Engine | None, now: datetime) -> tuple[Concern, ...]:
    """Return all that needs no network; without a database, nothing is never asked."""
    return (
        *ageing(bot.base, engine, now),
        *lost_phrasings(bot, now),
        *failing(run_tests(bot, bot.base.tests, now).rows),
    )


def ageing(base: Base, engine: Engine | None, now: datetime) -> Iterator[Concern]:
    """Yield what is to be seen without asking the bot anything."""
    yield from _reviews(base, now.date())
    yield from _sources(base)
    if engine is not None:
        yield from _never_asked(base, asked_entries(engine, (now - NEVER).date()))


def lost_phrasings(bot: Replier, now: datetime) -> Iterator[Concern]:
    """Ask every phrasing of the base; yield those that do not find their entry."""
    for entry in bot.base.entries.values():
        for ask in entry.asks:
            reply = bot.reply(ask, None, now)
            if entry.id not in {reply.entry, *(a.entry for a in reply.answers)}:
                got = reply.entry or "aucune réponse"
                yield Concern("phrasing", entry.id, polish(f"« {ask} » : {got}"))


def failing(rows: Iterable[TestRow]) -> Iterator[Concern]:
    """Yield the tests that failed."""
    for row in rows:
        if row.why:
            yield Concern("test", row.question, polish(row.why))


def dead_links(
    base: Base, opens: Callable[[str], str | None] | None = None
) -> tuple[Concern, ...]:
    """Ask every site that the base links to; return those that do not answer.

    `opens` returns what is wrong with an address, None when it answers.
    """
    places: dict[str, str] = {}
    for where, url in _urls(base):
        places.setdefault(url, where)
    with ThreadPoolExecutor(8) as pool:
        faults = pool.map(opens or _fault_of, places)
        return tuple(
            Concern("link", where, polish(f"{url} : {fault}"))
            for (url, where), fault in zip(places.items(), faults, strict=True)
            if fault is not None
        )


def asked_entries(engine: Engine, since: date) -> frozenset[str]:
    """Return the entries that were given since a day."""
    chosen = select(ASKED.c.entry).where(ASKED.c.day >= since.isoformat()).distinct()
    with reading(engine) as connection:
        return frozenset(connection.scalars(chosen))


def _reviews(base: Base, today: date) -> Iterator[Concern]:
    for finding in outdated(base, today):
        yield Concern("review", finding.where, finding.message)


def _sources(base: Base) -> Iterator[Concern]:
    for entry in base.entries.values():
        doubts = list(_doubts(base, entry))
        if doubts:
            yield Concern("source", entry.id, polish(" ; ".join(doubts)))


def _doubts(base: Base, entry: Entry) -> Iterator[str]:
    if entry.caution:
        yield f"réserve : {entry.caution}"
    known = [base.sources[name] for name in entry.sources if name in base.sources]
    if known and all(source.reliability in _DOUBTFUL for source in known):
        titles = ", ".join(source.title for source in known)
        yield f"aucune source officielle ({titles})"


def _never_asked(base: Base, asked: frozenset[str]) -> Iterator[Concern]:
    days = NEVER.days
    for entry in base.entries.values():
        if entry.id not in asked:
            yield Concern("never_asked", entry.id, f"pas demandée depuis {days} jours")


def _urls(base: Base) -> Iterable[tuple[str, str]]:
    for name, source in base.sources.items():
        if source.url:
            yield f"sources.yaml ({name})", source.url
    for entry in base.entries.values():
        for link in entry.links:
            yield entry.id, link.url


def _fault_of(url: str) -> str | None:
    """Return what is wrong with an address; its head is asked for first."""
    if not url.startswith(("http://", "https://")):
        return None
    for method in ("HEAD", "GET"):
        asked = Request(url, method=method, headers={"User-Agent": "servicebot watch"})  # noqa: S310 - checked above
        try:
            with urlopen(asked, timeout=_PATIENCE):  # noqa: S310 - checked above
                return None
        except HTTPError as error:
            refuses_heads = error.code in (
                HTTPStatus.METHOD_NOT_ALLOWED,
                HTTPStatus.FORBIDDEN,
                HTTPStatus.NOT_IMPLEMENTED,
            )
            if method == "HEAD" and refuses_heads:
                continue
            return f"réponse {error.code}"
        except (URLError, OSError, ValueError):
            return "pas de réponse"
    return None
