"""The questions that were not understood, those alike together, to be handled."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rapidfuzz import fuzz, process
from sqlalchemy import Connection, Engine, case, func, insert, literal, select

from servicebot.french.text import stem, tokens
from servicebot.journal.clock import millis
from servicebot.journal.database import reading, writing
from servicebot.journal.tables import FLAGS, HANDLED, MISSED

DAYS = 30
"""How many days back the inbox looks."""

MOST = 2000
COMPARED = 500
"""So many of the most asked are compared with each other."""

ALIKE = 84.0
"""How alike (0 to 100) the stems of two questions are to be one question."""

FLAGGED = "flagged"
_WEEK = timedelta(days=7)

Key = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Missed:
    """One way to ask, and how often it was asked in vain, by reason and by week."""

    folded: str
    question: str
    reasons: tuple[tuple[str, int], ...]
    count: int
    this_week: int
    last_week: int
    last: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions that are one question; the most asked one speaks for them."""

    members: tuple[Missed, ...]

    @property
    def head(self) -> Missed:
        """The most asked of them."""
        return self.members[0]

    @property
    def count(self) -> int:
        """How often they were asked."""
        return sum(one.count for one in self.members)

    @property
    def trend(self) -> int:
        """How much more often they were asked this week than the week before."""
        return sum(one.this_week - one.last_week for one in self.members)

    @property
    def reasons(self) -> dict[str, int]:
        """How often for which reason, the most frequent first."""
        total: Counter[str] = Counter()
        for one in self.members:
            total.update(dict(one.reasons))
        return dict(total.most_common())

    @property
    def last(self) -> str:
        """The last day on which one was asked (ISO)."""
        return max(one.last for one in self.members)


@dataclass(frozen=True, slots=True)
class Inbox:
    """The inbox of one town, in its database."""

    engine: Engine

    def clusters(self, today: date, key: Key | None = None) -> list[Cluster]:
        """Return what is to be handled, the most asked first; `key` as in `cluster`."""
        return cluster(self._missed(today), key)

    def flag(self, asked: tuple[str, str], author: str, now: datetime) -> None:
        """Mark a (masked question, folded question) for the editors."""
        question, folded = asked
        values = {"question": question, "folded": folded, "author": author}
        with writing(self.engine) as connection:
            connection.execute(insert(FLAGS).values(**values, at=millis(now)))
            connection.execute(HANDLED.delete().where(HANDLED.c.folded == folded))

    def handle(
        self, folded: Iterable[str], act: str, author: str, now: datetime
    ) -> None:
        """Take questions out of the inbox."""
        with writing(self.engine) as connection:
            wanted = set(folded)
            known = select(HANDLED.c.folded).where(HANDLED.c.folded.in_(wanted))
            new = wanted - set(connection.scalars(known))
            rows = [
                {"folded": one, "act": act, "author": author, "at": millis(now)}
                for one in sorted(new)
            ]
            if rows:
                connection.execute(insert(HANDLED), rows)

    def _missed(self, today: date) -> list[Missed]:
        with reading(self.engine) as connection:
            rows = [*_counted(connection, today), *_flagged(connection, today)]
        found: dict[str, list[Missed]] = {}
        for row in rows:
            found.setdefault(row.folded, []).append(row)
        merged = [_merged(same) for same in found.values()]
        return sorted(merged, key=lambda one: (-one.count, one.folded))


def cluster(missed: Sequence[Missed], key: Key | None = None) -> list[Cluster]:
    """Put questions together that say the same in nearly the same words.

    Those with the same stems are one; of the most asked, those nearly alike join the
    more frequent one. `key` gives the stems of a question better than its letters do:
    spelled right, synonyms resolved; it is asked of the most asked ones only.
    """
    same: dict[str, list[Missed]] = {}
    for number, one in enumerate(missed):
        is_worth = key is not None and number < COMPARED
        stems = key(one.question) if key and is_worth else ""
        same.setdefault(stems or _stems(one.folded), []).append(one)
    groups = sorted(same.items(), key=lambda item: -sum(one.count for one in item[1]))
    heads = [key for key, _ in groups[:COMPARED]]
    alike = process.cdist(heads, heads, scorer=fuzz.token_sort_ratio)
    taken: dict[int, list[Missed]] = {}
    for number, (_, members) in enumerate(groups):
        row = alike[number] if number < len(heads) else ()
        into = next((at for at in taken if at < len(row) and row[at] >= ALIKE), number)
        taken.setdefault(into, []).extend(members)
    clusters = [
        Cluster(tuple(sorted(members, key=lambda one: (-one.count, one.folded))))
        for members in taken.values()
    ]
    return sorted(clusters, key=lambda c: (-c.count, c.head.folded))


def _stems(folded: str) -> str:
    return " ".join(sorted({stem(token) for token in tokens(folded)}))


def _counted(connection: Connection, today: date) -> Iterator[Missed]:
    week, fortnight = today - _WEEK, today - 2 * _WEEK
    day, n = MISSED.c.day, MISSED.c.n
    in_week = day > week.isoformat()
    before = (day > fortnight.isoformat()) & ~in_week
    counts = (
        select(
            MISSED.c.folded,
            MISSED.c.reason,
            func.sum(n).label("times"),
            func.sum(case((in_week, n), else_=0)).label("this_week"),
            func.sum(case((before, n), else_=0)).label("last_week"),
            func.max(day).label("last"),
        )
        .where(day > (today - timedelta(days=DAYS)).isoformat())
        .where(MISSED.c.folded.not_in(select(HANDLED.c.folded)))
        .group_by(MISSED.c.folded, MISSED.c.reason)
        .having(func.sum(n) > 0)
        .order_by(func.sum(n).desc(), MISSED.c.folded)
        .limit(MOST)
        .subquery()
    )
    is_last = (
        (MISSED.c.day == counts.c.last)
        & (MISSED.c.reason == counts.c.reason)
        & (MISSED.c.folded == counts.c.folded)
    )
    query = select(counts, MISSED.c.question).join(MISSED, is_last)
    for row in connection.execute(query):
        yield Missed(
            folded=row.folded,
            question=row.question,
            reasons=((row.reason, int(row.times)),),
            count=int(row.times),
            this_week=int(row.this_week),
            last_week=int(row.last_week),
            last=row.last,
        )


def _flagged(connection: Connection, today: date) -> Iterator[Missed]:
    day = today.isoformat()
    n = func.count()
    query = (
        select(FLAGS.c.folded, func.max(FLAGS.c.question), n, literal(day))
        .where(FLAGS.c.folded.not_in(select(HANDLED.c.folded)))
        .group_by(FLAGS.c.folded)
        .limit(MOST)
    )
    for folded, question, count, last in connection.execute(query):
        yield Missed(folded, question, ((FLAGGED, count),), count, count, 0, last)


def _merged(same: Sequence[Missed]) -> Missed:
    """Return one way to ask with all its reasons."""
    return Missed(
        folded=same[0].folded,
        question=same[0].question,
        reasons=tuple(pair for one in same for pair in one.reasons),
        count=sum(one.count for one in same),
        this_week=sum(one.this_week for one in same),
        last_week=sum(one.last_week for one in same),
        last=max(one.last for one in same),
    )
