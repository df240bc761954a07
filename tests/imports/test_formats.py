from pathlib import Path

import pytest

from servicebot.errors import ImportFileError
from servicebot.imports.formats import FORMATS, detect

SAMPLES = Path(__file__).parent / "samples"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("annuaire.json", "dila"),
        ("annuaire-api.json", "dila"),
        ("organisme.xml", "dila-xml"),
        ("equipements.csv", "scdl"),
        ("mediation-cp1252.csv", "mediation"),
        ("lieux.geojson", "osm"),
        ("nlu.yml", "rasa"),
        ("domain.yml", "rasa"),
        ("ccas.yaml", "annuaire-api"),
        ("modele.csv", "modele"),
    ],
)
def test_a_file_shows_its_format(name: str, form: str) -> None:
    assert detect(SAMPLES / name) is FORMATS[form]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("fiche.json", '{"Publication": {"@ID": "F1"}}', "mettez un lien"),
        ("fiche.xml", '<?xml version="1.0"?><Publication/>', "mettez un lien"),
        ("schema.json", '{"$schema": "x", "fields": []}', "description d'un format"),
        ("page.jsonld", '{"@context": "https://schema.org"}', "schema.org"),
        ("communes.csv", "code_insee,population_municipale\n", "communes.yaml"),
        ("all_latest.tar.bz2", "BZh", "archive illisible"),
        ("annuaire.zip", "PK", "décompressez-la"),
        ("table.csv", "a;b\n1;2\n", "colonnes inconnues (a, b)"),
        ("notes.txt", "Mo-Fr 08:00-12:00", "format inconnu"),
        ("autre.json", "[1, 2]", "format inconnu"),
        ("autre.yaml", "nom: x", "format inconnu"),
        ("communes.json", '[{"code": "1", "popTot": 2}]', "communes.yaml"),
        ("autre.xlsx", "pas un classeur", "XLSX illisible"),
    ],
)
def test_what_is_not_read_says_why(
    tmp_path: Path, name: str, content: str, reason: str
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")

    with pytest.raises(ImportFileError) as caught:
        detect(path)

    assert reason in str(caught.value)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="absent"):
        detect(tmp_path / "absent.json")
