"""Text files as they come: their encoding and their delimiter are found out."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from servicebot.errors import ImportFileError

MAX_BYTES = 50_000_000
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DELIMITERS = ";,\t|"


def read_text(path: Path) -> str:
    """Return a file's text: UTF-8, UTF-16 with its mark, else Windows' cp1252.

    ImportFileError where it cannot be read or is longer than 50 MB.
    """
    content = read_bytes(path)
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    try:
        return content.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes; ImportFileError where it cannot be read or is too long."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ImportFileError(f"{path} : plus de 50 Mo, ce n'est pas un tableau")
        return path.read_bytes()
    except OSError as error:
        raise ImportFileError(f"{path} : {error.strerror}") from error


def csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV text with the line that each one begins on (from 1)."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text))
    start = 1
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        message = f"ligne {start} : tableau CSV illisible ({error})"
        raise ImportFileError(message) from error


def delimiter(text: str) -> str:
    """Return what separates the cells of the first line, quoted cells left aside.

    >>> delimiter('id;"nom, prénom";adresse')
    ';'
    """
    header = text.lstrip("\ufeff").split("\n", 1)[0]
    bare = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=bare.count)
