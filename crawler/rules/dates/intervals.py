"""Ends of a stretch of time as a person writes them: a day, or a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, time


def first_moment(written: str) -> datetime:
    """The first moment that ``--since`` lets in: a day's midnight in UTC, or the moment itself; aware, in UTC.

    ``written`` is ``YYYY-MM-DD``, or a time with its offset (RFC 3339). Raises ValueError with what to write.
    """
    day = _day(written)
    return _moment(written) if day is None else datetime.combine(day, time(), UTC)


def last_moment(written: str) -> datetime:
    """The last moment that ``--until`` lets in: a day's last millisecond in UTC, or the moment itself; aware, in UTC.

    ``written`` is as for ``first_moment``. Raises ValueError with what to write.
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
        raise ValueError(f"{written!r} is no day and no time: write YYYY-MM-DD or 2026-11-24T10:00:00Z") from error
    if moment.tzinfo is None:
        raise ValueError(f"{written!r} has no zone: write it as 2026-11-24T10:00:00Z or with an offset like +03:00")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{written!r} is outside of the calendar") from error
