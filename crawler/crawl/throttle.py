"""Sets the rate of requests to each host: the delay of the site file, slower after refusals, a pause, or the end."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from time import monotonic
from weakref import WeakKeyDictionary, proxy

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from crawler.crawl.renamed_settings import read_number
from crawler.crawl.scrapy_private import (
    close_spider,
    drop_waiting,
    hold_slot,
    open_spider,
    set_slot_delay,
    slot_delay,
    slot_key,
)

logger = logging.getLogger(__name__)

MOMENT = 0.001
"""Seconds: the delay of a slot that must pause, because a slot without a delay cannot."""


@dataclass(slots=True)
class _Slowed:
    """A host that gets requests at a lower rate than usual."""

    usual: float
    """Seconds between two requests before the first refusal."""
    delay: float
    """Seconds between two requests now."""
    since: float
    """The time of the last change, by the monotonic clock."""


class Throttle:
    """The throttle of one crawl; ``throttle_of`` returns it.

    A refusal doubles the time between two requests to its host, from at least ``BACKOFF_MIN`` seconds up to
    ``BACKOFF_MAX``; each good answer halves it again, down to the usual time.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler: Crawler = proxy(crawler)  # a strong reference would keep every crawl alive
        self.min_delay = read_number(crawler.settings, "BACKOFF_MIN")
        self.max_delay = read_number(crawler.settings, "BACKOFF_MAX")
        self._slowed: dict[str, _Slowed] = {}
        self._closing: asyncio.Future[None] | None = None

    @property
    def ended(self) -> bool:
        """Whether ``end`` was called."""
        return self._closing is not None

    def slower(self, url: str) -> None:
        """Slow down after a refusal by the host of an address.

        A refusal within one delay of the last change is ignored, because its request was sent before that change.
        """
        key, now = self._key(url), monotonic()
        slowed = self._slowed.get(key)
        if slowed is None:
            usual = self._delay(key)
            slowed = self._slowed[key] = _Slowed(
                usual, max(usual, min(max(self.min_delay, usual), self.max_delay)), now
            )
        elif now - slowed.since < slowed.delay:
            return
        else:
            slowed.delay, slowed.since = max(slowed.usual, min(2 * slowed.delay, self.max_delay)), now
        self._set(key, slowed.delay)
        self._crawler.stats.inc_value("backoff/slower")
        logger.info("%s refuses requests: one request every %g seconds from now on", key, slowed.delay)

    def faster(self, url: str) -> None:
        """Speed up again after a good answer by the host of an address."""
        slowed = self._slowed.get(self._key(url)) if self._slowed else None
        if slowed is None:
            return
        slowed.delay /= 2
        if slowed.delay < max(self.min_delay, slowed.usual):
            slowed.delay = slowed.usual
            del self._slowed[self._key(url)]
        self._set(self._key(url), slowed.delay)

    def pause(self, url: str, seconds: float) -> None:
        """Send no request to the host of an address for this many seconds, and use the lower rate after that."""
        self.slower(url)
        key = self._key(url)
        if self._delay(key) <= 0:
            self._set(key, MOMENT)
        hold_slot(self._crawler, key, seconds)
        logger.info("%s gets no request for %g seconds", key, seconds)

    def end(self, reason: str, line: str) -> None:
        """End the crawl: no request is sent any more. The next crawl knows the addresses that were waiting.

        ``reason`` is the word with which the spider is closed, ``line`` is for the log. Later calls do nothing.
        """
        if self._closing is not None or (spider := open_spider(self._crawler)) is None:
            return
        logger.warning("%s: %s", spider.name, line)
        self._closing = asyncio.ensure_future(close_spider(self._crawler, reason))
        asyncio.get_running_loop().call_soon(self._drop_waiting)

    def _drop_waiting(self) -> None:
        """Drop the waiting requests, because each would be sent at the lower rate before the crawl ends."""
        drop_waiting(self._crawler, lambda: IgnoreRequest("the crawl has ended"))

    def _key(self, url: str) -> str:
        return slot_key(self._crawler, url)

    def _delay(self, key: str) -> float:
        return slot_delay(self._crawler, key)

    def _set(self, key: str, delay: float) -> None:
        set_slot_delay(self._crawler, key, delay)


_throttles: WeakKeyDictionary[Crawler, Throttle] = WeakKeyDictionary()


def throttle_of(crawler: Crawler) -> Throttle:
    """Return the throttle of a crawl: one object for all its parts."""
    throttle = _throttles.get(crawler)
    if throttle is None:
        throttle = _throttles[crawler] = Throttle(crawler)
    return throttle
