"""Tables in CSV or XLSX, read as rows of named cells."""

from collections.abc import Iterator
from pathlib import Path

from servicebot.imports.texts import csv_rows, read_text
from servicebot.imports.workbooks import Lines, workbook_lines

Cells = dict[str, str]


def table_header(path: Path) -> tuple[str, ...]:
    """Return the names of a table's columns."""
    return tuple(next((_names(cells) for _, cells in table_lines(path)), ()))


def table_rows(path: Path) -> Iterator[tuple[int, Cells]]:
    """Yield the line and the cells, by column name, of each row that is not empty."""
    lines = table_lines(path)
    names = next((_names(cells) for _, cells in lines), [])
    for line, cells in lines:
        row = {n: cell.strip() for n, cell in zip(names, cells, strict=False) if n}
        if any(row.values()):
            yield line, row


def table_lines(path: Path) -> Lines:
    """Yield the line number and the cells of each row, the header included."""
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        return workbook_lines(path)
    return csv_rows(read_text(path))


def _names(cells: list[str]) -> list[str]:
    return [cell.strip().lstrip("\ufeff") for cell in cells]
