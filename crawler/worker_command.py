"""Worker processes that run a module of this copy of the program."""

from __future__ import annotations

import json
import sys
from pathlib import Path

_CODE = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {} import main; main()"


def command(module: str, *words: str) -> list[str]:
    """Return the command line of a process that calls ``main`` of a module; ``words`` become its ``sys.argv[2:]``.

    The process imports the same copy of this package, and nothing from its working directory.
    """
    own = str(Path(__file__).resolve().parents[1])
    paths = [own, *(path for path in sys.path if path not in ("", own))]
    return [sys.executable or "python3", "-I", "-c", _CODE.format(module), json.dumps(paths), *words]
