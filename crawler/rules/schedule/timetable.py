"""Timetables: how often a scheduler starts a crawl, and at which minute. The site's name spreads the starts over the
hour."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

DAY = 24 * 60
FREQUENT = 10
"""The least minutes between two starts."""
_WRITTEN = re.compile(r"([0-9]{1,4})\s?(m|min|h|d)")
_UNITS = {"m": 1, "min": 1, "h": 60, "d": DAY}
EVERY = "10m 12m 15m 20m 30m 1h 2h 3h 4h 6h 8h 12h 1d"


def minutes(written: str) -> int:
    """The minutes of ``30m``, ``6h`` or ``1d``.

    Raises ValueError for an interval that a crontab cannot hold: it must divide the minutes of an hour or the hours of
    a day evenly.
    """
    found = _WRITTEN.fullmatch(written.strip().lower())
    every = int(found[1]) * _UNITS[found[2]] if found else 0
    whole = 60 if every <= 60 else DAY
    if every < FREQUENT or whole % every or (every > 60 and every % 60):
        raise ValueError(f"{written!r} does not work in every scheduler: use one of {EVERY}")
    return every


@dataclass(frozen=True)
class Timetable:
    """Starts at a fixed interval, from a minute of the day that depends on the name only."""

    every: int
    """The interval in minutes, as ``minutes`` returns it."""
    name: str

    @property
    def offset(self) -> int:
        """The first start of a day, in minutes after midnight."""
        return int.from_bytes(hashlib.sha256(self.name.encode()).digest()[:4]) % self.every

    def starts(self) -> list[int]:
        """All starts of a day, in minutes after midnight."""
        return list(range(self.offset, DAY, self.every))

    def cron(self) -> str:
        """The first two fields of a crontab line, minutes and hours, as lists that every cron can read."""
        return f"{_listed(start % 60 for start in self.starts())} {self._hours()}"

    def calendar(self) -> str:
        """The starts in systemd's syntax (``OnCalendar=``)."""
        found = _listed(f"{start % 60:02}" for start in self.starts())
        return f"*-*-* {self._hours()}:{found}:00"

    def _hours(self) -> str:
        return "*" if self.every <= 60 else _listed(start // 60 for start in self.starts())


def _listed(values: Iterable[object]) -> str:
    return ",".join(dict.fromkeys(map(str, values)))
