"""How far a long file has been read, shown on a terminal."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from servicebot.imports.values import Advance


@contextmanager
def progress(paths: Iterable[Path]) -> Iterator[Advance]:
    """Give what to tell of the bytes read; a bar shows them, on a terminal only."""
    with click.progressbar(
        length=sum(path.stat().st_size for path in paths),
        label="Lecture",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as bar:
        yield bar.update
