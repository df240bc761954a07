"""Numbers in French: as written, as spelt, as counted."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicebot.french.numbers import (
    counted,
    digits_joined,
    format_euros,
    format_number,
    parse_number_words,
    plural,
    read_number,
)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (1950, "1~950"),
        (44324, "44~324"),
        (1_000_000, "1~000~000"),
        (-1234, "-1~234"),
        (1234.5, "1~234,5"),
        (0.1, "0,1"),
        (Decimal("1234.50"), "1~234,50"),
    ],
)
def test_numbers_are_written_with_narrow_spaces(
    value: float | Decimal, written: str
) -> None:
    assert format_number(value) == written.replace("~", "\u202f")


@pytest.mark.parametrize(
    ("value", "written"),
    [(12, "12_€"), (3.5, "3,50_€"), (1234.0, "1~234_€"), (Decimal("0.05"), "0,05_€")],
)
def test_amounts_in_euros(value: float | Decimal, written: str) -> None:
    expected = written.replace("~", "\u202f").replace("_", "\u00a0")

    assert format_euros(value) == expected


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("zéro", 0),
        ("seize", 16),
        ("dix-sept", 17),
        ("vingt et un", 21),
        ("vingt-deux", 22),
        ("soixante et onze", 71),
        ("soixante-dix-neuf", 79),
        ("quatre-vingts", 80),
        ("quatre-vingt-un", 81),
        ("quatre-vingt-deux", 82),
        ("quatre-vingt-dix-sept", 97),
        ("septante-trois", 73),
        ("nonante", 90),
        ("cent", 100),
        ("deux cents", 200),
        ("mille", 1000),
        ("mil neuf cent quarante-cinq", 1945),
        ("deux mille quinze", 2015),
        ("trois millions deux cent mille un", 3_200_001),
        ("Vingt Cinq", 25),
    ],
)
def test_number_words_are_read(words: str, value: int) -> None:
    assert parse_number_words(words) == value


@pytest.mark.parametrize(
    "words",
    [
        "",
        "une quarantaine",
        "deux trois",
        "douze agents",
        "vingt et deux",
        "cent mille mille",
    ],
)
def test_what_is_not_exactly_one_number_is_refused(words: str) -> None:
    assert parse_number_words(words) is None


def test_a_number_is_read_where_it_stands() -> None:
    assert read_number(["le", "vingt", "et", "un", "mai"], 1) == (21, 4)
    assert read_number(["le", "mai"], 0) is None


@pytest.mark.parametrize(
    ("typed", "joined"),
    [
        ("1 950 agents", "1950 agents"),
        ("1\u202f950", "1950"),
        ("1.950", "1950"),
        ("170 000 et 1 235 000", "170000 et 1235000"),
        ("en 2019 942", "en 2019 942"),
        ("en 2019 1 950 agents", "en 2019 1950 agents"),
        ("192.168.1.12", "192.168.1.12"),
        ("06 12 24 12 20", "06 12 24 12 20"),
        ("3,500 kg", "3,500 kg"),
    ],
)
def test_grouped_digits_are_joined_and_others_left(typed: str, joined: str) -> None:
    assert digits_joined(typed) == joined


def test_plurals_begin_at_two() -> None:
    assert [plural(n, "crèche") for n in (0, 1, 1.5, 2)] == [
        "crèche",
        "crèche",
        "crèche",
        "crèches",
    ]
    assert plural(3, "journal", "journaux") == "journaux"
    assert plural(3, "bus") == "bus"
    assert counted(1500, "enfant") == "1\u202f500\u00a0enfants"


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_a_written_number_reads_back(value: int) -> None:
    assert int(format_number(value).replace("\u202f", "")) == value


@given(st.text(max_size=80))
def test_any_text_is_read_without_fault(text: str) -> None:
    assert digits_joined(digits_joined(text)) is not None
    assert parse_number_words(text) is None or text.strip()
