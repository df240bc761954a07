"""Lines over logarithmic axes, as plain SVG."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from servicebot.evaluation.pictures import COLOURS

_WIDTH, _HEIGHT, _MARGIN = 640, 360, 64


@dataclass(frozen=True, slots=True)
class Line:
    """Points of one kind, in the order of their first number; all are above zero."""

    name: str
    points: tuple[tuple[float, float], ...]


def growth_plot(title: str, across: str, lines: Sequence[Line]) -> str:
    """Draw lines over two logarithmic axes, named in the corner."""
    xs = [x for line in lines for x, _ in line.points]
    ys = [y for line in lines for _, y in line.points]
    frame = _Frame(_decades(xs), _decades(ys))
    marks = frame.grid()
    for at, line in enumerate(lines):
        colour = COLOURS[at % len(COLOURS)]
        places = [(frame.x(x), frame.y(y)) for x, y in line.points]
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        marks += f'<polyline points="{way}" fill="none" stroke="{colour}"/>'
        marks += "".join(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}">'
            f"<title>{value:.4g}</title></circle>"
            for (x, y), (_, value) in zip(places, line.points, strict=True)
        )
        marks += _text(_MARGIN + 8, _MARGIN + 16 + 18 * at, line.name, "start", colour)
    marks += _text(_WIDTH / 2, _HEIGHT - 12, across, "middle", "#222")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
        f' width="{_WIDTH}" height="{_HEIGHT}" role="img" font-family="sans-serif"'
        f' font-size="12"><title>{escape(title)}</title>'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>{marks}</svg>\n'
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    across: tuple[int, int]
    up: tuple[int, int]

    def x(self, value: float) -> float:
        low, high = self.across
        share = (math.log10(value) - low) / (high - low)
        return _MARGIN + share * (_WIDTH - 2 * _MARGIN)

    def y(self, value: float) -> float:
        low, high = self.up
        share = (math.log10(value) - low) / (high - low)
        return _HEIGHT - _MARGIN - share * (_HEIGHT - 2 * _MARGIN)

    def grid(self) -> str:
        """Draw a line at each power of ten."""
        marks = ""
        for power in range(self.across[0], self.across[1] + 1):
            x = self.x(10**power)
            marks += _rule(x, _MARGIN, x, _HEIGHT - _MARGIN)
            marks += _text(x, _HEIGHT - _MARGIN + 18, f"{10**power:,}", "middle")
        for power in range(self.up[0], self.up[1] + 1):
            y = self.y(10**power)
            marks += _rule(_MARGIN, y, _WIDTH - _MARGIN, y)
            marks += _text(_MARGIN - 6, y + 4, f"{10**power:,}", "end")
        return marks


def _decades(values: Sequence[float]) -> tuple[int, int]:
    logs = [math.log10(value) for value in values]
    low, high = math.floor(min(logs)), math.ceil(max(logs))
    return low, max(high, low + 1)


def _rule(x: float, y: float, x2: float, y2: float) -> str:
    return (
        f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#ddd"/>'
    )


def _text(x: float, y: float, text: str, anchor: str, colour: str = "#555") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">'
        f"{escape(text)}</text>"
    )
