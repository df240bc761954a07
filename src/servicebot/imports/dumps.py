"""The whole base in one file (CSV, XLSX or JSON), and back."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from servicebot.errors import ImportFileError, KnowledgeError
from servicebot.imports.cells import Cell, from_cells, guarded, to_cells, unguarded
from servicebot.imports.tables import table_header, table_lines
from servicebot.imports.texts import read_text
from servicebot.imports.workbooks import write_workbook
from servicebot.imports.yaml_files import yaml_text
from servicebot.knowledge.kinds import KINDS
from servicebot.knowledge.loader import read
from servicebot.knowledge.yaml import parse

HEADER = ("fichier", "cle", "type", "valeur")
_MARK = "servicebot-base"
_VERSION = 1

Files = Mapping[str, Any]
"""The content of each YAML file, by its name in the folder."""


@dataclass(frozen=True, slots=True)
class Restoration:
    """What a dump would change in a folder: the names of files, and the new texts.

    `different` files hold something else in the folder, whose comments would be lost.
    """

    added: tuple[str, ...]
    unchanged: tuple[str, ...]
    different: tuple[str, ...]
    texts: Mapping[str, str]


def read_folder(folder: Path) -> Files:
    """Return the content of every file of a folder; KnowledgeError if it has faults."""
    files = read(folder)
    if files.faults:
        raise KnowledgeError(files.faults)
    return {file.name: file.document.data for file in files.parsed}


def write_dump(path: Path, form: str, files: Files) -> None:
    """Write the content of a base into one file."""
    _WRITERS[form](path, files)


def is_dump(path: Path) -> bool:
    """Tell whether a file is a base that was dumped."""
    if path.suffix.lower() == ".json":
        with path.open(encoding="utf-8", errors="replace") as file:
            return f'"{_MARK}"' in file.read(200)
    is_table = path.suffix.lower() in {".csv", ".xlsx"}
    return is_table and table_header(path) == HEADER


def read_dump(path: Path) -> Files:
    """Return the content of each file of a dump; ImportFileError if it is damaged."""
    files = _from_json(path) if path.suffix.lower() == ".json" else _from_table(path)
    for name in files:
        if not _is_ours(name):
            raise ImportFileError(f"{path} : nom de fichier inattendu : « {name} »")
    return files


def plan_restoration(files: Files, folder: Path) -> Restoration:
    """Compare the content of a dump with a folder, which need not exist."""
    states = {name: _state(folder / name, data) for name, data in files.items()}
    return Restoration(
        added=tuple(n for n, state in states.items() if state == "added"),
        unchanged=tuple(n for n, state in states.items() if state == "unchanged"),
        different=tuple(n for n, state in states.items() if state == "different"),
        texts={
            name: yaml_text(files[name])
            for name, state in states.items()
            if state != "unchanged"
        },
    )


def _state(path: Path, data: Any) -> str:  # noqa: ANN401 - any YAML
    if not path.is_file():
        return "added"
    same = parse(path.read_bytes(), path).data == data
    return "unchanged" if same else "different"


def _is_ours(name: str) -> bool:
    """Tell whether a name is that of a knowledge file, and leads nowhere else."""
    path = PurePosixPath(name)
    plain = name == path.as_posix() and not path.is_absolute() and "\\" not in name
    patterns = [PurePosixPath(p) for kind in KINDS for p in kind.patterns]
    return plain and any(
        path.match(pattern.as_posix()) and len(path.parts) == len(pattern.parts)
        for pattern in patterns
    )


def _rows(files: Files) -> Iterator[tuple[str, ...]]:
    yield HEADER
    for name, data in files.items():
        for cell in to_cells(data):
            yield (name, cell.key, cell.type, guarded(cell.value))


def _to_csv(path: Path, files: Files) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(_rows(files))


def _to_xlsx(path: Path, files: Files) -> None:
    write_workbook(path, _rows(files))


def _to_json(path: Path, files: Files) -> None:
    data = {"format": _MARK, "version": _VERSION, "files": files}
    text = json.dumps(data, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def _from_json(path: Path) -> Files:
    try:
        files = json.loads(read_text(path))["files"]
    except (ValueError, KeyError, TypeError) as error:
        raise ImportFileError(f"{path} : base exportée illisible ({error})") from error
    if not isinstance(files, dict):
        raise ImportFileError(f"{path} : base exportée illisible")
    return files


def _from_table(path: Path) -> Files:
    cells: dict[str, list[Cell]] = {}
    for line, row in table_lines(path):
        if line > 1 and any(row):
            name, key, kind, value = (*row, "", "", "", "")[:4]
            cells.setdefault(name, []).append(Cell(key, kind, unguarded(value)))
    return {name: from_cells(found) for name, found in cells.items()}


_WRITERS: Mapping[str, Callable[[Path, Files], None]] = {
    "csv": _to_csv,
    "xlsx": _to_xlsx,
    "json": _to_json,
}
FORMS = tuple(_WRITERS)
