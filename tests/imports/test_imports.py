"""Every sample, shaped like the real files, gives its rows and refuses the others."""

import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from servicebot.bot import Bot
from servicebot.errors import ImportFileError, KnowledgeError
from servicebot.imports import plan as planning
from servicebot.imports.archives import open_data
from servicebot.imports.plan import Plan
from servicebot.knowledge.checks import check
from servicebot.knowledge.hours import state_at
from servicebot.knowledge.loader import load

Import = Callable[..., Plan]
SAMPLES = Path(__file__).parent / "samples"
PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 5, 12, 12, tzinfo=PARIS)


def sheet(town: Path, name: str) -> dict[str, Any]:
    text = (town / "imported" / f"{name}.yaml").read_text("utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data


def reasons(plan: Plan) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in plan.refusals]


def actions(plan: Plan) -> list[str]:
    return [change.action for change in plan.changes]


def test_the_directory_gives_the_town_s_offices(town: Path, bring: Import) -> None:
    plan = bring("annuaire.json")
    place = load(town).places["mairie-99123-01"]

    assert actions(plan) == ["added", "added"]
    assert plan.outside == 1
    assert (place.name, place.label) == ("Mairie des Ormes", "la mairie des Ormes")
    assert place.address == "3 rue Haute, Le Bourg, 99100 Les Ormes"
    assert place.phone == "01 99 00 12 34"
    assert place.links[0].url == "https://www.lesormes.example"
    assert (place.as_of, place.sources) == ("2025-12-03", ("dila-annuaire",))


def test_the_directory_s_bad_records_are_refused_one_by_one(bring: Import) -> None:
    plan = bring("annuaire.json")

    assert reasons(plan) == [
        (3, "fiche sans nom"),
        (5, "mairie dont les deux codes INSEE se contredisent"),
        (6, "horaires : « 25h00-26h00 » : une journée s’arrête à 24h00"),
        (7, "fiche que l'annuaire ne diffuse pas"),
    ]


def test_mobiles_and_people_s_addresses_are_left_out(bring: Import) -> None:
    plan = bring("annuaire.json")

    assert [(row.line, row.reason, row.value) for row in plan.omissions] == [
        (1, "courriel dans le champ du site", "contact@lesormes.example"),
        (1, "numéro de mobile d'une personne", "06 12 34 56 78"),
        (2, "adresse électronique d'une personne", "claire.dupont@caf.example"),
    ]


def test_a_comment_is_never_plainly_open(town: Path, bring: Import) -> None:
    bring("annuaire.json")
    hours = load(town).places["mairie-99123-01"].hours
    assert hours is not None

    saturday = state_at(hours, datetime(2026, 5, 16, 10, tzinfo=PARIS))
    tuesday = state_at(hours, datetime(2026, 5, 12, 10, tzinfo=PARIS))

    assert (saturday.kind, tuesday.kind) == ("unknown", "open")
    assert saturday.note == "Uniquement le 2e et le 4e samedi du mois."


def test_the_api_s_json_in_strings_says_the_same(bring: Import) -> None:
    bring("annuaire.json")

    plan = bring("annuaire-api.json")

    assert actions(plan) == ["unchanged", "gone"]
    assert plan.texts == {}


def test_the_old_xml_gives_its_office(town: Path, bring: Import) -> None:
    bring("organisme.xml")
    (place,) = sheet(town, "mutualite-sociale-agricole")["places"]

    assert place["address"] == "15 avenue du Moulin, 99100 Valbrune"
    assert place["as_of"] == "2025-09-11"
    assert place["hours"]["osm"] == (
        'Fr 08:30-12:00; Mo-We 08:30-12:00 unknown "Jeudi sur rendez-vous'
        ' exclusivement."'
    )


