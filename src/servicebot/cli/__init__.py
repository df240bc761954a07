"""The terminal doors: commands and the interactive prompt."""

from servicebot.cli.commands import main

__all__ = ["main"]
