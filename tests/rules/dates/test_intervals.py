"""Ends of a stretch of time: days are whole days in UTC, moments are themselves, and nothing is guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.dates.intervals import first_moment, last_moment


@given(st.dates())
def test_a_day_is_the_whole_day(day: date) -> None:
    """Its first and its last millisecond are in it, the ones beside are not."""
    first, last = first_moment(day.isoformat()), last_moment(day.isoformat())
    assert (first.date(), last.date()) == (day, day)
    assert last - first == timedelta(days=1) - timedelta(milliseconds=1)


@given(
    st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)),  # noqa: DTZ001 - the zone is drawn apart
    st.integers(-14 * 60, 14 * 60),
)
def test_a_moment_is_the_same_moment_in_any_zone(naive: datetime, minutes: int) -> None:
    """An offset is what the time was written with, not another time."""
    moment = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert first_moment(moment.isoformat()) == last_moment(moment.isoformat()) == moment
    assert first_moment(moment.isoformat()).tzinfo is UTC


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("yesterday", "use YYYY-MM-DD"),
        ("", "use YYYY-MM-DD"),
        ("2026-02-30", "use YYYY-MM-DD"),
        ("31.12.2026", "use YYYY-MM-DD"),
        ("2026-11-24T10:00:00", "has no time zone"),
        ("0001-01-01T00:00:00+14:00", "outside the calendar"),
    ],
)
@pytest.mark.parametrize("end", [first_moment, last_moment])
def test_what_cannot_be_read_is_refused_with_what_to_write(end: object, written: str, words: str) -> None:
    """A time without a zone would be guessed at: it is asked for instead."""
    with pytest.raises(ValueError, match=words):
        end(written)  # type: ignore[operator]
