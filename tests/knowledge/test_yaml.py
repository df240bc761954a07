"""YAML without its traps: text stays text, nothing is lost, faults have a place."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicebot.knowledge.yaml import MAX_BYTES, MAX_DEPTH, Document, parse

FILE = Path("fiche.yaml")


def read(text: str) -> Document:
    return parse(text.encode(), FILE)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0466001234", "0466001234"),
        ("12:30", "12:30"),
        ("no", "no"),
        ("off", "off"),
        ("oui", "oui"),
        ("2026-08-21", "2026-08-21"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("1.5", "1.5"),
        ("True", "True"),
        ("28", 28),
        ("-3", -3),
        ("0", 0),
        ('"28"', "28"),
        ("'true'", "true"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_scalars_mean_what_editors_typed(written: str, value: object) -> None:
    document = read(f"clé: {written}\n")

    assert document.faults == ()
    assert document.data == {"clé": value}
    assert type(document.root.children["clé"].data) is type(value)


def test_keys_are_always_text() -> None:
    assert read("15: samu\ntrue: oui\n").data == {"15": "samu", "true": "oui"}


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", (3, 1), "« a » en double (lignes 1 et 3)"),
        ("a: &x 1\n", (1, 4), "ancre"),
        ("a: *x\n", (1, 4), "alias"),
        ("a: !!python/name:os.system x\n", (1, 4), "étiquette"),
        ("a: {b: 1}\n<<: {c: 2}\n", (2, 1), "fusion"),
        ("a: 1\n---\nb: 2\n", (2, 1), "un seul document"),
        ("? [a]\n: 1\n", (1, 3), "une clé doit être un simple texte"),
        ("a:\n\tb: 1\n", (2, 1), "tabulation"),
        ("a: x\x00y\n", (1, 5), "U+0000"),
        ("a: x\u2028y\n", (1, 5), "U+2028"),
        ("\ufeffa: 1\n", (1, 1), "BOM"),
        ("a: b: c\n", (1, 5), "« : » de trop"),
        ("a: 'ouvert\nb: 1\n", (1, 4), "guillemet ouvert et jamais refermé"),
        ("a: 1\nb: [x, y\nc: 2\n", (2, 4), "crochet"),
        ("a: {x: 1\n", (1, 4), "accolade"),
        ("a:\n  b: 1\n c: 2\n", (3, 2), "retrait"),
        ("- a\nb: c\n", (2, 1), "retrait"),
        ("a: @x\n", (1, 4), "entre guillemets"),
        ("a: 10\nb: %x\n", (2, 4), "entre guillemets"),
        ('a: "\\d"\n', (1, 5), "guillemets simples"),
        ("a: - b\n", (1, 4), "mettez la liste à la ligne"),
        ("a: ]\n", (1, 4), "valeur manquante"),
        ("%YAML 3.0\n---\na: 1\n", (1, 1), "directive"),
        ("a: !<x\n", (1, 7), "étiquette"),
        ("un texte\nb: 1\n", (2, 2), "« : » de trop"),
    ],
)
def test_each_broken_file_gives_one_fault_at_its_place(
    text: str, place: tuple[int, int], said: str
) -> None:
    (fault,) = read(text).faults

    assert (fault.line, fault.column) == place
    assert said in fault.message


def test_of_duplicate_keys_the_first_one_stays_and_all_are_named() -> None:
    document = read("a: 1\na: {x: 2}\nb: 3\nb: 4\n")

    assert document.data == {"a": 1, "b": 3}
    assert [fault.line for fault in document.faults] == [2, 4]


def test_bad_utf8_is_named_at_its_line_and_column() -> None:
    (fault,) = parse(b"a: 1\nb: caf\xe9\n", FILE).faults

    assert (fault.line, fault.column) == (2, 7)
    assert "UTF-8" in fault.message


def test_a_file_over_the_limit_is_refused() -> None:
    (fault,) = parse(b"# " + b"x" * MAX_BYTES, FILE).faults

    assert "mégaoctet" in fault.message


@pytest.mark.parametrize(
    "text", ["[" * 20_000, "[" * 20_000 + "]" * 20_000, "- " * 20_000]
)
def test_twenty_thousand_brackets_are_refused_at_once(text: str) -> None:
    start = time.thread_time()
    (fault,) = read(text).faults

    assert fault.line == 1
    assert f"{MAX_DEPTH} au plus" in fault.message
    assert time.thread_time() - start < 1


def test_an_alias_bomb_stops_at_its_first_anchor() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )

    (fault,) = read(bomb).faults
    assert (fault.line, fault.column) == (1, 4)


def test_the_deepest_allowed_file_is_read() -> None:
    assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH).faults == ()


def test_paths_lead_to_values_and_keys() -> None:
    document = read("figures:\n  - aspect: nombre\n    value: 28\n")

    at_value = document.fault(("figures", 0, "value"), "x")
    at_key = document.fault(("figures", 0, "value"), "x", at_key=True)
    beyond = document.fault(("figures", 0, "value", "int"), "x")
    assert (at_value.line, at_value.column) == (3, 12)
    assert (at_key.line, at_key.column) == (3, 5)
    assert beyond == at_value


def test_windows_line_ends_are_read_and_counted() -> None:
    document = parse(b"a: 1\r\nb: &x 2\r\n", FILE)

    assert [fault.line for fault in document.faults] == [2]


@given(
    st.binary(max_size=300)
    | st.text(alphabet="a1:-?[]{}&*!|>'\"%@`#,. \n", max_size=80).map(str.encode)
)
def test_no_bytes_raise_anything(content: bytes) -> None:
    document = parse(content, FILE)

    assert document.faults or document.data == document.root.data
    assert all(fault.line >= 1 and fault.column >= 1 for fault in document.faults)
