from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from servicebot.errors import ImportFileError, SettingsError
from servicebot.imports import dila, dila_xml, texts, workbooks
from servicebot.imports.formats import detect
from servicebot.imports.tables import table_header, table_rows
from servicebot.imports.template import COLUMNS, TEMPLATE, write_template
from servicebot.imports.values import Request

ROW = "nom;ville\nCrèche d'Été;Alès\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_the_encoding_and_the_delimiter_are_found_out(
    tmp_path: Path, encoding: str, mark: str
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(ROW.replace(";", mark).replace("\n", "\r\n").encode(encoding))

    assert list(table_rows(path)) == [(2, {"nom": "Crèche d'Été", "ville": "Alès"})]


def test_the_line_of_a_row_is_that_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('a,b\n"deux\nlignes",1\n\n,\n4,5\n', "utf-8")

    assert [line for line, _ in table_rows(path)] == [2, 6]


def test_an_unreadable_table_says_where(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"a;b\n{'x' * 200_000};1\n", "utf-8")

    with pytest.raises(ImportFileError, match="ligne 2"):
        list(table_rows(path))


def test_a_file_that_is_too_long_is_no_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "MAX_BYTES", 3)
    path = tmp_path / "table.csv"
    path.write_text(ROW, "utf-8")

    with pytest.raises(ImportFileError, match="50 Mo"):
        table_header(path)


def test_workbooks_are_read_with_their_dates_and_numbers(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].append(["nom", "date", "code", "note", None])
    book.worksheets[0].append(["Gymnase", datetime(2026, 1, 2), 30100.0, None])  # noqa: DTZ001
    book.worksheets[0].append([None, datetime(2026, 1, 2, 8, 30), 0.5, "x"])  # noqa: DTZ001
    book.save(path)

    assert list(table_rows(path)) == [
        (2, {"nom": "Gymnase", "date": "2026-01-02", "code": "30100", "note": ""}),
        (3, {"nom": "", "date": "2026-01-02T08:30:00", "code": "0.5", "note": "x"}),
    ]


def test_the_template_is_read_in_both_forms_and_holds_nothing(tmp_path: Path) -> None:
    for path in write_template(tmp_path):
        request = Request((path,), frozenset(), lambda _: None)

        assert detect(path) is TEMPLATE
        assert table_header(path) == COLUMNS
        assert list(TEMPLATE.read(request)) == []


def test_a_template_that_was_filled_in_is_not_written_again(tmp_path: Path) -> None:
    table, book = write_template(tmp_path)
    table.write_text("rempli", "utf-8")
    book.write_bytes(b"rempli")

    write_template(tmp_path)

    assert (table.read_bytes(), book.read_bytes()) == (b"rempli", b"rempli")


def test_a_missing_library_is_named_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = Request((tmp_path / "x",), frozenset(), lambda _: None)
    monkeypatch.setattr(workbooks, "openpyxl", None)
    monkeypatch.setattr(dila, "ijson", None)
    monkeypatch.setattr(dila_xml, "defusedxml", None)

    for call in (
        lambda: list(workbooks.workbook_lines(tmp_path / "x.xlsx")),
        lambda: workbooks.write_workbook(tmp_path / "x.xlsx", []),
        lambda: list(dila.read_dila(request)),
        lambda: list(dila_xml.read_dila_xml(request)),
    ):
        with pytest.raises(SettingsError, match=r"servicebot\[imports\]"):
            call()
