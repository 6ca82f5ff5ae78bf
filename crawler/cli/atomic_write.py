"""Files written whole or not at all: beside the target first, then renamed, so that a reader never sees half of one."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from crawler.errors import ArchiveUnwritable


def write_whole(output: Path, write: Callable[[IO[str]], int]) -> int:
    """Make the file ``output`` of the text that ``write`` puts into a file (UTF-8, line ends as they are written);
    gives what ``write`` counted.

    Raises ArchiveUnwritable; what stood at ``output`` then stands there still.
    """

    def encoded(file: IO[bytes]) -> int:
        with io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="") as text:
            return write(text)

    return write_whole_bytes(output, encoded)


def write_whole_bytes(output: Path, write: Callable[[IO[bytes]], int]) -> int:
    """The same for a file of bytes."""
    output = output.resolve()  # a link stays, what it leads to is written
    try:
        handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    except OSError as error:
        raise ArchiveUnwritable(f"cannot write {output}: {error.strerror}; choose another --output") from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            count = write(file)
        part.chmod(0o666 & ~_umask())
        part.replace(output)
    except OSError as error:
        raise ArchiveUnwritable(
            f"cannot write {output}: {error.strerror}; free some space or choose another"
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return count


def _umask() -> int:
    """The bits that new files of this process do not get; mkstemp gives fewer than that."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
