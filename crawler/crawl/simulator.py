"""The interface of a simulator, which starts a simulated site for the length of a crawl.

A spider class names its simulator in ``simulator``.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class SimulatedSite:
    """A simulated site that is running and answers requests."""

    url: str
    """Where it answers: scheme, host and port, without a final slash."""
    message: str
    """One sentence for the user, without its full stop: where the site runs and in which state it is."""
    advance: Callable[[], None]
    """Moves the site to its next state; ``watch`` calls it after each run. The last state stays."""


class SiteSimulator(Protocol):
    """Starts a site that exists only while it is crawled.

    Such a site has an archive of its own, is crawled and watched alone, is never scheduled, and ``watch`` without
    names leaves it out.
    """

    @property
    def title(self) -> str:
        """The name of the site in messages: ``the demo ministry``."""

    @property
    def archive(self) -> Path:
        """The archive of its captures, unless the user names another one with ``--archive``."""

    @property
    def states(self) -> int:
        """The number of states of its history; each live run that ended moves it to the next one."""

    def start(self, state: int) -> AbstractContextManager[SimulatedSite]:
        """Start the site in a state, from 1 to ``states``; it ends with the context. Raises OSError."""
