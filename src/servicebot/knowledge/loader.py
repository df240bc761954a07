"""A knowledge folder becomes a base, or every fault of every file in one error."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from servicebot.errors import Fault, KnowledgeError
from servicebot.french.typography import polish
from servicebot.knowledge.base import Base
from servicebot.knowledge.blanks import MARK, blanks
from servicebot.knowledge.compile import compile_base, compile_sheets, names_of
from servicebot.knowledge.files import Files, Parsed
from servicebot.knowledge.kinds import KINDS, Kind
from servicebot.knowledge.messages import suggestion
from servicebot.knowledge.overlay import Overlay, overlaid
from servicebot.knowledge.references import references
from servicebot.knowledge.validation import validate
from servicebot.knowledge.yaml import MAX_BYTES, parse

_FOLDERS = ("services", "topics", "imported", "tests")
_Hash = Any  # hashlib's objects have no public type


def load(folder: Path) -> Base:
    """Return the base of a folder; KnowledgeError lists all faults of all files."""
    files = read(folder)
    compilation = compile_sheets(files)
    names = names_of(files, compilation)
    faults = (*files.faults, *compilation.faults, *references(files, names))
    town, lexicon = files.town, files.lexicon
    if faults or town is None or lexicon is None:
        raise KnowledgeError([_polished(fault) for fault in dict.fromkeys(faults)])
    base = compile_base(files, compilation, town.value, lexicon.value)
    return overlaid(base, Overlay())


def read(folder: Path) -> Files:
    """Return every file of a folder, read and validated one by one."""
    if not folder.is_dir():
        fault = Fault(folder, 1, 1, "ce dossier de connaissances n'existe pas")
        return Files(folder, "", (), (fault,), frozenset(kind.name for kind in KINDS))
    digest = hashlib.sha256()
    parsed: list[Parsed[Any]] = []
    faults = list(_strays(folder))
    broken = set()
    for kind in KINDS:
        found = [_file(folder, path, kind, digest) for path in _paths(folder, kind)]
        valid = [file for file in found if isinstance(file, Parsed)]
        wrong = [fault for file in found if isinstance(file, tuple) for fault in file]
        wrong += _absent(folder, kind)
        parsed += valid
        faults += wrong
        if wrong:
            broken.add(kind.name)
    return Files(
        folder, digest.hexdigest(), tuple(parsed), tuple(faults), frozenset(broken)
    )


def _paths(folder: Path, kind: Kind) -> list[Path]:
    found = (path for one in kind.patterns for path in sorted(folder.glob(one)))
    return [path for path in found if not path.name.startswith(".")]


def _absent(folder: Path, kind: Kind) -> Iterator[Fault]:
    path = folder / kind.patterns[0]
    if kind.required and path not in _paths(folder, kind):
        yield Fault(path, 1, 1, "il manque ce fichier")


def _file(
    folder: Path, path: Path, kind: Kind, digest: _Hash
) -> Parsed[Any] | tuple[Fault, ...]:
    """Return a valid file, or its faults."""
    name = path.relative_to(folder).as_posix()
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError:
        return (Fault(path, 1, 1, "fichier illisible : vérifiez ses droits d'accès"),)
    digest.update(f"{name}\0{len(content)}\0".encode() + content)
    document = parse(content, path)
    if document.unreadable:
        return document.faults
    if MARK.search(content) and (unfinished := blanks(document)):
        return (*document.faults, *unfinished)
    value, faults = validate(document, kind)
    faults = (*document.faults, *faults)
    return faults or Parsed(name, kind, document, value)


def _strays(folder: Path) -> Iterator[Fault]:
    """Yield a fault for each YAML file that would be silently left out."""
    known = {path for kind in KINDS for path in _paths(folder, kind)}
    usual = [kind.patterns[0] for kind in KINDS if "/" not in kind.patterns[0]]
    for place in (folder, *(folder / name for name in _FOLDERS)):
        for path in sorted((*place.glob("*.yaml"), *place.glob("*.yml"))):
            if path in known or path.name.startswith("."):
                continue
            if path.suffix == ".yml":
                message = "ce fichier n'est pas lu : renommez-le en .yaml"
            else:
                near = suggestion(path.name, usual)
                message = f"ce fichier n'est pas lu : son nom est inconnu{near}"
            yield Fault(path, 1, 1, message)


def _polished(fault: Fault) -> Fault:
    return replace(fault, message=polish(fault.message))
