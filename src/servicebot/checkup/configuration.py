"""The settings and the files: knowledge, secret, rate limits, proxies, origins."""

import stat
from collections.abc import Iterator
from pathlib import Path

from servicebot.checkup.findings import Finding, error, warning, well
from servicebot.errors import KnowledgeError, ServicebotError
from servicebot.knowledge.loader import load
from servicebot.settings import Settings

KNOWLEDGE = "connaissances"


def examine_knowledge(folder: Path) -> Finding:
    """Say whether a knowledge folder can be served."""
    try:
        base = load(folder)
    except KnowledgeError as refused:
        return error(
            KNOWLEDGE,
            f"{folder} est refusé : {len(refused.faults)} faute(s)",
            f"lancez « servicebot check {folder} » et corrigez ce qu'il montre",
        )
    except (ServicebotError, OSError) as away:
        return error(KNOWLEDGE, str(away), "donnez un dossier lisible")
    if not base.entries:
        return warning(
            KNOWLEDGE,
            f"{base.town.name} : la base n'a encore aucune réponse",
            f"complétez une fiche de {folder / 'services'}, puis recommencez",
        )
    return well(KNOWLEDGE, f"{base.town.name}, {len(base.entries)} réponses")


def examine_settings(settings: Settings) -> Iterator[Finding]:
    """Yield what is to be said of the settings."""
    yield _secret(settings)
    yield _rate_limit(settings)
    yield _proxies(settings)
    plain = [o for o in settings.cors_origins if o.startswith("http://")]
    if plain:
        yield warning(
            "https",
            f"SERVICEBOT_CORS_ORIGINS admet des sites sans HTTPS : {', '.join(plain)}",
            "servez ces sites en HTTPS, puis écrivez https:// dans ce réglage",
        )


def _secret(settings: Settings) -> Finding:
    path = settings.var / "secret"
    if settings.secret_key is not None:
        return well("secret", "SERVICEBOT_SECRET_KEY est donné")
    if settings.must_share_secret:
        return error(
            "secret",
            "SERVICEBOT_SECRET_KEY manque : le serveur ne démarre pas sans lui",
            "donnez à tous les nœuds la même valeur (openssl rand -hex 32)",
        )
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return well("secret", f"{path} sera créé au premier démarrage")
    if mode & 0o077:
        return error(
            "secret",
            f"{path} est lisible par d'autres (mode {mode:04o})",
            f"chmod 600 {path}, puis remplacez-le s'il a pu être lu",
        )
    return well("secret", f"{path} (mode {mode:04o})")


def _rate_limit(settings: Settings) -> Finding:
    if settings.rate_limit is None:
        return warning(
            "limite",
            "SERVICEBOT_RATE_LIMIT=off : n'importe qui peut interroger sans fin",
            "retirez ce réglage hors des essais de charge",
        )
    return well("limite", f"{settings.rate_limit} par adresse")


def _proxies(settings: Settings) -> Finding:
    if settings.trusted_proxies:
        networks = ", ".join(str(network) for network in settings.trusted_proxies)
        return well("mandataires", networks)
    return warning(
        "mandataires",
        "aucun mandataire de confiance : derrière un serveur frontal, tous les "
        "habitants compteraient comme un seul, et HTTPS ne serait pas reconnu",
        "donnez l'adresse du serveur frontal dans SERVICEBOT_TRUSTED_PROXIES ; "
        "sans serveur frontal, servez au moins le site en HTTPS",
    )
