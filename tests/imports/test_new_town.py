"""A new commune: refused while blanks are left, answering once they are filled."""

import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from servicebot.bot import Bot
from servicebot.errors import KnowledgeError
from servicebot.french.typography import de
from servicebot.imports.first_import import with_offices
from servicebot.imports.generic import own_names
from servicebot.imports.new_town import Commune, new_town
from servicebot.imports.pruning import apply, prune, without_items
from servicebot.imports.yaml_files import write, yaml_text
from servicebot.knowledge.base import Base
from servicebot.knowledge.checks import check
from servicebot.knowledge.find import shipped_knowledge
from servicebot.knowledge.loader import load

SAMPLES = Path(__file__).parent / "samples"
TODAY = date(2026, 11, 30)
pytestmark = pytest.mark.slow(3)
NOW = datetime(2026, 11, 30, 10, tzinfo=ZoneInfo("Europe/Paris"))
ORMES = Commune("Les Ormes", "99123", website="https://ormes.example")
QUOTED = re.compile(r'(\w+): "\[à compléter[^"]*"')
FILLED = {
    "address": "1 place de la Mairie, 99100 Les Ormes",
    "phone": "01 99 00 00 01",
    "hours": "lundi au vendredi 8h30-12h",
    "website": "https://ormes.example",
    "url": "https://ormes.example",
}


@pytest.fixture(scope="module")
def shipped() -> Base:
    return load(shipped_knowledge())


@pytest.fixture
def fresh(shipped: Base, tmp_path: Path) -> Path:
    """A new base as it is written, to be completed."""
    folder = tmp_path / "ormes"
    write(folder, new_town(ORMES, shipped, TODAY))
    return folder


def fill(folder: Path, name: str = "*.yaml") -> None:
    """Complete every blank, as the town would."""
    for path in folder.rglob(name):
        text = path.read_text("utf-8")
        path.write_text(
            QUOTED.sub(
                lambda found: f'{found[1]}: "{FILLED.get(found[1], "La réponse.")}"',
                text,
            ),
            "utf-8",
        )


def questions(base: Base) -> int:
    return sum(entry.kind == "question" for entry in base.entries.values())


def test_a_new_base_is_refused_for_its_blanks_only(fresh: Path) -> None:
    with pytest.raises(KnowledgeError) as caught:
        load(fresh)

    faults = caught.value.faults
    assert len(faults) > 60
    assert all("complétez, ou supprimez cette entrée" in f.message for f in faults)
    assert all(
        "[à compléter" in f.path.read_text("utf-8").splitlines()[f.line - 1]
        for f in faults
    )


def test_a_base_that_was_filled_in_passes_the_check(fresh: Path) -> None:
    fill(fresh)
    base = load(fresh)

    assert questions(base) >= 60
    assert check(base, TODAY) == ()
    assert (base.town.school_zone, base.town.insee) == (None, "99123")


def test_a_base_that_was_filled_in_answers_its_questions(fresh: Path) -> None:
    fill(fresh)
    base = load(fresh)
    bot = Bot.build(base, secret=bytes(16), cache=None)
    asked = [(ask, entry.id) for entry in base.entries.values() for ask in entry.asks]

    astray = [
        (ask, reply.entry)
        for ask, wanted in asked
        if (reply := bot.reply(ask, None, NOW)).entry != wanted
    ]
    opened = bot.reply("à quelle heure ouvre la mairie", None, NOW)
    hello = bot.reply("bonjour", None, NOW)
    fire = bot.reply("il y a le feu dans ma cuisine", None, NOW)

    assert astray == []
    assert opened.entry == "mairie.horaires"
    assert "services publics des Ormes" in hello.text
    assert fire.kind == "emergency"


def test_nothing_of_the_first_town_is_left(fresh: Path, shipped: Base) -> None:
    own = re.compile(own_names(shipped))
    texts = {path.name: path.read_text("utf-8") for path in fresh.rglob("*.yaml")}
    del texts["elsewhere.yaml"]  # names of other towns, whole lines only

    assert {name: own.findall(text) for name, text in texts.items()} == {
        name: [] for name in texts
    }


def test_a_town_is_not_elsewhere_to_itself(shipped: Base) -> None:
    texts = new_town(Commune("Nîmes", "30189"), shipped, TODAY)

    assert "\n- Nîmes\n" not in texts["elsewhere.yaml"]
    assert "school_zone: C" in texts["town.yaml"]
    assert 'website: "[à compléter' in texts["town.yaml"]


def test_entries_left_blank_go_in_one_step(fresh: Path) -> None:
    hall = fresh / "services" / "mairie.yaml"
    text = hall.read_text("utf-8")
    text = text.replace(
        "[à compléter : numéro, rue, code postal et ville]", "1 place des Ormes"
    )
    hall.write_text(text, "utf-8")
    apply(fresh, prune(fresh))
    base = load(fresh)

    assert set(base.entries) == {"mairie.description", "mairie.adresse"}
    assert base.places["mairie"].hours is None
    assert {subject.id for subject in base.told} == {"mairie"}
    assert prune(fresh) == {}