def test_the_directory_s_yaml_gives_its_office_and_needs_a_date(
    town: Path, bring: Import
) -> None:
    undated = bring("ccas.yaml")
    bring("ccas.yaml", date="2026-03")
    (place,) = sheet(town, "centre-communal-d-action-sociale")["places"]

    assert reasons(undated) == [(1, "aucune date : donnez --date")]
    assert (place["id"], place["phone"]) == ("ccas-valbrune", "01 99 00 81 00")
    assert place["address"] == "11 rue du Moulin, 99100 Valbrune"
    assert place["hours"] == "Mo-Fr 08:00-12:00,13:30-17:00"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("99123 Valbrune", "98001 Ailleurs", []),
        ("id: ccas_Valbrune", "id:", ["fiche sans nom ou sans identifiant"]),
        ("de: 8h", "de: matin", ["horaires : heure illisible : « matin »"]),
    ],
)
def test_an_office_that_is_not_ours_or_not_readable_is_left(
    bring: Import, tmp_path: Path, old: str, new: str, found: list[str]
) -> None:
    path = tmp_path / "ccas.yaml"
    text = (SAMPLES / "ccas.yaml").read_text("utf-8")
    path.write_text(text.replace(old, new), "utf-8")
    plan = bring(path, date="2026-03")

    assert [reason for _, reason in reasons(plan)] == found
    assert plan.texts == {}


def test_equipments_need_a_date_that_their_format_lacks(bring: Import) -> None:
    plan = bring("equipements.csv")

    assert (2, "aucune date : donnez --date") in reasons(plan)
    assert plan.texts == {}


def test_equipments_give_places_by_type(town: Path, bring: Import) -> None:
    plan = bring("equipements.csv", date="2026-03-01")
    (place,) = sheet(town, "gymnase")["places"]

    assert reasons(plan) == [
        (3, "horaires : mot inconnu : « Sun » ; vouliez-vous dire « Su » ?"),
        (4, "il manque EQUIP_NOM"),
    ]
    assert plan.outside == 1
    assert place["id"] == "equipement-99123-02010101-001"
    assert place["address"] == "Allée des Tilleuls, 99100 Valbrune"
    assert place["phone"] == "01 99 00 12 90"


def test_a_windows_table_with_semicolons_is_read(town: Path, bring: Import) -> None:
    plan = bring("mediation-cp1252.csv")
    (place,) = sheet(town, "lieux-d-accompagnement-numerique")["places"]

    assert place["name"] == "Espace numérique ; l'Éclair"
    assert place["email"] == "accueil@eclair.example"
    assert [line for line, _ in reasons(plan)] == [3, 4, 5]
    assert plan.refusals[0].value == "Mo-Fr :undefined-17:00"
    assert reasons(plan)[1:] == [
        (4, "aucune date : donnez --date"),
        (5, "date à venir"),
    ]


def test_places_of_openstreetmap_join_the_sheet_of_their_name(
    town: Path, bring: Import
) -> None:
    plan = bring("lieux.geojson")
    base = load(town)

    assert base.subjects["osm-node-101"].parent == "mediatheque"
    assert base.subjects["mediatheque"].summary.startswith("La médiathèque prête")
    assert reasons(plan) == [
        (2, "sorte de lieu qui n'est pas un service public"),
        (3, "horaires : l’heure de fin manque (« + » n’est pas accepté)"),
        (4, "lieu sans nom"),
        (5, "point de collecte, et non déchèterie"),
    ]


def test_rasa_s_intents_become_questions(town: Path, bring: Import) -> None:
    plan = bring("nlu.yml", "domain.yml", source="Ancien robot", date="2025-06")
    rows = {row["id"]: row for row in sheet(town, "questions-frequentes")["questions"]}

    assert set(rows) == {"location-salle", "fourriere"}
    assert rows["location-salle"]["ask"][1:] == [
        "je veux réserver la salle samedi",
        "louer une salle pour un mariage",
    ]
    assert rows["fourriere"]["say"] == "La fourrière est rue du Pré."
    assert sorted(reason for _, reason in reasons(plan)) == [
        "aucune réponse « utter_sans_reponse » dans les fichiers",
        "réponse qui dépend d'une variable",
        "toutes ses formulations ont déjà une réponse",
    ]


