"""``communique serve``: it says where it is, answers, and ends when it is told to; else one line says why not."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.captures import article, filled
from tests.support.programs import CALL, communique


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive of one article."""
    path = tmp_path / "news of today.db"
    with filled(path, [article("/1", title="Visit")]):
        pass
    return path


def test_it_answers_until_it_is_told_to_end(path: Path) -> None:
    """On a free port where none is named; Ctrl-C is no error."""
    process = subprocess.Popen(
        [sys.executable, "-c", CALL, "--archive", str(path), "serve", "--port", "0"],
        stderr=subprocess.PIPE, text=True, cwd=path.parent, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        assert process.stderr is not None
        said = process.stderr.readline()
        found = re.fullmatch(r".*news of today\.db: http://localhost:(\d+) \(Ctrl-C ends it\)\n", said)
        assert found, said
        text = _read(f"http://127.0.0.1:{found[1]}/")
        assert "Visit" in text
        assert "news of today.db" in text
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert process.stderr.read() == ""
    finally:
        process.kill()
        process.wait()
        if process.stderr is not None:
            process.stderr.close()


def test_what_cannot_be_served_is_one_line(path: Path) -> None:
    """No archive; a file that is none; a port that another has; a base that is no address."""
    none = communique("--archive", "none.db", "serve", cwd=path.parent)
    assert (none.returncode, none.stderr.count("\n")) == (1, 1)
    assert "there is no archive at none.db" in none.stderr
    (path.parent / "empty.db").touch()
    empty = communique("--archive", "empty.db", "serve", cwd=path.parent)
    assert (empty.returncode, empty.stderr.count("\n")) == (1, 1)
    assert "empty.db is empty" in empty.stderr
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        held = communique("--archive", path, "serve", "--port", str(port), cwd=path.parent)
    assert (held.returncode, held.stderr.count("\n")) == (1, 1)
    assert f"cannot listen at 127.0.0.1:{port}" in held.stderr
    assert communique("--archive", path, "serve", "--base-url", "archive.example", cwd=path.parent).returncode == 2


def test_without_its_packages_it_says_what_to_install(path: Path) -> None:
    """As they are an extra."""
    told = communique("--archive", path, "serve", cwd=path.parent, before="import sys; sys.modules['datasette'] = None")
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert "pip install 'communique[web]'" in told.stderr


def _read(address: str) -> str:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return str(answer.read().decode())
        except ConnectionRefusedError:
            time.sleep(0.1)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                raise
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {address}")
