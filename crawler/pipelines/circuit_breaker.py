"""The circuit breaker of a crawl: slows it down after refusals and ends it where the site refuses most requests."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.crawl.circuit_breaker import AnswerWatch
from crawler.crawl.run_outcome import run_log
from crawler.crawl.throttle import throttle_of
from crawler.items import Capture
from crawler.rules.schedule.backoff import BLOCKED, GOOD


class CircuitBreakerPipeline:
    """Watches the outcomes of the captures of a run in their order; every item passes unchanged.

    Ends the run (``blocked``, ``unreachable``) where most answers after the first few are refusals, or many in a row.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._log = run_log(crawler)
        self._throttle = throttle_of(crawler)
        self._watch = AnswerWatch()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off in a replay, which sends no request."""
        if crawler.settings.get("REPLAY"):
            raise NotConfigured  # without a message: Scrapy would log it at each crawl
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Return the item unchanged; note its outcome where it is a capture."""
        if isinstance(item, Capture) and not self._throttle.ended:
            self._note(item)
        return item

    def _note(self, capture: Capture) -> None:
        word = self._watch.note(capture)
        url = capture.asked or capture.url
        if word == BLOCKED:
            self._throttle.slower(url)
        elif word == GOOD:
            self._throttle.faster(url)
        self._log.set_mostly(self._watch.bad)
        if verdict := self._watch.verdict:
            self._throttle.end(verdict, f"{self._watch.summary}: the run ends")