def test_rasa_without_a_source_is_refused(bring: Import) -> None:
    plan = bring("nlu.yml", "domain.yml", date="2025-06")

    assert (3, "aucune source : donnez --source") in reasons(plan)
    assert plan.texts == {}


def test_our_table_adds_to_the_sheet_that_a_person_wrote(
    town: Path, bring: Import
) -> None:
    plan = bring("modele.csv")
    base = load(town)

    assert base.subjects["bassin-du-lac"].parent == "piscine"
    assert base.entries["piscine.bonnet"].say.startswith("Le bonnet de bain est")
    assert base.entries["piscine.prix"].aspect == "tarif"
    assert reasons(plan) == [
        (6, "aspect inconnu (voir lexicon.yaml)"),
        (7, "numéro de mobile d'une personne : « 06 12 34 56 78 »"),
        (8, "déjà écrit à la main dans services/piscine.yaml:9"),
        (9, "aucune source : donnez --source"),
        (10, "type attendu : « lieu » ou « question »"),
    ]
    assert base.sources["guide-de-l-ete-2026"].title == "Guide de l'été 2026"


@pytest.mark.parametrize(
    "names",
    [
        ("annuaire.json",),
        ("annuaire-api.json",),
        ("organisme.xml",),
        ("ccas.yaml",),
        ("equipements.csv",),
        ("mediation-cp1252.csv",),
        ("lieux.geojson",),
        ("nlu.yml", "domain.yml"),
        ("modele.csv",),
    ],
    ids=lambda names: names[0],
)
def test_a_second_import_changes_nothing(bring: Import, names: tuple[str, ...]) -> None:
    first = bring(*names, source="Fichier de la ville", date="2026-02")
    second = bring(*names, source="Fichier de la ville", date="2026-02")

    assert set(actions(first)) == {"added"}
    assert set(actions(second)) == {"unchanged"}
    assert (second.texts, second.diff()) == ({}, "")


def test_what_all_samples_give_passes_the_check(town: Path, bring: Import) -> None:
    for names in (
        ("annuaire.json",),
        ("organisme.xml",),
        ("equipements.csv",),
        ("mediation-cp1252.csv",),
        ("lieux.geojson",),
        ("nlu.yml", "domain.yml"),
        ("modele.csv",),
    ):
        bring(*names, source="Fichier de la ville", date="2026-02")
    findings = check(load(town), datetime(2026, 5, 4, tzinfo=PARIS).date())

    assert [f for f in findings if "imported" in f.where and f.level == "error"] == []


def test_a_changed_file_updates_its_rows_and_shows_what_differs(
    bring: Import, tmp_path: Path
) -> None:
    bring("organisme.xml")
    changed = tmp_path / "organisme.xml"
    text = (SAMPLES / "organisme.xml").read_text("utf-8")
    changed.write_text(text.replace("01 99 00 45 00", "01 99 00 45 01"), "utf-8")
    plan = bring(changed)

    assert plan.changes[0].fields == (("phone", "01 99 00 45 00", "01 99 00 45 01"),)
    assert "-    phone: 01 99 00 45 00\n+    phone: 01 99 00 45 01\n" in plan.diff()


def test_what_a_person_has_edited_stays(
    town: Path, bring: Import, tmp_path: Path
) -> None:
    bring("organisme.xml")
    path = town / "imported" / "mutualite-sociale-agricole.yaml"
    edited = path.read_text("utf-8").replace("01 99 00 45 00", "01 99 00 99 99")
    path.write_text(edited, "utf-8")
    changed = tmp_path / "organisme.xml"
    text = (SAMPLES / "organisme.xml").read_text("utf-8")
    changed.write_text(text.replace("Moulin", "Pont"), "utf-8")

    plan = bring(changed)

    assert actions(plan) == ["edited"]
    assert path.read_text("utf-8") == edited


def test_a_head_that_a_person_has_edited_stays(town: Path, bring: Import) -> None:
    bring("organisme.xml")
    path = town / "imported" / "mutualite-sociale-agricole.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("label: la mutualité", "label: notre mutualité"))
    (town / "services" / "mediatheque.yaml").touch()

    bring("organisme.xml")

    label = sheet(town, "mutualite-sociale-agricole")["label"]
    assert label == "notre mutualité sociale agricole"


