"""What is meant by the spellings of messages."""

import pytest

from servicebot.french.sms import in_their_place, written_out


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Cb de creches é kan sa ouvre", "combien de creches et quand sa ouvre"),
        ("é ce ke la piscine", "est ce que la piscine"),
        ("el é ouverte", "el est ouverte"),
        ("c ouvert auj?", "c ouvert aujourd'hui?"),
        ("lé crèches", "les crèches"),
        ("Combien de crèches ?", "Combien de crèches ?"),
    ],
)
def test_messages_are_written_out_with_their_signs(typed: str, meant: str) -> None:
    assert written_out(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("combien coute 1 repas", "combien coute un repas"),
        ("1 agent sur 2", "un agent sur 2"),
        ("volet 1 contenu", "volet 1 contenu"),
        ("1 merci", "1 merci"),
        ("zone 1", "zone 1"),
        ("je vais ou avc ca", "je vais ou avec ca"),
        ("il fait un avc ma mere", "il fait un avc ma mere"),
        ("avc mon mari", "avc mon mari"),
        ("vite avc mon mari", "vite avc mon mari"),
        ("jusqu a quel h", "jusqu a quel heure"),
    ],
)
def test_what_is_meant_is_told_by_the_neighbours(typed: str, meant: str) -> None:
    assert in_their_place(tuple(typed.split())) == tuple(meant.split())
