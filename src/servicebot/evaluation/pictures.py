"""Pictures of figures in plain SVG, and the page that holds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from servicebot.evaluation.figures import Bin

SIZE = 320
MARGIN = 36
BANDS = 20
COLOURS = ("#1b6e3c", "#b3261e", "#5b6472")
_PAGE = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 16px/1.5 sans-serif; max-width: 60rem }}
body {{ margin: 2rem auto; padding: 0 1rem }}
pre {{ overflow-x: auto }} svg {{ max-width: 100%; height: auto }}
text {{ font: 12px sans-serif; fill: #222 }}
</style></head><body><h1>{title}</h1>
{body}
</body></html>
"""


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one kind in a histogram."""

    name: str
    values: tuple[float, ...]


def page(title: str, table: str, pictures: Sequence[str]) -> str:
    """Return a whole HTML page: a text table and pictures."""
    parts = [f"<pre>{escape(table)}</pre>", *pictures]
    return _PAGE.format(title=escape(title), body="\n".join(parts))


def reliability_curve(title: str, bins: Sequence[Bin]) -> str:
    """Draw how often each band of confidence is right; the diagonal is the ideal."""
    points = [(_across(band.confidence), _up(band.right), band) for band in bins]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{COLOURS[0]}">'
        f"<title>{band.count} questions, {100 * band.right:.0f} % justes</title>"
        "</circle>"
        for x, y, band in points
    )
    ideal = (
        f'<line x1="{_across(0)}" y1="{_up(0)}" x2="{_across(1)}" y2="{_up(1)}"'
        f' stroke="{COLOURS[2]}" stroke-dasharray="4 4"/>'
    )
    curve = f'<polyline points="{line}" fill="none" stroke="{COLOURS[0]}"/>'
    return _figure(title, ideal + curve + dots, ("0", "confiance", "1"))


def histogram(title: str, series: Sequence[Series]) -> str:
    """Draw the distribution of each series over the range of all values."""
    values = [value for each in series for value in each.values]
    if not values:
        return ""
    low, high = min(values), max(values)
    marks = "".join(
        _bars(_shares(each.values, low, high), COLOURS[at % len(COLOURS)])
        for at, each in enumerate(series)
    )
    legend = "".join(
        f'<text x="{MARGIN + 8}" y="{MARGIN + 14 + 16 * at}"'
        f' style="fill:{COLOURS[at % len(COLOURS)]}">'
        f"{escape(each.name)} ({len(each.values)})</text>"
        for at, each in enumerate(series)
    )
    return _figure(title, marks + legend, (f"{low:.2f}", "score", f"{high:.2f}"))


def ranked_bars(title: str, rows: Sequence[tuple[str, int]]) -> str:
    """Draw named counts as bars, one below the other."""
    highest = max((count for _, count in rows), default=1)
    marks = "".join(
        f'<rect x="360" y="{24 * at + 4}" width="{240 * count / highest:.0f}"'
        f' height="16" fill="{COLOURS[1]}"/>'
        f'<text x="352" y="{24 * at + 16}" text-anchor="end">{escape(name)}</text>'
        f'<text x="{366 + 240 * count / highest:.0f}" y="{24 * at + 16}">{count}</text>'
        for at, (name, count) in enumerate(rows)
    )
    return _svg(title, 640, 24 * len(rows) + 8, marks)


def _shares(values: Sequence[float], low: float, high: float) -> list[float]:
    counts = [0] * BANDS
    width = (high - low) / BANDS or 1.0
    for value in values:
        counts[min(int((value - low) / width), BANDS - 1)] += 1
    return [count / (len(values) or 1) for count in counts]


def _bars(shares: Sequence[float], colour: str) -> str:
    width = (SIZE - 2 * MARGIN) / BANDS
    highest = max(shares, default=0.0) or 1.0
    return "".join(
        f'<rect x="{MARGIN + at * width:.1f}" y="{_up(share / highest):.1f}"'
        f' width="{width:.1f}" height="{_up(0) - _up(share / highest):.1f}"'
        f' fill="{colour}" fill-opacity="0.45"/>'
        for at, share in enumerate(shares)
        if share
    )


def _across(share: float) -> float:
    return MARGIN + share * (SIZE - 2 * MARGIN)


def _up(share: float) -> float:
    return SIZE - MARGIN - share * (SIZE - 2 * MARGIN)


def _figure(title: str, marks: str, below: tuple[str, str, str]) -> str:
    frame = (
        f'<rect x="{MARGIN}" y="{MARGIN}" width="{SIZE - 2 * MARGIN}"'
        f' height="{SIZE - 2 * MARGIN}" fill="none" stroke="#999"/>'
    )
    places = ((MARGIN, "start"), (SIZE / 2, "middle"), (SIZE - MARGIN, "end"))
    labels = "".join(
        f'<text x="{x}" y="{SIZE - MARGIN + 18}" text-anchor="{anchor}">{text}</text>'
        for (x, anchor), text in zip(places, below, strict=True)
    )
    return _svg(title, SIZE, SIZE, frame + marks + labels)


def _svg(title: str, width: int, height: int, marks: str) -> str:
    return (
        f"<h2>{escape(title)}</h2>"
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" role="img"'
        f' aria-label="{escape(title)}">{marks}</svg>'
    )