def test_an_import_that_would_break_the_base_writes_nothing(
    town: Path, bring: Import, tmp_path: Path
) -> None:
    table = tmp_path / "modele.csv"
    table.write_text(
        "type;fiche;id;nom;source;date\n"
        "lieu;Piscine;moulin-bis;Bassin;Guide;2026\n"
        "lieu;Autre;piscine;Bassin sec;Guide;2026\n",
        "utf-8",
    )
    before = {path: path.read_bytes() for path in town.rglob("*.yaml")}

    with pytest.raises(KnowledgeError, match="déjà pris"):
        bring(table)

    assert {path: path.read_bytes() for path in town.rglob("*.yaml")} == before


def test_the_bot_answers_from_what_was_imported(town: Path, bring: Import) -> None:
    bring("modele.csv")
    bot = Bot.build(load(town), secret=bytes(16), cache=None)
    now = datetime(2026, 5, 12, 11, tzinfo=PARIS)

    prize = bot.reply("quel est le prix d'entrée de la piscine ?", None, now)
    opened = bot.reply("le bassin du lac est ouvert ?", None, now)

    assert "3 €" in prize.text
    assert opened.text.startswith("Bassin du Lac")


def packed(path: Path, *names: str) -> Path:
    with tarfile.open(path, "w:bz2") as archive:
        for name in names:
            archive.add(SAMPLES / name, name)
    return path


def test_the_published_archive_is_read_without_unpacking_it(
    tmp_path: Path, bring: Import
) -> None:
    path = packed(tmp_path / "all_latest.tar.bz2", "nlu.yml", "annuaire.json")
    told: list[int] = []

    plan = bring(path, advance=told.append)

    assert actions(plan) == ["added", "added"]
    assert plan.outside == 1
    assert 0 < sum(told) <= path.stat().st_size
    assert not list(tmp_path.glob("**/annuaire.json"))


def test_an_archive_without_json_is_refused(tmp_path: Path, bring: Import) -> None:
    path = packed(tmp_path / "all_latest.tar.bz2", "nlu.yml")

    with pytest.raises(ImportFileError, match="archive sans fichier JSON"):
        bring(path)


def test_only_a_regular_file_of_an_archive_is_data(
    tmp_path: Path, bring: Import
) -> None:
    path = tmp_path / "all_latest.tar.bz2"
    nowhere, folder = tarfile.TarInfo("lien.json"), tarfile.TarInfo("dossier.json")
    nowhere.type, nowhere.linkname = tarfile.SYMTYPE, "absent.json"
    folder.type = tarfile.DIRTYPE
    with tarfile.open(path, "w:bz2") as archive:
        for member in (nowhere, folder):
            archive.addfile(member)
        archive.add(SAMPLES / "nlu.yml", "._annuaire.json")
        archive.add(SAMPLES / "annuaire.json", "annuaire.json")

    assert actions(bring(path)) == ["added", "added"]


def test_what_goes_wrong_for_a_reader_is_not_put_down_to_the_archive(
    tmp_path: Path,
) -> None:
    path = packed(tmp_path / "all_latest.tar.bz2", "annuaire.json")

    def read() -> None:
        with open_data(path) as data:
            assert data.file.read(1)
            raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        read()


def test_an_archive_cut_short_is_refused(tmp_path: Path, bring: Import) -> None:
    path = packed(tmp_path / "all_latest.tar.bz2", "annuaire.json")
    path.write_bytes(path.read_bytes()[:-40])

    with pytest.raises(ImportFileError, match="illisible"):
        bring(path)


def test_truncated_json_is_refused_as_a_whole(tmp_path: Path, bring: Import) -> None:
    path = tmp_path / "annuaire.json"
    path.write_text('{"service": [{"plage_ouverture": [], "nom": "Mai', "utf-8")

    with pytest.raises(ImportFileError, match="illisible ou tronqué"):
        bring(path)


