"""The file of data within the archive that the administration publishes."""

import io
import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from servicebot.errors import ImportFileError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

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
    with path.open("rb") as packed, ExitStack() as opened:
        if not path.name.lower().endswith(ARCHIVE):
            yield Data(packed, packed.tell)
            return
        with _told(path):
            archive = opened.enter_context(tarfile.open(fileobj=packed, mode="r:bz2"))
            file = opened.enter_context(_json_of(archive, path))
        yield Data(file, packed.tell)


class _Member(io.RawIOBase):
    """A file within an archive, that says so when the archive turns out damaged."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        super().__init__()
        self._file, self._path = file, path

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read again."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place; return where that is."""
        with _told(self._path):
            return self._file.seek(offset, whence)

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Read some bytes into a buffer; return how many."""
        with memoryview(buffer).cast("B") as view, _told(self._path):
            found = self._file.read(len(view))
            view[: len(found)] = found
        return len(found)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say of which archive it is that something cannot be read."""
    try:
        yield
    except (tarfile.TarError, EOFError, OSError) as error:
        raise ImportFileError(f"{path} : archive illisible ({error})") from error


def _json_of(archive: tarfile.TarFile, path: Path) -> IO[bytes]:
    for member in archive:
        name = PurePosixPath(member.name.lower())
        is_data = name.suffix == ".json" and not name.name.startswith("._")
        file = archive.extractfile(member) if is_data and member.isreg() else None
        if file is not None:
            return io.BufferedReader(_Member(file, path))
    raise ImportFileError(f"{path} : archive sans fichier JSON")
