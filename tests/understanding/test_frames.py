"""What a question names, asks and counts."""

from dataclasses import replace
from datetime import datetime

import pytest

from servicebot.bot import Bot
from servicebot.understanding.counting import PERSON, of_something
from servicebot.understanding.engine import Engine
from servicebot.understanding.frames import CLEAR, Frame
from servicebot.understanding.phrases import Found, beside, index_phrases


def frame(engine: Engine, text: str) -> Frame:
    return engine.framer.frame(engine.reader.read(text))


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("combien de crèches", ["creches"]),
        ("la bibliotèque", ["mediatheque"]),
        ("une nounou pour mon fils", ["creches"]),
        ("la PM", ["police"]),
        ("les poubelles et la piscine", ["dechets", "piscine"]),
        ("bonjour", []),
    ],
)
def test_subjects_named(engine: Engine, text: str, subjects: list[str]) -> None:
    found = frame(engine, text).subjects

    assert [value for mention in found for value in mention.values] == subjects


def test_the_longest_cue_wins(engine: Engine) -> None:
    found = frame(engine, "combien coûte la cantine").aspects

    assert [mention.values for mention in found] == [("tarif",)]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("combien d'enfants dans les crèches", 1),
        ("nombre de documents", 1),
        ("combien coûte la cantine", 0),
        ("la piscine", 0),
        ("enfants combien Valbrune", 0),
        ("en 15 jours, combien d'idées", 1),
        ("sur les 15 crèches, combien de rénovées", 0),
        ("sur 15 crèches, combien de finies", 0),
    ],
)
def test_what_is_counted(engine: Engine, text: str, counted: int) -> None:
    assert len(frame(engine, text).counted) == counted


def test_another_town_is_noticed_and_home_is_not(engine: Engine) -> None:
    assert frame(engine, "combien de crèches à Roquemaure").elsewhere is not None
    assert frame(engine, "combien de crèches à Valbrune").elsewhere is None


@pytest.mark.parametrize(
    "told",
    [
        "j'arrive de Roquemaure, combien de crèches",
        "ma sœur de Roquemaure cherche une crèche",
        "mes enfants sont à Roquemaure, qui peut venir à la crèche",
        "j'habite depuis dix ans à Roquemaure",
        "il est originaire de Roquemaure",
        "vos crèches sont plus belles qu'à Roquemaure",
        "je vous écris de Roquemaure où j'habite",
    ],
)
def test_a_town_told_of_somebody_is_not_asked_about(engine: Engine, told: str) -> None:
    assert frame(engine, told).elsewhere is None


@pytest.mark.parametrize(
    "asked",
    [
        "mon fils cherche une crèche à Roquemaure",
        "ma fille vit à Roquemaure, combien de crèches là-bas",
        "j'habite à Roquemaure, combien de crèches chez nous",
        "chez mon frère à Roquemaure, la piscine est ouverte",
        "quelle crèche pour Roquemaure",
        "mon fils veut aller jusqu'à Roquemaure en bus",
    ],
)
def test_what_somebody_asks_of_a_town_is(engine: Engine, asked: str) -> None:
    assert frame(engine, asked).elsewhere == "Roquemaure"


def test_what_is_asked_of_a_town_told_of_is_not_answered(
    bot: Bot, now: datetime
) -> None:
    asked = "Ma sœur habite Roquemaure, combien y a-t-il de crèches là-bas ?"

    assert bot.reply(asked, None, now).kind == "fallback"


def test_people_of_any_kind_are_people(engine: Engine) -> None:
    kind, plain = "combien de braves gens à la piscine", "combien de gens à la piscine"

    assert frame(engine, kind).counted == frame(engine, plain).counted


def test_a_negated_name_is_not_meant(engine: Engine) -> None:
    found = frame(engine, "non, pas la piscine, la cantine").subjects

    assert [mention.values for mention in found] == [("cantine",)]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("la piscine ou c'est", ("adresse",)),
        ("c'est la piscine, où c'est la cantine", ("adresse",)),
        ("c'est la piscine ou c'est la cantine", ()),
        ("quand ouvre la piscine", ("horaires",)),
        ("quand on perd un proche, qui gère la cantine", ("gestionnaire",)),
        ("on peut nager à la piscine quand on n'a pas d'enfants", ()),
    ],
)
def test_what_only_joins_asks_nothing(
    engine: Engine, text: str, asked: tuple[str, ...]
) -> None:
    assert frame(engine, text).asked == asked


