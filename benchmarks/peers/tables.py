"""The tables of a run in Markdown, and the bars that servicebot must reach."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sets import IntentSet


@dataclass(frozen=True, slots=True)
class Figures:
    """What one engine reached on one set; rates between 0 and 1."""

    top1: Mapping[str, float]
    top3: float
    macro_f1: float
    auroc: float | None
    far: float | None
    p50_us: float
    p99_us: float
    train_s: float
    peak_mb: float
    size_mb: float


Results = Mapping[str, Mapping[str, Figures | None]]


@dataclass(frozen=True, slots=True)
class Bar:
    """What servicebot must reach on a known set, as a least or a most."""

    where: str
    what: str
    of: Callable[[Figures], float | None]
    least: float = float("-inf")
    most: float = float("inf")


BARS = (
    Bar("covidfaq_fr", "top-1", lambda f: f.top1["clean"], least=0.90),
    Bar("covidfaq_fr", "top-1, typos", lambda f: f.top1["typo"], least=0.89),
    Bar("covidfaq_fr", "top-1, two an intent", lambda f: f.top1["few 2"], least=0.66),
    Bar("covidfaq_fr", "out-of-scope AUROC", lambda f: f.auroc, least=0.985),
    Bar("covidfaq_fr", "FAR at 5 % FRR", lambda f: f.far, most=0.04),
    Bar("home_assistant_fr", "out-of-scope AUROC", lambda f: f.auroc, least=0.985),
    Bar("home_assistant_fr", "FAR at 5 % FRR", lambda f: f.far, most=0.04),
    Bar("service_public_fr", "top-1", lambda f: f.top1["clean"], least=0.77),
    Bar("service_public_fr", "top-1, typos", lambda f: f.top1["typo"], least=0.75),
    Bar("service_public_fr", "out-of-scope AUROC", lambda f: f.auroc, least=0.985),
    Bar("service_public_fr", "FAR at 5 % FRR", lambda f: f.far, most=0.04),
    Bar("service_public_fr", "p50 µs", lambda f: f.p50_us, most=500),
    Bar("service_public_fr", "index, s", lambda f: f.train_s, most=5),
)
_INTRODUCTION = """\
# servicebot beside its peers

`scripts/bench DATA_DIR` made these tables in one run, a process for each engine. Sets
with several phrasings an intent are asked in five stratified folds (seed 0); those
with one title an intent are asked the wordings of their `dev.jsonl`. Noise is that of
`servicebot evaluate intents --noise`. With two and five phrasings an intent, two
draws a fold are averaged. AUROC and the false acceptance rate (FAR, at 5 % of false
refusals) are those of each engine's own score, in-scope lines against lines out of
scope. Times are of questions asked for the first time. Sizes are of an engine's
packages on the disk, without Python or node; peak memory is of its whole process. A
dash is what an engine was not asked, or did not finish in a quarter of an hour.

## How to read the figures

The comparison favours servicebot: the other engines run as their documentation
advises, untuned, while servicebot's weights were chosen on these very lines. Expect
less on sets that it has not seen.

- The blend of the classifier was chosen on covidfaq_fr by the mean of six ways to cut
  the folds. Seed 0 is the kindest of them: over the six, top-1 is 89.1 ± 1.0 % clean
  and 88.0 ± 1.1 % with typos, below the 90 % and 89 % that seed 0 reaches.
- The score of refusal was picked among 216 combinations of weights, on covidfaq_fr
  and home_assistant_fr together, against the same negatives that are counted here.
- The ranking of titles was picked among about a hundred settings on these 227 lines
  of service_public_fr, nearly all of them between 75 % and 77 %. One line is 0.44
  points, so what it has over its neighbours is chance; so is the bar of 77 %.
- The table of meanings was distilled from open administrative text, fiches of
  service-public.fr among it. The ranking of titles does not use it; the classifier
  does.

What each part brings on covidfaq_fr (six cuts, top-1 clean and with typos): the
classifier alone 88.3 and 87.7; with the nearest example by words 88.4 and 87.8; with
the nearest by meaning 89.3 and 88.2; with both, as shipped, 89.1 and 88.0. Between
the cuts the deviation is 1.0 to 1.3 points: beside the meaning, the nearest example
by words brings nothing that can be told from chance. Nothing was gained by other
n-grams, pairs of words, weights by class, unequal costs, or a polynomial kernel
beside the nearest.
"""
_HEADINGS = (
    "engine",
    "top-1",
    "top-3",
    "macro-F1",
    "typo",
    "sms",
    "2 an intent",
    "5 an intent",
    "AUROC",
    "FAR",
    "p50 µs",
    "p99 µs",
    "train s",
    "peak MB",
    "size MB",
)


def markdown(sets: Sequence[IntentSet], results: Results, machine: str) -> str:
    """Return the whole report."""
    parts = [_INTRODUCTION, f"Run on: {machine}.\n"]
    for found in sets:
        kind = "one title an intent" if found.one_shot else "five folds"
        parts.append(
            f"## {found.name}\n\n{found.texts} phrasings, {found.intents} intents,"
            f" {kind}.\n"
        )
        rows = [_row(name, row) for name, row in results[found.name].items()]
        parts.append(_table([_HEADINGS, *rows]) + "\n")
    bars = [_bar_row(bar, results) for bar in BARS if met(bar, results) is not None]
    if bars:
        rows = [("set", "figure", "bar", "reached", "met"), *bars]
        parts.append("## The bars of servicebot\n\n" + _table(rows) + "\n")
    return "\n".join(parts)


def met(bar: Bar, results: Results) -> bool | None:
    """Return whether a bar is met, or nothing where its set was not measured."""
    reached = _reached(bar, results)
    return None if reached is None else bar.least <= reached <= bar.most


def _reached(bar: Bar, results: Results) -> float | None:
    figures = results.get(bar.where, {}).get("servicebot")
    return None if figures is None else bar.of(figures)


def _bar_row(bar: Bar, results: Results) -> tuple[str, ...]:
    reached = _reached(bar, results) or 0.0
    low = bar.most == float("inf")
    limit = f"≥ {bar.least:g}" if low else f"≤ {bar.most:g}"
    shown = f"{reached:.4f}" if reached < 2 else f"{reached:.1f}"
    return (bar.where, bar.what, limit, shown, "yes" if met(bar, results) else "no")


def _row(name: str, figures: Figures | None) -> tuple[str, ...]:
    if figures is None:
        return (name, *["–"] * (len(_HEADINGS) - 1))
    top1 = figures.top1
    return (
        name,
        _percent(top1.get("clean")),
        _percent(figures.top3),
        _percent(figures.macro_f1),
        *(_percent(top1.get(key)) for key in ("typo", "sms", "few 2", "few 5")),
        "–" if figures.auroc is None else f"{figures.auroc:.3f}",
        _percent(figures.far),
        f"{figures.p50_us:.0f}",
        f"{figures.p99_us:.0f}",
        f"{figures.train_s:.2f}",
        f"{figures.peak_mb:.0f}",
        f"{figures.size_mb:.0f}",
    )


def _percent(rate: float | None) -> str:
    return "–" if rate is None else f"{100 * rate:.1f}"


def _table(rows: Sequence[Sequence[str]]) -> str:
    ruler = ["---", *["---:"] * (len(rows[0]) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], ruler, *rows[1:]))
