"""Ends of a time interval as a person writes them: a day, or a time with its offset."""

from __future__ import annotations

from datetime import UTC, date, datetime, time


def first_moment(written: str) -> datetime:
    """The first instant of an interval, as ``--since`` takes it: midnight UTC of a day, or the time itself. Aware, in
    UTC.

    ``written`` is ``YYYY-MM-DD``, or a time with its offset (RFC 3339). Raises ValueError with the right form.
    """
    day = _day(written)
    return _moment(written) if day is None else datetime.combine(day, time(), UTC)


def last_moment(written: str) -> datetime:
    """The last instant of an interval, as ``--until`` takes it: the last millisecond (UTC) of a day, or the time
    itself. Aware, in UTC.

    ``written`` is as for ``first_moment``. Raises ValueError with the right form.
    """
    day = _day(written)
    return _moment(written) if day is None else datetime.combine(day, time(23, 59, 59, 999_000), UTC)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        return None


def _moment(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written.strip())
    except ValueError as error:
        raise ValueError(f"{written!r}  is not a date or a time: use YYYY-MM-DD or 2026-11-24T10:00:00Z") from error
    if moment.tzinfo is None:
        raise ValueError(f"{written!r}  has no time zone: use 2026-11-24T10:00:00Z, or an offset like +03:00")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{written!r}  is outside the calendar: use a time in the years 1 to 9999 (UTC)") from error