@pytest.mark.parametrize("who", ["personnes", "gens", "têtes", "gars", "bonhommes"])
def test_people_are_counted_by_any_name(engine: Engine, who: str) -> None:
    assert frame(engine, f"combien de {who} à la piscine").counted == (PERSON,)


def test_things_of_any_kind_count_nothing_in_particular(engine: Engine) -> None:
    assert frame(engine, "combien de machins à la piscine").counted == ()


def test_who_is_in_charge_is_not_counted(engine: Engine) -> None:
    assert frame(engine, "crèches combien pays de Valbrune").counted == ()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("c'est combien de documents", ("nombre",)),
        ("c'est combien la cantine", ("nombre", "tarif")),
        ("c'est combien", ("nombre", "tarif")),
    ],
)
def test_how_many_of_something_asks_no_price(
    engine: Engine, text: str, asked: tuple[str, ...]
) -> None:
    words = engine.reader.read(text).words
    (found,) = of_something((Found(0, 3, ("nombre", "tarif")),), words)

    assert found.values == asked


@pytest.mark.parametrize("text", ["vous en servez combien par an", "combien autour"])
def test_how_often_is_not_what_is_counted(engine: Engine, text: str) -> None:
    assert frame(engine, text).counted == ()


def test_an_adjective_before_it_is_not_what_is_counted(engine: Engine) -> None:
    large = frame(engine, "combien de grandes crèches").counted

    assert large == frame(engine, "combien de crèches").counted != ()


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("les enfants qui y vont, ils sont combien ?", 1),
        ("des documents, on en lit combien", 1),
        ("ils sont combien ?", 0),
        ("les enfants, ils paient combien la cantine ?", 0),
    ],
)
def test_a_pronoun_before_how_many_takes_up_a_noun(
    engine: Engine, text: str, counted: int
) -> None:
    assert len(frame(engine, text).counted) == counted


def test_a_name_inside_a_cue_gives_way_to_one_that_stands_outside() -> None:
    baby, services = Found(1, 3, ("etat-civil",)), Found(6, 7, ("services",))
    which_service = Found(5, 7, ("gestionnaire",))

    assert beside((baby, services), (which_service,)) == (baby,)
    assert beside((services,), (which_service,)) == (services,)


@pytest.mark.parametrize(
    ("said", "goes_on"),
    [
        ("on peut y aller à quel âge ?", 1),
        ("ça coûte combien ?", 1),
        ("il y a quel âge ?", 0),
        ("y en a combien ?", 0),
        ("à quel âge ?", 0),
    ],
)
def test_there_and_that_go_on_with_what_was_said(
    engine: Engine, now: datetime, said: str, goes_on: int
) -> None:
    assert engine.frame(said, now).frame.resumes == bool(goes_on)


def test_what_a_longer_name_of_an_operator_holds_is_no_subject(engine: Engine) -> None:
    scopes = index_phrases([(("piscin", "municipal"), "ville")])
    framer = replace(engine.framer, scopes=scopes)

    found = framer.frame(engine.reader.read("le téléphone de la piscine municipale"))

    assert [mention.values for mention in found.scopes] == [("ville",)]
    assert not found.subjects


def test_a_subject_named_by_its_whole_name_is_clear(engine: Engine) -> None:
    said = engine.reader.read("le téléphone de la piscine municipale")
    everywhere = {stem: frozenset("abcdefgh") for stem in said.stems}
    framer = replace(engine.framer, spread=everywhere, titles=frozenset())
    (found,) = framer.frame(said).subjects

    named = said.stems[found.start : found.end]
    whole = replace(framer, titles=frozenset({named}))

    assert found.weight < CLEAR
    assert (whole.frame(said).subjects[0].weight >= CLEAR) == (len(named) > 1)
