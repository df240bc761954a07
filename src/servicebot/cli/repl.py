"""`servicebot repl`: a plain line asks, a `:word` looks inside."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import click

from servicebot.bot import Bot
from servicebot.cli.opening import open_bot, question_of
from servicebot.cli.options import at_option, knowledge_option, moment_of
from servicebot.cli.prompt import open_prompt
from servicebot.cli.show import show_explanation, show_reply, show_words
from servicebot.errors import ServicebotError
from servicebot.replies import Reply
from servicebot.understanding.explain import Explanation

WELCOME = "Posez une question. :aide montre les commandes, :quitter sort."
_NOTHING = "Posez d'abord une question."


@dataclass(frozen=True, slots=True)
class Session:
    """One dialogue: the bot, what was said last, and the clock if it is stopped."""

    bot: Bot
    rebuild: Callable[[], Bot]
    at: datetime | None = None
    before: str | None = None
    question: str | None = None
    reply: Reply | None = None
    is_over: bool = False

    @property
    def now(self) -> datetime:
        """The instant at which questions are asked."""
        return self.at or moment_of(self.bot.base, None)

    @property
    def context(self) -> str | None:
        """The context of the next question."""
        return None if self.reply is None else self.reply.context


Step = tuple[Session, str]
Action = Callable[[Session, str], Step]


@click.command("repl")
@at_option
@knowledge_option
def command(*, at: str | None, knowledge: Path | None) -> None:
    """Ouvre un dialogue avec le robot (avec ou sans terminal).

    Une ligne est une question ; un numéro choisit une proposition ; « :pourquoi »,
    « :mots », « :date », « :aide »… montrent l'intérieur.
    """
    session = Session(open_bot(knowledge), lambda: open_bot(knowledge))
    if at is not None:
        session = replace(session, at=moment_of(session.bot.base, at))
    subjects = [subject.name for subject in session.bot.base.subjects.values()]
    read = open_prompt([f":{name}" for name in NAMES], subjects)
    click.echo(WELCOME)
    while not session.is_over:
        line = read()
        if line is None:
            break
        session, said = step(session, line)
        if said:
            click.echo(f"{said}\n")


def step(session: Session, line: str) -> Step:
    """Take one line: a question, the number of a choice, or a command."""
    text = line.strip()
    if not text:
        return session, ""
    if text.startswith(":"):
        name, _, argument = text[1:].partition(" ")
        action = NAMES.get(name.lower())
        if action is None:
            return session, f"Commande inconnue : :{name} (:aide les montre toutes)."
        return action(session, argument.strip())
    try:
        question = question_of(_chosen(session, text))
    except click.UsageError as error:
        return session, error.message
    return _ask(session, question)


def _chosen(session: Session, text: str) -> str:
    choices = () if session.reply is None else session.reply.choices
    if text.isdecimal() and 0 < int(text) <= len(choices):
        return choices[int(text) - 1].question
    return text


def _ask(session: Session, question: str) -> Step:
    before = session.context
    reply = session.bot.reply(question, before, session.now)
    after = replace(session, before=before, question=question, reply=reply)
    return after, show_reply(reply)


def _explained(session: Session, argument: str) -> Explanation | None:
    """Explain a new question, else the last one as it was asked."""
    if argument:
        return session.bot.explain(argument, session.context, session.now)
    if session.question is None:
        return None
    return session.bot.explain(session.question, session.before, session.now)


def _explain(session: Session, argument: str) -> Step:
    explanation = _explained(session, argument)
    return session, show_explanation(explanation) if explanation else _NOTHING


def _words(session: Session, argument: str) -> Step:
    explanation = _explained(session, argument)
    return session, show_words(explanation) if explanation else _NOTHING


def _context(session: Session, argument: str) -> Step:
    del argument
    if session.reply is None:
        return session, "Le contexte est vide."
    understood = session.reply.understood
    subject = understood.subject or "–"
    aspect = understood.aspect or "–"
    return session, f"sujet : {subject}   aspect : {aspect}\n{session.reply.context}"


def _at(session: Session, argument: str) -> Step:
    if argument in {"maintenant", "now"}:
        session = replace(session, at=None)
    elif argument:
        try:
            session = replace(session, at=moment_of(session.bot.base, argument))
        except click.BadParameter as error:
            return session, error.message
    stopped = "" if session.at is None else " (horloge arrêtée)"
    return session, f"Il est {session.now:%Y-%m-%dT%H:%M}{stopped}."


def _reload(session: Session, argument: str) -> Step:
    del argument
    try:
        bot = session.rebuild()
    except ServicebotError as error:
        return session, f"L'ancienne base reste en service :\n{error}"
    return replace(session, bot=bot, reply=None), "La base est rechargée."


def _forget(session: Session, argument: str) -> Step:
    del argument
    return replace(session, before=None, question=None, reply=None), "C'est oublié."


def _help(session: Session, argument: str) -> Step:
    del argument
    return session, "\n".join(f"{names:32}{text}" for names, text in HELP.items())


def _quit(session: Session, argument: str) -> Step:
    del argument
    return replace(session, is_over=True), ""


NAMES: dict[str, Action] = {
    "explain": _explain,
    "pourquoi": _explain,
    "words": _words,
    "mots": _words,
    "context": _context,
    "contexte": _context,
    "at": _at,
    "date": _at,
    "reload": _reload,
    "recharger": _reload,
    "forget": _forget,
    "oublier": _forget,
    "help": _help,
    "aide": _help,
    "quit": _quit,
    "quitter": _quit,
}

HELP = {
    "une phrase": "la poser ; un numéro pose la proposition qui le porte",
    ":pourquoi, :explain [QUESTION]": "les candidats, leurs scores, le verdict",
    ":mots, :words [QUESTION]": "les mots, leur racine, leur correction, leur poids",
    ":contexte, :context": "ce que la question suivante peut sous-entendre",
    ":date, :at [DATE]": "arrêter l'horloge (2026-12-25T10:00), ou « maintenant »",
    ":recharger, :reload": "relire le dossier de connaissances",
    ":oublier, :forget": "recommencer le dialogue",
    ":aide, :help": "cette liste",
    ":quitter, :quit": "sortir (ou Ctrl-D)",
}
