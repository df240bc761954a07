"""The towns of a folder: one knowledge folder each, found by name or by host."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from servicebot.errors import SettingsError
from servicebot.knowledge.fields import HOST_PATTERN, ID_PATTERN
from servicebot.knowledge.messages import suggestion
from servicebot.knowledge.yaml import parse

LONGEST_NAME = 50
NO_TOWNS = "SERVICEBOT_TOWN (ou --town) demande SERVICEBOT_TOWNS, leur dossier"
_LISTED = 12
"""How many towns are listed to who must choose one."""

_FILE = "town.yaml"
_ID = re.compile(ID_PATTERN)
_HOST = re.compile(HOST_PATTERN)

Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Site:
    """A town by the name of its folder, and the hosts at whose root it is."""

    name: str
    folder: Path
    hosts: tuple[str, ...] = ()
    stamp: Stamp = (0, 0)


@dataclass(frozen=True, slots=True)
class Sites:
    """All towns of a folder; a host that two of them claim is nobody's."""

    by_name: Mapping[str, Site] = field(default_factory=dict)
    by_host: Mapping[str, Site] = field(default_factory=dict)
    contested: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def is_town_name(name: str) -> bool:
    """Whether a folder of this name can be a town: `ales`, `saint-jean-du-gard`."""
    return len(name) <= LONGEST_NAME and _ID.fullmatch(name) is not None


def find_sites(folder: Path, known: Sites | None = None) -> Sites:
    """Return the towns of a folder; what has not changed is not read again.

    Where a `town.yaml` cannot be read, the town keeps the hosts that it had.
    """
    before = known.by_name if known else {}
    sites = {site.name: site for site in _sites(folder, before)}
    claims = Counter(host for site in sites.values() for host in site.hosts)
    return Sites(
        by_name=sites,
        by_host={
            host: site
            for site in sites.values()
            for host in site.hosts
            if claims[host] == 1
        },
        contested={
            host: tuple(name for name, site in sites.items() if host in site.hosts)
            for host, count in claims.items()
            if count > 1
        },
    )


def site_folder(folder: Path, name: str | None) -> Path:
    """Return the knowledge folder of one town; an unknown one is a SettingsError."""
    if name and is_town_name(name) and (folder / name / _FILE).is_file():
        return folder / name
    if not name:
        raise none_named(folder)
    near = suggestion(name, _names(folder))
    raise SettingsError(f"aucune commune « {name} » dans {folder}{near}")


def none_named(folder: Path) -> SettingsError:
    """Return what is said to who must name one of the towns: it lists them."""
    names = _names(folder)
    listed = ", ".join(names[:_LISTED])
    more = f"… ({len(names)} en tout)" if len(names) > _LISTED else ""
    return SettingsError(
        "SERVICEBOT_TOWNS désigne plusieurs communes : donnez --town NOM (ou "
        f"SERVICEBOT_TOWN). Communes : {listed or 'aucune'}{more}"
    )


def _names(folder: Path) -> list[str]:
    if not folder.is_dir():
        message = f"SERVICEBOT_TOWNS désigne « {folder} », qui n'est pas un dossier"
        raise SettingsError(message)
    return [site.name for site in _sites(folder, {})]


def _sites(folder: Path, before: Mapping[str, Site]) -> Iterator[Site]:
    for path in sorted(folder.iterdir()):
        if not is_town_name(path.name):
            continue
        stamp = _stamp(path / _FILE)
        if stamp is None:
            continue
        known = before.get(path.name, Site(path.name, path))
        if known.stamp == stamp:
            yield known
        else:
            hosts = _hosts(path / _FILE)
            kept = known.hosts if hosts is None else hosts
            yield Site(path.name, path, kept, stamp)


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _hosts(path: Path) -> tuple[str, ...] | None:
    """Return the hosts that a file names, None when it cannot be read."""
    try:
        document = parse(path.read_bytes(), path)
    except OSError:
        return None
    if document.unreadable or document.faults:
        return None
    said = document.data
    hosts = said.get("hosts") or () if isinstance(said, dict) else ()
    listed = [hosts] if isinstance(hosts, str) else hosts
    if not isinstance(listed, list):
        return None
    return tuple(str(host) for host in listed if _HOST.fullmatch(str(host)))
