"""When a site is asked no more, and for how long it is left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.schedule.backoff import FIRST, LONGEST, MANY, REST_MOST, ROW, Course, meaning, rest, retry_after

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
WORDS = ("article", "listing", "unchanged", "missing", "blocked", "unreachable")


def course(*words: str) -> Course:
    made = Course()
    for word in words:
        made.note(word)
    return made


@given(st.integers(0, LONGEST))
def test_seconds_and_dates_say_the_same(seconds: int) -> None:
    """RFC 9110, 10.2.3: both forms are allowed."""
    date = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert retry_after(f" {seconds} ", now=NOW) == retry_after(date, now=NOW) == seconds


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_value_is_a_bounded_wait_or_none(value: str, date: str) -> None:
    """A hostile header neither raises nor stops the crawl for ever."""
    seconds = retry_after(value, now=NOW, date=date)
    assert seconds is None or 0 <= seconds <= LONGEST


@pytest.mark.parametrize("value", ["9" * 400, "Fri, 01 May 9999 12:00:00 GMT"])
def test_for_ever_is_a_week(value: str) -> None:
    """It may have meant something else."""
    assert retry_after(value, now=NOW) == LONGEST


@pytest.mark.parametrize("word", ["blocked", "unreachable"])
def test_a_run_that_begins_with_refusals_ends_soon(word: str) -> None:
    """Five tell enough; fewer may be chance."""
    assert course(*[word] * (FIRST - 1)).verdict == ""
    assert course(*[word] * FIRST).verdict == word


@pytest.mark.parametrize("word", ["blocked", "unreachable"])
def test_a_run_that_went_well_ends_after_a_row_of_refusals(word: str) -> None:
    """Whatever was read before."""
    good = ["article"] * 500
    assert course(*good, *[word] * (ROW - 1)).verdict == ""
    assert course(*good, *[word] * ROW).verdict == word
    assert course(*good, *[word] * (ROW - 1), "article", word).verdict == ""


@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_a_run_without_refusals_in_a_row_or_in_number_goes_on(words: list[str]) -> None:
    """It ends only by a row, or by a majority after the first few."""
    made = Course()
    row = bad = 0
    for number, word in enumerate(words, 1):
        made.note(word)
        refused = word in ("blocked", "unreachable")
        row, bad = row + 1 if refused else 0, bad + refused
        ends = number >= FIRST and 5 * bad >= 4 * number
        assert bool(made.verdict) == (row >= ROW or ends or (number >= MANY and 2 * bad > number))
        assert bool(made.bad) == (2 * bad > number)


def test_some_pages_that_are_closed_to_us_end_no_run() -> None:
    """Three log-in walls at the top of a listing are three pages."""
    assert course("listing", *["blocked"] * 3, *["article"] * 3).verdict == ""
    assert course("listing", *["blocked"] * 4).verdict == "blocked"


def test_what_says_nothing_of_the_site_is_not_counted() -> None:
    """A robots.txt, a redirect, a page that is too large, an address that is not ours to ask."""
    for outcome, reason in (("robots", ""), ("moved", "http-301"), ("offsite", ""), ("excluded", "robots")):
        assert meaning(outcome, reason) == ""
    assert meaning("unreachable", "too-large") == ""
    assert meaning("unreachable", "timeout") == "unreachable"
    assert meaning("excluded", "robots-unreachable") == "unreachable"
    assert meaning("unreadable", "no-title") == meaning("missing", "http-404") == "good"


def test_answers_that_turn_out_to_be_one_body_were_refusals() -> None:
    """They were counted as good until it was seen."""
    made = course("listing", "article", "article", "article", "article")
    assert made.bad == ""
    made.correct(4)
    assert (made.bad, made.verdict) == ("blocked", "blocked")


def test_a_site_rests_longer_each_time_up_to_a_bound() -> None:
    """A crawl every six hours still finds out that it is well again."""
    assert [rest(times) for times in (1, 2, 3, 4, 50)] == [3600, 7200, 14400, REST_MOST, REST_MOST]
