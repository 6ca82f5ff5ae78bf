"""Revisits: when an address is due again, and why, by its answers so far.

An address is due often while it is young, half as often each time nothing has changed, and soon after an edit. There is
a shortest and a longest interval. The longest grows with the site, so that a day's due addresses fit a day's requests.
Times are milliseconds UTC, intervals are milliseconds.
"""

from __future__ import annotations

from typing import NamedTuple

from crawler.rules.history.removals import HOUR, HOURS

DAY = 24 * HOUR

BUDGET = 150
"""Requests to a site per day, besides those for new articles, unless the site file or a setting gives another
number."""

YOUNG = DAY - 10 * 60_000
"""The first interval of an article that was young when it was found, or that was edited."""
FIRST = 36 * HOUR
"""The first interval of an article that was old when it was found."""
FRESH = 14 * DAY
"""The age from which an article counts as old when it is found."""
LEAST_BOUND = 2 * DAY
"""The longest interval of an article on a small site."""
MOST_BOUND = 180 * DAY
"""The longest interval of an article on any site."""
LISTING_LEAST, LISTING_MOST = HOUR, 6 * HOUR - 10 * 60_000
"""The shortest and longest interval of a listing; a little under six hours, so that a crawl every six hours finds it
due."""
BACKUP = DAY - 10 * 60_000
"""The interval of a feed or sitemap in a language that has listings of its own."""
DOUBT = DAY - 10 * 60_000
"""The interval between the first and second request for a suspected removal. The third request may confirm it."""
DOUBT_LEAST = 6 * HOUR - 10 * 60_000
"""The shortest interval between two requests for a suspected removal."""
GONE, GONE_MOST = 2 * DAY, 30 * DAY
"""The shortest and longest interval of a removed article, which may be restored."""
NOWHERE = DAY
"""The first interval of an address that is not an article: a link may be older than its page."""
TRY, TRY_MOST = 6 * HOUR - 10 * 60_000, 7 * DAY
"""The shortest and longest interval of an address without an answer on a site that answers."""
_MOST_DOUBLINGS = 20

LAVISH = 40 * 60_000
"""The extra time that a run adds to the time since the last one: requests that an earlier run did not need."""
SHARE = 0.85
"""The share of a day's requests for articles. The rest is for listings, suspected removals and probes."""


class Due(NamedTuple):
    """When an address is due (milliseconds UTC), and why."""

    at: int
    why: str


class Past(NamedTuple):
    """The history of an article's address."""

    first_seen: int
    published: int | None
    """The start of its day of publication (milliseconds UTC); None if unknown."""
    looked: int
    """The time of the last answer that says something about the article."""
    unchanged: int
    """The number of answers in a row, up to the last, without a change."""
    edits: int = 0
    suspected_since: int | None = None
    vanished: bool = False
    missing: int = 0
    """The number of missing answers in a row."""
    version_at: int | None = None
    """The time at which another language version was last edited, removed or restored. Versions often change
    together."""


def bound(articles: int, budget: int = BUDGET) -> int:
    """The longest interval (milliseconds) between requests of an article, by the number of articles of its site."""
    return int(min(max(LEAST_BOUND, articles * DAY / max(budget * SHARE, 1)), MOST_BOUND))


def article_due(past: Past, longest: int) -> Due:
    """When an article's address is due. ``longest`` is the longest interval on its site."""
    if past.vanished:
        return Due(past.looked + _doubled(GONE, past.missing - 3, GONE_MOST), "vanished")
    if past.suspected_since is not None:
        early = past.suspected_since + (DOUBT if past.missing < 2 else HOURS * HOUR)
        return Due(max(early, past.looked + DOUBT_LEAST), "suspected")
    if past.version_at is not None and past.version_at > past.looked:
        return Due(past.looked + HOUR, "another version")
    is_young = past.published is None or past.first_seen - past.published < FRESH
    if past.edits and not past.unchanged:
        return Due(past.looked + HOUR, "edited")
    start = YOUNG if is_young or past.edits else FIRST
    wait = _doubled(start, past.unchanged, longest)
    why = "unchanged" if past.unchanged else "young" if is_young else "new here"
    return Due(past.looked + wait, why)


def listing_due(looked: int, unchanged: int, *, backup: bool) -> Due:
    """When a listing, feed or sitemap is due.

    ``unchanged`` is the number of answers in a row that listed nothing new. ``backup`` says that another listing of its
    language is requested more often.
    """
    wait = BACKUP if backup else _doubled(LISTING_LEAST, unchanged, LISTING_MOST)
    return Due(looked + wait, "listing")


def nowhere_due(looked: int, times: int, longest: int) -> Due:
    """When an address that was listed or announced, and is not an article, is due. ``times`` is the number of its
    answers."""
    return Due(looked + _doubled(NOWHERE, times - 1, max(longest, GONE_MOST)), "no article")


def away_due(looked: int, times: int, longest: int) -> Due:
    """When an article is due whose address redirects to something else: the redirect may be temporary.

    ``times`` is the number of redirects in a row.
    """
    return Due(looked + _doubled(DOUBT_LEAST, times - 1, longest), "leads away")


def failing_due(tried: int, failures: int) -> Due:
    """When an address is due that gave no answer ``failures`` times in a row, while the rest of the site did."""
    return Due(tried + _doubled(TRY, failures - 1, TRY_MOST), "no answer")


def allowance(budget: int, spent: int, since_last: int) -> int:
    """The number of requests that a run may make besides those for new articles.

    ``spent`` is the number of such requests in the last 24 hours, ``since_last`` the time since the last run began. The
    budget is spread over the day by that time, a little generously so that all of it is used. A run never gets more
    than is left of it.
    """
    part = budget * min(max(since_last, 0) + LAVISH, DAY) // DAY
    return max(0, min(part, budget - spent))


def _doubled(start: int, times: int, most: int) -> int:
    return min(start << min(max(times, 0), _MOST_DOUBLINGS), most)
