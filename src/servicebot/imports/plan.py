"""An import as a whole: rows come in, are checked, and a plan says what changes."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from servicebot.errors import ImportFileError
from servicebot.french.numbers import format_number
from servicebot.french.text import tokens
from servicebot.imports.merging import Change, merge
from servicebot.imports.rows import Ready, prepare
from servicebot.imports.sources import Sources
from servicebot.imports.surroundings import Surroundings
from servicebot.imports.values import Omission, Outcome, Outside, Refusal
from servicebot.imports.yaml_files import yaml_text
from servicebot.knowledge.files import IMPORTED

MOST_ROWS = 5000
SOURCES_FILE = "sources-imported.yaml"
_HEAD = (
    "Écrit par « servicebot import ». Une ligne que vous modifiez à la main reste\n"
    "telle quelle aux imports suivants ; pour la rendre à l'import, supprimez-la."
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do: `texts` are the files that change, by name."""

    changes: tuple[Change, ...]
    refusals: tuple[Refusal, ...]
    omissions: tuple[Omission, ...]
    outside: int
    texts: Mapping[str, str]
    before: Mapping[str, str]

    def diff(self) -> str:
        """Return what changes in the files, as `diff -u` writes it."""
        parts: list[str] = []
        for name, text in self.texts.items():
            old = self.before.get(name, "").splitlines(keepends=True)
            new = text.splitlines(keepends=True)
            parts += difflib.unified_diff(old, new, f"a/{name}", f"b/{name}")
        return "".join(parts)


@dataclass(slots=True)
class _Intake:
    """What has come in so far."""

    ready: list[Ready] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    omissions: list[Omission] = field(default_factory=list)
    outside: int = 0
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    asked: dict[tuple[str, ...], tuple[str, int]] = field(default_factory=dict)

    def take(self, found: Ready | Refusal | Omission | Outside) -> None:
        """Sort what came in; a second row of the same identifier is refused."""
        match found:
            case Refusal():
                self.refusals.append(found)
            case Omission():
                self.omissions.append(found)
            case Outside():
                self.outside += 1
            case Ready():
                self._ready(found)

    def _ready(self, row: Ready) -> None:
        scope = row.heading.id if row.kind == "questions" else ""
        first = self.lines.setdefault((scope, row.id), row.line)
        if first != row.line:
            reason = f"même identifiant que la ligne {first}"
            self.refusals.append(Refusal(row.line, reason, row.id))
            return
        for text in row.data.get("ask", ()):
            owner = self.asked.setdefault(tokens(text), (row.id, row.line))
            if owner[1] != row.line:
                reason = f"même formulation qu'à la ligne {owner[1]}"
                self.refusals.append(Refusal(row.line, reason, text))
                return
        if len(self.ready) == MOST_ROWS:
            raise ImportFileError(
                f"plus de {format_number(MOST_ROWS)} lignes à importer : choisissez les"
                " communes avec --insee, ou découpez le fichier"
            )
        self.ready.append(row)


def plan_import(
    outcomes: Iterable[Outcome], folder: Path, around: Surroundings, sources: Sources
) -> Plan:
    """Return what would change in a folder; nothing is written."""
    intake = _Intake()
    for outcome in outcomes:
        if isinstance(outcome, Refusal | Omission | Outside):
            intake.take(outcome)
        else:
            for found in prepare(outcome, around, sources):
                intake.take(found)
    contents, changes = _merged(intake.ready, around)
    changes += tuple(_gone(intake, around))
    used = {str(row.data["source"]) for row in intake.ready}
    new = {key: data for key, data in sources.used.items() if key in used}
    texts, before = _texts(folder, contents, new)
    return Plan(
        changes=changes,
        refusals=tuple(sorted(intake.refusals)),
        omissions=tuple(sorted(intake.omissions)),
        outside=intake.outside,
        texts=texts,
        before=before,
    )


def _merged(
    ready: list[Ready], around: Surroundings
) -> tuple[dict[str, Any], tuple[Change, ...]]:
    sheets: dict[str, list[Ready]] = {}
    for row in ready:
        sheets.setdefault(row.heading.id, []).append(row)
    contents: dict[str, Any] = {}
    changes: list[Change] = []
    for key, rows in sheets.items():
        stored = around.imported.get(key)
        before: Any = None if stored is None else stored.document.data
        host = _head_of(key, around)
        merged = merge(before, rows[0].heading, rows, host)
        changes += merged.changes
        if merged.data != before:
            contents[f"{IMPORTED}{key}.yaml"] = merged.data
    return contents, tuple(changes)


def _gone(intake: _Intake, around: Surroundings) -> Iterator[Change]:
    """Yield the rows of the same sources that were imported once and came no more."""
    sources = {str(row.data["source"]) for row in intake.ready}
    seen = {(row.heading.id, row.id) for row in intake.ready}
    for key, sheet in around.imported.items():
        places = ((row.id, row.name, row) for row in sheet.value.places)
        questions = ((row.id, row.say, row) for row in sheet.value.questions)
        for name, title, row in (*places, *questions):
            if (key, name) not in seen and sources & set(row.source):
                yield Change("gone", key, name, title)


def _head_of(key: str, around: Surroundings) -> dict[str, Any]:
    host = around.hosts.get(key)
    if host is None:
        return {}
    value = host.value
    kind = "topic" if value.service is None else "service"
    named = {"name": value.name, "label": value.label}
    told = {} if value.summary is None else {"summary": value.summary}
    return {kind: key, **named, **told}


def _texts(
    folder: Path, contents: Mapping[str, Any], sources: Mapping[str, Any]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the texts of the files that change, and what they were before."""
    texts = {name: yaml_text(data, _HEAD) for name, data in contents.items()}
    names = [*texts, SOURCES_FILE]
    before = {
        name: (folder / name).read_text("utf-8")
        for name in names
        if (folder / name).is_file()
    }
    if texts and sources:
        declared = before.get(SOURCES_FILE, _sources_head())
        texts[SOURCES_FILE] = f"{declared.rstrip()}\n{yaml_text(dict(sources))}"
    return texts, before


def _sources_head() -> str:
    return "# Les sources des lignes importées ; complétez-les si vous en savez plus.\n"
