"""Reads settings of this project that had another name in an earlier release, under either name."""

from __future__ import annotations

import logging

from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

EARLIER_NAMES = {
    "ARCHIVE_BATCH_SIZE": "ARCHIVE_BATCH",
    "BACKOFF_MIN": "BACKOFF_LEAST",
    "BACKOFF_MAX": "BACKOFF_MOST",
}
"""The earlier name of each renamed setting, by its new name. The earlier name is read for one more release."""

_warned: set[str] = set()
"""Earlier names about which this process has already warned."""


def read_number(settings: BaseSettings, name: str, default: float = 0.0) -> float:
    """Return the number of a setting, or ``default`` where it is not set; ``name`` is the new name.

    The earlier name is used where it is set, unless the new name has a higher priority (``-s`` on the command line
    outranks a settings file). The first use of an earlier name logs one warning with the new name.
    Raises ValueError where the setting is not a number.
    """
    earlier = EARLIER_NAMES[name]
    if settings.get(earlier) is None or (settings.getpriority(name) or 0) > (settings.getpriority(earlier) or 0):
        return settings.getfloat(name, default)
    if earlier not in _warned:
        _warned.add(earlier)
        logger.warning(
            "the setting %s is now called %s; the earlier name stops working with the next release", earlier, name
        )
    return settings.getfloat(earlier)
