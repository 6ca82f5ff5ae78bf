"""How a run goes: the site is asked less after refusals, and no more where there is nothing to hope for."""

from __future__ import annotations

from collections import deque
from functools import cached_property
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.crawl.throttle import pace_of
from crawler.items import Capture
from crawler.rules.outcome.body_similarity import likeness, title_key
from crawler.rules.outcome.shared_body import own_words
from crawler.rules.schedule.backoff import BLOCKED, GOOD, Course

ALIKE = 3
"""So many answers in a row that are like earlier ones are taken for a wall, until the archive has judged them."""
KEPT = 6
"""So many answers are held against the next one: a wall may have a text per language."""


class _Page:
    """A page that an answer may be like."""

    def __init__(self, capture: Capture) -> None:
        self._capture = capture
        article = capture.article
        self.own = "" if article is None else own_words(article, capture.captured_at)
        self._title = "" if article is None else title_key(article.title)

    @cached_property
    def _key(self) -> str:
        return likeness(self._capture.body, self._capture.url)

    def is_like(self, other: _Page) -> bool:
        """Whether another address gave the same page. Titles first: they are cheap, and mostly differ."""
        if self._capture.url == other._capture.url or self._title != other._title:
            return False
        return bool(self._key) and self._key == other._key


class CoursePipeline:
    """Watches what the captures of a run were, in the order in which they come; each passes as it is.

    Ends the run (``blocked``, ``unreachable``) where most answers after the first few are refusals, or many in a row.
    One body under several addresses in a row counts as one, even where it was read as a page.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._pace = pace_of(crawler)
        self._course = Course()
        self._seen: deque[_Page] = deque(maxlen=KEPT)
        self._alike = 0
        self._has_read = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off in a replay, where nobody is asked."""
        if crawler.settings.get("REPLAY"):
            raise NotConfigured  # without words: Scrapy would warn of it at each crawl
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """The item."""
        if isinstance(item, Capture) and not self._pace.ended:
            self._note(item)
        return item

    def _note(self, capture: Capture) -> None:
        outcome, reason = capture.outcome, capture.reason
        self._look(capture)
        if self._alike > ALIKE:
            outcome = BLOCKED
        word = self._course.note(outcome, reason)
        if self._alike == ALIKE and word == GOOD:
            self._course.correct(ALIKE)
            word = BLOCKED
        url = capture.asked or capture.url
        if word == BLOCKED:
            self._pace.slower(url)
        elif word == GOOD:
            self._pace.faster(url)
        bad = self._course.bad
        self._crawler.stats.set_value("backoff/mostly", bad)
        if verdict := self._course.verdict:
            counted = f"{self._course.blocked} blocked, {self._course.unreachable} without an answer"
            self._pace.end(verdict, f"of {self._course.answers} answers {counted}: the run ends")

    def _look(self, capture: Capture) -> None:
        """How many answers in a row were like one before."""
        listing = capture.listing
        is_empty = listing is not None and not listing.found
        self._has_read = self._has_read or (listing is not None and not is_empty)
        if not capture.body or capture.outcome not in ("article", "listing", "unreadable"):
            return
        if listing is not None and (not is_empty or self._has_read):
            self._alike = 0 if not is_empty else self._alike
            return
        page = _Page(capture)
        self._alike = self._alike + 1 if not page.own and any(page.is_like(other) for other in self._seen) else 0
        self._seen.append(page)
