"""The file of data within the archive that the administration publishes."""

import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from servicebot.errors import ImportFileError

ARCHIVE = ".tar.bz2"


@dataclass(frozen=True, slots=True)
class Data:
    """Data to be read, and how many bytes of its file on disk have been."""

    file: IO[bytes]
    done: Callable[[], int]


@contextmanager
def open_data(path: Path) -> Iterator[Data]:
    """Open a file, or the JSON file of a `.tar.bz2`, which is never unpacked on disk.

    ImportFileError where the archive is damaged, or holds no such file.
    """
    with path.open("rb") as packed:
        if not path.name.lower().endswith(ARCHIVE):
            yield Data(packed, packed.tell)
            return
        try:
            with tarfile.open(fileobj=packed, mode="r:bz2") as archive:
                yield Data(_json_of(archive, path), packed.tell)
        except (tarfile.TarError, EOFError, OSError) as error:
            raise ImportFileError(f"{path} : archive illisible ({error})") from error


def _json_of(archive: tarfile.TarFile, path: Path) -> IO[bytes]:
    for member in archive:
        file = archive.extractfile(member)
        if file is not None and member.name.lower().endswith(".json"):
            return file
    raise ImportFileError(f"{path} : archive sans fichier JSON")