def test_xml_with_entities_is_refused(tmp_path: Path, bring: Import) -> None:
    path = tmp_path / "bombe.xml"
    bomb = '<!DOCTYPE a [<!ENTITY b "bb">]><Organisme codeInsee="99123">&b;</Organisme>'
    path.write_text(bomb, "utf-8")

    with pytest.raises(ImportFileError, match="XML illisible"):
        bring(path)


def test_two_rows_of_one_identifier_are_one(tmp_path: Path, bring: Import) -> None:
    path = tmp_path / "modele.csv"
    row = "lieu;Piscine;lac;Bassin du Lac;Guide;2026\n"
    path.write_text(f"type;fiche;id;nom;source;date\n{row}{row}", "utf-8")
    plan = bring(path)

    assert reasons(plan) == [(3, "même identifiant que la ligne 2")]


def test_the_town_s_own_files_are_never_touched(town: Path, bring: Import) -> None:
    shutil.copytree(town, town.parent / "before")
    bring("annuaire.json")
    bring("modele.csv")

    for path in (town.parent / "before").rglob("*.yaml"):
        now = town / path.relative_to(town.parent / "before")
        assert now.read_bytes() == path.read_bytes()


def test_what_left_the_file_is_said_and_stays(
    town: Path, bring: Import, tmp_path: Path
) -> None:
    bring("modele.csv")
    lines = (SAMPLES / "modele.csv").read_text("utf-8").splitlines()
    path = tmp_path / "modele.csv"
    path.write_text("\n".join(line for line in lines if "bonnet" not in line), "utf-8")
    plan = bring(path)

    assert ("gone", "bonnet") in [(c.action, c.id) for c in plan.changes]
    assert "piscine.bonnet" in load(town).entries


def test_a_source_is_known_by_its_identifier_or_its_title(
    town: Path, tmp_path: Path, bring: Import
) -> None:
    path = tmp_path / "modele.csv"
    head = "type;fiche;nom;adresse;source;date"
    row = "lieu;Piscine;{};1 rue du Lac;{};2026"
    rows = (row.format("Lac", "site-2025"), row.format("Étang", "site de la VILLE"))
    path.write_text("\n".join((head, *rows)), "utf-8")
    bring(path)

    assert load(town).places["etang"].sources == ("site-2025",)
    assert not (town / "sources-imported.yaml").exists()


def test_offices_are_known_by_their_acronym(town: Path, bring: Import) -> None:
    bring("annuaire.json")
    bot = Bot.build(load(town), secret=bytes(16), cache=None)
    reply = bot.reply("quels sont les horaires de la CAF", None, NOON)

    assert reply.entry == "caf-22222222-2222-4333-8444-555555555555.horaires"


def test_too_many_rows_are_refused_at_once(
    bring: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "MOST_ROWS", 1)

    with pytest.raises(ImportFileError, match="--insee"):
        bring("annuaire.json")


GENERATED = """
import json, sys
from pathlib import Path
record = json.loads(Path(sys.argv[1]).read_text("utf-8"))["service"][0]
with open(sys.argv[2], "w", encoding="utf-8") as file:
    file.write('{"service": [')
    for rank in range(63_000):
        code = "99123" if rank % 3_000 == 0 else f"{rank % 90_000 + 1_000:05d}"
        pivot = dict(record["pivot"][0], code_insee_commune=[code])
        pivot["indice_code_pivot"] = f"{rank:05d}"
        changed = dict(record, id=str(rank), pivot=[pivot], code_insee_commune=code)
        file.write(("," if rank else "") + json.dumps(changed))
    file.write("]}")
"""
MEASURED = """
import pathlib, re, sys
from servicebot.cli import main
try:
    main(["import", sys.argv[1], "--knowledge", sys.argv[2], "--write"])
except SystemExit:
    status = pathlib.Path("/proc/self/status").read_text("ascii")
    print(int(re.search(r"VmHWM:\\s+([0-9]+) kB", status)[1]) // 1024)
"""
"""The peak is this program's own: `getrusage` begins with its parent's."""


