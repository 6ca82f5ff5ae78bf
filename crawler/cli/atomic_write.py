"""Atomic writes: a file is written beside its target and then renamed, so that no reader sees half of it."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from crawler.errors import ArchiveUnwritable


def write_text_atomically(output: Path, write: Callable[[IO[str]], int]) -> int:
    """Write the file ``output`` in UTF-8; line ends stay as ``write`` writes them.

    ``write`` fills an open file and returns a count, which is returned. Raises ArchiveUnwritable if the file cannot be
    written; the former content of ``output`` then stays.
    """

    def encoded(file: IO[bytes]) -> int:
        with io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="") as text:
            return write(text)

    return write_bytes_atomically(output, encoded)


def write_bytes_atomically(output: Path, write: Callable[[IO[bytes]], int]) -> int:
    """Do the same for a file of bytes."""
    output = output.resolve()  # a symbolic link stays; its target is written
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
            f"cannot write {output}: {error.strerror}; free some space or choose another --output"
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return count


def _umask() -> int:
    """The permission bits that new files of this process lack; mkstemp removes more than that."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
