"""What tells who someone is does not reach the journal; the rest stays."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.timing import times_as_long

from servicebot.errors import EvaluationError
from servicebot.journal.privacy import find, mask
from servicebot.journal.privacy.masking import LONGEST
from servicebot.journal.privacy.measure import measure, read_lines

CORPUS = Path(__file__).parents[1] / "corpus"
FILES = ("privacy.jsonl", "privacy_unseen.jsonl")
READING = re.compile(r"\w+|\W")
UNITS = (
    "0", "0 6 ", "06 39 98 12 34 ", "a@", "a chez b point ", "12 rue ", "12 rue de la ",
    "je m'appelle ", "zéro six trente ", "quatre vingt ", "FR76 ", "dossier n° ", "1-",
    "AB-123-", "Monsieur Aa ", "à l'appareil ", "résidence bat A ", "né le ",
    "\u200b", "(", "Zoé ", "dossier ",
)  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_the_gold_files_are_large(name: str) -> None:
    lines = read_lines(CORPUS / name)

    assert len([line for line in lines if line.hide]) >= 100
    assert len([line for line in lines if not line.hide]) >= 80


def test_enough_is_to_be_hidden_and_enough_to_be_kept() -> None:
    lines = [line for name in FILES for line in read_lines(CORPUS / name)]

    assert len([line for line in lines if line.hide]) >= 250
    assert len([line for line in lines if not line.hide]) >= 150
    assert len({line.text for line in lines}) == len(lines)


def test_what_was_looked_at_is_hidden_and_nothing_else() -> None:
    figures = measure(read_lines(CORPUS / "privacy.jsonl"))

    assert figures.missed == ()
    assert figures.wrong == ()


def test_what_was_not_looked_at_is_hidden_as_well_as_asked() -> None:
    figures = measure(read_lines(CORPUS / "privacy_unseen.jsonl"))

    assert figures.recall >= 0.95
    assert figures.false_alarms <= 0.03


def test_questions_to_a_town_lose_nothing() -> None:
    lines = (CORPUS / "questions.jsonl").read_text("utf-8").splitlines()
    asked = [str(json.loads(line)["q"]) for line in lines]

    altered = [question for question in asked if mask(question) != question]

    assert len(altered) <= 0.005 * len(asked), altered


@pytest.mark.parametrize("unit", UNITS)
def test_a_text_four_times_as_long_is_read_in_four_times_the_time(unit: str) -> None:
    short, long = ((unit * length)[:length] for length in (2_400, 9_600))

    assert times_as_long(lambda: find(long), lambda: find(short)) < 6


@pytest.mark.parametrize("unit", UNITS)
def test_what_is_longer_than_a_question_costs_no_more_than_one(unit: str) -> None:
    long = unit * (100_000 // len(unit))

    assert times_as_long(lambda: mask(long), lambda: mask(long[:LONGEST])) < 2


@pytest.mark.parametrize("unit", UNITS)
def test_masking_takes_no_longer_than_some_readings(unit: str) -> None:
    """The dearest, « 1-1-… », takes as long as 90 of them."""
    text = (unit * LONGEST)[:LONGEST]

    assert times_as_long(lambda: mask(text), lambda: READING.findall(text)) < 250


@given(st.text(max_size=300))
def test_any_text_can_be_masked_and_spans_are_in_order(text: str) -> None:
    spans = find(text)

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert isinstance(mask(text), str)


@given(
    st.from_regex(r"0[1-79]( [0-9]{2}){4}", fullmatch=True),
    st.sampled_from(["", " ", ".", "-", "/", "_", " - ", "\u00a0", ", "]),
)
def test_no_french_telephone_number_stays(spaced: str, between: str) -> None:
    number = spaced.replace(" ", between)

    assert number not in mask(f"appelez le {number} svp")


def test_the_mask_names_what_it_hides() -> None:
    said = "je m'appelle Zoé Roux, 06 39 98 12 34, zoe@exemple.fr, 3 rue des Lilas"

    assert mask(said) == "je m'appelle [nom], [téléphone], [courriel], [adresse]"


def test_a_bad_gold_file_says_where(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"text": "a", "kind": "name", "hide": ["b"]}\n', "utf-8")

    with pytest.raises(EvaluationError, match=r"gold\.jsonl:1"):
        read_lines(path)
    with pytest.raises(EvaluationError, match=r"nowhere"):
        read_lines(tmp_path / "nowhere")
