"""Where the knowledge folder is: option, environment, here, or inside the package."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from servicebot.errors import SettingsError
from servicebot.knowledge.towns import NO_TOWNS, site_folder


def find_knowledge(option: Path | str | None, environ: Mapping[str, str]) -> Path:
    """Return the first of: the option, the environment's, ./knowledge, the copy.

    The environment names one by SERVICEBOT_TOWN where SERVICEBOT_TOWNS has many, else
    by SERVICEBOT_KNOWLEDGE. With many and none named, a SettingsError lists them.
    """
    if option is not None:
        return _required(Path(option), "--knowledge")
    if environ.get("SERVICEBOT_TOWNS"):
        towns = Path(environ["SERVICEBOT_TOWNS"])
        return site_folder(towns, environ.get("SERVICEBOT_TOWN"))
    if environ.get("SERVICEBOT_TOWN"):
        raise SettingsError(NO_TOWNS)
    if environ.get("SERVICEBOT_KNOWLEDGE"):
        path = Path(environ["SERVICEBOT_KNOWLEDGE"])
        return _required(path, "SERVICEBOT_KNOWLEDGE")
    for folder in (Path("knowledge"), *_shipped()):
        if (folder / "town.yaml").is_file():
            return folder
    message = (
        "aucun dossier de connaissances : donnez --knowledge DOSSIER, "
        "ou SERVICEBOT_KNOWLEDGE, ou lancez la commande là où se trouve knowledge/"
    )
    raise SettingsError(message)


def shipped_knowledge() -> Path:
    """Return the base that comes with servicebot, in the wheel or in a checkout."""
    found = (folder for folder in _shipped() if (folder / "town.yaml").is_file())
    folder = next(found, None)
    if folder is None:
        raise SettingsError("la base livrée avec servicebot est introuvable")
    return folder


def _shipped() -> tuple[Path, ...]:
    package = Path(str(files("servicebot")))
    return package / "_knowledge", package.parents[1] / "knowledge"


def _required(folder: Path, name: str) -> Path:
    if folder.is_dir():
        return folder
    message = f"{name} désigne « {folder} », qui n'est pas un dossier"
    raise SettingsError(message)
