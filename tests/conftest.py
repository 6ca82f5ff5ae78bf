"""What every test may ask for: the corpus, the shared cases, and no network but loopback."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.support.browser import driver

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

pytest_plugins = ("tests.support.skips",)

# Two busy cores make single examples slow; a test's truth does not depend on how long it took. The examples are the
# same in each run: a change is refused for what it did, not for what chance found. `make fuzz` looks for new ones.
settings.register_profile("calm", deadline=None, derandomize=True)
settings.register_profile("quick", deadline=None, derandomize=True, max_examples=10)  # make test-pythons QUICK=1
settings.register_profile("fuzz", deadline=None, max_examples=2000)  # make fuzz
settings.load_profile("calm")

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real captured pages; a test that needs it skips where it is absent."""
    folder = Path(os.environ.get("COMMUNIQUE_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not folder.is_dir():
        pytest.skip("the corpus of real pages is not here (set COMMUNIQUE_CORPUS)")
    return folder


@pytest.fixture(scope="session")
def shared_cases() -> Path:
    """The folder of inputs that once came out wrong; a test that needs it skips where it is absent."""
    folder = Path(os.environ.get("COMMUNIQUE_CASES", ROOT.parent / "shared" / "cases"))
    if not folder.is_dir():
        pytest.skip("the shared cases are not here (set COMMUNIQUE_CASES)")
    return folder


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Ended with the file that asked for it: the tests of others run loops of their own."""
    with driver() as running:
        yield running


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches past loopback fails."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOOPBACK):
            raise OSError(f"a test tried to reach {address[0]}: only loopback is allowed")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
