"""A folder becomes a base, or one error with every fault of every file."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servicebot.errors import KnowledgeError
from servicebot.french.calendar import public_holiday, school_holiday
from servicebot.knowledge.base import Base
from servicebot.knowledge.loader import load

TOWN = Path(__file__).parents[1] / "town"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(TOWN, tmp_path / "town")


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    return [
        f"{fault.path.relative_to(folder).as_posix()}:{fault.line}: "
        + fault.message.replace("\u202f", " ")
        for fault in caught.value.faults
    ]


def test_the_whole_town_is_there() -> None:
    base = load(TOWN)

    assert len([s for s in base.subjects.values() if s.kind != "place"]) == 8
    assert sorted(base.places) == ["mairie", "moulin", "piscine-ormes"]
    assert base.communes[0].name == "Valbrune"
    assert base.elsewhere == ("Roquemaure", "Trifouilly", "Paris")
    assert base.emergencies[0].numbers == ("18", "112")
    assert base.tests[1].turns[1].entry == "creches.capacite"
    assert base.smalltalk[0].say == ("Bonjour\u202f! Que cherchez-vous\u202f?",)
    assert len(base.fingerprint) == 64


KEY = "clé « {} » inconnue ; vouliez-vous dire « {} » ?"
BROKEN = {
    "unknown key": (
        ("services/creches.yaml", "summary:", "sumary:"),
        "services/creches.yaml:6: " + KEY.format("sumary", "summary"),
    ),
    "key in French": (
        ("services/mairie.yaml", "    address:", "    adresse:"),
        "services/mairie.yaml:14: " + KEY.format("adresse", "address"),
    ),
    "missing key": (
        ("services/creches.yaml", "label: les crèches\n", ""),
        "services/creches.yaml:1: il manque « label »",
    ),
    "row without a source": (
        ("services/police.yaml", "    source: rapport-2024\n    as_of", "    as_of"),
        "services/police.yaml:10: il manque « source »",
    ),
    "row without a date": (
        ("services/dechets.yaml", "    as_of: 2025-09\n", ""),
        "services/dechets.yaml:10: il manque « as_of »",
    ),
    "impossible date": (
        ("services/police.yaml", "as_of: 2024", "as_of: 2024-13"),
        (
            "services/police.yaml:8: date : 2019, 2019-04, 2019-04-16 ou une période"
            " comme 2015/2016"
        ),
    ),
    "identifier with capitals": (
        ("services/dechets.yaml", "id: encombrants", "id: Les Encombrants"),
        (
            "services/dechets.yaml:10: identifiant : lettres minuscules sans accent,"
            " chiffres et tirets seulement"
        ),
    ),
    "list instead of text": (
        ("services/police.yaml", "name: Police municipale", "name: [a, b]"),
        "services/police.yaml:2: attendu : un texte",
    ),
    "text instead of a list": (
        ("topics/budget.yaml", "names: [projets citoyens]", "questions: aucune"),
        "topics/budget.yaml:4: attendu : une liste (une ligne « - » par élément)",
    ),
    "empty value": (
        ("services/police.yaml", "names: [policiers]", "names:"),
        "services/police.yaml:4: valeur vide : complétez-la ou supprimez la ligne",
    ),
    "value of two types": (
        ("services/police.yaml", "value: 7", "value: [7]"),
        "services/police.yaml:11: attendu : un nombre entier ou un texte",
    ),
    "not one of the choices": (
        ("sources.yaml", "reliability: A", "reliability: E"),
        "sources.yaml:6: attendu : A, B, C ou D",
    ),
    "nearly one of the choices": (
        ("services/piscine.yaml", "holidays: closed", "holidays: close"),
        (
            "services/piscine.yaml:15: attendu : open, closed ou unknown ;"
            " vouliez-vous dire « closed » ?"
        ),
    ),
    "yes or no": (
        ("services/cantine.yaml", "deduced: true", "deduced: peut-être"),
        "services/cantine.yaml:6: attendu : true ou false",
    ),
    "web address": (
        ("town.yaml", "website: https://", "website: "),
        "town.yaml:6: adresse web complète : elle commence par https://",
    ),
    "INSEE code": (
        ("town.yaml", '"99123"', "991"),
        "town.yaml:4: code INSEE de cinq caractères",
    ),
    "too long": (
        ("services/police.yaml", "Sept agents", "x" * 3000),
        "services/police.yaml:13: trop long : 2000 caractères au plus",
    ),
    "closure with an unknown key": (
        ("services/mairie.yaml", "motif: Noël", "motif: Noël, x: y"),
        "services/mairie.yaml:17: clé « x » inconnue",
    ),
    "closure that ends first": (
        ("services/mairie.yaml", "au: 2026-12-26", "au: 2026-12-20"),
        "services/mairie.yaml:17: la fermeture finit avant de commencer",
    ),
    "wrong date": (
        ("services/mairie.yaml", "as_of: 2025-09\nplaces", "as_of: hier\nplaces"),
        (
            "services/mairie.yaml:8: date : 2019, 2019-04, 2019-04-16 ou une période"
            " comme 2015/2016"
        ),
    ),
    "two kinds of sheet": (
        ("topics/budget.yaml", "topic: budget\n", "topic: budget\nservice: budget\n"),
        "topics/budget.yaml:1: la fiche doit porter soit « service », soit « topic »",
    ),
    "unknown aspect": (
        ("services/creches.yaml", "aspect: capacité", "aspect: capacites"),
        (
            "services/creches.yaml:19: aspect inconnu : « capacites » ;"
            " vouliez-vous dire « capacite » ?"
        ),
    ),
    "unknown source": (
        ("services/creches.yaml", "[rapport-2024, site-2025]", "[rapport-24]"),
        (
            "services/creches.yaml:27: source inconnue : « rapport-24 » ;"
            " vouliez-vous dire « rapport-2024 » ?"
        ),
    ),
    "unknown operator": (
        ("services/creches.yaml", "operator: pays", "operator: payes"),
        (
            "services/creches.yaml:5: opérateur inconnu : « payes » ;"
            " vouliez-vous dire « pays » ?"
        ),
    ),
    "unknown scope": (
        ("services/police.yaml", "    unit: agents", "    scope: villes"),
        (
            "services/police.yaml:12: périmètre inconnu : « villes » ;"
            " vouliez-vous dire « ville » ?"
        ),
    ),
    "unknown related subject": (
        ("services/creches.yaml", "related: cantine", "related: cantines"),
        (
            "services/creches.yaml:10: sujet inconnu : « cantines » ;"
            " vouliez-vous dire « cantine » ?"
        ),
    ),
    "unknown related entry": (
        ("services/creches.yaml", "[creches.nombre,", "[creches.nombres,"),
        (
            "services/creches.yaml:29: sujet ou réponse inconnus : « creches.nombres »"
            " ; vouliez-vous dire « creches.nombre » ?"
        ),
    ),
    "unknown place": (
        ("town.yaml", "place: mairie", "place: mairies"),
        "town.yaml:18: lieu inconnu : « mairies » ; vouliez-vous dire « mairie » ?",
    ),
    "unknown source of an emergency": (
        ("emergencies.yaml", "source: site-2025", "source: site-25"),
        (
            "emergencies.yaml:6: source inconnue : « site-25 » ;"
            " vouliez-vous dire « site-2025 » ?"
        ),
    ),
    "unknown time zone": (
        ("town.yaml", "school_zone: C", "timezone: Europe/Valbrune"),
        "town.yaml:5: fuseau horaire inconnu : « Europe/Valbrune »",
    ),
    "unknown placeholder": (
        ("services/creches.yaml", "compte {value}", "compte {valeur}"),
        (
            "services/creches.yaml:15: mot entre accolades inconnu : « {valeur} » ;"
            " vouliez-vous dire « value » ?"
        ),
    ),
    "unknown placeholder of a phrase": (
        ("phrases.yaml", "{address}", "{addresse}"),
        (
            "phrases.yaml:3: mot entre accolades inconnu : « {addresse} » ;"
            " vouliez-vous dire « address » ?"
        ),
    ),
    "unknown placeholder of an aspect": (
        ("lexicon.yaml", "{de_subject}", "{du_subject}"),
        (
            "lexicon.yaml:11: mot entre accolades inconnu : « {du_subject} » ;"
            " vouliez-vous dire « de_subject » ?"
        ),
    ),
    "aspect that sheets need": (
        ("lexicon.yaml", "  description:", "  presentation:"),
        (
            "lexicon.yaml:2: il manque l'aspect « description », dont les fiches ont"
            " besoin"
        ),
    ),
    "phrase that sheets need": (
        ("phrases.yaml", "place_phone:", "place_phones:"),
        "phrases.yaml:1: il manque la phrase « place_phone »",
    ),
    "subject defined twice": (
        ("services/piscine.yaml", "service: piscine", "service: creches"),
        (
            "services/piscine.yaml:1: identifiant « creches » déjà pris"
            " (services/creches.yaml:1)"
        ),
    ),
    "place defined twice": (
        ("services/mediatheque.yaml", "id: moulin", "id: piscine-ormes"),
        (
            "services/piscine.yaml:9: identifiant « piscine-ormes » déjà pris"
            " (services/mediatheque.yaml:18)"
        ),
    ),
    "social exchange defined twice": (
        ("smalltalk.yaml", "id: merci", "id: bonjour"),
        "smalltalk.yaml:4: identifiant « bonjour » déjà pris (smalltalk.yaml:1)",
    ),
    "duplicate key": (
        ("services/police.yaml", "names: [policiers]", "name: [policiers]"),
        "services/police.yaml:4: clé « name » en double (lignes 2 et 4)",
    ),
    "test without a question": (
        ("tests/creches.yaml", "- q: combien de crèches\n  entry", "- entry"),
        "tests/creches.yaml:1: le test doit porter soit « q », soit « turns »",
    ),
    "test with an unknown kind": (
        ("tests/creches.yaml", "kind: fallback", "kind: fall-back"),
        (
            "tests/creches.yaml:7: attendu : answer, clarification, fallback, smalltalk"
            " ou emergency ; vouliez-vous dire « fallback » ?"
        ),
    ),
}


@pytest.mark.parametrize(("edit", "message"), BROKEN.values(), ids=BROKEN)
def test_one_slip_gives_one_french_message_with_its_line(
    folder: Path, edit: tuple[str, str, str], message: str
) -> None:
    change(folder, *edit)

    assert faults(folder) == [message]


def test_unreadable_hours_are_named_at_their_line(folder: Path) -> None:
    change(folder, "services/mairie.yaml", "samedi: 9h-12h", "samdi: 9h-12h")

    (fault,) = faults(folder)
    assert fault.startswith("services/mairie.yaml:16: horaires : ")


def test_an_entry_defined_twice_names_both_places(folder: Path) -> None:
    change(folder, "services/creches.yaml", "aspect: capacité", "aspect: nombre")
    change(folder, "services/creches.yaml", "[creches.nombre, cantine]", "cantine")
    change(folder, "tests/creches.yaml", "creches.capacite", "creches.nombre")

    assert faults(folder) == [
        (
            "services/creches.yaml:19: identifiant « creches.nombre » déjà pris"
            " (services/creches.yaml:12)"
        )
    ]


def test_a_phrase_written_twice_names_both_places(folder: Path) -> None:
    (folder / "phrases-extra.yaml").write_text("page: Bonjour\noperator: Autre\n")

    assert faults(folder) == [
        "phrases-extra.yaml:2: phrase « operator » déjà écrite (phrases.yaml:1)"
    ]


def test_a_source_declared_twice_names_both_places(folder: Path) -> None:
    twice = "site-2025: {title: T, publisher: P, reliability: B}\n"
    (folder / "sources-imported.yaml").write_text(twice, "utf-8")

    assert faults(folder) == [
        "sources-imported.yaml:1: source « site-2025 » déjà déclarée (sources.yaml:8)"
    ]


IMPORTED = """service: piscine
name: Un autre nom
label: un autre nom
summary: Une autre présentation.
source: site-2025
as_of: 2026
places:
  - {id: bassin, name: Bassin du Lac, address: Lac, source: site-2025, as_of: 2026}
