"""Every report in three forms: a text table, JSON values, pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servicebot.evaluation.calibration import CalibrationReport
from servicebot.evaluation.confusions import Confusion, ConfusionReport
from servicebot.evaluation.dialogues import DialogueReport, JudgedTurn
from servicebot.evaluation.intents import Asked, IntentReport
from servicebot.evaluation.pictures import (
    Series,
    histogram,
    ranked_bars,
    reliability_curve,
)
from servicebot.evaluation.speed import SpeedReport

MOST = 20
RATES = ("top1", "top3", "macro_f1", "auroc", "far", "frr")
_SPEED_NAMES = {
    "understand": "comprendre et décider",
    "compose": "composer",
    "reply": "réponse entière",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A report as the doors show it."""

    title: str
    table: str
    values: Mapping[str, object]
    pictures: tuple[str, ...] = ()


_FAULTS = (
    "dans le sujet, mal répondu",
    "dans le sujet, non répondu",
    "hors sujet, répondu",
)


def show_dialogues(report: DialogueReport) -> Shown:
    """Show judged dialogues, with every turn that is wrong."""
    rates = {
        "answered_wrongly": report.answered_wrongly,
        "not_answered": report.not_answered,
        "answered_out_of_scope": report.answered_out_of_scope,
    }
    rows = [(g.group, f"{g.right}/{g.total}", percent(g.rate)) for g in report.groups]
    rows += [
        (name, "", percent(rate))
        for name, rate in zip(_FAULTS, rates.values(), strict=True)
    ]
    wrong = [turn for turn in report.turns if not turn.right]
    lines = [_wrong_line(turn) for turn in wrong]
    return Shown(
        title="Dialogues",
        table="\n".join([columns(rows), *lines]),
        values={
            "n": len(report.turns),
            "right": sum(turn.right for turn in report.turns) / len(report.turns),
            **rates,
            "groups": {
                g.group: {"right": g.right, "n": g.total} for g in report.groups
            },
            "wrong": [_wrong_row(turn) for turn in wrong],
        },
        pictures=(
            histogram(
                "Confiance selon l'issue",
                [
                    _confidences("juste", report, right=True),
                    _confidences("faux", report, right=False),
                ],
            ),
        ),
    )


def _wrong_line(turn: JudgedTurn) -> str:
    entry = f" ({turn.entry})" if turn.entry else ""
    return (
        f"{turn.dialogue}.{turn.number}  {turn.question[:90]}"
        f"  → {turn.got}{entry}, attendu {turn.wanted}"
    )


def _wrong_row(turn: JudgedTurn) -> dict[str, object]:
    asked = {"id": turn.dialogue, "turn": turn.number, "q": turn.question}
    got = {"got": turn.got, "entry": turn.entry, "text": turn.text}
    return {**asked, "want": turn.wanted, **got}


def _confidences(name: str, report: DialogueReport, *, right: bool) -> Series:
    values = [turn.confidence for turn in report.turns if turn.right is right]
    return Series(name, tuple(values))


def show_intents(report: IntentReport) -> Shown:
    """Show the figures of an intent set."""
    values = {key: getattr(report, key) for key in RATES}
    values |= {key: getattr(report, key) for key in ("p50_us", "p99_us")}
    values |= {"train_s": report.train_s, "n": report.n}
    spreads = {key: getattr(report, f"{key}_deviation") for key in RATES[:3]}
    if report.top1_deviation is not None:
        values |= {f"{key}_deviation": spread for key, spread in spreads.items()}
    rows = [
        (key, "–" if values[key] is None else percent(values[key], spreads.get(key)))
        for key in RATES
    ]
    rows += [("p50_us", f"{report.p50_us:.0f}"), ("p99_us", f"{report.p99_us:.0f}")]
    rows += [("train_s", f"{report.train_s:.2f}"), ("n", str(report.n))]
    kinds = ("juste", "faux", "hors sujet")
    series = [
        Series(kind, tuple(a.guess.sureness for a in report.asked if _kind(a) == kind))
        for kind in kinds
    ]
    pairs: dict[str, int] = {}
    for each in report.asked:
        if _kind(each) == "faux":
            name = f"{each.wanted} → {each.guess.best}"
            pairs[name] = pairs.get(name, 0) + 1
    most = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
    return Shown(
        title="Intentions",
        table=columns(rows),
        values=values,
        pictures=(
            histogram("Scores justes, faux, hors sujet", series),
            ranked_bars("Intentions confondues", most),
        ),
    )


