"""The bill of materials of a lock, in CycloneDX: `python sbom.py LOCK`."""

import json
import re
import sys
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

import servicebot

_BLOCK = re.compile(r"\n(?=[a-z0-9])")
_HEAD = re.compile(r"([\w.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
_HASH = re.compile(r"sha256:([0-9a-f]{64})")
_VIA = re.compile(r"^ +# +(?:via +)?(?!via$)([\w.-]+)", re.MULTILINE)
_NAMESPACE = uuid.UUID("8d7f7a52-6f0e-5d0c-9a6e-5f3a0b1c2d4e")
OURS = "servicebot"


@dataclass(frozen=True, slots=True)
class Package:
    """A locked package, and which ones ask for it."""

    name: str
    version: str
    hashes: tuple[str, ...]
    wanted_by: tuple[str, ...]

    @property
    def reference(self) -> str:
        """The package's address in the terms of purl."""
        return f"pkg:pypi/{self.name}@{self.version}"


def read_lock(text: str) -> tuple[Package, ...]:
    """Return the packages of a lock, in its order."""
    return tuple(
        Package(
            head[1].lower(),
            head[2],
            tuple(_HASH.findall(block)),
            tuple(_VIA.findall(block)),
        )
        for block in _BLOCK.split(text)
        if (head := _HEAD.match(block))
    )


def bill(packages: Iterable[Package], text: str) -> dict[str, Any]:
    """Return the bill of materials of a lock's packages."""
    listed = tuple(packages)
    root = f"pkg:pypi/{OURS}@{servicebot.__version__}"
    references = {OURS: [root]}
    for package in listed:  # a lock may hold two versions, for two Pythons
        references.setdefault(package.name, []).append(package.reference)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, text)}",
        "version": 1,
        "metadata": {"component": _application(root)},
        "components": [_component(package) for package in listed],
        "dependencies": _dependencies(listed, references),
    }


def _application(reference: str) -> dict[str, Any]:
    return {
        "type": "application",
        "bom-ref": reference,
        "name": OURS,
        "version": servicebot.__version__,
        "licenses": [{"expression": "GPL-3.0-or-later"}],
        "purl": reference,
    }


def _component(package: Package) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": package.reference,
        "name": package.name,
        "version": package.version,
        "hashes": [{"alg": "SHA-256", "content": each} for each in package.hashes],
        "purl": package.reference,
    }
    licence = _licence(package.name)
    if licence is not None:
        component["licenses"] = [{"license": {"name": licence}}]
    return component


def _licence(name: str) -> str | None:
    """Return what an installed package says of its licence, if it is in a few words."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return None
    prefix = "License :: OSI Approved :: "
    classes = [
        line.removeprefix(prefix)
        for line in said.get_all("Classifier") or ()
        if line.startswith(prefix)
    ]
    expressions = said.get_all("License-Expression") or []
    short = [*expressions, *classes, *(said.get_all("License") or [])]
    return next((text for text in short if text and "\n" not in text), None)


def _dependencies(
    packages: Iterable[Package], references: Mapping[str, Sequence[str]]
) -> list[dict[str, Any]]:
    wants: dict[str, list[str]] = {
        reference: [] for same in references.values() for reference in same
    }
    for package in packages:
        for name in package.wanted_by:
            for reference in references.get(name, ()):
                wants[reference].append(package.reference)
    return [
        {"ref": reference, "dependsOn": sorted(wanted)}
        for reference, wanted in sorted(wants.items())
    ]


if __name__ == "__main__":
    lock = Path(sys.argv[1]).read_text("utf-8")
    json.dump(bill(read_lock(lock), lock), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
