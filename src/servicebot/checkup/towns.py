"""The towns of a folder: which are refused, who claims a host, is there the memory."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from servicebot.checkup.configuration import KNOWLEDGE, examine_knowledge
from servicebot.checkup.findings import Finding, error, warning, well
from servicebot.checkup.services import examine_database
from servicebot.errors import SettingsError
from servicebot.journal.database import open_engine, town_address
from servicebot.knowledge.towns import (
    LONGEST_NAME,
    Site,
    Sites,
    find_sites,
    is_town_name,
)
from servicebot.secret import require_secret
from servicebot.settings import Settings, for_town

_PART = 0.8
"""The part of the machine's memory that all towns may take without a word."""

_MIB = 1024 * 1024


def refuse_unusable(settings: Settings) -> None:
    """Raise a SettingsError for settings with which none of many towns can be served.

    It neither connects to the database nor writes anything.
    """
    address = town_address(settings.database, "commune")
    if address is not None:
        open_engine(address).dispose()
    require_secret(settings)


def examine_towns(folder: Path, settings: Settings, now: datetime) -> Iterator[Finding]:
    """Yield what is to be said of many towns: what is well with all, in one line."""
    if not folder.is_dir():
        yield error("communes", f"{folder} n'existe pas", "corrigez SERVICEBOT_TOWNS")
        return
    try:
        refuse_unusable(settings)
    except SettingsError as wrong:
        yield error("communes", str(wrong), "corrigez ce réglage, puis recommencez")
        return
    sites = find_sites(folder)
    yield well("communes", f"{len(sites.by_name)} dans {folder}")
    for site in sites.by_name.values():
        for finding in _of_town(site, settings, now):
            if finding.level == "error" or finding.name == KNOWLEDGE:
                yield replace(finding, name=f"{finding.name} ({site.name})")
    yield from _hosts(sites)
    yield from _strays(folder)
    yield _memory(settings)


def _of_town(site: Site, settings: Settings, now: datetime) -> Iterator[Finding]:
    known = examine_knowledge(site.folder)
    if known.level != "ok":
        yield known
    own = for_town(settings, site.name)
    if own.database is not None or (own.var / "servicebot.sqlite").is_file():
        yield from examine_database(own, now)


def _hosts(sites: Sites) -> Iterator[Finding]:
    for host, names in sites.contested.items():
        yield error(
            "hôtes",
            f"{host} est réclamé par {', '.join(names)} : personne n'y est servi",
            "laissez-le dans le town.yaml d'une seule commune (hosts)",
        )


def _strays(folder: Path) -> Iterator[Finding]:
    for path in sorted(folder.iterdir()):
        if (path / "town.yaml").is_file() and not is_town_name(path.name):
            yield warning(
                "communes",
                f"{path.name} n'est pas servie : son nom ne peut être dans une adresse",
                "renommez ce dossier en minuscules, chiffres et tirets "
                f"({LONGEST_NAME} signes au plus)",
            )


def _memory(settings: Settings) -> Finding:
    there = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // _MIB
    said = f"SERVICEBOT_TOWNS_MEMORY : {settings.towns_memory} Mio, sur {there}"
    if settings.towns_memory <= _PART * there:
        return well("mémoire", said)
    return warning(
        "mémoire",
        said,
        f"gardez-en pour le système : {int(_PART * there)} Mio au plus",
    )
