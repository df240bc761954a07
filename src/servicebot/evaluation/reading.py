"""Evaluation files: labelled phrasings and dialogues, with the line that is at fault.

Phrasings come as JSON lines (`text`, `intent`), CSV with a header of these two names,
or the `nlu.yml` of a Rasa project.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import yaml

from servicebot.errors import EvaluationError

T = TypeVar("T")
KINDS = frozenset("answer none social emergency clarify maybe".split())
_ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
_ITEM = re.compile(r"^\s*- ?")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One phrasing and the intent that it means (empty for a negative)."""

    text: str
    intent: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a dialogue and what its reply must be."""

    q: str
    kind: str
    must: tuple[re.Pattern[str], ...] = ()
    must_not: tuple[re.Pattern[str], ...] = ()
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One conversation, judged turn by turn."""

    id: str
    tags: tuple[str, ...]
    turns: tuple[Turn, ...]


def read_labelled(path: Path) -> tuple[Labelled, ...]:
    """Return the phrasings of a file, each of which has an intent."""
    found = []
    for line, text, intent in _texts(path):
        if not intent:
            raise _fault(path, line, "l'intention (« intent ») manque")
        found.append(Labelled(text, intent))
    return _some(path, found)


def read_texts(path: Path) -> tuple[str, ...]:
    """Return the texts of a file, whatever their intents."""
    return _some(path, [text for _, text, _ in _texts(path)])


def read_dialogues(path: Path) -> tuple[Dialogue, ...]:
    """Return the dialogues of a JSON-lines file."""
    return _some(path, [_dialogue(path, *row) for row in _json_lines(path)])


def read_questions(path: Path) -> tuple[str, ...]:
    """Return the questions of dialogues, of labelled phrasings, or of plain lines."""
    if path.suffix != ".jsonl":
        return read_texts(path) if path.suffix in _READERS else _plain_lines(path)
    rows = list(_json_lines(path))
    if any("turns" in row for _, row in rows):
        return tuple(turn.q for each in read_dialogues(path) for turn in each.turns)
    return read_texts(path)


def _some(path: Path, found: Sequence[T]) -> tuple[T, ...]:
    if not found:
        raise EvaluationError(f"{path} : rien à évaluer, le fichier est vide")
    return tuple(found)


def _fault(path: Path, line: int, message: str) -> EvaluationError:
    return EvaluationError(f"{path}:{line}: {message}")


def _content(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _fault(path, line, "ce n'est pas du texte en UTF-8") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise EvaluationError(f"{path} : fichier illisible ({reason})") from error


def _plain_lines(path: Path) -> tuple[str, ...]:
    lines = [line.strip() for line in _content(path).splitlines()]
    return _some(path, [line for line in lines if line])


def _texts(path: Path) -> Iterator[tuple[int, str, str]]:
    reader = _READERS.get(path.suffix)
    if reader is None:
        known = ", ".join(sorted(_READERS))
        raise EvaluationError(f"{path} : format inconnu ; sont lus {known}")
    return reader(path)


def _json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    # Only line feeds end a line: a JSON text may hold U+2028 as it is.
    for number, line in enumerate(_content(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise _fault(path, number, f"JSON illisible ({error})") from error
        if not isinstance(row, dict):
            raise _fault(path, number, "un objet JSON est attendu")
        yield number, row


def _of_json(path: Path) -> Iterator[tuple[int, str, str]]:
    for number, row in _json_lines(path):
        yield number, *_pair(path, number, row)


def _of_csv(path: Path) -> Iterator[tuple[int, str, str]]:
    rows = csv.DictReader(_content(path).splitlines())
    if "text" not in (rows.fieldnames or ()):
        raise _fault(path, 1, "l'en-tête doit nommer une colonne « text »")
    for row in rows:
        yield rows.line_num, *_pair(path, rows.line_num, row)


def _pair(path: Path, line: int, row: Mapping[str, Any]) -> tuple[str, str]:
    text, intent = row.get("text"), row.get("intent") or ""
    if not isinstance(text, str) or not text.strip():
        raise _fault(path, line, "le texte (« text ») manque")
    if not isinstance(intent, str):
        raise _fault(path, line, "l'intention (« intent ») doit être un texte")
    return text, intent


def _of_rasa(path: Path) -> Iterator[tuple[int, str, str]]:
    try:
        root = yaml.compose(_content(path), yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _fault(path, line, f"YAML illisible ({error.problem})") from error
    sections = _keys(root).get("nlu")
    if not isinstance(sections, yaml.SequenceNode):
        raise _fault(path, 1, "la liste « nlu » manque")
    for section in sections.value:
        keys = _keys(section)
        if "intent" in keys and "examples" in keys:
            yield from _rasa_examples(path, keys["intent"], keys["examples"])


def _rasa_examples(
    path: Path, intent: yaml.Node, examples: yaml.Node
) -> Iterator[tuple[int, str, str]]:
    if not isinstance(examples, yaml.ScalarNode):
        line = examples.start_mark.line + 1
        raise _fault(path, line, "« examples » doit être un bloc de texte (|)")
    first = examples.start_mark.line + 2
    for number, line in enumerate(examples.value.splitlines(), start=first):
        text = _ENTITY.sub(r"\1", _ITEM.sub("", line)).strip()
        if text:
            yield number, text, str(intent.value)


def _keys(node: yaml.Node | None) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value): value for key, value in node.value}


def _dialogue(path: Path, line: int, row: Mapping[str, Any]) -> Dialogue:
    turns = row.get("turns")
    if not isinstance(turns, list) or not turns:
        raise _fault(path, line, "la liste « turns » manque")
    return Dialogue(
        id=str(row.get("id", line)),
        tags=tuple(map(str, row.get("tags", ()))),
        turns=tuple(_turn(path, line, turn) for turn in turns),
    )


def _turn(path: Path, line: int, row: Any) -> Turn:  # noqa: ANN401 - any JSON
    if not isinstance(row, dict) or not isinstance(row.get("q"), str):
        raise _fault(path, line, "un tour sans question (« q »)")
    if row.get("kind") not in KINDS:
        known = ", ".join(sorted(KINDS))
        raise _fault(path, line, f"« kind » doit être l'un de {known}")
    try:
        return Turn(
            q=row["q"],
            kind=row["kind"],
            must=_patterns(row.get("must")),
            must_not=_patterns(row.get("must_not")),
            at=datetime.fromisoformat(row["at"]) if row.get("at") else None,
        )
    except re.error as error:
        raise _fault(path, line, f"expression régulière fautive ({error})") from error
    except (TypeError, ValueError) as error:
        raise _fault(path, line, f"tour illisible ({error})") from error


def _patterns(texts: Sequence[str] | None) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(text, re.DOTALL) for text in texts or ())


_READERS: Mapping[str, Callable[[Path], Iterator[tuple[int, str, str]]]] = {
    ".csv": _of_csv,
    ".json": _of_json,
    ".jsonl": _of_json,
    ".yaml": _of_rasa,
    ".yml": _of_rasa,
}
