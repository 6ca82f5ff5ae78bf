"""Watch intervals: when a watched site is crawled again, by what is due, within limits, and later after a failure."""

from __future__ import annotations

from datetime import datetime, timedelta

PAUSE = timedelta(hours=1)
"""The least time from the end of a site's run to the start of its next one. Each run costs a robots.txt and a probe or
two, and what it may request grows with the time since the last one."""
RETRY = timedelta(minutes=10)
"""The time after a first failure."""
SELDOM = timedelta(hours=6)
"""The most time between two runs, except during a cooldown: listings are requested four times a day."""


def back_off(failures: int, first: timedelta = RETRY, most: timedelta = SELDOM) -> timedelta:
    """The time to wait after a number of failures in a row: ``first``, doubled each time, up to ``most``."""
    doublings = min(max(failures, 1) - 1, 30)  # more would overflow, and exceeds any limit
    return min(first * (1 << doublings), most)


def next_run(
    *,
    last: datetime | None,
    due: datetime | None,
    rest_until: datetime | None = None,
    failures: int = 0,
    pause: timedelta = PAUSE,
) -> datetime | None:
    """When the next run of a site may start (aware, like the times given); None if it may start at once, because there
    was none.

    ``last`` is the end of the newest run or attempt. ``due`` is the time at which something is due that is worth a run
    (None: unknown). ``rest_until`` is the end of the site's cooldown. ``failures`` is the number of failed attempts in
    a row.
    """
    if last is None:
        return rest_until
    if failures:
        at = last + back_off(failures)
    else:
        earliest, latest = last + pause, last + SELDOM
        at = latest if due is None else min(max(due, earliest), latest)
    return at if rest_until is None else max(at, rest_until)
