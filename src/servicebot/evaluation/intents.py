"""How well are the intents of a set told apart, and the rest refused?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter, perf_counter_ns

from servicebot.errors import EvaluationError
from servicebot.evaluation.figures import (
    auroc,
    deviation,
    drawn,
    far_at,
    macro_f1,
    mean,
    percentile,
    stratified_folds,
)
from servicebot.evaluation.first_sight import forget_words
from servicebot.evaluation.noise import noisy
from servicebot.evaluation.reading import Labelled
from servicebot.understanding.guesses import Guess, IntentMatcher
from servicebot.understanding.intents import Part, learn

DRAWS = 10
"""How many times few phrasings an intent are drawn."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One text with the intent it means (None: none of them) and what was guessed."""

    text: str
    wanted: str | None
    guess: Guess
    microseconds: float


@dataclass(frozen=True, slots=True)
class IntentReport:
    """The figures of an intent set; rates between 0 and 1.

    `auroc`, `far` and `frr` are None without negatives; the deviations are those of the
    draws, None without any.
    """

    top1: float
    top3: float
    macro_f1: float
    auroc: float | None
    far: float | None
    frr: float | None
    p50_us: float
    p99_us: float
    train_s: float
    n: int
    top1_deviation: float | None = None
    top3_deviation: float | None = None
    macro_f1_deviation: float | None = None
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """How a set is tried: against a test file or in folds, clean or noisy, how many.

    `without` is what the matcher has to do without.
    """

    test: tuple[Labelled, ...] = ()
    folds: int = 0
    negatives: tuple[str, ...] = ()
    noise: str | None = None
    per_intent: int | None = None
    without: frozenset[Part] = frozenset()


@dataclass(frozen=True, slots=True)
class _Trial:
    asked: tuple[Asked, ...]
    train_s: float


def evaluate_intents(train: Sequence[Labelled], plan: Plan) -> IntentReport:
    """Train on a set and ask what it has not seen."""
    if not train:
        raise EvaluationError("rien à apprendre : le jeu d'entraînement est vide")
    draws = range(DRAWS if plan.per_intent else 1)
    runs = [list(_trials(train, plan, seed)) for seed in draws]
    if not any(each.wanted for run in runs for trial in run for each in trial.asked):
        raise EvaluationError("rien à évaluer : aucune phrase de test")
    return _summary([_report(run) for run in runs])


def _trials(train: Sequence[Labelled], plan: Plan, seed: int) -> Iterator[_Trial]:
    for learnt, tested in _splits(train, plan):
        if plan.per_intent:
            kept = drawn([each.intent for each in learnt], plan.per_intent, seed)
            learnt = [learnt[row] for row in kept]  # noqa: PLW2901 - fewer of the same
        yield _trial(learnt, tested, plan)


def _splits(
    train: Sequence[Labelled], plan: Plan
) -> Iterator[tuple[Sequence[Labelled], Sequence[Labelled]]]:
    if plan.test:
        yield train, plan.test
        return
    if not 2 <= plan.folds <= len(train):
        raise EvaluationError(
            f"{plan.folds} plis pour {len(train)} phrases : il en faut de 2 à autant"
            " que de phrases"
        )
    for fold in stratified_folds([each.intent for each in train], plan.folds):
        left_out = set(fold)
        kept = [each for row, each in enumerate(train) if row not in left_out]
        yield kept, [train[row] for row in fold]


def _trial(
    learnt: Sequence[Labelled], tested: Sequence[Labelled], plan: Plan
) -> _Trial:
    start = perf_counter()
    matcher = learn(((each.text, each.intent) for each in learnt), plan.without)
    train_s = perf_counter() - start
    lines: list[tuple[str, str | None]] = [(each.text, each.intent) for each in tested]
    lines += [(text, None) for text in plan.negatives]
    if plan.noise:
        lines = [(noisy(text, plan.noise), wanted) for text, wanted in lines]
    return _Trial(tuple(_ask(matcher, *line) for line in lines), train_s)


def _ask(matcher: IntentMatcher, text: str, wanted: str | None) -> Asked:
    """Ask one text at first sight, no word of it remembered."""
    forget_words()
    start = perf_counter_ns()
    guess = matcher.guess(text)
    return Asked(text, wanted, guess, (perf_counter_ns() - start) / 1000)


def _report(trials: Sequence[_Trial]) -> IntentReport:
    asked = tuple(each for trial in trials for each in trial.asked)
    inside = [each for each in asked if each.wanted is not None]
    wanted = [each.wanted or "" for each in inside]
    scores = [each.guess.sureness for each in inside]
    outside = [each.guess.sureness for each in asked if each.wanted is None]
    far, frr = far_at(scores, outside) or (None, None)
    times = [each.microseconds for each in asked]
    return IntentReport(
        top1=mean(
            [float(w == a.guess.best) for w, a in zip(wanted, inside, strict=True)]
        ),
        top3=mean(
            [
                float(w in a.guess.intents[:3])
                for w, a in zip(wanted, inside, strict=True)
            ]
        ),
        macro_f1=macro_f1(wanted, [each.guess.best for each in inside]),
        auroc=auroc(scores, outside),
        far=far,
        frr=frr,
        p50_us=percentile(times, 0.5),
        p99_us=percentile(times, 0.99),
        train_s=mean([trial.train_s for trial in trials]),
        n=len(inside),
        asked=asked,
    )


def _summary(reports: Sequence[IntentReport]) -> IntentReport:
    """Return the mean of the draws, with their deviation; one report as it is."""
    if len(reports) == 1:
        return reports[0]

    def average(values: Sequence[float | None]) -> float | None:
        known = [value for value in values if value is not None]
        return mean(known) if known else None

    return IntentReport(
        top1=mean([each.top1 for each in reports]),
        top3=mean([each.top3 for each in reports]),
        macro_f1=mean([each.macro_f1 for each in reports]),
        auroc=average([each.auroc for each in reports]),
        far=average([each.far for each in reports]),
        frr=average([each.frr for each in reports]),
        p50_us=mean([each.p50_us for each in reports]),
        p99_us=mean([each.p99_us for each in reports]),
        train_s=mean([each.train_s for each in reports]),
        n=reports[0].n,
        top1_deviation=deviation([each.top1 for each in reports]),
        top3_deviation=deviation([each.top3 for each in reports]),
        macro_f1_deviation=deviation([each.macro_f1 for each in reports]),
        asked=tuple(each for report in reports for each in report.asked),
    )
