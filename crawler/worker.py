"""Processes beside this one that run the same program, from the same places."""

from __future__ import annotations

import json
import sys
from pathlib import Path

_CODE = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {} import main; main()"


def command(module: str, *words: str) -> list[str]:
    """The command that calls ``main`` of a module of this very copy of the program; its ``sys.argv[2:]`` are the words.

    Nothing of the folder that it is started in is imported.
    """
    own = str(Path(__file__).resolve().parents[1])
    places = [own, *(place for place in sys.path if place not in ("", own))]
    return [sys.executable or "python3", "-I", "-c", _CODE.format(module), json.dumps(places), *words]
