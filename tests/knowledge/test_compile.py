"""What an editor writes becomes subjects, entries and places."""

import shutil
from pathlib import Path

import pytest

from servicebot.knowledge.base import Base
from servicebot.knowledge.loader import load

TOWN = Path(__file__).parents[1] / "town"
NARROW = "\u202f"


@pytest.fixture(scope="module")
def base() -> Base:
    return load(TOWN)


def test_a_figure_says_its_value_and_its_year(base: Base) -> None:
    entry = base.entries["mediatheque.nombre"]

    assert entry.say == f"La médiathèque prête 24{NARROW}500 documents (2024)."
    assert (entry.value, entry.units) == (f"24{NARROW}500", ("documents",))
    assert (entry.kind, entry.aspect, entry.as_of) == ("figure", "nombre", "2024")


def test_an_accented_aspect_is_folded(base: Base) -> None:
    entry = base.entries["creches.capacite"]

    assert "capacite" in base.aspects
    assert entry.say == f"En 2024, les crèches offraient 1{NARROW}250 places."
    assert entry.detail == f"1{NARROW}250 places, toutes crèches confondues."
    assert entry.units == ("places", "enfants")
    assert entry.caution == "Ce chiffre paraît élevé."
    assert entry.sources == ("rapport-2024", "site-2025")
    assert entry.related == ("creches.nombre", "cantine")


def test_a_period_is_said_as_such(base: Base) -> None:
    assert base.entries["budget.projets"].say.endswith("12 projets (2023-2024).")


def test_a_summary_answers_what_the_subject_is(base: Base) -> None:
    entry = base.entries["creches.description"]

    assert (entry.kind, entry.aspect) == ("summary", "description")
    assert entry.asks == ("c'est quoi une crèche municipale",)
    assert entry.question == "C'est quoi une crèche municipale"
    assert base.subjects["creches"].summary.endswith("dans ses crèches.")
    assert entry.say.endswith("dans ses crèches (2024).")


def test_an_operator_answers_who_runs_it(base: Base) -> None:
    sure, deduced = (base.entries[f"{s}.gestionnaire"] for s in ("creches", "cantine"))

    assert (
        sure.say == f"Les crèches{NARROW}: c'est le Pays de Valbrune qui s'en charge."
    )
    assert sure.question == f"Qui gère les crèches{NARROW}?"
    assert sure.caution is None
    assert deduced.caution == "Aucun document ne le dit expressément."
    assert "budget.gestionnaire" not in base.entries


def test_titles_and_questions_have_defaults(base: Base) -> None:
    figure, free = base.entries["creches.nombre"], base.entries["dechets.encombrants"]

    assert figure.title == "Nombre des crèches"
    assert figure.question == "Combien y a-t-il de crèches"
    assert (free.title, free.aspect) == ("Que faire d'un vieux canapé", "")


def test_a_place_is_a_subject_with_its_answers(base: Base) -> None:
    subject = base.subjects["piscine-ormes"]

    assert (subject.kind, subject.parent) == ("place", "piscine")
    assert subject.names == ("Piscine des Ormes", "les Ormes")
    assert base.entries["piscine-ormes.horaires"].say == ""
    assert base.entries["piscine-ormes.horaires"].place == "piscine-ormes"
    address = f"Piscine des Ormes{NARROW}: 4 chemin des Ormes, 99100 Valbrune."
    assert base.entries["piscine-ormes.adresse"].say == address
    assert base.places["piscine-ormes"].hours is not None


def test_a_place_without_hours_or_label_has_none(base: Base) -> None:
    assert base.places["moulin"].hours is None
    assert base.places["moulin"].label == "Médiathèque du Moulin"
    assert "moulin.horaires" not in base.entries


def test_a_place_that_is_its_own_sheet_is_one_subject(base: Base) -> None:
    subject = base.subjects["mairie"]

    assert subject.kind == "service"
    assert subject.names == (
        "Mairie",
        "hôtel de ville",
        "Mairie de Valbrune",
        "accueil de la mairie",
    )
    assert base.places["mairie"].subject == "mairie"
    assert base.places["mairie"].closures[0].reason == "Noël"


def test_a_phone_typed_in_one_go_is_read_two_by_two(base: Base) -> None:
    phone = "01\u00a099\u00a000\u00a012\u00a034"

    assert base.places["mairie"].phone == phone
    assert base.entries["mairie.telephone"].say.endswith(f": {phone}.")


def test_links_and_sources_are_well_typeset(base: Base) -> None:
    (link,) = base.entries["creches.inscription"].links

    assert link.title == f"Inscription{NARROW}: la marche à suivre"


def test_subjects_and_aspects_come_in_order(base: Base) -> None:
    assert list(base.subjects) == sorted(base.subjects)
    assert list(base.aspects) == sorted(base.aspects)


def test_a_row_says_what_holds_for_each_commune(tmp_path: Path) -> None:
    folder = shutil.copytree(TOWN, tmp_path / "town")
    sheet = folder / "services" / "creches.yaml"
    said = 'each_commune: "{commune} a sa crèche, pour {population} habitants."'
    text = sheet.read_text("utf-8")
    row = "  - id: inscription\n"
    sheet.write_text(text.replace(row, f"{row}    {said}\n"), "utf-8")

    by_commune = load(folder).entries["creches.inscription"].by_commune

    assert by_commune["Sainte-Orme"] == (
        "Sainte-Orme a sa crèche, pour 312 habitants (septembre 2025)."
    )
