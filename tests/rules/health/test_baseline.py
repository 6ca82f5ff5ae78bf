"""What is usual: shares, listings, and the days of a week."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.health.baseline import is_unusual, lowest_usual, tail, usual_share
from crawler.rules.health.listings import Listed, faults
from crawler.rules.health.quiet_days import quiet

SHARES = st.integers(1, 60).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
PASTS = st.lists(SHARES, max_size=20)
MONDAY = date(2026, 3, 2)
GOOD = Listed(entries=10, owned=9, titled=10, dated=10, ways="npt")


@given(st.integers(0, 60), st.integers(0, 60), st.floats(0.01, 0.99))
def test_a_tail_is_a_chance_and_falls(hits: int, more: int, share: float) -> None:
    """At least nothing is certain; more is never likelier."""
    of = hits + more
    assert tail(0, of, share) == pytest.approx(1)
    assert 0 <= tail(hits, of, share) <= 1
    assert tail(hits + 1, of, share) <= tail(hits, of, share) + 1e-12


@given(SHARES, PASTS)
def test_worse_is_not_less_unusual(now: tuple[int, int], past: list[tuple[int, int]]) -> None:
    """Where so many are unusual, one more is too."""
    hits, of = now
    if is_unusual(now, past) and hits < of:
        assert is_unusual((hits + 1, of), past)


@given(SHARES, PASTS)
def test_what_a_run_of_enough_pages_had_before_is_usual(now: tuple[int, int], past: list[tuple[int, int]]) -> None:
    """The same share again never alarms."""
    if now[1] >= 5:
        assert not is_unusual(now, [*past, now])


@given(PASTS)
def test_two_in_two_are_never_unusual(past: list[tuple[int, int]]) -> None:
    """Two pages may be anything."""
    assert not is_unusual((2, 2), past)
    assert not is_unusual((0, 0), past)


@given(st.lists(SHARES, min_size=1, max_size=20))
def test_the_usual_share_lies_between_those_seen(past: list[tuple[int, int]]) -> None:
    """It is none that nobody saw the like of."""
    usual = usual_share(past)
    assert usual is not None
    shares = [hits / of for hits, of in past]
    assert min(shares) <= usual <= max(shares)
    assert usual_share([]) is None


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30))
def test_the_lowest_that_is_usual_was_seen_or_is_lower(past: list[int]) -> None:
    """What has been is never below what is usual."""
    assert lowest_usual(past) <= min(past)


@given(st.integers(1, 30))
def test_a_listing_that_stays_as_it_is_has_no_fault(count: int) -> None:
    """From its second reading on."""
    assert list(faults(GOOD, [GOOD] * count)) == []


@pytest.mark.parametrize(
    ("now", "field"),
    [
        (Listed(why="unreadable no-entries"), "listing"),
        (Listed(why="missing http-404"), "listing"),
        (replace(GOOD, entries=0, owned=0, titled=0, dated=0), "listing"),
        (replace(GOOD, owned=0), "listing"),
        (replace(GOOD, entries=4, owned=4, titled=4, dated=4), "listing"),
        (replace(GOOD, titled=0), "title"),
        (replace(GOOD, dated=0), "date"),
        (replace(GOOD, ways="nt"), "pager"),
        (replace(GOOD, ways="np"), "pager"),
        (replace(GOOD, ways="pt"), "pager"),
    ],
)
def test_what_a_listing_lost_is_named(now: Listed, field: str) -> None:
    """From its first page alone: scheduled runs stop where everything is known."""
    assert [fault.field for fault in faults(now, [GOOD] * 5)] == [field]


@pytest.mark.parametrize(
    "past",
    [
        [],
        [Listed(why="unreadable no-entries")] * 9,
        [replace(GOOD, titled=None, dated=None, ways=""), replace(GOOD, entries=2, owned=2, titled=0, dated=0)],
    ],
)
def test_a_listing_is_only_held_against_what_it_had(past: list[Listed]) -> None:
    """A site file may name a listing that was never there, and a short one may have no pager."""
    now = Listed(entries=3, owned=3, titled=0, dated=0)
    assert list(faults(now, past)) == []


def test_a_listing_that_once_gave_no_answer_is_no_fault() -> None:
    """A time-out passes; three runs without an answer do not."""
    silent = Listed(why="unreachable timeout")
    assert list(faults(silent, [GOOD] * 5)) == []
    assert list(faults(silent, [*[GOOD] * 5, silent])) == []
    assert [fault.field for fault in faults(silent, [*[GOOD] * 5, silent, silent])] == ["listing"]


def days(count: int, new: int = 3, first: date = MONDAY) -> dict[date, int]:
    """So many days with that many new articles each, weekends without any."""
    every = (first + timedelta(days=number) for number in range(count))
    return {day: new if day.weekday() < 5 else 0 for day in every}


@given(st.integers(0, 120))
def test_a_week_as_usual_is_never_quiet(count: int) -> None:
    """Weekends have no news; nor has the morning of a Monday yet."""
    known = days(count)
    assert quiet(known, MONDAY + timedelta(days=count)) is None


@given(st.integers(21, 90))
def test_a_fortnight_of_silence_is_quiet(count: int) -> None:
    """For a ministry that had news on every working day, told while the silence lasts."""
    known = days(count) | {MONDAY + timedelta(days=count + number): 0 for number in range(14)}
    row = quiet(known, MONDAY + timedelta(days=count + 14))
    assert row is not None
    assert row.days >= 14


@given(st.integers(21, 90))
def test_days_on_which_nobody_looked_are_not_quiet(count: int) -> None:
    """A machine that was off, or a site that was down, tells nothing of news."""
    assert quiet(days(count), MONDAY + timedelta(days=count + 40)) is None


@given(st.lists(st.integers(0, 2), min_size=1, max_size=60))
def test_something_new_today_or_on_two_days_before_is_not_quiet(counts: list[int]) -> None:
    """However the rest of the past was."""
    known = {MONDAY + timedelta(days=number): count for number, count in enumerate(counts)}
    today = MONDAY + timedelta(days=len(counts))
    assert quiet({**known, today: 1}, today) is None
    assert quiet({**known, today - timedelta(days=1): 1}, today) is None


def test_a_site_that_seldom_has_news_may_be_silent_for_a_week() -> None:
    """Once a week is its usual week."""
    known = {MONDAY + timedelta(days=number): int(number % 7 == 0) for number in range(60)}
    assert quiet(known, MONDAY + timedelta(days=62)) is None
