"""The clock of a crawl, and the reason with which a spider is closed when the archive fails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module

Clock = Callable[[], datetime]
"""A function that returns the current time: aware, UTC, whole milliseconds."""

FAILED = "archive-failed"
"""The reason with which a spider is closed where the archive cannot be written."""


def now() -> datetime:
    """The time of this machine (aware, UTC, whole milliseconds)."""
    at = datetime.now(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def clock(path: str | Clock | None) -> Clock:
    """Return the clock that a setting gives: the function itself, or its dotted path ``package.module.function``.

    An empty setting gives the clock of this machine. Raises ValueError where the path does not name a callable.
    """
    if not path:
        return now
    if callable(path):
        return path
    module, _, name = path.rpartition(".")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(f"COMMUNIQUE_CLOCK does not name a function: {path}") from error
    if not callable(found):
        raise ValueError(f"COMMUNIQUE_CLOCK does not name a function: {path}")  # noqa: TRY004 (a wrong setting, not a wrong type)
    timed: Clock = found
    return timed
