"""The command line as a user calls it: in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

from tests.conftest import ROOT

CALL = "from crawler.cli import main; main(prog_name='communique')"
Done = subprocess.CompletedProcess[str]


def communique(
    *arguments: str | Path, cwd: Path, stdout: int | IO[str] = subprocess.PIPE, before: str = "", **environment: str
) -> Done:
    """Call ``communique`` in a folder; gives its status and what it said. ``before`` is Python to be run before it."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    return subprocess.run(
        [sys.executable, "-c", f"{before}\n{CALL}", *map(str, arguments)],
        cwd=cwd,
        env={**inherited, "PYTHONPATH": str(ROOT), **environment},
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=300,
    )


def rows(done: Done) -> list[dict[str, Any]]:
    """The JSON objects on stdout; the call must have gone well."""
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