def _kind(asked: Asked) -> str:
    if asked.wanted is None:
        return "hors sujet"
    return "juste" if asked.guess.best == asked.wanted else "faux"


def show_speed(report: SpeedReport) -> Shown:
    """Show the microseconds of each part."""
    rows = [("", "p50 µs", "p99 µs")]
    rows += [
        (_SPEED_NAMES[p.name], f"{p.p50_us:.0f}", f"{p.p99_us:.0f}")
        for p in report.parts
    ]
    parts = {p.name: {"p50_us": p.p50_us, "p99_us": p.p99_us} for p in report.parts}
    table = columns([*rows, ("questions", str(report.n), "")])
    return Shown("Vitesse", table, {"n": report.n, **parts})


def show_calibration(reports: Mapping[str, CalibrationReport]) -> Shown:
    """Show the reliability of each set of judged questions."""
    blocks = []
    for name, report in reports.items():
        rows = [("confiance", "questions", "annoncé", "juste")]
        rows += [
            (
                f"{band.low:.1f}–{band.high:.1f}",
                str(band.count),
                percent(band.confidence),
                percent(band.right),
            )
            for band in report.bins
        ]
        error = f"erreur de calibration : {report.ece:.3f} ({report.n} questions)"
        blocks.append(f"{name}\n{columns(rows)}\n{error}")
    return Shown(
        title="Calibration",
        table="\n\n".join(blocks),
        values={name: _calibration_values(each) for name, each in reports.items()},
        pictures=tuple(reliability_curve(n, each.bins) for n, each in reports.items()),
    )


def _calibration_values(report: CalibrationReport) -> dict[str, object]:
    bins = [
        {"low": b.low, "high": b.high, "n": b.count}
        | {"confidence": b.confidence, "right": b.right}
        for b in report.bins
    ]
    return {"ece": report.ece, "n": report.n, "bins": bins}


def show_confusions(report: ConfusionReport) -> Shown:
    """Show the entries most often confused, with the phrasings that cause it."""
    most = report.confusions[:MOST]
    right = percent(report.right / report.n) if report.n else "–"
    lines = [f"formulations reconnues : {report.right}/{report.n} ({right})"]
    for each in most:
        lines += ["", f"{len(each.texts)} × {_pair(each)}"]
        lines += [f"    {text}" for text in each.texts]
    return Shown(
        title="Confusions",
        table="\n".join(lines),
        values={
            "n": report.n,
            "right": report.right,
            "confusions": [
                {"entry": e.entry, "got": e.got, "texts": list(e.texts)}
                for e in report.confusions
            ],
        },
        pictures=(
            ranked_bars("Fiches confondues", [(_pair(e), len(e.texts)) for e in most]),
        ),
    )


def _pair(confusion: Confusion) -> str:
    return f"{confusion.entry or '(hors sujet)'} → {confusion.got}"


def percent(rate: float, spread: float | None = None) -> str:
    """Return a rate in percent, with its deviation when it has one."""
    shown = f"{100 * rate:.1f} %"
    return f"{shown} ± {100 * spread:.1f}" if spread is not None else shown


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Align rows: the first column to the left, the others to the right."""
    widths = [
        max(len(row[at]) for row in rows if at < len(row))
        for at in range(max(map(len, rows)))
    ]
    lines = []
    for row in rows:
        first, *rest = row
        cells = [first.ljust(widths[0])]
        cells += [c.rjust(w) for c, w in zip(rest, widths[1:], strict=False)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
