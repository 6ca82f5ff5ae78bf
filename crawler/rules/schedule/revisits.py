"""When to look at an address again, and why: learned from what it answered so far.

Often while it is young, half as often each time nothing has changed, at once after an edit; bounded below and above.
The bound above grows with the site, so that what is due on a day is about what a day's requests can do. Times are
milliseconds UTC, lengths milliseconds.
"""

from __future__ import annotations

from typing import NamedTuple

from crawler.rules.history.ledger import HOUR, HOURS

DAY = 24 * HOUR

BUDGET = 150
"""Requests to a site a day, besides those for new articles, where neither the site file nor a setting says else."""

YOUNG = DAY - 10 * 60_000
"""The first look at an article that is young when it is met, or has just been edited, comes after this."""
FIRST = 36 * HOUR
"""The first look at an article that was old when it was met."""
FRESH = 14 * DAY
"""An article that was published so long before it was met is no longer young."""
LEAST_BOUND = 2 * DAY
"""No article of a small site is left alone for longer."""
MOST_BOUND = 180 * DAY
LISTING_LEAST, LISTING_MOST = HOUR, 6 * HOUR - 10 * 60_000
"""A listing is looked at between these; a little under six hours, so that a crawl every six hours finds it due."""
BACKUP = DAY - 10 * 60_000
"""A feed or sitemap in a language that has listings of its own is looked at as seldom as this."""
DOUBT = DAY - 10 * 60_000
"""From the first to the second look at an article that is suspected to be gone; the third may confirm it."""
DOUBT_LEAST = 6 * HOUR - 10 * 60_000
GONE, GONE_MOST = 2 * DAY, 30 * DAY
"""An article that is gone may come back."""
NOWHERE = DAY
"""The first look at an address that was no article: a link may be there before its page."""
TRY, TRY_MOST = 6 * HOUR - 10 * 60_000, 7 * DAY
"""After an address alone gave no answer."""
_MOST_DOUBLINGS = 20

LAVISH = 40 * 60_000
"""A run may ask for so much more than its part of the day: what an earlier one did not need."""
SHARE = 0.85
"""The part of a day's requests that articles may count on: the rest goes to listings, doubts and probes."""


class Due(NamedTuple):
    """When to look again, and why."""

    at: int
    why: str


class Past(NamedTuple):
    """What is known of an article's address."""

    first_seen: int
    published: int | None
    """The instant at which its day of publication begins; None where it has none."""
    looked: int
    """The last answer that says something of the article."""
    unchanged: int
    """How many answers in a row, up to the last, said nothing new."""
    edits: int = 0
    suspected_since: int | None = None
    vanished: bool = False
    missing: int = 0
    """How many answers in a row said that it is gone."""
    version_at: int | None = None
    """When another language version of it was last found edited, gone or back: what happens to one often happens to
    all."""


def bound(articles: int, budget: int = BUDGET) -> int:
    """The longest time that an article of a site of that size is left alone."""
    return int(min(max(LEAST_BOUND, articles * DAY / max(budget * SHARE, 1)), MOST_BOUND))


def article_due(past: Past, longest: int) -> Due:
    """When an article's address is due; ``longest`` is the site's bound."""
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
    """When a listing, feed or sitemap is due; ``unchanged`` counts the answers in a row that listed nothing new.

    ``backup``: another listing of its language is looked at more often.
    """
    wait = BACKUP if backup else _doubled(LISTING_LEAST, unchanged, LISTING_MOST)
    return Due(looked + wait, "listing")


def nowhere_due(looked: int, times: int, longest: int) -> Due:
    """When an address that was listed or announced and is no article is due; ``times`` counts its answers."""
    return Due(looked + _doubled(NOWHERE, times - 1, max(longest, GONE_MOST)), "no article")


def away_due(looked: int, times: int, longest: int) -> Due:
    """When an article whose address leads away, to nothing that is this article, is due: the redirect may pass.

    ``times`` counts the redirects in a row.
    """
    return Due(looked + _doubled(DOUBT_LEAST, times - 1, longest), "leads away")


def failing_due(tried: int, failures: int) -> Due:
    """When to try again what gave no answer so often in a row, while the rest of the site did."""
    return Due(tried + _doubled(TRY, failures - 1, TRY_MOST), "no answer")


def allowance(budget: int, spent: int, since_last: int) -> int:
    """How many requests a run may make besides those for new articles.

    ``spent``: those of the last 24 hours; ``since_last``: how long ago the last run began. The budget is spread over
    the day by that, a little generously so that nothing of it is left over, and never more than is left of it.
    """
    part = budget * min(max(since_last, 0) + LAVISH, DAY) // DAY
    return max(0, min(part, budget - spent))


def _doubled(start: int, times: int, most: int) -> int:
    return min(start << min(max(times, 0), _MOST_DOUBLINGS), most)
