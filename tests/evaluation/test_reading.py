from collections.abc import Callable
from pathlib import Path

import pytest

from servicebot.errors import EvaluationError
from servicebot.evaluation.reading import (
    Labelled,
    read_dialogues,
    read_labelled,
    read_questions,
    read_texts,
)

Write = Callable[[str, str], Path]
RASA = """version: "3.1"
nlu:
- intent: horaires
  examples: |
    - quand ouvre la [piscine](lieu)
    - la [médiathèque]{"entity": "lieu"} ferme à quelle heure
- synonym: piscine
  examples: |
    - bassin
- intent: saluer
  examples: |
    - bonjour
"""
TURN = '{"q": "combien", "kind": "answer", "must": ["28"]}'


def test_json_lines_and_csv_say_the_same(write: Write) -> None:
    as_json = write("a.jsonl", '{"text": "où, ici", "intent": "lieu"}\n\n')
    as_csv = write("a.csv", 'text,intent\n"où, ici",lieu\n')

    assert read_labelled(as_json) == (Labelled("où, ici", "lieu"),)
    assert read_labelled(as_csv) == read_labelled(as_json)


def test_rasa_s_examples_are_read_without_their_entities(write: Write) -> None:
    found = read_labelled(write("nlu.yml", RASA))

    assert found == (
        Labelled("quand ouvre la piscine", "horaires"),
        Labelled("la médiathèque ferme à quelle heure", "horaires"),
        Labelled("bonjour", "saluer"),
    )


def test_negatives_need_no_intent(write: Write) -> None:
    assert read_texts(write("n.jsonl", '{"text": "il pleut"}')) == ("il pleut",)


@pytest.mark.parametrize(
    ("name", "content", "where"),
    [
        ("a.jsonl", '{"text": "a", "intent": "b"}\n{oops\n', "a.jsonl:2:"),
        ("a.jsonl", "[1]\n", "a.jsonl:1:"),
        ("a.jsonl", '\n{"intent": "b"}\n', "a.jsonl:2:"),
        ("a.jsonl", '{"text": "a"}\n', "a.jsonl:1:"),
        ("a.jsonl", '{"text": "a", "intent": 3}\n', "a.jsonl:1:"),
        ("a.csv", "phrase,intent\na,b\n", "a.csv:1:"),
        ("a.csv", "text,intent\na,b\n,c\n", "a.csv:3:"),
        ("nlu.yml", "nlu:\n- intent: [\n", "nlu.yml:3:"),
        ("nlu.yml", "stories: []\n", "nlu.yml:1:"),
        ("nlu.yml", "nlu:\n- intent: a\n  examples: [b]\n", "nlu.yml:3:"),
        ("a.txt", "bonjour\n", "format inconnu"),
        ("a.jsonl", "\n", "rien à évaluer"),
    ],
)
def test_an_unreadable_file_says_where(
    name: str, content: str, where: str, write: Write
) -> None:
    with pytest.raises(EvaluationError) as caught:
        read_labelled(write(name, content))

    assert where in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"absent\.jsonl : fichier illisible"):
        read_labelled(tmp_path / "absent.jsonl")


def test_the_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.jsonl"
    path.write_bytes(b'{"text": "a", "intent": "b"}\n{"text": "\xe9"}\n')

    with pytest.raises(EvaluationError, match=r"latin\.jsonl:2: .*UTF-8"):
        read_labelled(path)


@pytest.mark.parametrize(
    "turns",
    [
        "[]",
        "[3]",
        '[{"kind": "answer"}]',
        '[{"q": "a", "kind": "reply"}]',
        '[{"q": "a", "kind": "answer", "must": ["("]}]',
        '[{"q": "a", "kind": "answer", "at": "demain"}]',
        '[{"q": "a", "kind": "answer", "must": 3}]',
    ],
)
def test_a_dialogue_that_cannot_be_judged_says_its_line(
    turns: str, write: Write
) -> None:
    good = f'{{"id": "a", "turns": [{TURN}]}}'
    path = write("d.jsonl", f'{good}\n{{"id": "b", "turns": {turns}}}\n')

    with pytest.raises(EvaluationError, match=r"d\.jsonl:2: "):
        read_dialogues(path)


def test_questions_come_from_any_of_the_files(write: Write) -> None:
    dialogues = write("d.jsonl", f'{{"id": "a", "turns": [{TURN}, {TURN}]}}')
    phrasings = write("p.jsonl", '{"text": "combien", "intent": "n"}')
    lines = write("q.txt", "combien\n\noù\n")

    assert read_questions(dialogues) == ("combien", "combien")
    assert read_questions(phrasings) == ("combien",)
    assert read_questions(lines) == ("combien", "où")
