"""What a valid base may still have wrong is found, and nothing else."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from servicebot.knowledge.checks import Finding, check
from servicebot.knowledge.loader import load
from servicebot.knowledge.mentions import mentions, opening_times

TOWN = Path(__file__).parents[1] / "town"
TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(TOWN, tmp_path / "town")


def found(folder: Path, name: str, old: str, new: str) -> list[str]:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    findings = check(load(folder), TODAY)
    return [str(finding).replace("\u202f", " ") for finding in findings]


def test_a_sound_base_has_no_remark() -> None:
    assert check(load(TOWN), TODAY) == ()


CASES = {
    "same phrasing under two entries": (
        ("services/police.yaml", "ask: combien de policiers", "ask: Nb de CRÈCHES ?"),
        (
            "services/police.yaml:14: erreur : « Nb de CRÈCHES ? » est déjà une"
            " question de creches.nombre (services/creches.yaml:16)"
        ),
    ),
    "validity that has ended": (
        ("services/police.yaml", "value: 7", "value: 7\n    valid_until: 2026-11-21"),
        (
            "services/police.yaml:12: avertissement : validité dépassée depuis le"
            " 2026-11-21"
        ),
    ),
    "colours that cannot be read": (
        (
            "town.yaml",
            "school_zone: C",
            'school_zone: C\ncolours: {on_main: "#3a7a70"}',
        ),
        (
            "town.yaml: erreur : couleurs : « on_main » se lit mal sur main"
            " (contraste de 1,7, il en faut 4,5)"
        ),
    ),
    "time to read again": (
        ("services/police.yaml", "value: 7", "value: 7\n    review: 2026-11-22"),
        (
            "services/police.yaml:12: avertissement : information à relire depuis le"
            " 2026-11-22"
        ),
    ),
    "a person's mobile": (
        ("services/dechets.yaml", "sur rendez-vous", "au 06 12 34 56 78"),
        (
            "services/dechets.yaml:12: erreur : numéro de mobile d'une personne :"
            " « 06 12 34 56 78 »"
        ),
    ),
    "a person's address": (
        ("town.yaml", "name: Mairie de Valbrune", "name: jeanne.durand@valbrune.fr"),
        (
            "town.yaml:19: erreur : adresse électronique d'une personne :"
            " « jeanne.durand@valbrune.fr »"
        ),
    ),
    "text left to complete": (
        ("services/dechets.yaml", "sur rendez-vous", "(à compléter)"),
        "services/dechets.yaml:12: erreur : texte inachevé : « à compléter »",
    ),
    "placeholder that nothing fills in": (
        ("services/police.yaml", "combien de policiers", '"combien de {unit}"'),
        (
            "services/police.yaml:14: erreur : mot entre accolades jamais remplacé :"
            " « {unit} »"
        ),
    ),
    "hours in prose": (
        ("services/dechets.yaml", "sur rendez-vous", "de 8h30 à 12h, horaires d'été"),
        (
            "services/dechets.yaml:12: avertissement : horaire dans une phrase"
            " (« 8h30 ») : mettez-le sous hours"
        ),
    ),
    "value that is not said": (
        ("services/police.yaml", "value: 7", "value: 8"),
        "services/police.yaml:13: avertissement : la phrase ne dit pas la valeur (8)",
    ),
    "file that does not bear its name": (
        ("services/dechets.yaml", "service: dechets", "service: ordures"),
        "services/dechets.yaml:1: erreur : le fichier devrait s'appeler ordures.yaml",
    ),
    "link without https": (
        ("services/creches.yaml", '"https://', '"http://'),
        (
            "services/creches.yaml:37: avertissement : lien sans https :"
            " http://www.valbrune.example/creches"
        ),
    ),
    "aspect that no word shows": (
        (
            "lexicon.yaml",
            "[tarif, prix, coûte, combien coûte, c'est combien l'entrée]",
            "[]",
        ),
        "lexicon.yaml:28: avertissement : l'aspect « tarif » n'a aucun repère (cues)",
    ),
    "test of an unknown answer": (
        ("tests/creches.yaml", "entry: creches.capacite", "entry: creches.capacity"),
        (
            "tests/creches.yaml:6: erreur : réponse inconnue : « creches.capacity » ;"
            " vouliez-vous dire « creches.capacite » ?"
        ),
    ),
}


@pytest.mark.parametrize(("edit", "finding"), CASES.values(), ids=CASES)
def test_one_flaw_gives_one_remark_with_its_line(
    folder: Path, edit: tuple[str, str, str], finding: str
) -> None:
    assert found(folder, *edit) == [finding]


def test_rows_are_good_up_to_their_last_day(folder: Path) -> None:
    last = "value: 7\n    valid_until: 2026-11-22\n    review: 2026-11-23"

    assert found(folder, "services/police.yaml", "value: 7", last) == []


def test_extra_findings_come_with_the_others_once() -> None:
    extra = Finding("services/creches.yaml:1", "warning", "à revoir")

    assert check(load(TOWN), TODAY, [extra, extra]) == (extra,)


@pytest.mark.parametrize(
    "text",
    [
        "06 12 34 56 78",
        "0612345678",
        "07.12.34.56.78",
        "+33 6 12 34 56 78",
        "+33(0)6 12 34 56 78",
        "0033 7 12 34 56 78",
        "jean.dupont@ville.example",
        "Jean-Marc.Petit@ville.example",
        "prix : XXX",
        "A COMPLETER",
    ],
)
def test_what_must_not_be_published_is_seen(text: str) -> None:
    assert len(list(mentions(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "04 66 56 10 46",
        "0 800 47 33 33",
        "contact@ville.example",
        "service.eau@ville.example",
        "20160712345678",
        "xx",
        "Que faire ?",
    ],
)
def test_what_may_be_published_is_left_alone(text: str) -> None:
    assert list(mentions(text)) == []


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Ouvert de 8h à 12h.", "8h"),
        ("La mairie ferme à 17 h 30.", "17 h 30"),
        ("Horaires : 09:00-12:00", "09:00"),
        ("Les agents se lèvent à 5 h 30.", None),
        ("Ouvert 553 jours par an.", None),
        ("24h/24", None),
    ],
)
def test_opening_times_in_prose_are_seen(text: str, time: str | None) -> None:
    assert opening_times(text) == time


def test_school_holidays_that_run_out_are_announced(folder: Path) -> None:
    (finding,) = check(load(folder), date(2028, 6, 1))

    assert str(finding).replace("\u202f", " ") == (
        "town.yaml:5: avertissement : Les vacances scolaires de la zone C ne sont"
        " connues que jusqu’au 31/08/2028 : complétez vacances_scolaires.yaml."
    )