questions:
  - {id: bonnet, ask: [faut-il un bonnet], say: Oui., source: site-2025, as_of: 2026}
"""


def test_an_imported_sheet_adds_its_rows_to_the_one_of_its_name(folder: Path) -> None:
    before = load(folder)
    (folder / "imported").mkdir()
    (folder / "imported" / "piscine.yaml").write_text(IMPORTED, "utf-8")
    base = load(folder)
    added = ["bassin.adresse", "piscine.bonnet"]

    assert sorted(base.entries.keys() - before.entries.keys()) == added
    assert base.subjects["bassin"].parent == "piscine"
    assert base.subjects["piscine"] == before.subjects["piscine"]
    assert base.entries["piscine.description"] == before.entries["piscine.description"]


def test_what_the_base_knows_is_not_another_body_s(folder: Path) -> None:
    lexicon = folder / "lexicon.yaml"
    other = "  ailleurs:\n    name: ailleurs\n    label: ailleurs\n"
    other += "    answered: false\n    cues: [bassin du lac, la poste]\n"
    text = lexicon.read_text("utf-8")
    lexicon.write_text(text.replace("aspects:\n", f"aspects:\n{other}"), "utf-8")
    before = load(folder).aspects["ailleurs"].cues
    (folder / "imported").mkdir()
    (folder / "imported" / "piscine.yaml").write_text(IMPORTED, "utf-8")

    assert before == ("bassin du lac", "la poste")
    assert load(folder).aspects["ailleurs"].cues == ("la poste",)


def test_an_imported_row_that_is_already_written_is_a_fault(folder: Path) -> None:
    (folder / "imported").mkdir()
    text = IMPORTED.replace("id: bassin", "id: moulin")
    (folder / "imported" / "piscine.yaml").write_text(text, "utf-8")

    where = "services/mediatheque.yaml:18"
    assert faults(folder) == [
        f"imported/piscine.yaml:8: identifiant « moulin » déjà pris ({where})"
    ]


@pytest.mark.parametrize("name", ["town", "sources", "lexicon", "phrases"])
def test_a_missing_file_is_the_only_fault(folder: Path, name: str) -> None:
    (folder / f"{name}.yaml").unlink()

    assert faults(folder) == [f"{name}.yaml:1: il manque ce fichier"]


def test_what_is_optional_may_be_missing_or_empty(folder: Path) -> None:
    for name in ("smalltalk", "emergencies", "negatives", "communes"):
        (folder / f"{name}.yaml").unlink()
    (folder / "elsewhere.yaml").write_text("# rien\n")
    shutil.rmtree(folder / "topics")
    shutil.rmtree(folder / "tests")

    base = load(folder)
    assert (base.smalltalk, base.emergencies, base.tests) == ((), (), ())
    assert (base.negatives, base.communes, base.elsewhere) == ((), (), ())


def test_an_empty_sheet_is_a_fault(folder: Path) -> None:
    (folder / "services" / "vide.yaml").write_text("# rien\n")

    assert faults(folder) == ["services/vide.yaml:1: le fichier est vide"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "lexique.yaml",
            " : son nom est inconnu ; vouliez-vous dire « lexicon.yaml » ?",
        ),
        ("services/bus.yml", " : renommez-le en .yaml"),
    ],
)
def test_a_file_that_would_be_left_out_is_a_fault(
    folder: Path, name: str, message: str
) -> None:
    (folder / name).write_text("a: 1\n")

    assert faults(folder) == [f"{name}:1: ce fichier n'est pas lu{message}"]


def test_a_folder_that_does_not_exist_is_one_fault(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="n'existe pas"):
        load(tmp_path / "nulle-part")


def test_a_folder_in_the_place_of_a_file_is_a_fault(folder: Path) -> None:
    (folder / "services" / "dossier.yaml").mkdir()

    assert "illisible" in faults(folder)[0]


def test_hidden_files_are_left_alone(folder: Path) -> None:
    (folder / "services" / ".creches.yaml.swp.yaml").write_text("[[[")

    assert load(folder).fingerprint == load(TOWN).fingerprint


def test_all_faults_of_all_files_come_in_one_run(folder: Path) -> None:
    change(folder, "town.yaml", "website: https://", "website: ")
    change(folder, "services/creches.yaml", "operator: pays", "operateur: pays")
    change(folder, "services/piscine.yaml", "source: rapport-2024", "source: rapport")
    change(folder, "services/police.yaml", "value: 7", "value: &sept 7")
    change(folder, "services/mairie.yaml", "samedi: 9h-12h", "samdi: 9h-12h")

    assert [fault.partition(": ")[0] for fault in faults(folder)] == [
        "services/creches.yaml:5",
        "services/mairie.yaml:16",
        "services/piscine.yaml:6",
        "services/police.yaml:11",
        "town.yaml:6",
    ]


def comparable(base: Base) -> Base:
    places = {key: replace(place, hours=None) for key, place in base.places.items()}
    return replace(base, folder=Path(), fingerprint="", places=places)


def test_the_order_of_keys_does_not_matter(folder: Path) -> None:
    for name in ("phrases.yaml", "services/creches.yaml", "lexicon.yaml"):
        reorder(folder / name)

    base, other = load(TOWN), load(folder)
    assert comparable(base) == comparable(other)
    assert list(base.entries) == list(other.entries)
    assert list(base.aspects) == list(other.aspects)
    assert base.fingerprint != other.fingerprint


def reorder(path: Path) -> None:
    """Turn the top-level blocks of a YAML file round."""
    blocks: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if line[0] in " -":
            blocks[-1] += line
        else:
            blocks.append(line)
    path.write_text("".join(reversed(blocks)), encoding="utf-8")


def test_the_fingerprint_is_that_of_names_and_contents(folder: Path) -> None:
    assert load(folder).fingerprint == load(TOWN).fingerprint

    (folder / "services" / "police.yaml").rename(folder / "services" / "pm.yaml")
    assert load(folder).fingerprint != load(TOWN).fingerprint


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    name=st.sampled_from(["town.yaml", "services/creches.yaml", "phrases.yaml"]),
    content=st.binary(max_size=200),
    cut=st.integers(0, 400),
)
def test_any_bytes_give_a_base_or_a_knowledge_error(
    folder: Path, name: str, content: bytes, cut: int
) -> None:
    original = (TOWN / name).read_bytes()
    (folder / name).write_bytes(
        original[:cut] + content + original[cut + len(content) :]
    )

    try:
        load(folder)
    except KnowledgeError as error:
        assert error.faults  # noqa: PT017 - a base is as good
    finally:
        (folder / name).write_bytes(original)


def test_a_town_has_the_holidays_that_it_adds_and_not_those_it_removes(
    folder: Path,
) -> None:
    change(
        folder,
        "town.yaml",
        "school_zone: C",
        "school_zone: C\npublic_holidays: {added: [vendredi saint], removed: [Noël]}",
    )

    calendar = load(folder).calendar

    assert public_holiday(calendar, date(2026, 4, 3)) == "vendredi saint"
    assert public_holiday(calendar, date(2026, 12, 25)) is None


def test_an_unknown_public_holiday_is_a_fault_of_its_line(folder: Path) -> None:
    change(
        folder,
        "town.yaml",
        "school_zone: C",
        "school_zone: C\npublic_holidays: {added: [vendredi sain]}",
    )

    assert faults(folder) == [
        (
            "town.yaml:6: jour férié inconnu : « vendredi sain » ;"
            " vouliez-vous dire « vendredi saint » ?"
        )
    ]


def test_a_town_brings_its_own_school_holidays(folder: Path) -> None:
    (folder / "vacances_scolaires.yaml").write_text(
        "source: mairie\nvérifié le: 2029-06-01\nvacances:\n"
        "  - {zones: [C], nom: vacances locales, du: 2030-01-01, au: 2030-01-02}\n",
        encoding="utf-8",
    )

    calendar = load(folder).calendar

    assert school_holiday(calendar, date(2030, 1, 2)) == "vacances locales"
    assert school_holiday(calendar, date(2026, 12, 25)) is None


def test_school_holidays_that_end_before_they_start_are_a_fault(folder: Path) -> None:
    (folder / "vacances_scolaires.yaml").write_text(
        "source: mairie\nvérifié le: 2029-06-01\nvacances:\n"
        "  - {zones: [C], nom: vacances locales, du: 2030-01-02, au: 2030-01-01}\n",
        encoding="utf-8",
    )

    assert faults(folder) == [
        "vacances_scolaires.yaml:4: ces vacances finissent avant de commencer"
    ]
