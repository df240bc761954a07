"""What is said where a library of the extra `imports` is not installed."""

from servicebot.errors import SettingsError


def missing(library: str) -> SettingsError:
    """Return the error that says what to install."""
    return SettingsError(
        f"il manque {library} pour lire ou écrire ce format : "
        "installez servicebot[imports]"
    )
