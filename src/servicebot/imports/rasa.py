"""Rasa's intents (`nlu.yml`) with their `responses`, of one file or several."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from servicebot.errors import ImportFileError
from servicebot.imports.texts import read_text
from servicebot.imports.values import (
    Format,
    ImportedQuestion,
    Outcome,
    Refusal,
    Request,
)
from servicebot.knowledge.yaml import Document, parse

THEME = "Questions fréquentes"
# « [demain]{"entity": "day"} » and « [demain](day:tomorrow) » are said « demain ».
_ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
_SLOT = re.compile(r"\{\w+\}")


@dataclass(slots=True)
class _Project:
    """What the files hold: examples by intent with their line, answers, rules."""

    examples: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)


def read_rasa(request: Request) -> Iterator[Outcome]:
    """Yield a question for each intent whose answer is one of the files' texts.

    The answer is the one of the rule that the intent starts, else `utter_<intent>`.
    """
    project = _Project()
    for path in request.paths:
        document = _document(path)
        request.advance(path.stat().st_size)
        _take_examples(project, document)
        _take_answers(project, document.data)
    for intent, (line, asks) in project.examples.items():
        yield _question(project, intent, line, asks)


def _document(path: Path) -> Document:
    document = parse(read_text(path).lstrip("\ufeff").encode(), path)
    if document.unreadable or not isinstance(document.data, dict):
        raise ImportFileError("\n".join(map(str, document.faults)) or f"{path} : vide")
    return document


def _take_examples(project: _Project, document: Document) -> None:
    rows = document.find(("nlu",))[1].children.values()
    for node in rows:
        row = node.data
        if isinstance(row, dict) and row.get("intent"):
            line = node.mark.line
            asks = [_plain(text) for text in _examples(row.get("examples"))]
            known = project.examples.setdefault(str(row["intent"]), (line, []))[1]
            known += filter(None, asks)


def _examples(raw: Any) -> list[str]:  # noqa: ANN401 - a block of « - » lines or a list
    if isinstance(raw, list):
        return [str(one.get("text") if isinstance(one, dict) else one) for one in raw]
    lines = (line.strip() for line in str(raw or "").splitlines())
    return [line.removeprefix("-") for line in lines if line.startswith("-")]


def _plain(text: str) -> str:
    return " ".join(_ENTITY.sub(r"\1", text).split())


def _take_answers(project: _Project, data: Any) -> None:  # noqa: ANN401 - any YAML
    responses = data.get("responses")
    for name, variants in responses.items() if isinstance(responses, dict) else ():
        texts = (row.get("text") for row in _dicts(variants))
        if found := next((text for text in texts if isinstance(text, str)), None):
            project.answers.setdefault(name, " ".join(found.split()))
    for rule in (*_dicts(data.get("rules")), *_dicts(data.get("stories"))):
        for first, second in pairwise(_dicts(rule.get("steps"))):
            if first.get("intent") and second.get("action"):
                project.rules.setdefault(str(first["intent"]), str(second["action"]))


def _dicts(rows: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any YAML
    listed = rows if isinstance(rows, list) else []
    return [row for row in listed if isinstance(row, dict)]


def _question(project: _Project, intent: str, line: int, asks: list[str]) -> Outcome:
    names = (project.rules.get(intent, ""), f"utter_{intent}")
    say = next((project.answers[name] for name in names if name in project.answers), "")
    if not say:
        return Refusal(
            line, f"aucune réponse « utter_{intent} » dans les fichiers", intent
        )
    if not asks:
        return Refusal(line, "intention sans exemple", intent)
    if slot := _SLOT.search(say):
        return Refusal(line, "réponse qui dépend d'une variable", slot[0])
    return ImportedQuestion(line, THEME, intent, say, tuple(dict.fromkeys(asks)))


RASA = Format("rasa", "Rasa, nlu.yml et ses réponses", read_rasa)
