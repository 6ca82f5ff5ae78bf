"""Quiet days: days without a new article, compared with the site's usual week. Ministries rest at weekends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SEEN_DAYS = 14
"""The least number of days with a run before quiet days count."""
LONGEST = 56
"""The number of days that give the usual week: eight weeks."""
FEWEST = 3
"""The least number of quiet days in a row that is unusual. People notice shorter ones themselves."""
RARE = 1e-3
"""The likelihood below which quiet days are unusual: less often than once in three years."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """An unusual number of days in a row without a new article."""

    days: int
    usual: float
    """The share of days with a new article."""


def quiet(days: Mapping[date, int], today: date) -> Quiet | None:
    """The quiet days up to yesterday, if they are too many for this site; None if they are usual.

    ``days`` gives the number of new articles found on each day (UTC) on which listings were read; days without a run
    are absent. The first day is left out, because it found everything that was there. Today is left out, because it has
    not ended.
    """
    known = sorted(day for day in days if day < today)[1:]
    if days.get(today, 0) or not known:
        return None
    row = _last_row(known, days)
    before = [day for day in known if day < row[0] and day >= row[0] - timedelta(days=LONGEST)] if row else []
    if len(row) < FEWEST or len(before) < SEEN_DAYS:
        return None
    chances = _by_weekday(before, days)
    likely = 1.0
    for day in row:
        likely *= 1 - chances[day.weekday()]
    return Quiet(len(row), sum(days[day] > 0 for day in before) / len(before)) if likely < RARE else None


def _last_row(known: Sequence[date], days: Mapping[date, int]) -> list[date]:
    row: list[date] = []
    for day in reversed(known):
        if days[day]:
            break
        row.insert(0, day)
    return row


def _by_weekday(before: Iterable[date], days: Mapping[date, int]) -> dict[int, float]:
    """The likelihood of a new article on each day of the week. A day without data has even odds (the rule of
    succession)."""
    seen: dict[int, list[bool]] = defaultdict(list)
    for day in before:
        seen[day.weekday()].append(days[day] > 0)
    return {weekday: (sum(seen[weekday]) + 1) / (len(seen[weekday]) + 2) for weekday in range(7)}
