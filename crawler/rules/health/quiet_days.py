"""Days without a new article, against the usual week: ministries rest at weekends, and not on every other day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SEEN_DAYS = 14
"""Days with a run before a quiet one means anything."""
LONGEST = 56
"""Days that make the usual week: eight of them."""
FEWEST = 3
"""Days in a row without anything new that may alarm: shorter ones are for people to notice."""
RARE = 1e-3
"""Such a row of quiet days happens less often than once in three years."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """A row of days without anything new that is not usual."""

    days: int
    usual: float
    """The share of days that bring something new."""


def quiet(days: Mapping[date, int], today: date) -> Quiet | None:
    """The row of quiet days up to yesterday, where it is too long for this site; None where it is usual.

    ``days``: new articles found on each day (UTC) on which listings were read; days on which nobody looked are absent.
    The first day of all is left out: it found what had been there. Today is not over.
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
    """How likely each day of the week brings something new; unknown ones are even odds (the rule of succession)."""
    seen: dict[int, list[bool]] = defaultdict(list)
    for day in before:
        seen[day.weekday()].append(days[day] > 0)
    return {weekday: (sum(seen[weekday]) + 1) / (len(seen[weekday]) + 2) for weekday in range(7)}
