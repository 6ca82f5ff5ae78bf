"""When a watched site is crawled again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.schedule.watch_intervals import PAUSE, RETRY, SELDOM, back_off, next_run

TIMES = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
FAILURES = st.integers(min_value=0, max_value=10_000)


@given(last=TIMES, due=st.none() | TIMES, rest=st.none() | TIMES, failures=FAILURES)
def test_a_site_is_left_alone_for_a_while_and_not_forgotten(
    last: datetime, due: datetime | None, rest: datetime | None, failures: int
) -> None:
    """Never before the pause is over, never while it rests, and never later than the bound unless it rests."""
    at = next_run(last=last, due=due, rest_until=rest, failures=failures)
    assert at is not None
    assert at >= last + (RETRY if failures else PAUSE)
    assert rest is None or at >= rest
    assert at <= max(last + SELDOM, rest or last)


@given(last=TIMES, soon=TIMES, later=TIMES)
def test_what_is_due_sooner_is_not_run_later(last: datetime, soon: datetime, later: datetime) -> None:
    """The order of two sites is that of what is due of them."""
    soon, later = sorted((soon, later))
    first, second = next_run(last=last, due=soon), next_run(last=last, due=later)
    assert first is not None
    assert second is not None
    assert first <= second


@given(last=TIMES, minutes=st.integers(min_value=60, max_value=360))
def test_a_site_is_run_when_something_is_due(last: datetime, minutes: int) -> None:
    """Between the bounds it is exactly then."""
    due = last + timedelta(minutes=minutes)
    assert next_run(last=last, due=due) == due


@given(failures=FAILURES)
def test_each_failure_makes_the_wait_longer_up_to_a_bound(failures: int) -> None:
    """Twice as long each time, and never longer than a healthy site waits."""
    wait, longer = back_off(failures), back_off(failures + 1)
    assert RETRY <= wait <= longer <= SELDOM
    assert longer in (wait, 2 * wait, SELDOM)


def test_a_site_that_never_ran_is_run_at_once() -> None:
    """Unless it is to be left alone."""
    assert next_run(last=None, due=None) is None
    rest = datetime(2026, 3, 2, tzinfo=UTC)
    assert next_run(last=None, due=None, rest_until=rest) == rest
