"""When a watched site is crawled again: when something is due, not too often, not too seldom, later after a failure."""

from __future__ import annotations

from datetime import datetime, timedelta

PAUSE = timedelta(hours=1)
"""At least as long from the end of a run of a site to the start of its next one: each costs a robots.txt and a probe or
two, and what it may ask for grows with the time since the last one."""
RETRY = timedelta(minutes=10)
"""As long after a first failure."""
SELDOM = timedelta(hours=6)
"""At most as long, unless the site is to be left alone: listings are looked at four times a day."""


def back_off(failures: int, first: timedelta = RETRY, most: timedelta = SELDOM) -> timedelta:
    """How long to wait after so many failures in a row: ``first``, doubled each time, and ``most`` at most."""
    doublings = min(max(failures, 1) - 1, 30)  # more would overflow, and is past any bound
    return min(first * (1 << doublings), most)


def next_run(
    *,
    last: datetime | None,
    due: datetime | None,
    rest_until: datetime | None = None,
    failures: int = 0,
    pause: timedelta = PAUSE,
) -> datetime | None:
    """When the next run of a site may start (aware, as the times given are); None: at once, it never ran.

    ``last`` is when the newest run or try ended, ``due`` when something of the site is due that is worth a run
    (None: nobody knows), ``rest_until`` until when the site asked to be left alone, ``failures`` how many tries in a
    row failed.
    """
    if last is None:
        return rest_until
    if failures:
        at = last + back_off(failures)
    else:
        earliest, latest = last + pause, last + SELDOM
        at = latest if due is None else min(max(due, earliest), latest)
    return at if rest_until is None else max(at, rest_until)
