"""The rules of health: what makes a run unhealthy, and what never does."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.health.pages import page_faults
from crawler.rules.health.run_health import judge
from tests.support.damages import DAY, healthy, measures, page, text


def found(now: dict[str, Any], past: list[dict[str, Any]]) -> list[str]:
    return [finding.field for finding in judge(now, past)]


COUNTS = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.integers(1, 5))


@given(st.lists(COUNTS, max_size=6), COUNTS)
def test_entries_without_an_address_are_a_finding_where_a_listing_has_more_than_ever(
    past: list[dict[str, int]], now: dict[str, int]
) -> None:
    """Whatever other listings had, and however the earlier runs were judged."""
    runs = [measures(healthy=None if number % 2 else False, unread=each) for number, each in enumerate(past)]
    more = any(number > max((each.get(key, 0) for each in past), default=0) for key, number in now.items())
    assert found(measures(unread=now), runs) == (["listing"] if more else [])
    assert found(measures(unread=now), [*runs, measures(healthy=False, unread=now)]) == []


@given(st.integers(0, 40))
def test_a_run_like_those_before_it_is_healthy(count: int) -> None:
    """Whatever is usual of a site is right for it, from its first run on."""
    assert judge(measures(), healthy(count)) == []


def test_a_first_run_of_a_site_without_dates_is_healthy() -> None:
    """Many sites show none: floors ask for nothing that a site may lack."""
    pages = {"undated-news": [30, 30], "title-alike": [10, 30], "furniture": [15, 30], "unread-title": [3, 30]}
    assert judge(measures(pages=pages), []) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"pages": {"unread-title": [21, 40]}}, "title"),
        ({"pages": {"unread-body": [40, 40]}}, "body"),
        ({"pages": {"empty": [30, 40]}}, "body"),
        ({"pages": {"today": [40, 40]}}, "date"),
        ({"pages": {"title-alike": [40, 40]}}, "title"),
        ({"pages": {"furniture": [40, 40]}}, "furniture"),
        ({"blocked": 20}, "blocked"),
        ({"unreachable": 45}, "unreachable"),
        ({"asked": 1, "unreachable": 1, "robots": "http-503"}, "unreachable"),
        ({"listings": {"a": ["unreadable no-entries", 0, 0, None, None, ""], "b": ["", 0, 0, 0, 0, ""]}}, "listing"),
        ({"links": [15, 20]}, "listing"),
    ],
)
def test_a_floor_serves_while_nothing_is_known(changes: dict[str, Any], field: str) -> None:
    """A first run that is wrong through and through says so."""
    assert found(measures(**changes), []) == [field]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"pages": {"unread-title": [3, 3]}}, "title"),
        ({"pages": {"undated-news": [20, 30]}}, "date"),
        ({"pages": {"undated-news": [9, 9]}}, "date"),
        ({"pages": {"empty": [12, 40]}}, "body"),
        ({"links": [4, 5]}, "listing"),
        ({"blocked": 13}, "blocked"),
        ({"gone": [12, 20, 1]}, "missing"),
        ({"characters": [300, 40]}, "body"),
    ],
)
def test_the_past_says_what_is_unusual(changes: dict[str, Any], field: str) -> None:
    """From the fifth known run on, far less than a floor alarms; no number is set by hand."""
    assert found(measures(**changes), healthy(5)) == [field]


@pytest.mark.parametrize(
    "changes",
    [
        {"pages": {"unread-title": [2, 2]}},
        {"pages": {"undated-news": [3, 3]}},
        {"pages": {"undated-news": [0, 0]}},
        {"links": [1, 1]},
        {"characters": [300, 4]},
        {"blocked": 2},
        {"unreachable": 3},
        {"read": 0, "pages": {}, "links": [0, 0], "new": {}, "gone": [0, 0, 0]},
    ],
)
def test_a_quiet_run_is_not_an_ill_one(changes: dict[str, Any]) -> None:
    """Scheduled runs read few whole pages: one bad page in one is an accident."""
    assert found(measures(**changes), healthy(20)) == []


def test_unhealthy_runs_say_nothing_of_what_is_usual() -> None:
    """Damage does not become usual by lasting a few runs."""
    past = healthy(5) + [measures(at=20_000 * DAY, healthy=False, pages={"unread-title": [40, 40]}) for _ in range(30)]
    assert found(measures(pages={"unread-title": [40, 40]}), past) == ["title"]


def test_a_site_that_does_not_answer_is_one_finding() -> None:
    """What else such a run measured says nothing of the site."""
    ill = measures(blocked=40, pages={"unread-title": [9, 9]}, links=[9, 9], gone=[9, 9, 1])
    assert found(ill, healthy(9)) == ["blocked"]


def test_a_page_without_title_is_counted_whether_guessed_or_not() -> None:
    """A guess that stands in is no title either."""
    pages = [page(1, reason="no-title"), page(2, outcome="unreadable", reason="no-title"), page(3)]
    tally = page_faults(pages)["unread-title"]
    assert (len(tally.hit), tally.of) == (2, 3)


def test_a_paragraph_of_many_pages_is_furniture() -> None:
    """Forty pages, each with the menu above its text; six pages are too few to tell."""
    pages = [page(number, paragraphs=("Home | News | Visa", *text(number))) for number in range(40)]
    assert len(page_faults(pages)["furniture"].hit) == 40
    assert "furniture" not in page_faults(pages[:6])


def test_a_run_that_goes_where_none_went_is_not_held_against_them() -> None:
    """``--full`` reads what was published before there were dates, and links that are dead for years."""
    old = measures(read=4000, pages={"undated-news": [2000, 4000], "title-alike": [3000, 4000]}, links=[900, 4000])
    assert judge(old, healthy(20)) == []


def test_a_finding_has_the_keys_of_the_public_face() -> None:
    """``runs --json`` shows them."""
    (finding,) = judge(measures(blocked=30, examples={"blocked": ["https://x.example/", "abc@t"]}), [])
    assert finding.to_row() == {
        "field": "blocked",
        "what": "30 of 50 answers were a firewall page, a challenge or a log-in wall",
        "now": 0.6,
        "usual": None,
        "url": "https://x.example/",
        "capture": "abc@t",
        "count": 30,
    }
