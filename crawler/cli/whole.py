"""Files written whole or not at all: beside the target first, then renamed, so that a reader never sees half of one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from crawler.errors import ArchiveUnwritable


def write_whole(output: Path, write: Callable[[IO[str]], int]) -> int:
    """Make the file ``output`` of what ``write`` puts into a file; gives what ``write`` counted.

    Raises ArchiveUnwritable; what stood at ``output`` then stands there still.
    """
    try:
        handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    except OSError as error:
        raise ArchiveUnwritable(f"cannot write {output}: {error.strerror}; choose another --output") from error
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            count = write(file)
        part.replace(output)
    except OSError as error:
        raise ArchiveUnwritable(
            f"cannot write {output}: {error.strerror}; free some space or choose another"
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return count