@pytest.mark.slow
def test_a_whole_country_comes_in_within_a_minute_and_300_megabytes(
    town: Path, tmp_path: Path
) -> None:
    path = tmp_path / "annuaire.json"
    sample = SAMPLES / "annuaire.json"
    python = (sys.executable, "-c")
    subprocess.run([*python, GENERATED, sample, path], check=True)
    begun = time.monotonic()
    done = subprocess.run(
        [*python, MEASURED, path, town], check=True, capture_output=True, text=True
    )
    took = time.monotonic() - begun
    *_, counted, memory = done.stdout.splitlines()

    assert counted == "21 ajoutée(s), 62\u202f979 d'autres communes."
    assert int(memory) <= 300
    assert took <= 60
    assert len(load(town).places) == 24


OVERPASS = """{"elements": [
  {"type": "node", "id": 7, "tags": {"amenity": "townhall", "name": "Mairie annexe",
   "phone": "01 99 00 12 35", "access": "private", "check_date": "2026-01-02"}},
  {"type": "way", "id": 8, "tags": {"leisure": "park", "name": "Parc du Lac"}},
  3
]}"""


def test_overpass_numbers_its_objects_by_kind(
    town: Path, bring: Import, tmp_path: Path
) -> None:
    path = tmp_path / "overpass.json"
    path.write_text(OVERPASS, "utf-8")
    plan = bring(path)

    assert load(town).places["osm-node-7"].phone == "01 99 00 12 35"
    assert [row.reason for row in plan.omissions] == [
        "lieu dit privé dans OpenStreetMap"
    ]
    assert reasons(plan) == [
        (2, "aucune date : donnez --date"),
        (3, "lieu sans identifiant"),
    ]


ROWS = """type;fiche;id;nom;formulations;reponse;source;date;site
question;Piscine;;;;Oui.;Guide;2026;
question;Piscine;a;;faut-il un maillot;{oui};Guide;2026;
question;Piscine;b;;faut-il un caleçon;Non.;Guide;hier;
lieu;;c;!;;;Guide;2026;
lieu;Piscine;!;Bassin;;;Guide;2026;
lieu;Piscine;;;;;Guide;2026;
lieu;!;d;Bassin;;;Guide;2026;
question;Piscine;e;;comment venir;Oui.;Guide;2026;
question;Piscine;f;;comment venir;Non.;Guide;2026;
lieu;Piscine;g;Pataugeoire;;;Guide;2026;pas un site
"""


def test_rows_that_say_too_little_or_too_much_are_refused(
    town: Path, bring: Import, tmp_path: Path
) -> None:
    path = tmp_path / "modele.csv"
    path.write_text(ROWS, "utf-8")
    plan = bring(path)

    assert reasons(plan) == [
        (2, "il manque « formulations »"),
        (3, "accolades dans le texte"),
        (4, "date illisible (attendue : 2026-01-15)"),
        (5, "on ne sait pas de quel service il s'agit"),
        (6, "lieu sans identifiant"),
        (7, "il manque le nom du lieu"),
        (8, "on ne sait pas de quel service il s'agit"),
        (10, "même formulation qu'à la ligne 9"),
    ]
    assert [row.reason for row in plan.omissions] == ["adresse de site illisible"]
    assert {"piscine.e", "g"} <= {*load(town).entries, *load(town).places}


def test_an_old_xml_that_cannot_be_used_is_refused(
    bring: Import, tmp_path: Path
) -> None:
    text = (SAMPLES / "organisme.xml").read_text("utf-8")
    found = {}
    for old, new in (
        ("Mutualité sociale agricole (MSA) de Valbrune", ""),
        ('codeInsee="99123"', 'codeInsee="98001"'),
        ('début="vendredi"', 'début="vendredu"'),
    ):
        path = tmp_path / "organisme.xml"
        path.write_text(text.replace(old, new), "utf-8")
        plan = bring(path)
        found[old] = (plan.outside, [reason for _, reason in reasons(plan)])

    assert [*found.values()] == [
        (0, ["fiche sans nom"]),
        (1, []),
        (0, ["horaires : jour inconnu : « vendredu »"]),
    ]
