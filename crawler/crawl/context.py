"""What time it is in a crawl, and the reason that it is closed with where it fails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module

Clock = Callable[[], datetime]
"""Gives an aware time in UTC, whole milliseconds."""

FAILED = "archive-failed"
"""The reason that a spider is closed with where the archive cannot be written."""


def now() -> datetime:
    """The time of this machine."""
    at = datetime.now(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def clock(path: str | Clock | None) -> Clock:
    """The clock that a setting names (``package.module.function``, or the function itself); this machine's without one.

    Raises ValueError where the path names nothing that can be called.
    """
    if not path:
        return now
    if callable(path):
        return path
    module, _, name = path.rpartition(".")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(f"COMMUNIQUE_CLOCK names no function: {path}") from error
    if not callable(found):
        raise ValueError(f"COMMUNIQUE_CLOCK names no function: {path}")  # noqa: TRY004 (a wrong setting, not a wrong type)
    timed: Clock = found
    return timed
