"""When to look again: the schedule of articles and listings, and the day's budget, as pure rules."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.rules.health.outage import OutageEvidence, outage_reason
from crawler.rules.history.removals import HOUR
from crawler.rules.schedule.revisits import (
    BACKUP,
    BUDGET,
    DAY,
    LEAST_BOUND,
    LISTING_LEAST,
    LISTING_MOST,
    MOST_BOUND,
    Past,
    allowance,
    article_due,
    bound,
    failing_due,
    listing_due,
    nowhere_due,
)


def waits(unchanged: int, edits: int = 0) -> int:
    """How long a young article waits after so many looks that changed nothing, on a small site."""
    return article_due(Past(first_seen=0, published=0, looked=0, unchanged=unchanged, edits=edits), LEAST_BOUND).at


def test_an_article_is_left_alone_for_twice_as_long_each_time_nothing_has_changed() -> None:
    """Up to the bound of its site."""
    lengths = [waits(unchanged) for unchanged in range(1, 6)]
    assert lengths == [min(lengths[0] * 2**n, LEAST_BOUND) for n in range(5)]


def test_after_an_edit_it_is_looked_at_at_once() -> None:
    """The next crawl finds it due; then it is young again."""
    assert waits(0, edits=1) <= HOUR
    assert waits(1, edits=1) < LEAST_BOUND


def test_a_suspicion_is_looked_into_until_it_can_be_confirmed() -> None:
    """The third look comes two days after the first, and then each few hours."""
    looks = [0]
    while len(looks) < 4:
        past = Past(0, None, looks[-1], 0, suspected_since=0, missing=len(looks))
        looks.append(article_due(past, LEAST_BOUND).at)
    assert looks[1] < DAY
    assert looks[2] == 2 * DAY
    assert looks[3] - looks[2] < 6 * HOUR


def test_what_happens_to_one_version_makes_the_others_due() -> None:
    """Ministries edit and remove all versions of a story together; a look since then is enough."""
    past = Past(first_seen=0, published=0, looked=100, unchanged=9, version_at=200)
    assert article_due(past, LEAST_BOUND).at <= 200 + HOUR
    assert article_due(past._replace(looked=300), LEAST_BOUND).at == 300 + LEAST_BOUND


@given(st.integers(0, 40), st.booleans())
def test_a_listing_is_looked_at_between_its_bounds(unchanged: int, backup: bool) -> None:
    """At least each six hours, a little under, so that a crawl every six hours finds it due."""
    at = listing_due(0, unchanged, backup=backup).at
    assert LISTING_LEAST <= at <= (BACKUP if backup else LISTING_MOST)


@given(st.integers(0, 10_000_000), st.integers(1, 5_000))
def test_the_bound_grows_with_the_site(articles: int, budget: int) -> None:
    """What is due on a day is then about what a day's requests can do."""
    longest = bound(articles, budget)
    assert LEAST_BOUND <= longest <= MOST_BOUND
    if longest < MOST_BOUND:
        assert articles * DAY / longest <= budget


@given(st.lists(st.integers(0, 2 * DAY), min_size=1, max_size=60), st.integers(1, 500))
def test_no_day_has_more_than_its_budget(pauses: list[int], budget: int) -> None:
    """However the runs lie: whatever 24 hours are taken."""
    now = 0
    made: list[tuple[int, int]] = []
    for pause in pauses:
        now += pause
        spent = sum(count for at, count in made if at > now - DAY)
        made.append((now, allowance(budget, spent, pause)))
    for end, _ in made:
        assert sum(count for at, count in made if end - DAY < at <= end) <= budget


def test_a_crawl_every_six_hours_has_about_a_quarter_of_the_day() -> None:
    """So that the last run of a day has as much as the first."""
    assert allowance(BUDGET, 0, 6 * HOUR) in range(37, 45)
    assert allowance(BUDGET, BUDGET, 6 * HOUR) == 0


@given(st.integers(1, 60))
def test_what_gives_no_answer_is_tried_less_and_less(failures: int) -> None:
    """Never given up, and never more than a week apart."""
    at = failing_due(0, failures).at
    assert 5 * HOUR < at <= 7 * DAY
    assert at <= failing_due(0, failures + 1).at
    assert nowhere_due(0, failures, LEAST_BOUND).at >= DAY


def test_a_site_where_all_is_missing_is_not_well() -> None:
    """Its pages are ill, or its addresses have changed: no removal is derived from that."""
    assert outage_reason({"en": OutageEvidence(fresh=1, others=True)}, listed=True) == "nothing-stood"
    assert outage_reason({"en": OutageEvidence(stood=4, fresh=30)}, listed=True) == "mostly-missing"
    assert outage_reason({"en": OutageEvidence(fresh=1)}, listed=False) == "nothing-stood"


def test_a_section_that_is_ill_is_no_removal() -> None:
    """Where all that was asked for in one language is missing, the others do not vouch for it; nor do suspicions."""
    well = {"ru": OutageEvidence(stood=20), "en": OutageEvidence(stood=9)}
    assert outage_reason({**well, "be": OutageEvidence(fresh=2)}, listed=True) == "nothing-stood"
    assert outage_reason({**well, "be": OutageEvidence(suspected=1, others=True)}, listed=True) == "nothing-stood"
    assert outage_reason({**well, "be": OutageEvidence(stood=1, fresh=2)}, listed=True) == ""


def test_a_few_missing_among_many_are_believed() -> None:
    """And the only article of a site can vanish."""
    assert outage_reason({"en": OutageEvidence(stood=20, fresh=3, others=True)}, listed=True) == ""
    assert outage_reason({"en": OutageEvidence(stood=1, fresh=3, others=True)}, listed=True) == ""
    assert outage_reason({"en": OutageEvidence(fresh=1)}, listed=True) == ""
