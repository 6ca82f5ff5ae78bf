"""A date in a text: its place and its parts."""

from __future__ import annotations

from calendar import monthrange
from typing import NamedTuple

from crawler.rules.dates.times import Time

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""The years of news. No ministry had a web site before them; other numbers are not years."""


class WrittenDate(NamedTuple):
    """A date in a text: its place and its parts, in the Gregorian calendar."""

    start: int
    end: int
    year: int
    month: int
    day: int
    time: Time | None = None

    @property
    def is_news(self) -> bool:
        """Whether the day exists, in the years of news."""
        return FIRST_YEAR <= self.year <= LAST_YEAR and exists(self.year, self.month, self.day)


def exists(year: int, month: int, day: int) -> bool:
    """Whether the Gregorian calendar has the day."""
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
