"""The commands, each loaded only when it is asked for: `ask` starts without Flask."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click

from servicebot import __version__
from servicebot.errors import KnowledgeError, ServicebotError
from servicebot.memory import undisturbed


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where a command is, and what the list of commands says of it."""

    module: str
    summary: str


COMMANDS = {
    "ask": _Entry("ask", "Poser une question (ou une par ligne sur l'entrée)."),
    "repl": _Entry("repl", "Dialoguer, et voir pourquoi le robot répond ainsi."),
    "explain": _Entry("explain", "Montrer comment une question est comprise."),
    "hours": _Entry("hours", "Montrer les horaires d'un lieu, ou de tous."),
    "check": _Entry("check", "Vérifier un dossier de connaissances."),
    "schema": _Entry("schema", "Écrire le schéma JSON des fichiers de connaissances."),
    "test": _Entry("run_tests", "Jouer les dialogues de knowledge/tests/."),
    "evaluate": _Entry("evaluate", "Mesurer la compréhension et la vitesse."),
    "journal": _Entry("journal", "Exporter, purger, faire oublier les questions."),
    "stats": _Entry("stats", "Compter les questions d'une période."),
    "watch": _Entry("watch", "Lister ce qui vieillit ou casse dans la base."),
    "user": _Entry("user", "Gérer les comptes du guichet."),
    "init": _Entry("init", "Commencer la base d'une nouvelle commune."),
    "knowledge": _Entry("knowledge", "Exporter la base, en retirer les blancs."),
    "import": _Entry("imports", "Importer des lieux et des questions."),
    "warm": _Entry("warm", "Entraîner d'avance, avant de servir."),
    "serve": _Entry("serve", "Servir l'API et la page de conversation."),
    "doctor": _Entry("doctor", "Vérifier une installation, dire quoi corriger."),
    "backup": _Entry("backup", "Sauvegarder la base de données dans un fichier."),
    "restore": _Entry("bring_back", "Restaurer une sauvegarde."),
}


class Refusal(click.ClickException):
    """A command that cannot do its work; exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:  # noqa: ANN401 - click's own signature
        """Say why on the error stream."""
        click.echo(f"servicebot : {self.message}", file=file, err=True)


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of a first day with servicebot."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command."""
        del ctx
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        with undisturbed():
            module = import_module(f"servicebot.cli.{entry.module}")
        command: click.Command = module.command
        return command

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """List the commands without importing them."""
        del ctx
        rows = [(name, entry.summary) for name, entry in COMMANDS.items()]
        with formatter.section("Commandes"):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own
        """Run a command; what servicebot raises on purpose becomes a clear refusal."""
        try:
            return super().invoke(ctx)
        except KnowledgeError as error:
            raise Refusal(_refused_knowledge(error)) from error
        except ServicebotError as error:
            raise Refusal(str(error)) from error


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="servicebot")
def main() -> None:
    """Répond aux questions des habitants sur les services publics de leur commune."""


def _refused_knowledge(error: KnowledgeError) -> str:
    count = len(error.faults)
    title = "une faute" if count == 1 else f"{count} fautes"
    return f"la base de connaissances est refusée : {title}\n{error}"
