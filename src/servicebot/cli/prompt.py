"""Where the lines of the dialogue come from: prompt_toolkit, a terminal, or a pipe."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

try:
    import prompt_toolkit
    from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import FileHistory
except ImportError:  # the `cli` extra is not installed: lines are read plainly
    prompt_toolkit = None  # type: ignore[assignment]

Read = Callable[[], str | None]

_MARK = "> "
_KEYS = "Tab complète · ↑ et Ctrl-R cherchent · :pourquoi explique · Ctrl-D sort"


def open_prompt(commands: Sequence[str], words: Sequence[str]) -> Read:
    """Return a function that gives the next line, or None at the end."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _read_pipe
    if prompt_toolkit is None:
        return _read_plain
    return _rich_prompt(commands, words)


def history_file(home: Path) -> Path:
    """Return the file of past lines, made readable by its owner alone."""
    path = home / "servicebot" / "history"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    path.chmod(0o600)
    return path


def _read_pipe() -> str | None:
    return sys.stdin.readline() or None


def _read_plain() -> str | None:
    try:
        return input(_MARK)
    except (EOFError, KeyboardInterrupt):
        return None


def _rich_prompt(commands: Sequence[str], words: Sequence[str]) -> Read:
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    session: prompt_toolkit.PromptSession[str] = prompt_toolkit.PromptSession(
        _MARK,
        history=FileHistory(history_file(Path(state))),
        auto_suggest=AutoSuggestFromHistory(),
        completer=WordCompleter([*commands, *words], ignore_case=True, sentence=True),
        complete_while_typing=False,
        bottom_toolbar=_KEYS,
    )

    def read() -> str | None:
        try:
            return session.prompt()
        except (EOFError, KeyboardInterrupt):
            return None

    return read