ASKED = (
    "à quelle heure ouvre {name}",
    "horaires {of_name}",
    "combien coûte {name}",
    "tarif {of_name}",
    "adresse {of_name}",
    "où se trouve {name}",
    "téléphone {of_name}",
    "{name}",
)


def test_nothing_is_answered_of_what_was_pruned(fresh: Path) -> None:
    for name in ("mairie.yaml", "cantine.yaml"):
        fill(fresh, name)
    apply(fresh, prune(fresh))
    base = load(fresh)
    bot = Bot.build(base, secret=bytes(16), cache=None)
    told = {subject.id for subject in base.told}
    pruned = [s for key, s in base.subjects.items() if key not in told]

    astray = [
        (question, reply.entry)
        for subject in pruned
        for name in (subject.label, *subject.names)
        for template in ASKED
        if (question := template.format(name=name, of_name=de(name)))
        and (reply := bot.reply(question, None, NOW)).entry in base.entries
    ]
    pool = bot.reply("combien coûte la piscine", None, NOW)
    later = bot.reply("quels sont ses horaires ?", pool.context, NOW)
    known = bot.reply("tarif de la cantine", None, NOW)

    assert len(pruned) == 32
    assert astray == []
    assert "de la piscine, je n'ai pas d'information sur le tarif" in pool.text
    assert later.entry is None
    assert known.entry == "cantine.tarif"


def test_a_place_that_went_leaves_its_names_to_its_sheet(fresh: Path) -> None:
    path = fresh / "services" / "piscine.yaml"
    path.write_text(
        path.read_text("utf-8").replace(
            '    name: "Piscine"\n',
            '    name: "Bassin des Lilas"\n    names: [les Lilas, piscine]\n',
        ),
        "utf-8",
    )
    apply(fresh, prune(fresh))
    names = load(fresh).subjects["piscine"].names

    assert {"Bassin des Lilas", "les Lilas", "bassin", "baignade"} < {*names}
    assert len({name.lower() for name in names}) == len(names)


def test_lists_that_are_not_indented_are_pruned_alike(fresh: Path) -> None:
    path = fresh / "services" / "tri.yaml"
    text = yaml_text(yaml.safe_load(path.read_text("utf-8")))
    path.write_text(text.replace("\n  ", "\n"), "utf-8")
    apply(fresh, prune(fresh))

    assert "recyclage" in load(fresh).subjects["tri"].names
    assert "questions" not in path.read_text("utf-8")


def test_the_last_items_of_a_list_leave_an_empty_one() -> None:
    text = "one:\n  - a\n  - b\n  - c\ntwo: d\n"

    assert without_items(text, "one", [0, 2]) == "one:\n  - b\ntwo: d\n"
    assert without_items(text, "one", [2, 0, 1]) == "one: []\ntwo: d\n"


def test_the_contact_loses_the_place_that_went(fresh: Path) -> None:
    apply(fresh, prune(fresh))
    base = load(fresh)

    assert (base.town.contact.place, base.entries) == (None, {})


def test_blanks_of_the_contact_go_too_but_the_site_stays_a_fault(fresh: Path) -> None:
    town = fresh / "town.yaml"
    text = town.read_text("utf-8").replace(
        "  place: mairie\n",
        '  place: mairie\n  address: "[à compléter : où]"\n  phone: "[à compléter]"\n',
    )
    town.write_text(
        text.replace("https://ormes.example", "[à compléter : le site]"), "utf-8"
    )
    apply(fresh, prune(fresh))

    with pytest.raises(KnowledgeError) as caught:
        load(fresh)

    assert len(caught.value.faults) == 2
    assert "address" not in town.read_text("utf-8")


def test_a_base_without_blanks_is_not_pruned() -> None:
    assert prune(shipped_knowledge()) == {}


def test_the_directory_gives_the_town_hall(shipped: Base, tmp_path: Path) -> None:
    texts = new_town(ORMES, shipped, TODAY)
    found = with_offices(texts, SAMPLES / "annuaire.json", TODAY, lambda _: None)
    write(tmp_path / "ormes", found.texts)
    apply(tmp_path / "ormes", prune(tmp_path / "ormes"))
    base = load(tmp_path / "ormes")

    assert base.town.contact.place == "mairie-99123-01"
    assert base.subjects["mairie-99123-01"].parent == "mairie"
    assert len(found.plan.refusals) == 4
    assert check(base, TODAY) == ()


def test_a_directory_without_a_town_hall_leaves_the_blank(
    shipped: Base, tmp_path: Path
) -> None:
    path = tmp_path / "organisme.xml"
    path.write_bytes((SAMPLES / "organisme.xml").read_bytes())
    texts = new_town(ORMES, shipped, TODAY)
    found = with_offices(texts, path, TODAY, lambda _: None)

    assert "place: mairie\n" in found.texts["town.yaml"]
    assert found.texts["services/mairie.yaml"] == texts["services/mairie.yaml"]
    assert "imported/mutualite-sociale-agricole.yaml" in found.texts
