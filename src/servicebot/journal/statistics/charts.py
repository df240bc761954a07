"""Charts as inline SVG, each with its text alternative and its table beside it.

They hold no style and no script, so that any page's content policy lets them through:
bars take the colour of the text around them.
"""

from collections.abc import Sequence
from html import escape

from servicebot.french.numbers import format_number

_WIDTH, _HEIGHT, _FOOT = 640, 180, 20
_MOST_LABELS = 12

Row = tuple[str, int]


def chart(title: str, rows: Sequence[Row], heads: tuple[str, str]) -> str:
    """Return a figure: columns in the order of the rows, and the table of the rows."""
    return (
        f'<figure class="chart"><figcaption>{escape(title)}</figcaption>'
        f"{_picture(title, rows)}"
        f"<details><summary>Les chiffres</summary>{table(title, rows, heads)}</details>"
        "</figure>"
    )


def table(title: str, rows: Sequence[Sequence[str | int]], heads: Sequence[str]) -> str:
    """Return a table with its caption; the first cell of a row is its heading."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(_table_row(row) for row in rows)
    return (
        f"<table><caption>{escape(title)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _table_row(row: Sequence[str | int]) -> str:
    first, *others = (_cell(value) for value in row)
    cells = "".join(f"<td>{cell}</td>" for cell in others)
    return f'<tr><th scope="row">{first}</th>{cells}</tr>'


def _cell(value: str | int) -> str:
    return escape(value) if isinstance(value, str) else format_number(value)


def _picture(title: str, rows: Sequence[Row]) -> str:
    highest = max((count for _, count in rows), default=0)
    width = _WIDTH / max(1, len(rows))
    columns = "".join(
        _column(at * width, width, name, count / highest if highest else 0, count)
        for at, (name, count) in enumerate(rows)
    )
    every = max(1, -(-len(rows) // _MOST_LABELS))
    labels = "".join(
        f'<text x="{(at + 0.5) * width:.1f}" y="{_HEIGHT + _FOOT - 5}" font-size="12"'
        f' text-anchor="middle" fill="currentColor">{escape(name)}</text>'
        for at, (name, _) in enumerate(rows)
        if at % every == 0
    )
    return (
        f'<svg viewBox="-16 0 {_WIDTH + 32} {_HEIGHT + _FOOT}" role="img">'
        f"<title>{escape(title)}</title><desc>{escape(_told(rows))}</desc>"
        f"{columns}{labels}</svg>"
    )


def _column(left: float, width: float, name: str, share: float, count: int) -> str:
    height = share * (_HEIGHT - 8)
    return (
        f'<rect x="{left + width * 0.1:.1f}" y="{_HEIGHT - height:.1f}"'
        f' width="{width * 0.8:.1f}" height="{height:.1f}" fill="currentColor">'
        f"<title>{escape(name)}\u202f: {format_number(count)}</title></rect>"
    )


def _told(rows: Sequence[Row]) -> str:
    """Return what the picture shows, in a sentence."""
    total = sum(count for _, count in rows)
    if not total:
        return "Aucune question."
    name, count = max(rows, key=lambda row: row[1])
    return (
        f"{format_number(total)} en tout, au plus {format_number(count)} ({name}). "
        "Le tableau donne tous les chiffres."
    )
