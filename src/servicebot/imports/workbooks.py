"""XLSX workbooks, read and written by openpyxl, which is the extra `imports`."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from servicebot.errors import ImportFileError
from servicebot.imports.extras import missing

try:
    import openpyxl
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.utils.exceptions import InvalidFileException
    from openpyxl.worksheet.datavalidation import DataValidation
except ImportError:  # the extra is not installed: nothing else of servicebot needs it
    openpyxl = None  # type: ignore[assignment]

Lines = Iterator[tuple[int, list[str]]]


def workbook_lines(path: Path) -> Lines:
    """Yield the line number (from 1) and the cells of a workbook's first sheet."""
    if openpyxl is None:
        raise missing("openpyxl")
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError) as error:
        raise ImportFileError(f"{path} : classeur XLSX illisible") from error
    try:
        for line, row in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            yield line, [_written(value) for value in row]
    finally:
        book.close()


def write_workbook(
    path: Path,
    rows: Iterable[Sequence[str]],
    *,
    notes: int = 0,
    choices: Sequence[str] = (),
) -> None:
    """Write rows of texts, the first one as the header.

    The `notes` rows that follow it are in grey; `choices` are offered in column A.
    """
    if openpyxl is None:
        raise missing("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    width = 1
    for line, row in enumerate(rows, 1):
        width = max(width, len(row))
        for number, text in enumerate(row, 1):
            cell = sheet.cell(line, number)
            cell.value, cell.data_type = text, "s"  # « =… » stays text
    for number in range(1, width + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 24
        sheet.cell(1, number).font = Font(bold=True)
        for line in range(2, notes + 2):
            sheet.cell(line, number).font = Font(italic=True, color="808080")
    if choices:
        offered = DataValidation(type="list", formula1=f'"{",".join(choices)}"')
        offered.add(f"A{notes + 2}:A5000")
        sheet.add_data_validation(offered)
    sheet.freeze_panes = "A2"
    book.save(path)


def _written(value: Any) -> str:  # noqa: ANN401 - whatever a cell holds
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)
