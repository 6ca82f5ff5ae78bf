"""Settings of this project that had another name in an earlier release, read under either."""

from __future__ import annotations

import logging

from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

EARLIER_NAMES = {
    "ARCHIVE_BATCH_SIZE": "ARCHIVE_BATCH",
    "BACKOFF_MIN": "BACKOFF_LEAST",
    "BACKOFF_MAX": "BACKOFF_MOST",
}
"""By the name of a setting, its earlier name. It is read for one release more."""

_warned: set[str] = set()
"""Earlier names that this process has warned of."""


def read_number(settings: BaseSettings, name: str, default: float = 0.0) -> float:
    """The number that a setting has, ``default`` where it has none; ``name`` is the new name.

    The earlier name counts where it is set, unless the new name is set with a higher priority (``-s`` on the command
    line goes before a settings file). The first time that it counts, one warning says the new name.
    Raises ValueError where the setting is not a number.
    """
    earlier = EARLIER_NAMES[name]
    if settings.get(earlier) is None or (settings.getpriority(name) or 0) > (settings.getpriority(earlier) or 0):
        return settings.getfloat(name, default)
    if earlier not in _warned:
        _warned.add(earlier)
        logger.warning("the setting %s is called %s now: its earlier name goes with the next release", earlier, name)
    return settings.getfloat(earlier)
