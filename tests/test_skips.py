"""A skipped test is told of, and too many of them fail a run that is told how many there may be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.skips import MAXIMUM

FILE = """
import pytest

def test_runs():
    pass

def test_needs_a_thing():
    pytest.skip("the thing is not here")

def test_needs_it_too():
    pytest.skip("the thing is not here")
"""


@pytest.mark.parametrize("workers", ["0", "2"])
@pytest.mark.parametrize(("allowed", "status"), [(None, 0), ("2", 0), ("1", 1), ("0", 1)])
def test_more_skips_than_allowed_fail_a_run(tmp_path: Path, allowed: str | None, status: int, workers: str) -> None:
    """What is not tested in CI is known to whoever reads its last lines; that it grows is noticed."""
    (tmp_path / "test_some.py").write_text(FILE, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", MAXIMUM))}
    if allowed is not None:
        environment[MAXIMUM] = allowed
    call = [sys.executable, "-m", "pytest", "-q", "-p", "tests.support.skips", "-n", workers, "--rootdir", ".", "."]
    done = subprocess.run(
        call, cwd=tmp_path, env={**environment, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == status, done.stdout + done.stderr
    assert "skipped: 2 test(s) or files: the thing is not here" in done.stdout
    assert (f"{MAXIMUM} allows" in done.stdout) == (status == 1)
